"""What the worker does for the press. A task may run again after a crash: the result is the same."""

from __future__ import annotations

import time

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from masthead.press import actions


# A reader's page goes before translations that take an engine's time.
@task(priority=10)
def press_article(key: int) -> int:
    return actions.press_article(key)


# Other tasks have their turn between two stretches of a long one.
STRETCH = 20.0


@task()
def press_all(after: int = 0) -> int:
    """Press everything, in stretches; ``after`` is the last article that is done. Answers the files written."""
    until = time.monotonic() + STRETCH
    written, last = actions.press_articles(after, going=lambda: time.monotonic() < until)
    if last is not None and last > after:
        press_all.enqueue(last)
        return written
    return written + actions.press_the_rest()


def press_all_soon() -> None:
    """Enqueue one pressing of everything, if none is waiting to begin."""
    waiting = DBTaskResult.objects.filter(task_path=press_all.module_path, status=TaskResultStatus.READY)
    if not any(not row.args_kwargs["args"] for row in waiting):
        press_all.enqueue()
