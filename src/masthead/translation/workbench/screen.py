"""What the workbench's templates are given."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from masthead.article.content import with_texts
from masthead.lib import languages
from masthead.translation import terminology
from masthead.translation.checks import Finding
from masthead.translation.checks import glossary as terms
from masthead.translation.glossary import Glossary
from masthead.translation.judging import findings
from masthead.translation.markup import Code, plain
from masthead.translation.models import SegmentDraft
from masthead.translation.segments import written
from masthead.translation.workbench import difference
from masthead.translation.workbench.difference import Part
from masthead.translation.workbench.rows import Row, counted
from masthead.translation.workbench.shown import pieces, shown, tidy
from masthead.translation.working import Standing

KINDS = {
    "open": "Open",
    "changed": "Source changed",
    "doubted": "In doubt",
    "machine": "Machine",
    "memory": "From memory",
    "checked": "Checked",
    "person": "Written",
}
"""What is said of a row, in the order of what is left to do."""
TO_DO = ("open", "changed", "doubted", "machine")
_HREF = re.compile(r'href="([^"]*)"')
_TAGS = {
    "a": "link",
    "em": "emphasis",
    "i": "emphasis",
    "strong": "strong",
    "b": "strong",
    "sub": "subscript",
    "sup": "superscript",
    "code": "code",
    "span": "other language",
    "br": "line break",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A row as it is drawn. ``text`` stands in the field; ``mine``: it is a draft; ``theirs`` differs from it in a conflict."""

    row: Row
    first: bool
    last: bool
    source: list[tuple[str, str]]
    target: str
    text: str
    mine: bool
    findings: tuple[Finding, ...]
    codes: list[tuple[int, str]]
    changed: list[Part]
    before: str
    conflict: str = ""
    why: str = ""
    flagged: bool = False

    @property
    def kind_name(self) -> str:
        return KINDS[self.row.kind]

    @property
    def maker(self) -> str:
        segment = self.row.segment
        made = " ".join(filter(None, [segment.name, segment.version]))
        return f"{made}; checked by {segment.checked}" if segment.checked else made

    @property
    def pairs(self) -> str:
        """The codes for the script: [[number, is a pair], …]."""
        return json.dumps([[n, bool(code.close)] for n, code in enumerate(self.row.codes, start=1)])


def shown_rows(
    standing: Standing,
    rows: Sequence[Row],
    language: str,
    drafts: Mapping[str, SegmentDraft],
    flagged: Sequence[str] = (),
) -> list[Shown]:
    """Every row, in one query."""
    glossary = terminology.glossary()
    return [
        shown_row(
            row,
            standing.original.language,
            language,
            draft=drafts.get(row.key),
            first=at == 0 or rows[at - 1].path != row.path,
            last=at + 1 == len(rows) or rows[at + 1].path != row.path,
            flagged=row.key in flagged,
            glossary=glossary,
        )
        for at, row in enumerate(rows)
    ]


def shown_row(
    row: Row,
    source_language: str,
    language: str,
    *,
    draft: SegmentDraft | None = None,
    first: bool,
    last: bool,
    flagged: bool = False,
    glossary: Glossary | None = None,
) -> Shown:
    segment, target = row.segment, shown(row.segment.target)
    text = draft.text if draft else target
    mine = tidy(text) != tidy(target)
    found: tuple[Finding, ...] = ()
    if segment.target:
        found = findings(row.source, segment.target, source_language, language)
        if glossary:
            kept_to = terms.check(
                plain(row.source), plain(segment.target), source_language, language, glossary
            )
            found = (*kept_to, *found)
    return Shown(
        row=row,
        first=first,
        last=last,
        source=pieces(shown(row.source)),
        target=target,
        text=text if mine else target,
        mine=mine,
        findings=found,
        codes=[(number, code_name(code)) for number, code in enumerate(row.codes, start=1)],
        changed=difference.between(shown(segment.before["source"]), shown(row.source))
        if segment.before
        else [],
        before=shown(segment.before["target"]) if segment.before else "",
        conflict="This sentence has changed since you typed this."
        if mine and draft and draft.state != row.state
        else "",
        flagged=flagged,
    )


def code_name(code: Code) -> str:
    """What a code stands for, in a word or two."""
    if code.open.startswith("["):
        return f"footnote {code.open[2:-1]}"
    tag = re.split(r"[\s>/]", code.open.lstrip("<"), maxsplit=1)[0]
    name = _TAGS.get(tag, tag)
    if tag == "a" and (href := _HREF.search(code.open)):
        host = urlsplit(href[1]).hostname
        return f"link to {host}" if host else name
    return name


def counts(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """How many rows are in which state, those first that are left to do."""
    found = counted(rows)
    return [
        {"kind": kind, "name": name, "number": found[kind]} for kind, name in KINDS.items() if found[kind]
    ]


def left(rows: Sequence[Row]) -> dict[str, int]:
    """What a signature would stand for unseen: rows that are open, in doubt, or as the machine made them."""
    found = counted(rows)
    lacking = sum(1 for row in rows if not row.segment.target)
    untouched = sum(1 for row in rows if row.kind in ("machine", "changed") and row.segment.target)
    return {"open": lacking, "doubted": found["doubted"], "machine": untouched, "all": len(rows)}


def unprinted(standing: Standing, language: str) -> bool:
    """Is anything confirmed that readers do not see yet?"""
    edition = standing.edition
    if any(not segment.target for row in standing.units.values() for segment in row):
        return False
    texts = written(standing.pieces, standing.units, language)
    return edition is None or edition.content != with_texts(standing.original.words, texts).to_json()


def side(code: str) -> dict[str, str]:
    """One side of the workbench: the language's name, tag and direction."""
    language = languages.get(code)
    return {"name": languages.name(code, "en"), "tag": language.tag, "dir": language.direction}
