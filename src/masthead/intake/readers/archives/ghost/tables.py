"""The tables of a Ghost export, whichever way they are wrapped.

Ghost's own ``{"db": [{"meta", "data"}]}`` and plain ``{"meta", "data"}``; and what its migration tools write: rows of
``{"url", "data"}`` with authors and tags inside.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from masthead.intake.errors import Malformed, TooLarge
from masthead.intake.sources import file

LARGEST = 200_000_000
"""Bytes of an export: it is read whole, and takes about five times as much memory."""

Row = dict[str, Any]
_WRAPPED = 4
_OWN = re.compile(rb'^\s*\{\s*"db"\s*:\s*\[|"exported_on"\s*:')
_COLUMNS = re.compile(
    rb'"(?:mobiledoc|lexical|custom_excerpt|codeinjection_head|feature_image|posts_authors|comment_id)"\s*:'
)
_MIGRATED = re.compile(
    rb'^\s*\{\s*"(?:posts|users)"\s*:\s*\[\s*\{\s*"url"\s*:\s*"[^"]*"\s*,\s*"data"\s*:\s*\{'
)


@dataclass(frozen=True, slots=True)
class Tables:
    """Rows by the name of their table; what is no row is not there."""

    rows: dict[str, list[Row]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> list[Row]:
        return self.rows.get(name, [])

    def by_id(self, name: str) -> dict[str, Row]:
        return {text(row, "id"): row for row in self[name] if text(row, "id")}


def recognise(head: bytes) -> bool:
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(b"{"):
        return False
    return bool(
        _OWN.search(start) or _MIGRATED.match(start) or (b'"posts"' in start and _COLUMNS.search(start))
    )


def load(path: Path) -> Tables:
    """``TooLarge``; ``Malformed`` with the line where the JSON is broken."""
    try:
        body = file.deliver(str(path), most=LARGEST).body
    except TooLarge as error:
        raise TooLarge(
            f"{error.sentence} An export of Ghost is read up to {LARGEST / 1e6:g} MB; export in parts, "
            "or take the revisions out of it (posts_revisions, mobiledoc_revisions)."
        ) from error
    try:
        export: Any = json.loads(body)
    except json.JSONDecodeError as error:
        raise Malformed(
            f"{path} is damaged in line {error.lineno}, column {error.colno}: {error.msg}. Export again."
        ) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise Malformed(
            f"{path} is damaged in line {_line(body, error)}: it is no JSON that can be read. Export again."
        ) from error
    found = _unwrapped(export)
    if not any(found.get(name) for name in ("posts", "users", "tags")):
        raise Malformed(
            f"{path} has neither posts nor users nor tags in line 1 or after, so it is no export of Ghost."
        )
    return Tables({name: rows for name, value in found.items() if (rows := _rows(value))})


def text(row: Row, *names: str) -> str:
    """The first of these columns that is not empty, as text; numbers are those of old exports."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            return value.strip()
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
    return ""


def _unwrapped(export: Any) -> Row:
    for _ in range(_WRAPPED):
        if isinstance(export, list):
            export = next(iter(export), None)
        if not isinstance(export, dict):
            return {}
        if any(isinstance(export.get(name), list) for name in ("posts", "users", "tags")):
            return export
        export = next((export[name] for name in ("db", "data", "result") if name in export), None)
    return {}


def _rows(value: Any) -> list[Row]:
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    return [flat(row) for row in rows]


def flat(row: Row) -> Row:
    """A row of a migration tool keeps its columns under ``data``."""
    inside = row.get("data")
    return {**inside, "url": row.get("url") or inside.get("url")} if isinstance(inside, dict) else row


def _line(body: bytes, error: Exception) -> int:
    at = error.start if isinstance(error, UnicodeDecodeError) else 0
    return body[:at].count(b"\n") + 1
