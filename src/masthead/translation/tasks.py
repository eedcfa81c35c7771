"""What the worker does for translation. A task may run again after a crash: nothing is asked twice."""

from __future__ import annotations

from django_tasks import task

from masthead.translation import actions
from masthead.translation.errors import NotPublished


@task()
def translate_article(article: int) -> int:
    """Answers the number of editions that are live."""
    try:
        return sum(outcome.state == "live" for outcome in actions.translate(article))
    except NotPublished:
        return 0  # withdrawn again before the worker came to it
