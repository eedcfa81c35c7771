"""What the worker does for translation. A task may run again after a crash: nothing is asked twice."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django_tasks import task

from masthead.translation import actions
from masthead.translation.errors import NotPublished


@task()
def translate_article(article: int) -> list[dict[str, Any]]:
    """Answers the outcome for each language as JSON."""
    try:
        return [{**asdict(outcome), "cost": str(outcome.cost)} for outcome in actions.translate(article)]
    except NotPublished:
        return []  # withdrawn again before the worker came to it
