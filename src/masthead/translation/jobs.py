"""Acts on many editions at once: proposed, forecast, confirmed, stopped, gone on with. ``doing.py`` does them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone

from masthead.lib import processes
from masthead.translation import budget
from masthead.translation.board import Filters
from masthead.translation.models import Job, JobItem

ACTIVE = (Job.State.GATHERING, Job.State.FORECAST, Job.State.RUNNING)
PAID = (Job.Act.TRANSLATE, Job.Act.REFRESH, Job.Act.REQUEST)
"""Acts that engines are asked for."""
WANTED: Mapping[str, frozenset[str]] = {
    Job.Act.TRANSLATE: frozenset({"missing", "request"}),
    Job.Act.REFRESH: frozenset({"stale"}),
    Job.Act.PUBLISH: frozenset({"held"}),
    Job.Act.HOLD: frozenset({"machine"}),
    Job.Act.ASSIGN: frozenset({"held", "machine", "stale"}),
}
"""{act: the states of cells that it is for}; others are skipped."""
_LOST = timedelta(minutes=15)


def everything(filters: Filters) -> dict[str, Any]:
    """A selection: all that match, as they are when the job gathers its items."""
    return {"all": filters.to_json()}


def these(cells: Iterable[tuple[int, str]]) -> dict[str, Any]:
    """A selection: cells by hand."""
    return {"cells": [list(cell) for cell in dict.fromkeys(cells)]}


@transaction.atomic
def propose(
    act: str, selection: Mapping[str, Any], *, by: str, to: int | None = None, confirm: bool = True
) -> Job:
    """Begin a job. One that costs money is forecast and waits for a word, unless ``confirm`` is False."""
    job = Job.objects.create(
        act=act, selection=dict(selection), by=by, to_id=to, confirm=confirm and act in PAID
    )
    _enqueue(job)
    return job


@transaction.atomic
def start(job: Job) -> None:
    """The forecast was seen: go on."""
    _move(job, (Job.State.WAITING,), Job.State.RUNNING)


@transaction.atomic
def stop(job: Job) -> None:
    """Whoever is at it stops after the article that is under way."""
    states = (*ACTIVE, Job.State.WAITING, Job.State.CAPPED)
    Job.objects.filter(pk=job.pk, state__in=states).update(state=Job.State.STOPPED, why="")


@transaction.atomic
def resume(job: Job) -> None:
    """Go on where it was stopped, by a person or by a cap."""
    if not job.gathered:
        state = Job.State.GATHERING
    elif job.confirm and not job.forecast.get("done"):
        state = Job.State.FORECAST
    else:
        state = Job.State.RUNNING
        job.items.filter(state=JobItem.State.CAPPED).update(state=JobItem.State.OPEN, why="")
    _move(job, (Job.State.STOPPED, Job.State.CAPPED), state)


@transaction.atomic
def retry(job: Job) -> None:
    """Try again what failed."""
    if job.items.filter(state=JobItem.State.FAILED).update(state=JobItem.State.OPEN, why=""):
        _move(
            job, (Job.State.DONE, Job.State.STOPPED, Job.State.CAPPED, Job.State.RUNNING), Job.State.RUNNING
        )


def _move(job: Job, before: Iterable[str], after: str) -> None:
    if Job.objects.filter(pk=job.pk, state__in=tuple(before)).update(state=after, why="", ended_at=None):
        _enqueue(job)
    job.refresh_from_db()


def _enqueue(job: Job) -> None:
    from masthead.translation import tasks  # they do what is decided here

    tasks.work_job.enqueue(job.pk)


@transaction.atomic
def resume_capped() -> int:
    """Go on with what a cap has stopped, since one was raised. How many."""
    return _resume(Job.objects.filter(state=Job.State.CAPPED))


@transaction.atomic
def wake() -> int:
    """What the clock goes on with: what a cap stopped on an earlier day, and what nobody is at though it is to be done."""
    lost = timezone.now() - _LOST
    left = Q(moved_at__lt=lost) | Q(moved_at=None, created_at__lt=lost)
    for job in Job.objects.filter(left, state__in=ACTIVE):
        Job.objects.filter(pk=job.pk).update(moved_at=timezone.now())
        _enqueue(job)
    return _resume(Job.objects.filter(state=Job.State.CAPPED, moved_at__lt=budget.midnight()))


def _resume(waiting: Iterable[Job]) -> int:
    jobs = list(waiting)
    for job in jobs:
        resume(job)
    return len(jobs)


@transaction.atomic
def wait_for_money(article: int, languages: Iterable[str], why: str) -> None:
    """What a cap kept from being translated at publication is done when there is money again."""
    job = Job.objects.filter(
        act=Job.Act.TRANSLATE, state=Job.State.CAPPED, by="", created_at__gte=budget.midnight()
    ).first()
    if job is None:
        job = Job.objects.create(act=Job.Act.TRANSLATE, by="", confirm=False, gathered=True)
    JobItem.objects.bulk_create(
        [
            JobItem(job=job, article_id=article, language=language, state=JobItem.State.CAPPED, why=why)
            for language in languages
        ],
        ignore_conflicts=True,
    )
    job.state, job.why, job.moved_at = Job.State.CAPPED, why, timezone.now()
    job.save(update_fields=["state", "why", "moved_at"])


def request_of_today() -> Job:
    """The job that holds what readers have asked for today."""
    job = Job.objects.filter(act=Job.Act.REQUEST, created_at__gte=budget.midnight()).order_by("pk").first()
    return job or Job.objects.create(
        act=Job.Act.REQUEST, by="", confirm=False, gathered=True, state=Job.State.DONE
    )


@transaction.atomic
def add(job: Job, article: int, language: str) -> None:
    """One more item for a job, if it has not had it."""
    JobItem.objects.bulk_create(
        [JobItem(job=job, article_id=article, language=language)], ignore_conflicts=True
    )
    _move(job, (Job.State.DONE,), Job.State.RUNNING)


def claim(job: int) -> str:
    """Take a job for this process; empty where another that lives is at it."""
    me, now = processes.name(), timezone.now()
    kept = Job.objects.filter(pk=job, state__in=ACTIVE).values_list("process", "moved_at").first()
    if kept is None:
        return ""
    held, moved = kept
    if held and not processes.gone(held) and moved and moved > now - _LOST:
        return ""
    took = Job.objects.filter(pk=job, process=held).update(process=me, moved_at=now)
    return me if took else ""


def release(job: int, process: str) -> None:
    Job.objects.filter(pk=job, process=process).update(process="", moved_at=timezone.now())


def progress(jobs: Iterable[Job]) -> dict[int, Counter[str]]:
    """{job: {state: items}}; one query."""
    found: dict[int, Counter[str]] = {job.pk: Counter() for job in jobs}
    rows = JobItem.objects.filter(job__in=list(found)).order_by().values_list("job", "state")
    for job, state, number in rows.annotate(number=Count("pk")):
        found[job][state] = number
    return found


def open_jobs() -> int:
    """How many wait for a person or are at work; for the menu."""
    return Job.objects.filter(Q(state__in=(*ACTIVE, Job.State.WAITING, Job.State.CAPPED))).count()
