"""What the worker does for the press. A task may run again after a crash: the result is the same."""

from __future__ import annotations

from django_tasks import task

from masthead.press import actions


# A reader's page goes before translations that take an engine's time.
@task(priority=10)
def press_article(key: int) -> int:
    return actions.press_article(key)


@task()
def press_all() -> int:
    return actions.press_all()
