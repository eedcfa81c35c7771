"""What the worker does for the press. A task may run again after a crash: the result is the same."""

from __future__ import annotations

import time
from typing import Any

from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks.base import Task
from django_tasks_db.models import DBTaskResult

from masthead.article.models import Picture
from masthead.press import actions, changed, frame, runs, sizes
from masthead.press.runs import Run


# A reader's page goes before translations that take an engine's time.
@task(priority=10)
def press_article(key: int) -> int:
    return actions.press_article(key)


# Other tasks have their turn between two stretches of a long one.
STRETCH = 20.0


@task()
def press_all(run: dict[str, Any] | None = None) -> int:
    """Press everything, in stretches; ``run`` is what the last one left. Answers the files written."""
    begun = Run.from_json(run) if run else runs.everything()
    if begun.frame != frame.now():  # what was pressed so far has other menus
        begun = runs.everything()
    return _go_on(press_all, begun)


@task()
def press_changed(run: dict[str, Any] | None = None) -> int:
    """Press what shows something that has changed, in stretches; everything, where every page does."""
    if run:
        return _go_on(press_changed, Run.from_json(run))
    if not frame.pressed() or _queued(press_changed, TaskResultStatus.READY):
        return 0
    if not frame.stands():
        _press_frame_soon()
        return 0
    begun = runs.of_changes()
    return _go_on(press_changed, begun) if begun else 0


def _go_on(whole: Task[..., int], run: Run) -> int:
    until = time.monotonic() + STRETCH
    written, left = actions.press_run(run, going=lambda: time.monotonic() < until)
    if left is not None:
        whole.enqueue(left.to_json())
    else:
        _enqueue_due(TaskResultStatus.READY)  # what has come meanwhile
    return written


def press_due() -> None:
    """Enqueue what was left undone: everything, where pages were pressed with other templates, words or menus, and
    changes that nobody is at."""
    if frame.pressed():
        _enqueue_due(*_THERE)


def _enqueue_due(*states: TaskResultStatus) -> None:
    if not frame.stands():
        _press_frame_soon()
    elif changed.newest() and not _queued(press_changed, *states):
        press_changed.enqueue()


_THERE = (TaskResultStatus.READY, TaskResultStatus.RUNNING)


@task(priority=-10)
def make_sizes(key: int) -> int:
    """Make the sizes of a picture that are missing, and press again what shows it; answers how many."""
    picture = Picture.objects.filter(pk=key).first()
    made = sizes.make(picture) if picture else 0
    if made:
        changed.remember([("picture", key)])
        press_changed_soon()
    return made


def press_all_soon() -> None:
    """From its beginning, if it does not wait there already."""
    if not any(not row.args_kwargs["args"] for row in _queued(press_all, TaskResultStatus.READY)):
        press_all.enqueue()


def press_day() -> None:
    """What a new day changes: a date that must not pass, a permission that begins or is over."""
    actions.press_dated()
    if changed.remember_turned(timezone.localdate()):
        press_changed_soon()


def press_changed_soon() -> None:
    """What waits looks for more changes when it ends."""
    if not _queued(press_changed, TaskResultStatus.READY):
        press_changed.enqueue()


def _press_frame_soon() -> None:
    """A run of everything that waits begins anew where it finds another frame."""
    if not _queued(press_all, TaskResultStatus.READY):
        press_all.enqueue()


def _queued(whole: Task[..., int], *states: TaskResultStatus) -> list[DBTaskResult]:
    return list(DBTaskResult.objects.filter(task_path=whole.module_path, status__in=states))


def under_way() -> dict[str, Any] | None:
    """What the press is at, for those who wait for it: the run of everything before others; one query.

    ``{"everything", "run"}``; the run is None where it is about to begin. None where nothing is under way.
    """
    paths = [press_all.module_path, press_changed.module_path]
    rows = DBTaskResult.objects.filter(task_path__in=paths, status__in=_THERE)
    found = [
        {
            "everything": path == press_all.module_path,
            "run": Run.from_json(given["args"][0]) if given["args"] else None,
        }
        for path, given in rows.values_list("task_path", "args_kwargs")
    ]
    return max(found, key=lambda one: (one["everything"], one["run"] is not None), default=None)
