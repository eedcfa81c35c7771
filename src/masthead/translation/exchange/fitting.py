"""Work that comes back from a translator, put beside the source as it is now. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any

from masthead.translation.exchange import values
from masthead.translation.markup import Marked, kinds, problems
from masthead.translation.segments import Maker, Segment
from masthead.translation.sentences import join_marked

MOST = 12
"""Sentences in a row that may come back as one segment, where it is not the whole text."""
_SPACE = re.compile(r"[ \t\r\n]+")


@dataclass(frozen=True, slots=True)
class Refusal:
    """A segment that was not taken. ``unit`` and ``segment`` are as the file has them."""

    unit: str
    segment: str
    why: str


@dataclass(slots=True)
class Fitted:
    """``kept`` segments are somebody's work now, ``same`` ones were so already."""

    segments: tuple[Segment, ...]
    kept: int = 0
    same: int = 0
    refused: list[Refusal] = field(default_factory=list)


def tidy(text: str) -> str:
    """Without the line breaks and indents that tools add."""
    return _SPACE.sub(" ", text).strip()


def key(text: str) -> str:
    """What two writings of the same source have in common."""
    return unicodedata.normalize("NFC", tidy(text))


def joined(pieces: Sequence[Marked], between: str) -> Marked:
    """Pieces as one text, their codes numbered through."""
    last = len(pieces) - 1
    return join_marked([p if i == last else replace(p, text=p.text + between) for i, p in enumerate(pieces)])


def fit(
    pieces: Sequence[Marked],
    held: Sequence[Segment],
    unit: values.Unit,
    *,
    maker: Maker,
    at: str,
    between: str = " ",
    replacing: bool = False,
) -> Fitted:
    """The segments of one text with the work of a unit in them.

    A segment fits where its source is that of a piece, or of several in a row. What a person has written stays unless
    ``replacing``; then it stands beside the new text. A target that is there already is somebody's work only if the
    file says that it was reviewed.
    """
    fitted = Fitted(tuple(held))
    texts = [piece.text for piece in pieces]
    taken: set[int] = set()
    for given in unit.segments:
        if given.ignorable or not (given.target or "").strip():
            continue
        target = tidy(given.target or "")
        run = next((r for r in _runs(pieces, key(given.source), between) if not taken & set(range(*r))), None)
        if run is None:
            why = "The source has changed since, or was changed in the file."
            fitted.refused.append(Refusal(unit.id, given.id, why))
            continue
        source = joined(pieces[slice(*run)], between).text
        wrong = problems(target, kinds(source))
        if wrong:
            fitted.refused.append(Refusal(unit.id, given.id, " ".join(wrong)))
            continue
        taken |= set(range(*run))
        there = [
            (span, segment)
            for span, segment in _spans(fitted.segments)
            if span[0] < run[1] and span[1] > run[0]
        ]
        if (
            len(there) == 1
            and there[0][0] == run
            and there[0][1].target == target
            and there[0][1].own is None
        ):
            segment = there[0][1]
            if segment.by == "person" or given.state not in {"reviewed", "final"}:
                fitted.same += 1
                continue
        persons = [segment for _, segment in there if segment.by == "person" and segment.target]
        if persons and not replacing:
            why = f"{persons[0].name or 'A person'} has translated this already, and otherwise. Replacing it must be asked for."
            fitted.refused.append(Refusal(unit.id, given.id, why))
            continue
        new = Segment(tuple(texts[slice(*run)]), before=_before(persons, there)).made(target, maker, at)
        fitted.segments = tuple(_overlaid(fitted.segments, texts, run, new))
        fitted.kept += 1
    return fitted


def _runs(pieces: Sequence[Marked], wanted: str, between: str) -> Iterator[tuple[int, int]]:
    """Where pieces in a row say this: single ones first."""
    for at, piece in enumerate(pieces):
        if key(piece.text) == wanted:
            yield at, at + 1
    for at in range(len(pieces)):
        ends: Iterable[int] = range(at + 2, min(len(pieces), at + MOST) + 1)
        for end in chain(ends, [len(pieces)] if at == 0 and len(pieces) > MOST else []):
            if key(joined(pieces[at:end], between).text) == wanted:
                yield at, end


def _spans(segments: Sequence[Segment]) -> Iterator[tuple[tuple[int, int], Segment]]:
    at = 0
    for segment in segments:
        yield (at, at + len(segment.sources)), segment
        at += len(segment.sources)


def _before(
    persons: Sequence[Segment], there: Sequence[tuple[tuple[int, int], Segment]]
) -> dict[str, Any] | None:
    """What a person had written here, or for an earlier source."""
    if persons:
        old = persons[0]
        return {"source": " ".join(old.sources), "target": old.target, "name": old.name}
    return next((segment.before for _, segment in there if segment.before), None)


def _overlaid(
    segments: Sequence[Segment], texts: Sequence[str], run: tuple[int, int], new: Segment
) -> Iterator[Segment]:
    """The segments with ``new`` in the place of a run; what a broken segment covered beside it is open again."""
    for (start, end), segment in _spans(segments):
        if end <= run[0] or start >= run[1]:
            yield segment
            continue
        yield from (Segment((text,)) for text in texts[start : run[0]])
        if start <= run[0] < end:
            yield new
        yield from (Segment((text,)) for text in texts[run[1] : end])
