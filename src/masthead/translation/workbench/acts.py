"""What a translator does at the workbench.

What is *typed* is a draft, of nobody's concern but its writer's. What is *confirmed* is the segment. Neither is
printed: an edition is printed as a whole, by signing it or by ``print_unsigned``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils import timezone

from masthead.article.lines import lines
from masthead.article.models import Edition
from masthead.record.text import fingerprint
from masthead.translation import actions, history, memory
from masthead.translation.errors import DoesNotFit
from masthead.translation.markup import check
from masthead.translation.models import SegmentDraft
from masthead.translation.outcomes import Outcome
from masthead.translation.segments import Maker, Segment, Units, checked
from masthead.translation.settling import keep
from masthead.translation.workbench.errors import ChangedMeanwhile, Gone, NotReady
from masthead.translation.workbench.rows import Row, rows_of, seen_of, unlike
from masthead.translation.workbench.shown import LONGEST, marked, shown
from masthead.translation.working import Standing, only, read, recall

MOST_DRAFTS = 3000
"""Drafts that one person may have in one edition; no article has so many sentences."""
_KEY = re.compile(r"(?P<path>[\w./:-]{1,200})#(?P<start>\d{1,5})")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a segment stands: the path of its text, and the pieces before it."""

    path: str
    start: int

    @staticmethod
    def of(key: str) -> Spot:
        found = _KEY.fullmatch(key)
        if found is None:
            raise Gone("The form does not say which sentence it is about: reload the page.")
        return Spot(found["path"], int(found["start"]))

    @property
    def key(self) -> str:
        return f"{self.path}#{self.start}"


@dataclass(frozen=True, slots=True)
class Translator:
    """Who works: the key of their account and the name they sign with."""

    user: int
    name: str


@transaction.atomic
def confirm(
    article: int, language: str, spot: Spot, *, seen: str, written: str, by: Translator
) -> tuple[Standing, list[Row], list[Row]]:
    """Put a sentence in: written anew, or left as it is and checked.

    Answers how the translation stands now, its rows, and those of them that are other than before: a sentence
    that stands twice is translated twice. ``ChangedMeanwhile`` where the segment is not in the state ``seen``.
    """
    original, jobs, pieces = read(article, [language], lock=True)
    job, now = only(original, jobs), timezone.now()
    recall(original, jobs, now)
    content = original.words
    before = rows_of(content, pieces, job.units)
    row = _row(before, spot)
    if row.state != seen:
        raise ChangedMeanwhile(
            "Somebody else has changed this sentence meanwhile: nothing was overwritten. Choose between the two texts.",
            row=row,
        )
    segment = _written(row, written, by, now.isoformat())
    units = job.units
    job.units = _put(units, row, segment)
    history.keep(article, language, units, job.units, by.name, now)
    if segment.target != row.segment.target and segment.own is None and row.passage is not None:
        pair, maker = (row.passage, segment.target), Maker("person", by.name)
        memory.remember([pair], original.language, language, maker, now, article=article)
        recall(original, jobs, now)
    job.made_from = job.behind(pieces)
    keep(article, jobs)
    discard(article, language, spot, by=by)
    after = rows_of(content, pieces, job.units)
    states = {old.key: old.state for old in before}
    changed = [new for new in after if new.state != states.get(new.key) or new.key == row.key]
    return Standing(original, pieces, job.units, job.edition), after, changed


def _row(rows: list[Row], spot: Spot) -> Row:
    row = next((row for row in rows if row.key == spot.key), None)
    if row is None:
        raise Gone(
            "The article has no such sentence any more: it was changed meanwhile. Your text is kept; reload the page."
        )
    return row


def _written(row: Row, written: str, by: Translator, at: str) -> Segment:
    target = marked(written)
    if not target:
        raise DoesNotFit("Write a translation first: an empty one cannot be confirmed.")
    if len(target) > LONGEST:
        raise DoesNotFit(f"The text has more than {LONGEST:,} characters: that is no sentence.")
    faults = check(target, row.codes)
    if faults:
        raise DoesNotFit(" ".join(shown(fault) for fault in faults))
    if target == row.segment.target:
        return checked(row.segment, by.name)
    made = row.segment.made(target, Maker("person", by.name), at)
    return replace(made, before=None, own=row.segment.own)


def _put(units: Units, row: Row, segment: Segment) -> Units:
    made: list[Segment] = []
    start = 0
    for there in units[row.path]:
        made.append(segment if start == row.start else there)
        start += len(there.sources)
    return {**units, row.path: tuple(made)}


@transaction.atomic
def keep_draft(article: int, language: str, spot: Spot, *, seen: str, written: str, by: Translator) -> None:
    """Keep what somebody is typing, until they confirm or discard it."""
    if len(written) > LONGEST:
        raise DoesNotFit(f"The text has more than {LONGEST:,} characters: that is no sentence.")
    mine = SegmentDraft.objects.filter(article_id=article, language=language, user_id=by.user)
    if mine.count() >= MOST_DRAFTS:
        raise DoesNotFit("You have too many unconfirmed texts here: confirm or discard some.")
    SegmentDraft.objects.update_or_create(
        article_id=article,
        language=language,
        user_id=by.user,
        path=spot.path,
        start=spot.start,
        defaults={"state": seen[:16], "text": written.replace("\0", "")},
    )


def discard(article: int, language: str, spot: Spot, *, by: Translator) -> None:
    """Forget what somebody has typed for a sentence."""
    SegmentDraft.objects.filter(
        article_id=article, language=language, user_id=by.user, path=spot.path, start=spot.start
    ).delete()


def drafts_of(article: int, language: str, by: Translator) -> dict[str, SegmentDraft]:
    """{key of a row: what this person has typed and not confirmed}."""
    mine = SegmentDraft.objects.filter(article_id=article, language=language, user_id=by.user)
    return {Spot(draft.path, draft.start).key: draft for draft in mine}


def seen(standing: Standing, rows: list[Row]) -> str:
    """All that a signature would stand for, as a form carries it: the original's text, and every row."""
    return f"original {fingerprint(lines(standing.original.words)).digest[:16]}\n{seen_of(rows)}"


@transaction.atomic
def sign(article: int, language: str, *, seen: str, by: Translator) -> Edition:
    """Sign what was seen; nothing else is signed.

    ``ChangedMeanwhile`` names the rows that are other than seen; ``NotReady`` what is still to do.
    """

    def check(standing: Standing) -> None:
        rows = rows_of(standing.original.words, standing.pieces, standing.units)
        _as_seen(standing, rows, seen)
        _ready(rows, drafts_of(article, language, by))

    return actions.sign(article, language, by=by.name, check=check)


def _as_seen(standing: Standing, rows: list[Row], seen: str) -> None:
    first, _, others = seen.replace("\r", "").partition("\n")
    said = f"original {fingerprint(lines(standing.original.words)).digest[:16]}"
    keys = unlike(rows, others)
    if keys:
        many = "sentences are" if len(keys) > 1 else "sentence is"
        raise ChangedMeanwhile(
            f"Nothing was signed: {len(keys)} {many} not as you have seen. Look at what is marked, and sign again.",
            keys=keys,
        )
    if first.strip() != said:
        raise ChangedMeanwhile(
            "Nothing was signed: the original has been changed since you opened this page. Look at it, and sign again."
        )


def _ready(rows: list[Row], drafts: Mapping[str, SegmentDraft]) -> None:
    typed = [row for row in rows if row.key in drafts and marked(drafts[row.key].text) != row.segment.target]
    if typed:
        many = "sentences hold" if len(typed) > 1 else "sentence holds"
        raise NotReady(
            f"Nothing was signed: {len(typed)} {many} text of yours that is not confirmed. Confirm or discard it."
        )
    lacking = sum(1 for row in rows if not row.segment.target)
    if lacking:
        many = "sentences have" if lacking > 1 else "sentence has"
        raise NotReady(f"Nothing was signed: {lacking} {many} no translation yet.")


def print_unsigned(article: int, language: str) -> Outcome:
    """Print what is confirmed, without anybody answering for the whole."""
    return actions.translate(article, languages=[language], with_engines=False)[0]
