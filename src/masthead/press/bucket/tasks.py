"""What the worker does for the bucket."""

from __future__ import annotations

import logging
import time
from datetime import timedelta

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from masthead.lib import processes
from masthead.press.bucket import copying, store
from masthead.press.models import Uncopied

log = logging.getLogger(__name__)

SOONER = 5  # before what waits for engines, after the pages themselves
STRETCH = 10.0  # seconds, then others have their turn
UNTIL_FREE = 10.0  # seconds after which it is seen whether another has ended
LONGEST = 600.0  # seconds between attempts at a bucket that refuses


@task()
def copy(attempt: int = 0, said: str = "") -> int:
    """Copy what has changed to the bucket, in stretches; answers how many addresses.

    Where the bucket refuses, the next ``attempt`` waits longer and carries what was ``said``.
    """
    if not settings.MASTHEAD_BUCKET:
        return 0
    until = time.monotonic() + STRETCH
    try:
        with copying.alone():
            done = copying.Copier(store.ours()).run(lambda: time.monotonic() < until)
    except processes.Busy:
        _again(UNTIL_FREE)
        return 0
    except store.Refused as error:
        log.warning("%s", error)
        _again(min(LONGEST, 30.0 * 2 ** min(attempt, 10)), attempt + 1, str(error))
        return 0
    if Uncopied.objects.exists():
        _again(0.0)
    return done


def _again(wait: float, attempt: int = 0, said: str = "") -> None:
    """Enqueue it, in place of what waits: attempts at a bucket that refuses are not to become more and more."""
    _known(TaskResultStatus.READY).delete()
    copy.using(run_after=timezone.now() + timedelta(seconds=wait) if wait else None).enqueue(attempt, said)


def trouble() -> str:
    """Why the bucket lags behind, in a sentence; empty where nothing is known to be wrong."""
    rows = _known(TaskResultStatus.READY, TaskResultStatus.RUNNING)
    said = [args[1] for row in rows if len(args := row.args_kwargs["args"]) > 1 and args[1]]
    return said[0] if said else ""


def _known(*states: str) -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.filter(task_path=copy.module_path, status__in=states)
