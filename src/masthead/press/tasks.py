"""What the worker does for the press. A task may run again after a crash: the result is the same."""

from __future__ import annotations

from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from masthead.press import actions


# A reader's page goes before translations that take an engine's time.
@task(priority=10)
def press_article(key: int) -> int:
    return actions.press_article(key)


@task()
def press_all() -> int:
    return actions.press_all()


def press_all_soon() -> None:
    """Enqueue one pressing of everything, if none is waiting."""
    waiting = DBTaskResult.objects.filter(task_path=press_all.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        press_all.enqueue()
