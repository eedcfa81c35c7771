"""The verbs of translation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from masthead.article.models import Edition
from masthead.record import actions as record
from masthead.translation import events, history, memory
from masthead.translation.asking import Asked
from masthead.translation.errors import DoesNotFit, NotPermitted
from masthead.translation.filling import ask_engines
from masthead.translation.markup import MarkupError
from masthead.translation.models import Assignment, Policy, Working
from masthead.translation.outcomes import Outcome
from masthead.translation.releasing import assign, hold, let_out, request
from masthead.translation.segments import (
    Maker,
    Units,
    align,
    counts,
    doubted,
    seen,
    signed,
    singles,
    units_from_json,
    units_to_json,
)
from masthead.translation.settling import record_printed, settle
from masthead.translation.working import Standing, drafted, only, open_of, read, recall, standing

__all__ = (
    "Standing", "accept", "assign", "drafted", "enter", "hold", "let_out", "request", "retract", "review", "revise",
    "sign", "standing", "translate",
)  # fmt: skip


def translate(
    article: int,
    *,
    languages: Iterable[str] | None = None,
    with_engines: bool = True,
    leave_persons: bool = False,
) -> list[Outcome]:
    """Bring the editions of a published article up to its original, in the languages that are on.

    What persons and engines have translated stays; what is missing comes from the memory. What the memory lacks
    the engines are asked for first, outside any transaction, and their answers go to the memory as they come:
    no crash loses them, and nothing that a person writes meanwhile is overwritten. ``leave_persons``: a sentence that
    stands where a person's stood waits for a person.
    Reads cost the same number of queries for any number of languages.
    """
    languages = None if languages is None else tuple(languages)
    if with_engines:
        outcomes = _settled(article, languages, None, leave_persons)
        if outcomes is not None:
            return outcomes
        asked = ask_engines(article, languages, leave_persons=leave_persons)
    else:
        asked = {}
    return _settled(article, languages, asked, leave_persons) or []


@transaction.atomic
def _settled(
    article: int, languages: tuple[str, ...] | None, asked: Mapping[str, Asked] | None, leave_persons: bool
) -> list[Outcome] | None:
    """The editions as what is known makes them; None where engines have not been ``asked`` and something is missing."""
    original, jobs, pieces = read(article, languages, lock=True)
    now = timezone.now()
    recall(original, jobs, now, leave_persons=leave_persons)
    if asked is None and any(open_of(job.units, leave_persons) for job in jobs if not job.barred):
        return None
    for job in jobs:
        job.asked = (asked or {}).get(job.language, job.asked)
    return settle(original, jobs, pieces, now)


@transaction.atomic
def enter(
    article: int,
    language: str,
    texts: Mapping[str, str],
    *,
    maker: Maker,
    own_markup: bool = False,
    printed: tuple[datetime, datetime] | None = None,
) -> Outcome:
    """Enter a translation that was made elsewhere: {path: inline HTML} for every text of the original.

    ``own_markup``: it may have other links and emphasis than the original. ``printed`` says when it was published
    and last changed, if that was elsewhere too; then nobody is told of the edition.
    """
    original, jobs, pieces = read(article, [language], lock=True)
    job = jobs[0]
    if job.barred:
        raise NotPermitted(job.barred)
    now = timezone.now()
    lacking = [path for path in pieces if not texts.get(path, "").strip()]
    if lacking:
        raise DoesNotFit(
            f"The {language} translation lacks {len(lacking)} texts, the first is “{lacking[0]}”."
        )
    before = dict(job.units)
    for path, cut in pieces.items():
        if not cut:
            continue
        try:
            job.units[path] = align(cut, texts[path], language, maker, now.isoformat(), own_markup=own_markup)
        except MarkupError as error:
            raise DoesNotFit(f"“{path}” in {language}: {error}") from error
    pairs = [(passage, segment.target) for passage, segment in singles(job.units) if segment.own is None]
    memory.remember(pairs, original.language, language, maker, now, article=article)
    if printed is None:
        history.keep(article, language, before, job.units, maker.name, now)
    return settle(original, jobs, pieces, now, printed=printed)[0]


@transaction.atomic
def revise(article: int, language: str, change: Callable[[Standing], Units], *, maker: Maker) -> Outcome:
    """Put somebody's work into some segments: ``change`` answers the units as they shall be.

    What is still open is filled from the memory. Another original than the one the work was made for is for
    ``change`` to notice.
    """
    original, jobs, pieces = read(article, [language], lock=True)
    job = only(original, jobs)
    now = timezone.now()
    carried = job.units
    before = {(segment.sources, segment.target) for segments in carried.values() for segment in segments}
    job.units = change(Standing(original, pieces, job.units, job.edition))
    pairs = [
        (passage, segment.target)
        for passage, segment in singles(job.units)
        if segment.own is None
        and (segment.by, segment.name) == (maker.by, maker.name)
        and (segment.sources, segment.target) not in before
    ]
    memory.remember(pairs, original.language, language, maker, now, article=article)
    history.keep(article, language, carried, job.units, maker.name, now)
    recall(original, jobs, now)
    return settle(original, jobs, pieces, now)[0]


@transaction.atomic
def review(edition: Edition, *, by: str, check: Callable[[Standing], None] | None = None) -> Edition:
    """A person has read this edition against its original and answers for it: it is printed, and says so.

    ``check`` may refuse what the person has not seen: it is given what is about to be signed.
    """
    if edition.is_original:
        raise DoesNotFit("An original needs no review of its translation.")
    return sign(edition.article_id, edition.language, by=by, check=check)


@transaction.atomic
def sign(article: int, language: str, *, by: str, check: Callable[[Standing], None] | None = None) -> Edition:
    """As ``review``, of an edition that may not be there yet: all its sentences are."""
    original, jobs, pieces = read(article, [language], lock=True)
    job, now = only(original, jobs), timezone.now()
    recall(original, jobs, now)
    if check is not None:
        check(Standing(original, pieces, job.units, job.edition))
    lacking = counts(job.units)[""]
    if lacking:
        many = "sentences have" if lacking > 1 else "sentence has"
        raise DoesNotFit(f"{lacking} {many} no translation yet: nothing was signed.")
    unsigned = job.units
    job.units = signed(job.units, by)
    history.keep(article, language, unsigned, job.units, by, now)
    settle(original, jobs, pieces, now, signed_by=by)
    Assignment.objects.filter(article_id=article, language=language).delete()
    return Edition.objects.get(article_id=article, language=language)


@transaction.atomic
def retract(article: int, language: str, *, by: str, why: str) -> Edition:
    """Take a signature back: the page says no longer that a person checked it.

    Where the policy holds what nobody has reviewed, the edition is held again.
    """
    original, jobs, _ = read(article, [language], lock=True)
    job = only(original, jobs)
    edition = job.edition
    if edition is None or not edition.reviewed_by:
        raise DoesNotFit("Nobody has signed this edition: reload the page.")
    retracted = {
        "by": by,
        "why": why,
        "reviewer": edition.reviewed_by,
        "at": edition.reviewed_at.isoformat() if edition.reviewed_at else "",
        "entry": edition.entry,
    }
    was_live = edition.state == Edition.State.LIVE
    edition.reviewed_by, edition.reviewed_at = "", None
    edition.index = not edition.by_engine or job.policy is None or job.policy.index_unreviewed
    if job.policy is not None and job.policy.machine == Policy.Print.HOLD and edition.by_engine:
        edition.state = Edition.State.HELD
    if edition.state == Edition.State.LIVE:
        record_printed([edition], by, original, retracted=retracted)
    elif was_live:
        said = {"language": language, "by": by, "retracted": retracted}
        record.append([record.Statement("edition.withdrawn", edition.subject, said)])
    edition.save()
    events.editions_changed.ring(events.EditionsChanged(article, (language,)))
    return edition


@transaction.atomic
def accept(article: int, language: str, *, by: str) -> Outcome:
    """A person has looked at the sentences that were doubted and finds them right: the edition is printed with them.

    This is no review: the edition is labelled as before, and held where the policy holds all that engines make.
    """
    read(article, [language], lock=True)
    if not _see(article, language):
        raise DoesNotFit(f"Nothing in the {language} translation is in doubt: reload the page.")
    original, jobs, pieces = read(article, [language])
    return settle(original, jobs, pieces, timezone.now(), accepted_by=by)[0]


def _see(article: int, language: str) -> bool:
    """Take the doubts from a translation; whether there were any."""
    working = Working.objects.filter(article_id=article, language=language).first()
    units = units_from_json(working.units) if working else {}
    if working is None or not doubted(units):
        return False
    working.units = units_to_json(seen(units))
    working.save(update_fields=["units"])
    return True
