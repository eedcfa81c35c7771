"""The rows of the workbench: each segment with its place in the document, and what a translator must know of it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from masthead.article.content import (
    Content,
    Embed,
    Heading,
    Note,
    PictureBlock,
    Quotation,
    Table,
    Text,
)
from masthead.translation.markup import Code
from masthead.translation.segments import Passage, Pieces, Segment, Units, codes_of, singles

Kind = Literal["open", "changed", "doubted", "machine", "checked", "memory", "person"]

_LEAF = re.compile(r"<(p|li)>")
_WORDS = {
    "headline": "Headline",
    "standfirst": "Standfirst",
    "paragraph": "Paragraph",
    "item": "List item",
    "heading": "Heading",
    "quotation": "Quotation",
    "speaker": "Speaker",
    "source": "Source",
    "alt": "Picture, for those who cannot see it",
    "caption": "Caption",
    "cell": "Table cell",
    "link": "Link",
    "note": "Note to readers",
    "correction": "Correction",
    "footnote": "Footnote",
    "disclaimer": "Disclaimer",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a text stands in its document. ``level`` of headings, 2 or more."""

    kind: str
    level: int = 0

    @property
    def name(self) -> str:
        return f"{_WORDS[self.kind]}{f' {self.level}' if self.level else ''}"


@dataclass(frozen=True, slots=True)
class Row:
    """A segment of the text at ``path``; ``start`` counts the pieces before it, ``number`` the rows from 1."""

    number: int
    path: str
    start: int
    place: Place
    segment: Segment
    codes: tuple[Code, ...]
    passage: Passage | None = None
    """What it stands between, for the memory; none where several sentences were translated together."""

    @property
    def key(self) -> str:
        return f"{self.path}#{self.start}"

    @property
    def source(self) -> str:
        return " ".join(self.segment.sources)

    @property
    def kind(self) -> Kind:
        segment = self.segment
        if not segment.target:
            return "changed" if segment.before else "open"
        if segment.doubt:
            return "doubted"
        if segment.by == "engine":
            return "checked" if segment.checked else "changed" if segment.before else "machine"
        return "memory" if segment.recalled else "person"

    @property
    def state(self) -> str:
        return state_of(self.segment)


def state_of(segment: Segment) -> str:
    """What somebody has seen of a segment, in 16 digits: another state is another text, maker or source."""
    said = (segment.sources, segment.target, segment.by, segment.name, segment.version)
    more = (segment.doubt, segment.checked, segment.recalled, segment.own)
    return blake2b(repr((said, more)).encode(), digest_size=8).hexdigest()


def rows_of(content: Content, pieces: Pieces, units: Units) -> list[Row]:
    """Every segment in reading order."""
    places, passages = places_of(content), iter(singles(units))
    return [
        Row(
            number,
            path,
            start,
            places.get(path, Place("paragraph")),
            segment,
            codes,
            next(passages)[0] if len(segment.sources) == 1 else None,
        )
        for number, (path, start, segment, codes) in enumerate(_each(pieces, units), start=1)
    ]


def _each(pieces: Pieces, units: Units) -> Iterator[tuple[str, int, Segment, tuple[Code, ...]]]:
    for path, segments in units.items():
        cut, start = pieces[path], 0
        for segment in segments:
            end = start + len(segment.sources)
            codes = codes_of(cut[start:end]) if segment.own is None else segment.own
            yield path, start, segment, codes
            start = end


def places_of(content: Content) -> dict[str, Place]:
    """{path: place} of every text of a content."""
    found = {name: Place(name) for name in ("headline", "standfirst", "disclaimer")}
    if content.lead:
        found |= {f"lead/{part}": Place(part) for part in ("alt", "caption")}
    for block in content.blocks:
        path = f"block/{block.id}"
        match block:
            case Text():
                leaves = _LEAF.findall(block.html)
                found |= _flow(path, ("item" if leaf == "li" else "paragraph" for leaf in leaves))
            case Note():
                kind = "correction" if block.sort == "correction" else "note"
                found |= _flow(path, (kind for _ in _LEAF.findall(block.html)))
            case Heading():
                found[path] = Place("heading", block.level)
            case Quotation():
                found |= _flow(path, ("quotation" for _ in _LEAF.findall(block.html)))
                found |= {f"{path}/{part}": Place(part) for part in ("speaker", "source")}
            case PictureBlock():
                found |= {f"{path}/{part}": Place(part) for part in ("alt", "caption")}
            case Table():
                found[f"{path}/caption"] = Place("caption")
                found |= {
                    f"{path}/{r}.{c}": Place("cell")
                    for r, cells in enumerate(block.rows)
                    for c in range(len(cells))
                }
            case Embed():
                found[f"{path}/title"] = Place("link")
    for note in content.footnotes:
        found |= _flow(f"footnote/{note.label}", ("footnote" for _ in _LEAF.findall(note.html)))
    return found


def _flow(path: str, kinds: Iterable[str]) -> dict[str, Place]:
    return {f"{path}/{index}": Place(kind) for index, kind in enumerate(kinds)}


def counted(rows: Iterable[Row]) -> Counter[str]:
    """How many rows there are of each kind."""
    return Counter(row.kind for row in rows)


def seen_of(rows: Iterable[Row]) -> str:
    """What is signed when all this has been seen: key and state of every row, a line each."""
    return "\n".join(f"{row.key} {row.state}" for row in rows)


def unlike(rows: Iterable[Row], seen: str) -> list[str]:
    """The keys of rows that are not as they were seen, and of those that are there no more."""
    shown: dict[str, str] = {}
    for line in seen.splitlines():
        key, _, state = line.strip().rpartition(" ")
        shown[key] = state
    there = {row.key: row.state for row in rows}
    return [key for key in dict.fromkeys([*there, *shown]) if key and there.get(key) != shown.get(key)]
