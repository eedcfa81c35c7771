"""Doing jobs: in stretches, article by article, so that a kill loses the article under way and no other.

What engines have answered is in the memory before the next question, so that an article which is begun again asks for
nothing twice.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from django.utils import timezone

from masthead.translation import actions, board, jobs
from masthead.translation.errors import TranslationError
from masthead.translation.filling import ELSEWHERE
from masthead.translation.forecast import Forecast, forecast
from masthead.translation.models import Job, JobItem
from masthead.translation.outcomes import Outcome

# Other tasks have their turn between two stretches. Seconds.
STRETCH = 10.0
_AT_ONCE = 1000
_log = logging.getLogger(__name__)


def work(pk: int) -> bool:
    """A stretch of a job; whether there is more to do."""
    process = jobs.claim(pk)
    if not process:
        return False
    until = time.monotonic() + STRETCH
    try:
        while time.monotonic() < until:
            job = Job.objects.filter(pk=pk, state__in=jobs.ACTIVE, process=process).first()
            if job is None:
                return False
            _step(job, until)
            Job.objects.filter(pk=pk).update(moved_at=timezone.now())
        return Job.objects.filter(pk=pk, state__in=jobs.ACTIVE).exists()
    finally:
        jobs.release(pk, process)


def _step(job: Job, until: float) -> None:
    match job.state:
        case Job.State.GATHERING:
            _gather(job)
        case Job.State.FORECAST:
            _forecast(job, until)
        case _:
            _do_next(job)


def _gather(job: Job) -> None:
    """Write down every item. Broken off, it begins again and writes nothing twice."""
    wanted, skipped = jobs.WANTED[job.act], 0
    cells = _chosen(job)
    while part := list(islice(cells, _AT_ONCE)):
        items = [
            JobItem(job=job, article_id=article, language=language)
            for article, language, state in part
            if state in wanted
        ]
        skipped += len(part) - len(items)
        JobItem.objects.bulk_create(items, ignore_conflicts=True)
    after = Job.State.FORECAST if job.confirm else Job.State.RUNNING
    _set(job, gathered=True, skipped=skipped, state=after)


def _chosen(job: Job) -> Iterator[tuple[int, str, str]]:
    if "all" in job.selection:
        return board.matching(board.Filters.from_json(job.selection["all"]))
    return board.states_of((int(article), str(language)) for article, language in job.selection["cells"])


def _forecast(job: Job, until: float) -> None:
    """Add up article by article; where the stretch ends, what was seen is kept for the next."""
    made = Forecast.from_json(job.forecast.get("lines", ()), bytes(job.seen))
    reached, ended = job.reached, False
    while not ended and time.monotonic() < until:
        ahead = job.items.filter(article__gt=reached).order_by("article")
        article = ahead.values_list("article", flat=True).first()
        if article is None:
            ended = True
            break
        codes = list(job.items.filter(article=article).values_list("language", flat=True))
        with suppress(TranslationError):  # withdrawn meanwhile: its items will say so
            forecast(article, codes, into=made, leave_persons=job.act == Job.Act.REFRESH)
        reached = article
    told = {"lines": made.to_json(), "done": ended}
    if not ended:
        _set(job, forecast=told, reached=reached, seen=made.seen.packed())
        return
    empty = not job.items.exists()
    _set(
        job,
        forecast=told,
        reached=reached,
        seen=b"",
        state=Job.State.DONE if empty else Job.State.WAITING,
        **({"ended_at": timezone.now()} if empty else {}),
    )


def _do_next(job: Job) -> None:
    """The next article's items; or the end, where there is none."""
    article = (
        job.items.filter(state=JobItem.State.OPEN)
        .order_by("article")
        .values_list("article", flat=True)
        .first()
    )
    if article is None:
        capped = job.items.filter(state=JobItem.State.CAPPED).order_by("-pk").first()
        if capped is not None:
            _set(job, state=Job.State.CAPPED, why=capped.why)
        else:
            _set(job, state=Job.State.DONE, why="", ended_at=timezone.now())
        return
    items = list(job.items.filter(article=article, state=JobItem.State.OPEN).order_by("pk"))
    ends = _do(job, article, [item.language for item in items])
    for item in items:
        end = ends.get(item.language, _End(JobItem.State.FAILED, "Nothing became of it: try again."))
        item.state, item.why = end.state, end.why
    JobItem.objects.bulk_update(items, ["state", "why"])
    day = next((end for end in ends.values() if end.stops), None)
    if day is not None:
        _set(job, state=Job.State.CAPPED, why=day.why)


@dataclass(frozen=True, slots=True)
class _End:
    """What became of an item. ``stops``: nothing of the job can go on now."""

    state: str
    why: str = ""
    stops: bool = False


def _do(job: Job, article: int, languages: Sequence[str]) -> dict[str, _End]:
    try:
        outcomes = _act(job, article, languages)
    except TranslationError as error:
        return dict.fromkeys(languages, _End(JobItem.State.FAILED, str(error)))
    except Exception as error:
        # One article that nobody has foreseen is no reason to leave the others.
        _log.exception("Job %s, article %s", job.pk, article)
        why = f"Something went wrong that is not foreseen ({type(error).__name__}); the log has more."
        return dict.fromkeys(languages, _End(JobItem.State.FAILED, why))
    return {outcome.language: _end(outcome) for outcome in outcomes}


def _act(job: Job, article: int, languages: Sequence[str]) -> list[Outcome]:
    match job.act:
        case Job.Act.PUBLISH:
            return actions.let_out(article, languages, by=job.by)
        case Job.Act.HOLD:
            return actions.hold(article, languages, by=job.by)
        case Job.Act.ASSIGN:
            return actions.assign(article, languages, to=job.to, by=job.by)
        case _:
            return actions.translate(article, languages=languages, leave_persons=job.act == Job.Act.REFRESH)


def _end(outcome: Outcome) -> _End:
    if outcome.capped and outcome.capped != ELSEWHERE:
        return _End(JobItem.State.CAPPED, outcome.fault, stops=outcome.capped == "day")
    if outcome.state in {"live", "held", "assigned"} and not outcome.by_nobody:
        return _End(JobItem.State.DONE, outcome.fault)
    if outcome.by_nobody and not outcome.fault:
        why = "Sentences that a person wrote have another original now: they wait for a person."
        return _End(JobItem.State.FAILED, why)
    if outcome.state == "trails" and not outcome.fault:
        return _End(
            JobItem.State.FAILED, "It stays as it is until somebody has read what changed and signed."
        )
    return _End(JobItem.State.FAILED, outcome.fault or f"It is {outcome.state}.")


def _set(job: Job, **fields: object) -> None:
    """Unless somebody has stopped it meanwhile."""
    if "state" in fields:
        Job.objects.filter(pk=job.pk, state=job.state).update(**fields)
    else:
        Job.objects.filter(pk=job.pk).update(**fields)
