"""Look-ups in the translation memory, and what is written to it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from masthead.translation.memory.likeness import alike, best
from masthead.translation.models import Memory
from masthead.translation.segments import Maker

_AT_ONCE = 400  # SQLite takes 999 parameters in a statement
_SCANNED = 20_000


@dataclass(frozen=True, slots=True)
class Match:
    """A sentence of the memory that is like another: coded texts, how alike (1.0: the same), who translated it and
    when. ``origin``: the article or file it comes from; ``context``: its neighbours were the same too."""

    source: str
    target: str
    score: float
    maker: Maker
    at: datetime
    origin: str
    context: bool


def digest(source: str) -> str:
    """BLAKE2b-128 of a coded source text, hexadecimal."""
    return blake2b(source.encode(), digest_size=16).hexdigest()


def recall(
    sources: Iterable[str], source_language: str, languages: Iterable[str]
) -> dict[str, dict[str, tuple[str, Maker]]]:
    """{language: {source: (target, maker)}} of exact matches; the query count depends on the text alone."""
    wanted = set(languages)
    by_digest = {digest(source): source for source in sources}
    digests = list(by_digest)
    found: dict[str, dict[str, tuple[str, Maker]]] = defaultdict(dict)
    for start in range(0, len(digests), _AT_ONCE):
        rows = Memory.objects.filter(
            digest__in=digests[start : start + _AT_ONCE], source_language=source_language
        )
        for row in rows:
            source = by_digest[row.digest]
            if row.target_language in wanted and row.source == source:
                found[row.target_language][source] = (row.target, Maker(row.by, row.name, row.version))  # type: ignore[arg-type]
    return found


def similar(
    sources: Sequence[str], source_language: str, language: str, *, least: float = 0.6, limit: int = 5
) -> dict[str, list[Match]]:
    """{source: what the memory has of sentences like it, the most alike first}, for those that have any."""
    rows = list(
        Memory.objects.filter(source_language=source_language, target_language=language).order_by("-pk")[
            :_SCANNED
        ]
    )
    held = [row.source for row in rows]
    found: dict[str, list[Match]] = {}
    for source in dict.fromkeys(sources):
        near = best(alike(source, held, least), limit)
        if near:
            found[source] = [_match(rows[index], score) for index, score in near]
    return found


def _match(row: Memory, score: float) -> Match:
    maker = Maker(row.by, row.name, row.version)  # type: ignore[arg-type]
    return Match(row.source, row.target, score, maker, row.at, "", False)


def remember(
    pairs: Iterable[tuple[str, str]], source_language: str, language: str, maker: Maker, at: datetime
) -> None:
    """Keep (source, target) pairs. An engine's never replace a person's."""
    rows = {
        digest(source): Memory(
            source_language=source_language,
            target_language=language,
            digest=digest(source),
            source=source,
            target=target,
            by=maker.by,
            name=maker.name,
            version=maker.version,
            at=at,
        )
        for source, target in pairs
    }
    if maker.by == "engine":
        held = Memory.objects.filter(
            digest__in=list(rows), source_language=source_language, target_language=language, by="person"
        ).values_list("digest", flat=True)
        for kept in held:
            del rows[kept]
    _put(rows.values())


def take(rows: Iterable[Memory], *, replacing: bool = False) -> tuple[int, int, int]:
    """Keep rows from elsewhere; of several for one source, the last. Answers how many were kept, were there already,
    and were left because a person has translated that otherwise, or has where the row is an engine's.
    """
    new = {(row.digest, row.source_language, row.target_language): row for row in rows}
    held = {
        (row.digest, row.source_language, row.target_language): row
        for row in Memory.objects.filter(digest__in={key[0] for key in new})
    }
    same = left = 0
    for key, there in held.items():
        row = new.get(key)
        if row is None:
            continue
        if (there.source, there.target) == (row.source, row.target) and there.by in {"person", row.by}:
            same += 1
        elif there.by == "person" and (row.by == "engine" or not replacing):
            left += 1
        else:
            continue
        del new[key]
    _put(new.values())
    return len(new), same, left


def _put(rows: Iterable[Memory]) -> None:
    Memory.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=("digest", "source_language", "target_language"),
        update_fields=("source", "target", "by", "name", "version", "at"),
    )
