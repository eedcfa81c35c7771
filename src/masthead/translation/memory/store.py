"""What is written to the translation memory, and what is recalled of it.

A sentence may have several translations into a language, one for each place it stood in: the sentences before and
after it. A person's takes the place of what engines made, wherever that stood; an engine's is kept only while no person
has translated the sentence.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from typing import Literal, NamedTuple, cast

from django.db.models import QuerySet

from masthead.lib.rows import as_text, moment
from masthead.translation.models import Memory, Sentence
from masthead.translation.segments import By, Maker, Passage, Place

AT_ONCE = 400
"""Sentences in one statement: PostgreSQL and older SQLite take a limited number of values."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A translation on its way into the memory."""

    source_language: str
    language: str
    passage: Passage
    target: str
    maker: Maker
    at: datetime
    article: int | None = None
    origin: str = ""
    creator: str = ""
    """Who translated it first, where that is another."""
    created_at: datetime | None = None


class Kept(NamedTuple):
    """What is recalled of a row of the memory. Thousands are read at once, and need no models of them."""

    pk: int
    sentence_id: int
    target_language: str
    before: int
    after: int
    target: str
    by: str
    name: str
    version: str
    at: datetime


def digest(source: str) -> str:
    """BLAKE2b-128 of a coded source text, hexadecimal."""
    return blake2b(source.encode(), digest_size=16).hexdigest()


def passage(asked: str | Passage) -> Passage:
    return asked if isinstance(asked, Passage) else Passage(asked)


def known(texts: Iterable[str], language: str) -> dict[str, int]:
    """{coded text: key} of the sentences that the memory has, one query for each ``AT_ONCE``."""
    found: dict[str, int] = {}
    digests = [digest(text) for text in dict.fromkeys(texts) if text]
    for start in range(0, len(digests), AT_ONCE):
        rows = Sentence.objects.filter(language=language, digest__in=digests[start : start + AT_ONCE])
        found |= {text: key for key, text in rows.values_list("pk", "text")}
    return found


def recall(
    asked: Iterable[Place], source_language: str, languages: Iterable[str]
) -> dict[str, dict[Place, tuple[str, Maker]]]:
    """{language: {asked: (target, maker)}} of exact matches; the query count depends on the text alone.

    Of several translations, a person's from the same place comes first, then the newest of a person, then an
    engine's from the same place, then the newest of an engine.
    """
    wanted = {each: passage(each) for each in asked}
    keys = known((text for place in wanted.values() for text in place), source_language)
    sources = sorted({keys[place.source] for place in wanted.values() if place.source in keys})
    held: dict[int, dict[str, list[Kept]]] = defaultdict(lambda: defaultdict(list))
    languages = list(languages)
    for start in range(0, len(sources), AT_ONCE):
        rows = Memory.objects.filter(
            sentence_id__in=sources[start : start + AT_ONCE], target_language__in=languages
        )
        for row in _read(rows):
            held[row.sentence_id][row.target_language].append(row)
    found: dict[str, dict[Place, tuple[str, Maker]]] = defaultdict(dict)
    for each, place in wanted.items():
        for language, several in held.get(keys.get(place.source, 0), {}).items():
            row = several[0] if len(several) == 1 else max(several, key=lambda row: merit(row, place, keys))
            found[language][each] = row.target, maker_of(row)
    return found


def _read(rows: QuerySet[Memory]) -> Iterator[Kept]:
    *columns, _ = Kept._fields
    for *row, at in rows.annotate(at_text=as_text("at")).values_list(*columns, "at_text"):
        yield Kept._make([*row, moment(at)])


def merit(row: Memory | Kept, place: Passage, keys: dict[str, int]) -> tuple[bool, bool, datetime, int]:
    """By how much one translation of a sentence comes before another; ``keys`` as ``known``."""
    return row.by == "person", stood(row, place, keys), row.at, row.pk


def stood(row: Memory | Kept, place: Passage, keys: dict[str, int]) -> bool:
    """Did it stand between the same sentences? Not, if nobody knows of either."""
    at = _place(place, keys)
    return at != (0, 0) and at == (row.before, row.after)


def _place(place: Passage, keys: dict[str, int]) -> tuple[int, int]:
    """The keys of what it stands between: 0 for nothing, -1 for what the memory does not know."""
    return tuple(keys.get(text, -1) if text else 0 for text in place[1:])  # type: ignore[return-value]


def maker_of(row: Memory | Kept) -> Maker:
    return Maker(cast(By, row.by), row.name, row.version)


def remember(
    pairs: Iterable[tuple[str | Passage, str]],
    source_language: str,
    language: str,
    maker: Maker,
    at: datetime,
    *,
    article: int | None = None,
) -> None:
    """Keep (source, target) pairs. An engine's never replace a person's; a person's replace what was there."""
    entries = [
        Entry(source_language, language, passage(source), target, maker, at, article)
        for source, target in pairs
    ]
    for start in range(0, len(entries), AT_ONCE):
        _keep(entries[start : start + AT_ONCE], again=True, replacing=True)


def take(entries: Sequence[Entry], *, replacing: bool = False) -> tuple[int, int, int]:
    """Keep what comes from elsewhere; of several for one sentence and place, the last. Answers how many were kept, were
    there already, and were left because a person has translated that otherwise, or has where it is an engine's.
    """
    return _keep(entries, again=False, replacing=replacing)


def _keep(entries: Sequence[Entry], *, again: bool, replacing: bool) -> tuple[int, int, int]:
    new = {_key(row): row for row in _rows(entries)}
    held: dict[tuple[int, str], list[Memory]] = defaultdict(list)
    for there in Memory.objects.filter(
        sentence_id__in={row.sentence_id for row in new.values()},
        target_language__in={row.target_language for row in new.values()},
    ):
        held[there.sentence_id, there.target_language].append(there)
    fates = {key: _fate(row, held[key[:2]], again=again, replacing=replacing) for key, row in new.items()}
    kept = [row for key, row in new.items() if fates[key] == "kept"]
    outdone: list[int] = []
    for row in kept:
        for there in held[row.sentence_id, row.target_language]:
            if _key(there) == _key(row):
                _descend(row, there)
            elif row.by == "person" and there.by == "engine":
                outdone.append(there.pk)
    _put(kept)
    if outdone:
        Memory.objects.filter(pk__in=outdone).delete()
    counted = list(fates.values())
    return len(kept), counted.count("same"), counted.count("left")


def _fate(
    row: Memory, several: list[Memory], *, again: bool, replacing: bool
) -> Literal["kept", "same", "left"]:
    """What becomes of a translation beside those of its sentence that are there. ``again``: what is there already is
    kept again, with its new maker; ``replacing``: also what persons have translated otherwise."""
    # Where nobody knows its place, it stands against all that are there.
    rivals = [there for there in several if _key(there) == _key(row)] or (
        [] if row.before or row.after else several
    )
    if not again and any(there.target == row.target and there.by in {"person", row.by} for there in rivals):
        return "same"
    if row.by == "engine" and any(there.by == "person" for there in several):
        return "left"
    if not replacing and any(there.by == "person" for there in rivals):
        return "left"
    return "kept"


def _descend(row: Memory, there: Memory) -> None:
    """Whoever translated first is kept when another changes it."""
    first, since = there.creator or there.name, there.created_at or there.at
    if not row.creator and first != row.name:
        row.creator = first
    if row.created_at is None and since != row.at:
        row.created_at = since


def _key(row: Memory) -> tuple[int, str, int, int]:
    return row.sentence_id, row.target_language, row.before, row.after


def _rows(entries: Sequence[Entry]) -> Iterator[Memory]:
    for language in dict.fromkeys(entry.source_language for entry in entries):
        spoken = [entry for entry in entries if entry.source_language == language]
        keys = _ensured((text for entry in spoken for text in entry.passage), language)
        for entry in spoken:
            yield Memory(
                source_language=language,
                target_language=entry.language,
                sentence_id=keys[entry.passage.source],
                before=keys.get(entry.passage.before, 0),
                after=keys.get(entry.passage.after, 0),
                target=entry.target,
                by=entry.maker.by,
                name=entry.maker.name,
                version=entry.maker.version,
                at=entry.at,
                creator=entry.creator,
                created_at=entry.created_at,
                article_id=entry.article,
                origin=entry.origin,
            )


def _ensured(texts: Iterable[str], language: str) -> dict[str, int]:
    """As ``known``, for texts that are to be known from now on."""
    wanted = dict.fromkeys(text for text in texts if text)
    keys = known(wanted, language)
    missing = [text for text in wanted if text not in keys]
    if missing:
        rows = [Sentence(language=language, digest=digest(text), text=text) for text in missing]
        # In one order, so that two processes do not wait for each other.
        Sentence.objects.bulk_create(sorted(rows, key=lambda row: row.digest), ignore_conflicts=True)
        keys |= known(missing, language)
    return keys


def _put(rows: Iterable[Memory]) -> None:
    Memory.objects.bulk_create(
        sorted(rows, key=_key),
        update_conflicts=True,
        unique_fields=("sentence", "target_language", "before", "after"),
        update_fields=("target", "by", "name", "version", "at", "creator", "created_at", "article", "origin"),
    )
