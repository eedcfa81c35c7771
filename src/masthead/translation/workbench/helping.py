"""What stands beside a sentence while it is translated: the memory, the glossary, its history."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils.dateparse import parse_datetime

from masthead.translation import history, memory, queries
from masthead.translation.segments import Passage
from masthead.translation.workbench import difference
from masthead.translation.workbench.difference import Part
from masthead.translation.workbench.rows import Row
from masthead.translation.workbench.shown import shown

LEAST, MOST = 0.6, 5
_MAKERS = {"person": "by a person", "engine": "by an engine"}


@dataclass(frozen=True, slots=True)
class Hit:
    """Something like it that was translated before. ``percent`` says how alike; ``source`` how it differs."""

    number: int
    percent: int
    source: tuple[Part, ...]
    target: str
    maker: str
    at: datetime | None
    origin: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """One text that stood in a segment. ``instead`` names who has put another in its place, or checked it."""

    target: str
    maker: str
    at: datetime | None
    source: tuple[Part, ...] = ()
    instead: str = ""
    checked: bool = False
    changed_at: datetime | None = None


def hits(row: Row, source_language: str, language: str) -> list[Hit]:
    """What the memory has of sentences like this one, but for what stands here already; at most 12 queries."""
    source = row.source
    place = row.passage or Passage(source)
    found = memory.similar([place], source_language, language, least=LEAST, limit=MOST + 1).get(place, [])
    here = (source, row.segment.target)
    others = [match for match in found if (match.source, match.target) != here][:MOST]
    return [
        Hit(
            number,
            round(match.score * 100),
            tuple(difference.between(shown(match.source), shown(source))),
            shown(match.target),
            f"{match.maker.name}, {_MAKERS[match.maker.by]}" if match.maker.by else match.maker.name,
            match.at,
            match.origin,
        )
        for number, match in enumerate(others, start=1)
    ]


def past(article: int, language: str, row: Row) -> list[Past]:
    """What stood in a segment, newest first; the text that stands there now is not among it."""
    return list(_past(article, language, row))


def _past(article: int, language: str, row: Row) -> Iterator[Past]:
    source = row.source
    # A sentence had other sources before: what was done to those belongs to it.
    known = {source, (row.segment.before or {}).get("source", source)}
    for change in history.of(article, language, row.path):
        if change.source not in known:
            continue
        said = change.before
        earlier = said.get("source", change.source)
        known.add(earlier)
        yield Past(
            target=shown(said["target"]),
            maker=" ".join(filter(None, [said.get("name", ""), said.get("version", "")])),
            at=parse_datetime(said.get("at", "")),
            source=tuple(difference.between(shown(earlier), shown(source))) if earlier != source else (),
            instead=change.name,
            checked=change.checked,
            changed_at=change.at,
        )


@dataclass(frozen=True, slots=True)
class Term:
    """A glossary entry that a sentence holds; ``targets`` are what it is called, ``forbidden`` what it is not."""

    number: int
    source: str
    targets: tuple[str, ...]
    forbidden: tuple[str, ...]
    note: str


def terms(row: Row, source_language: str, language: str) -> list[Term]:
    """The glossary entries in a sentence, each once; one query."""
    [uses] = queries.terms_for([row.source], source_language, language)
    found = list({use.term.key or use.written: use for use in uses}.values())
    return [
        Term(
            number,
            use.written,
            (use.written,) if use.untouched else tuple(form.text for form in (*use.preferred, *use.admitted)),
            tuple(form.text for form in use.forbidden),
            " ".join(
                filter(
                    None,
                    ["Not to be translated." if use.untouched else "", use.term.definition, use.term.remark],
                )
            ),
        )
        for number, use in enumerate(found, start=1)
    ]
