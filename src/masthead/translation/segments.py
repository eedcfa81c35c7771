"""The sentence-sized units of translation, as frozen values.

A *unit* is one text of an article (a path, ``masthead.article.content``); it is cut to *pieces*, the source
sentences with their inline codes numbered from 1. A *segment* is a translation of one piece, or of several
consecutive ones where a person translated them together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from functools import lru_cache
from hashlib import blake2b
from operator import attrgetter
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, TypeAlias, TypeVar

from masthead.article.content import Content, texts
from masthead.translation.markup import Code, Marked, MarkupError, kinds, mark, renumber, unmark
from masthead.translation.sentences import cut_marked, join_marked

By = Literal["", "person", "engine"]


@dataclass(frozen=True, slots=True)
class Maker:
    """Who translates: a person, or an engine with its version."""

    by: By
    name: str
    version: str = ""


class Passage(NamedTuple):
    """A coded source text and those it stands between, empty at the ends of an article or where nobody knows."""

    source: str
    before: str = ""
    after: str = ""


Place = TypeVar("Place", str, Passage)
"""A source wherever it stands, or where it stands."""


@dataclass(frozen=True, slots=True)
class Segment:
    """``sources`` are coded texts of consecutive pieces; an empty ``target``: nobody has translated it.

    ``before`` keeps what a person had written or checked for an earlier source, as {"source", "target", "name"}, with
    the segment it ``was``, as JSON.
    ``doubt`` is a sentence that says why a person must see an engine's target before it is printed.
    ``own`` are the codes of a target with other markup than its source: links to other pages, for example.
    ``checked`` names the person who has read a target that somebody else made and left it as it is.
    ``recalled``: it is a person's, and came from the memory.
    """

    sources: tuple[str, ...]
    target: str = ""
    by: By = ""
    name: str = ""
    version: str = ""
    at: str = ""
    before: dict[str, Any] | None = None
    own: tuple[Code, ...] | None = None
    doubt: str = ""
    checked: str = ""
    recalled: bool = False

    def made(self, target: str, maker: Maker, at: str, doubt: str = "", *, recalled: bool = False) -> Segment:
        by, name, version = maker.by, maker.name, maker.version
        return Segment(
            self.sources, target, by, name, version, at, before=self.before, doubt=doubt, recalled=recalled
        )


Units: TypeAlias = dict[str, tuple[Segment, ...]]
Pieces: TypeAlias = dict[str, tuple[Marked, ...]]


def pieces_of(content: Content, language: str) -> Pieces:
    """Every translatable text of a content, cut to sentences."""
    return {path: _pieces(html, language) for path, html in texts(content)}


@lru_cache(maxsize=4096)
def _pieces(html: str, language: str) -> tuple[Marked, ...]:
    return tuple(
        replace(piece, text=piece.text.strip())
        for piece in cut_marked(mark(html), language)
        if piece.text.strip()
    )


def units_to_json(units: Units) -> dict[str, Any]:
    return {path: [segment_to_json(segment) for segment in segments] for path, segments in units.items()}


def segment_to_json(segment: Segment) -> dict[str, Any]:
    row = {name: value for name, value in zip(_FIELDS, _values(segment), strict=True) if value}
    return row if segment.own is None else {**row, "own": [asdict(code) for code in segment.own]}


_FIELDS = tuple(field.name for field in fields(Segment) if field.name != "own")
_values = attrgetter(*_FIELDS)


def units_from_json(data: Mapping[str, Any]) -> Units:
    return {path: tuple(map(segment_from_json, rows)) for path, rows in data.items()}


def segment_from_json(row: Mapping[str, Any]) -> Segment:
    return Segment(**{**row, "sources": tuple(row["sources"]), **_own(row)})


def _own(row: Mapping[str, Any]) -> dict[str, Any]:
    return {"own": tuple(Code(**code) for code in row["own"])} if row.get("own") is not None else {}


def joint_words(sources: Iterable[str]) -> str:
    """Sources put together, their codes numbered through, without white space."""
    return "".join(numbered_through(sources).split())


def numbered_through(sources: Iterable[str], texts: Iterable[str] | None = None) -> str:
    """The sources with their codes numbered through, or ``texts`` beside them in the same way."""
    sources = tuple(sources)
    shift, found = 0, []
    for source, text in zip(sources, sources if texts is None else texts, strict=True):
        count = len(kinds(source))
        found.append(renumber(text, {number: number + shift for number in range(1, count + 1)}))
        shift += count
    return " ".join(found)


def singles(units: Units) -> Iterator[tuple[Passage, Segment]]:
    """The segments of one piece each, with what they stand between."""
    segments = [segment for row in units.values() for segment in row]
    passages = _passages(tuple(segment.sources for segment in segments))
    for passage, segment in zip(passages, segments, strict=True):
        if passage is not None:
            yield passage, segment


@lru_cache(maxsize=64)  # mostly the same in all languages of an article
def _passages(cut: tuple[tuple[str, ...], ...]) -> tuple[Passage | None, ...]:
    """For each segment's sources what they stand between; None for several sources."""
    around = ["", *(source for sources in cut for source in sources), ""]
    found: list[Passage | None] = []
    at = 0
    for sources in cut:
        found.append(Passage(sources[0], around[at], around[at + 2]) if len(sources) == 1 else None)
        at += len(sources)
    return tuple(found)


def open_passages(units: Units) -> Iterator[Passage]:
    """What nobody has translated, each once."""
    return iter(dict.fromkeys(passage for passage, segment in singles(units) if not segment.target))


def open_sources(units: Units) -> Iterator[str]:
    """The coded source texts that nobody has translated, each once."""
    return iter(dict.fromkeys(passage.source for passage in open_passages(units)))


def fill(
    units: Units,
    targets: Mapping[Place, tuple[str, Maker]],
    at: str,
    doubts: Mapping[Place, str] = MappingProxyType({}),
) -> Units:
    """The units with open segments translated where ``targets`` has their passage, or their source wherever it stands;
    ``doubts`` as ``Segment.doubt``."""
    places = iter(singles(units))

    def filled(segment: Segment) -> Segment:
        if len(segment.sources) != 1:
            return segment
        passage, _ = next(places)
        place: Any = passage
        if place not in targets:
            place = passage.source
        if segment.target or place not in targets:
            return segment
        target, maker = targets[place]
        return segment.made(target, maker, at, doubts.get(place, ""), recalled=maker.by == "person")

    return {path: tuple(map(filled, segments)) for path, segments in units.items()}


def doubted(units: Units) -> list[Segment]:
    """The segments that a person must see before they are printed."""
    return [segment for segments in units.values() for segment in segments if segment.doubt]


def seen(units: Units) -> Units:
    """The units after a person has looked at what was doubted."""
    return {
        path: tuple(replace(segment, doubt="") for segment in segments) for path, segments in units.items()
    }


def signed(units: Units, name: str) -> Units:
    """The units after a person has read all of them against their sources."""
    return {path: tuple(checked(segment, name) for segment in row) for path, row in units.items()}


def checked(segment: Segment, name: str) -> Segment:
    """A segment after a person has read it and left it as it is."""
    if segment.by != "engine" and not segment.recalled:
        return replace(segment, doubt="", before=None)
    return replace(segment, doubt="", before=None, recalled=False, checked=segment.checked or name)


def made_from(texts: Units | Pieces) -> dict[str, str]:
    """{path: digest of the source text} of units or pieces: what a translation was made from, in few bytes."""
    return {
        path: blake2b(joint_words(_sources(row)).encode(), digest_size=8).hexdigest()
        for path, row in texts.items()
    }


def _sources(row: Iterable[Segment | Marked]) -> Iterator[str]:
    for part in row:
        if isinstance(part, Segment):
            yield from part.sources
        else:
            yield part.text


def moved_on(made: Mapping[str, str], pieces: Pieces) -> tuple[list[str], list[str]]:
    """Where a source has changed since: the paths of then that are changed or gone, and the paths of now that are new.

    A text that only moved is neither.
    """
    now = made_from(pieces)
    there, were = set(now.values()), set(made.values())
    changed = [path for path, digest in made.items() if digest not in there]
    return changed, [path for path, digest in now.items() if digest not in were and path not in changed]


def counts(units: Units) -> dict[By, int]:
    """How many pieces a person, an engine or nobody has translated."""
    found: dict[By, int] = {"person": 0, "engine": 0, "": 0}
    for segments in units.values():
        for segment in segments:
            found[segment.by if segment.target else ""] += len(segment.sources)
    return found


def engines(units: Units) -> list[list[str]]:
    """[[name, version], …] of the engines at work, sorted."""
    pairs = {(s.name, s.version) for row in units.values() for s in row if s.by == "engine"}
    return [list(pair) for pair in sorted(pairs)]


def written(pieces: Pieces, units: Units, language: str) -> dict[str, str]:
    """{path: inline HTML} of the texts that are translated throughout; ``language`` is the target's."""
    done: dict[str, str] = {}
    for path, segments in units.items():
        if segments and all(segment.target for segment in segments):
            done[path] = between(language).join(_html(pieces[path], segments))
    return done


# Between sentences these scripts put no space.
_UNSPACED = frozenset({"zh-hans", "zh-hant", "ja"})


def between(language: str) -> str:
    """What stands between two sentences."""
    return "" if language in _UNSPACED else " "


def _html(cut: tuple[Marked, ...], segments: tuple[Segment, ...]) -> Iterator[str]:
    start = 0
    for segment in segments:
        covered = cut[start : start + len(segment.sources)]
        yield unmark(segment.target, codes_of(covered) if segment.own is None else segment.own)
        start += len(segment.sources)


def codes_of(covered: tuple[Marked, ...]) -> tuple[Code, ...]:
    """The codes of a segment over these pieces, numbered through."""
    return covered[0].codes if len(covered) == 1 else join_marked(covered).codes


def align(
    cut: tuple[Marked, ...], html: str, language: str, maker: Maker, at: str, *, own_markup: bool = False
) -> tuple[Segment, ...]:
    """Segments for a whole text that somebody translated: sentence by sentence where the numbers agree,
    as one segment where they do not. ``html`` must hold the same inline codes as the source, unless it may have
    markup of its own; ``MarkupError`` otherwise."""
    sources = tuple(piece.text for piece in cut)
    targets = _pieces(html, language)
    if len(targets) == len(cut):
        try:
            coded = [recode(target, piece.codes) for target, piece in zip(targets, cut, strict=True)]
        except MarkupError:
            pass
        else:
            return tuple(
                Segment((source,)).made(target, maker, at)
                for source, target in zip(sources, coded, strict=True)
            )
    marked = mark(html)
    try:
        return (Segment(sources).made(recode(marked, codes_of(cut)), maker, at),)
    except MarkupError:
        if not own_markup:
            raise
        return (replace(Segment(sources).made(marked.text, maker, at), own=marked.codes),)


def recode(target: Marked, codes: tuple[Code, ...]) -> str:
    """A translated text with its codes numbered as in the source; ``MarkupError`` where they differ."""
    free = list(enumerate(codes, start=1))
    numbers: dict[int, int] = {}
    for number, code in enumerate(target.codes, start=1):
        match = next((pair for pair in free if pair[1] == code), None)
        if match is None:
            raise MarkupError(f"The translation has markup that its source has not: {code}.")
        free.remove(match)
        numbers[number] = match[0]
    if free:
        raise MarkupError(f"The translation lacks markup of its source: {free[0][1]}.")
    return renumber(target.text, numbers)
