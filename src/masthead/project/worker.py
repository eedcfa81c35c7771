"""The worker: does what is enqueued, and what the clock asks for.

The rows of the task queue are the record of work that is due. A task is written to be done again, so one that
a killed process left running is simply given back.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import close_old_connections, transaction
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks.signals import task_enqueued
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from masthead.circulation import actions as newsletter
from masthead.intake.watching import verbs as feeds
from masthead.lib import disk, processes
from masthead.press import placing, squeezing
from masthead.press import tasks as press_tasks
from masthead.press.bucket import changes as bucket
from masthead.translation import jobs as translation
from masthead.translation.memory import following as memory
from masthead.translation.tasks import index_memory

log = logging.getLogger(__name__)

IDLE = 0.4  # seconds between looks at an empty queue
UNTIL_ROOM = 10.0  # seconds after which it is seen whether a full disk has room again


def give_back(own: str | None = None) -> int:
    """Put tasks back that a process of this machine was doing when it died, or this worker could not end; answers how
    many."""
    back = 0
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        if row.worker_ids and (row.worker_ids[-1] == own or processes.gone(row.worker_ids[-1])):
            back += DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING).update(
                status=TaskResultStatus.READY
            )
    return back


class Patient(Worker):
    """Leaves a task for which the disk has no room in the queue, to be done when there is some.

    With next to no room none is begun: what an engine is paid for could not be kept.
    """

    def run_task(self, db_task_result: DBTaskResult) -> None:
        if disk.free(settings.HOME) < disk.LEAST:
            _wait(db_task_result)
            return
        fail = db_task_result.set_failed

        def wait_or_fail(error: BaseException) -> None:
            if disk.is_full(error):
                _wait(db_task_result)
            else:
                fail(error)

        db_task_result.set_failed = wait_or_fail
        super().run_task(db_task_result)


def _wait(row: DBTaskResult) -> None:
    log.warning("The disk is full: %s waits until there is room.", row.task_path)
    row.status, row.run_after = TaskResultStatus.READY, timezone.now() + timedelta(seconds=UNTIL_ROOM)
    row.save(update_fields=["status", "run_after"])


def _worker(worker: str) -> Patient:
    return Patient(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker,
        excluded_queue_names=[],
    )


def drain() -> None:
    """Do everything that is ready, then return."""
    placing.recover()
    give_back()
    _worker(processes.name()).run()


def run(going: Callable[[], bool] = lambda: True) -> None:
    """Work until told to stop: tasks as they come; each minute what was scheduled, newsletters that were broken off, feeds,
    jobs, the index of the memory. With nothing to do, pages are squeezed."""
    worker = _worker(processes.name())
    clock = _Clock()
    begun = False
    while going() and worker.running:
        try:
            if not begun:
                placing.recover()
                give_back(worker.worker_id)
                press_tasks.press_due()
                begun = True
            worker.run()
            clock.strike()
            if not DBTaskResult.objects.ready().exists():
                squeezing.squeeze()
        except Exception as error:
            if not disk.is_full(error):
                raise
            log.warning("The disk is full: the worker waits until there is room.")
            begun = False
            time.sleep(UNTIL_ROOM)
        close_old_connections()
        time.sleep(IDLE)


class _Clock:
    """What is done each minute and each day."""

    def __init__(self) -> None:
        self._next_minute = 0.0
        self._day: date | None = None

    def strike(self) -> None:
        now = time.monotonic()
        if now >= self._next_minute:
            placing.recover()
            call_command("publish_scheduled", verbosity=0)
            newsletter.resume_all()
            feeds.send_for_due()
            translation.wake()
            bucket.wake()
            if memory.lags():
                index_memory.enqueue()
            self._next_minute = now + 60
        if (today := timezone.localdate()) != self._day:
            press_tasks.press_day()
            call_command("prune_db_task_results", min_age_days=14, verbosity=0)
            self._day = today


@contextmanager
def at_once() -> Iterator[list[DBTaskResult]]:
    """Do here what is enqueued inside the block, rather than in the worker that may be running beside.

    The tasks are claimed before the block's transaction commits, so no other worker sees them. The list fills
    with the finished results when the block ends.
    """
    worker = processes.name()
    results: list[DBTaskResult] = []
    enqueued: list[str] = []

    def note(sender: Any, task_result: Any, **kwargs: Any) -> None:
        enqueued.append(task_result.id)
        DBTaskResult.objects.get(pk=task_result.id).claim(worker)

    task_enqueued.connect(note, weak=False)
    try:
        with transaction.atomic():
            yield results
        while enqueued:
            row = DBTaskResult.objects.get(pk=enqueued.pop(0))
            _worker(worker).run_task(row)
            results.append(row)
    finally:
        task_enqueued.disconnect(note)
        DBTaskResult.objects.filter(pk__in=enqueued).update(status=TaskResultStatus.READY)
