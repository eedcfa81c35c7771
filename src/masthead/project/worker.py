"""The worker: does what is enqueued, and what the clock asks for.

The rows of the task queue are the record of work that is due. A task is written to be done again, so one that
a killed process left running is simply given back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import call_command
from django.db import close_old_connections, transaction
from django_tasks import TaskResultStatus
from django_tasks.signals import task_enqueued
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from masthead.circulation import actions as newsletter
from masthead.intake.watching import verbs as feeds
from masthead.lib import processes
from masthead.press import actions as press
from masthead.press import files
from masthead.translation import jobs as translation
from masthead.translation.memory import following as memory
from masthead.translation.tasks import index_memory

IDLE = 0.4  # seconds between looks at an empty queue


def give_back() -> int:
    """Put tasks back that a process of this machine was doing when it died; answers how many."""
    back = 0
    for row in DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING):
        if row.worker_ids and processes.gone(row.worker_ids[-1]):
            back += DBTaskResult.objects.filter(pk=row.pk, status=TaskResultStatus.RUNNING).update(
                status=TaskResultStatus.READY
            )
    return back


def _worker(worker: str) -> Worker:
    return Worker(
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
    give_back()
    _worker(processes.name()).run()


def run(going: Callable[[], bool] = lambda: True) -> None:
    """Work until told to stop: tasks as they come; each minute what was scheduled, newsletters that were broken off, feeds,
    jobs, the index of the memory."""
    give_back()
    files.sweep()
    worker = _worker(processes.name())
    next_minute = next_day = 0.0
    while going() and worker.running:
        worker.run()
        now = time.monotonic()
        if now >= next_minute:
            next_minute = now + 60
            call_command("publish_scheduled", verbosity=0)
            newsletter.resume_all()
            feeds.send_for_due()
            translation.wake()
            if memory.lags():
                index_memory.enqueue()
        if now >= next_day:
            next_day = now + 86_400
            call_command("prune_db_task_results", min_age_days=14, verbosity=0)
            press.press_dated()
        close_old_connections()
        time.sleep(IDLE)


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
