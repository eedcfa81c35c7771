"""The mails of a Buttondown newsletter: ``emails.csv`` or ``emails.json`` and ``emails/<slug>.md``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath

from masthead.intake.archive import Item, Left, Piece, State
from masthead.intake.readers import markdown
from masthead.intake.readers.archives.content.addresses import web
from masthead.intake.readers.archives.content.reader import Content, read
from masthead.intake.readers.archives.drafts import FOR_MEMBERS, draft, item
from masthead.intake.readers.archives.shape import (
    columns,
    has_table,
    json_in,
    named,
    nodes,
    said,
    sample,
    stem,
    table,
    text_in,
)  # fmt: skip
from masthead.intake.readers.archives.subscribers import lists, safe
from masthead.intake.readers.archives.templates import without_tags
from masthead.intake.sources.members import Members, opened

_COLUMNS = {"subject", "publish_date", "slug"}
_FANCY = re.compile(r"^\s*<!--\s*buttondown-editor-mode:\s*(\w+)\s*-->")
_STATES = {
    "sent": State.PUBLISHED, "imported": State.PUBLISHED, "published": State.PUBLISHED, "scheduled": State.SCHEDULED,
    "about_to_send": State.SCHEDULED, "in_flight": State.PUBLISHED, "": State.PUBLISHED,
}  # fmt: skip


def recognise(path: Path, head: bytes) -> bool:
    if has_table(path, head, _COLUMNS):
        return True
    return any(each.keys() >= _COLUMNS for each in nodes(next(sample(path, head), None))[:1])


def pieces(path: Path, site: str = "") -> Iterator[Piece]:
    with opened(path) as members:
        pages = {stem(name): name for name in named(members, ".md")}
        seen: set[str] = set()
        for number, row in _rows(members):
            if row.get("id", "") not in seen:  # the same mails stand in the table and in the JSON
                seen.add(row.get("id", ""))
                yield _item(members, number, row, pages.pop(row["slug"], ""), site)
        for name in pages.values():
            yield Left(
                safe(name), "post", "It stands in no list of mails, so that nobody knows for whom it was."
            )
        yield from lists(members)


def _rows(members: Members) -> Iterator[tuple[int, dict[str, str]]]:
    for name in members.names:
        if PurePosixPath(name).suffix.lower() == ".json":
            for row in nodes(json_in(members, name)):
                if row.keys() >= _COLUMNS:
                    yield 0, {key: said(row, key) for key in row}
        elif PurePosixPath(name).suffix.lower() == ".csv" or len(members.names) == 1:
            with members.stream(name) as file:
                mine = columns(file.read(4096)) >= _COLUMNS
            if mine:
                yield from table(members, name)


def _item(members: Members, number: int, row: dict[str, str], page: str, site: str) -> Item:
    raw = (text_in(members, page) if page else "") or row.get("body", "")
    body, lost = without_tags(raw)
    state = _state(row)
    address = f"/archive/{row['slug']}/" if row["slug"] and state is State.PUBLISHED else ""
    text = _text(body, web(row.get("absolute_url", "")) or site)
    return item(
        identifier=row.get("id", "") or row["slug"],
        draft=draft(
            "buttondown",
            members.shown,
            text,
            headline=row["subject"],
            standfirst=row.get("description", ""),
            published=row["publish_date"] if state is not State.DRAFT else "",
            canonical=row.get("absolute_url", ""),
            identifier=row.get("id", ""),
            warnings=[*([FOR_MEMBERS] if state is State.PRIVATE else []), *lost],
        ),
        state=state,
        kind="newsletter",
        slug=row["slug"],
        addresses=(address,) if address else (),
        lead=text.pictures[0].url if text.pictures else "",
        line=number,
    )


def _state(row: dict[str, str]) -> State:
    """Mails to paying or chosen subscribers are private, whatever became of them."""
    if row.get("email_type", "").lower() not in {"", "public"}:
        return State.PRIVATE
    if not row["publish_date"]:
        return State.DRAFT
    return _STATES.get(row.get("status", "").lower(), State.DRAFT)


def _text(body: str, base: str) -> Content:
    """The editor's HTML, or Markdown."""
    mode = _FANCY.match(body)
    body = _FANCY.sub("", body)
    if mode and mode[1] == "fancy":
        return read(body, base=base)
    html, notes = markdown.html(body)
    text = read(html, base=base)
    return replace(text, footnotes=(*notes, *text.footnotes))
