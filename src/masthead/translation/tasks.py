"""What the worker does for translation. A task may run again after a crash: nothing is asked twice."""

from __future__ import annotations

import time
from dataclasses import asdict
from typing import Any

from django_tasks import task

from masthead.translation import actions
from masthead.translation.errors import NotPublished
from masthead.translation.memory import following

# Other tasks have their turn between two stretches of a long one.
STRETCH = 20.0


@task()
def translate_article(article: int) -> list[dict[str, Any]]:
    """Answers the outcome for each language as JSON."""
    try:
        return [{**asdict(outcome), "cost": str(outcome.cost)} for outcome in actions.translate(article)]
    except NotPublished:
        return []  # withdrawn again before the worker came to it


@task()
def index_memory() -> int:
    """Let the index of the memory follow it, in stretches; answers how many sentences it took."""
    until, done = time.monotonic() + STRETCH, 0
    while step := following.follow_next():
        done += step
        if time.monotonic() > until:
            index_memory.enqueue()
            break
    return done
