"""The fields of a draft as an editor checks them: what was found for each, where, and how sure that is."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

PLEASE_CHECK, SURE = 0.7, 0.9
"""Below the first a finding is to be checked, from the second on it is sure."""

Word = Literal["sure", "fairly sure", "please check", "not found", "confirmed"]


@dataclass(frozen=True, slots=True)
class Kind:
    """One field: its name in the article, its label, the finding it comes from, and whether it may well be empty."""

    name: str
    label: str
    found: str
    optional: bool = False


KINDS = (
    Kind("headline", "Headline", "headline"),
    Kind("standfirst", "Standfirst", "standfirst", optional=True),
    Kind("bylines", "Bylines", "bylines"),
    Kind("origin_date", "First published on", "published"),
    Kind("written_on", "Written on", "", optional=True),
    Kind("language", "Language", "language"),
    Kind("origin_outlet", "First published in", "outlet"),
    Kind("origin_url", "Address of the original", "canonical"),
    Kind("licence", "Licence", "licence"),
    Kind("rights", "Rights line", "rights", optional=True),
    Kind("regions", "Regions", "terms", optional=True),
    Kind("themes", "Themes", "terms", optional=True),
)
NAMES = tuple(kind.name for kind in KINDS)


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found for a field: ``value`` in words, ``where``, ``sure`` 0 to 1. ``open``: somebody should look."""

    kind: Kind
    value: str
    where: str
    sure: float
    word: Word

    @property
    def open(self) -> bool:
        return self.word in {"please check", "not found"} and not (
            self.kind.optional and self.word == "not found"
        )

    @property
    def percent(self) -> int:
        return round(self.sure * 100)


def findings(found: dict[str, Any], confirmed: Iterable[str]) -> list[Finding]:
    """The fields of an arrival's ``found``; those to be checked first, otherwise in the order of the form."""
    vouched = frozenset(confirmed)
    every = [_finding(kind, found, vouched) for kind in KINDS]
    return sorted(every, key=lambda finding: not finding.open)


def unsure(found: dict[str, Any], confirmed: Iterable[str]) -> list[str]:
    """The names of the fields that somebody should look at."""
    return [finding.kind.name for finding in findings(found, confirmed) if finding.open]


def _finding(kind: Kind, found: dict[str, Any], confirmed: frozenset[str]) -> Finding:
    about = (found.get("found") or {}).get(kind.found) or {}
    sure = min(1.0, max(0.0, float(about.get("sure") or 0)))
    value = _words(kind, found.get(kind.found)) if kind.found else ""
    return Finding(kind, value, str(about.get("where") or ""), sure, _word(kind.name, sure, value, confirmed))


def _word(name: str, sure: float, value: str, confirmed: frozenset[str]) -> Word:
    if name in confirmed:
        return "confirmed"
    if not value:
        return "not found"
    return "sure" if sure >= SURE else "fairly sure" if sure >= PLEASE_CHECK else "please check"


def _words(kind: Kind, value: Any) -> str:
    match value:
        case list():
            wanted = [row for row in value if isinstance(row, dict) and _fits(kind, row)]
            return ", ".join(str(row.get("name", "")) for row in wanted)
        case None:
            return ""
        case _:
            return str(value)


def _fits(kind: Kind, row: dict[str, Any]) -> bool:
    """A term the source calls a region is no theme; what it calls a tag may be either."""
    match kind.name:
        case "regions":
            return row.get("kind") != "theme"
        case "themes":
            return row.get("kind") != "region"
        case _:
            return True
