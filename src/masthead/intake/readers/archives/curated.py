"""Issues of a Curated newsletter, one JSON file each: sections of links and texts."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from masthead.intake.archive import Item, Piece, State
from masthead.intake.readers.archives.content.addresses import web
from masthead.intake.readers.archives.content.reader import read
from masthead.intake.readers.archives.content.tree import link
from masthead.intake.readers.archives.drafts import draft, item
from masthead.intake.readers.archives.shape import Node, json_files, line, node, nodes, said, sample, slug_of
from masthead.intake.readers.archives.subscribers import lists
from masthead.intake.sources.members import Members, opened


def recognise(path: Path, head: bytes) -> bool:
    return any(_is_issue(each) for each in _top(next(sample(path, head), None))[:1])


def pieces(path: Path, site: str = "") -> Iterator[Piece]:
    with opened(path) as members:
        for _, data in json_files(members):
            yield from (_issue(members, issue) for issue in _top(data) if _is_issue(issue))
        yield from lists(members)


def _top(data: Any) -> list[Node]:
    return nodes(data) or [node(data)]


def _is_issue(of: Node) -> bool:
    return "publication_status" in of and isinstance(of.get("categories"), list)


def _issue(members: Members, issue: Node) -> Item:
    address, number = web(said(issue, "url")), said(issue, "number")
    state = State.PUBLISHED if said(issue, "publication_status") == "published" else State.DRAFT
    text = read("".join(map(_section, nodes(issue.get("categories")))), base=address)
    return item(
        identifier=number or address,
        draft=draft(
            "curated",
            members.shown,
            text,
            headline=line(issue, "title"),
            standfirst=line(issue, "summary"),
            published=said(issue, "published_at") if state is State.PUBLISHED else "",
            updated=said(issue, "updated_at"),
            canonical=address,
            identifier=number,
        ),
        state=state,
        kind="newsletter",
        slug=slug_of(address),
        addresses=(address,) if address else (),
    )


def _section(section: Node) -> str:
    heading = escape(line(section, "name"))
    return f"<h2>{heading}</h2>" * bool(heading) + "".join(map(_item, nodes(section.get("items"))))


def _item(item: Node) -> str:
    title, url = line(item, "title"), web(said(item, "url"))
    first = link(url, title) if url else f"<h3>{escape(title)}</h3>" * bool(title)
    return first + said(item, "description") + said(item, "footer")
