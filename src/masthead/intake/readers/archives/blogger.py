"""Posts of a Blogger blog: the Atom file of its backup, or answers of its interface in JSON.

In Atom an entry is a post, a page, a comment, a template or a setting; comments come after the posts they are for.
https://developers.google.com/blogger/docs/3.0/reference/posts
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from masthead.intake.archive import Comment, Item, Left, Piece, State
from masthead.intake.draft import Term
from masthead.intake.moments import moment
from masthead.intake.readers.archives.content.reader import read
from masthead.intake.readers.archives.drafts import draft, item
from masthead.intake.readers.archives.shape import (
    Node,
    heads,
    json_files,
    line,
    many,
    named,
    node,
    nodes,
    said,
    sample,
    slug_of,
)  # fmt: skip
from masthead.intake.readers.archives.xml import Element, elements, text_at
from masthead.intake.readers.html.text import one_line
from masthead.intake.sources.members import Members, opened
from masthead.lib.html import plain

_ATOM = "{http://www.w3.org/2005/Atom}"
_THREAD = "{http://purl.org/syndication/thread/1.0}in-reply-to"
_BLOGGER = re.compile(
    rb"schemas\.google\.com/blogger/|<generator[^>]*>\s*Blogger\s*<|tag:blogger\.com,1999:blog"
)
_STATES = {
    "LIVE": State.PUBLISHED, "": State.PUBLISHED, "DRAFT": State.DRAFT, "SOFT_TRASHED": None,
    "TRASHED": None, "SCHEDULED": State.SCHEDULED,
}  # fmt: skip


def recognise(path: Path, head: bytes) -> bool:
    return _is_atom(path, head) or any(
        said(each, "kind").startswith("blogger#post") for each in _top(next(sample(path, head), None))
    )


def _is_atom(path: Path, head: bytes) -> bool:
    return any(
        b"<feed" in start and _BLOGGER.search(start)
        for suffix in (".atom", ".xml")
        for _, start in heads(path, head, suffix)
    )


def pieces(path: Path, site: str = "") -> Iterator[Piece]:
    with opened(path) as members:
        atoms = [name for suffix in (".atom", ".xml") for name in named(members, suffix)]
        if not atoms and any(_begins(members, name, b"<") for name in members.names[:1]):
            atoms = list(members.names)
        for name in atoms:
            if not _begins(members, name, b"<"):
                continue
            with members.stream(name) as file:
                comments = dict(_comments(elements(file, f"{_ATOM}entry", name)))
            with members.stream(name) as file:
                for number, entry in elements(file, f"{_ATOM}entry", name):
                    if (piece := _entry(members, number, entry, comments)) is not None:
                        yield piece
        if not atoms:
            for _, data in json_files(members):
                for top in _top(data):
                    yield from (_post(members, post) for post in _posts(top))


def _begins(members: Members, name: str, mark: bytes) -> bool:
    with members.stream(name) as file:
        return file.read(200).lstrip(b"\xef\xbb\xbf \t\r\n").startswith(mark)


def _top(data: Any) -> list[Node]:
    return nodes(data) or [node(data)]


def _posts(top: Node) -> list[Node]:
    return nodes(top.get("items")) if said(top, "kind") == "blogger#postList" else [top]


def _post(members: Members, post: Node) -> Item:
    address = said(post, "url")
    status = _STATES.get(said(post, "status").upper(), State.DRAFT) or State.DRAFT
    text = read(said(post, "content"), base=address)
    return item(
        identifier=said(post, "id") or address,
        draft=draft(
            "blogger",
            members.shown,
            text,
            headline=line(post, "title"),
            bylines=[line(node(post.get("author")), "displayName")],
            published=said(post, "published"),
            updated=said(post, "updated"),
            canonical=address,
            identifier=said(post, "id"),
            terms=[Term(one_line(label)) for label in many(post.get("labels")) if isinstance(label, str)],
        ),
        state=State.PRIVATE if said(post, "readerComments") == "PRIVATE" else status,
        kind="page" if said(post, "kind") == "blogger#page" else "post",
        is_page=said(post, "kind") == "blogger#page",
        slug=slug_of(address),
        addresses=(address,) if address else (),
        lead=text.pictures[0].url if text.pictures else "",
    )


def _entry(
    members: Members, number: int, entry: Element, comments: dict[str, list[Comment]]
) -> Item | Left | None:
    kind, identifier = _kind(entry), text_at(entry, f"{_ATOM}id")
    if kind not in {"post", "page"}:
        return (
            None
            if kind in {"comment", "settings", "template", ""}
            else Left(identifier, kind, "It is no post.", number)
        )
    state = _STATES.get(_blogger(entry, "status").upper(), State.DRAFT)
    if (
        entry.find(".//{*}draft") is not None
        and "".join(entry.find(".//{*}draft").itertext()).strip() == "yes"
    ):
        state = State.DRAFT
    if state is None:
        return Left(identifier, kind, "It lies in the bin of the old blog.", number)
    address = next(
        (each.get("href", "") for each in entry.iterfind(f"{_ATOM}link") if each.get("rel") == "alternate"),
        "",
    ) or _blogger(entry, "filename")
    text = read(text_at(entry, f"{_ATOM}content"), base=address)
    return item(
        identifier=identifier or address,
        draft=draft(
            "blogger",
            members.shown,
            text,
            headline=plain(text_at(entry, f"{_ATOM}title")),
            bylines=[text_at(each, f"{_ATOM}name") for each in entry.iterfind(f"{_ATOM}author")],
            published=text_at(entry, f"{_ATOM}published") if state is not State.DRAFT else "",
            updated=text_at(entry, f"{_ATOM}updated"),
            canonical=address,
            identifier=identifier,
            terms=[
                Term(one_line(each.get("term")))
                for each in entry.iterfind(f"{_ATOM}category")
                if not (each.get("scheme") or "").endswith("#kind")
            ],
        ),
        state=state,
        kind=kind,
        is_page=kind == "page",
        slug=slug_of(address),
        addresses=(address,) if address else (),
        lead=text.pictures[0].url if text.pictures else "",
        comments=tuple(comments.get(identifier, ())),
        line=number,
    )


def _comments(entries: Iterator[tuple[int, Element]]) -> dict[str, list[Comment]]:
    """By the identifier of the post they are for."""
    found: dict[str, list[Comment]] = defaultdict(list)
    for _, entry in entries:
        reply = entry.find(_THREAD)
        to = (reply.get("ref") if reply is not None else "") or _blogger(entry, "parent")
        if _kind(entry) != "comment" or not to:
            continue
        if _blogger(entry, "inReplyTo"):
            parent = _blogger(entry, "inReplyTo")
        else:
            parent = next(
                (
                    each.get("href", "").rpartition("/")[2]
                    for each in entry.iterfind(f"{_ATOM}link")
                    if each.get("rel") == "related"
                ),
                "",
            )
        found[to].append(
            Comment(
                text_at(entry, f"{_ATOM}id"),
                one_line(text_at(entry, f"{_ATOM}author/{_ATOM}name")),
                plain(text_at(entry, f"{_ATOM}content")),
                moment(text_at(entry, f"{_ATOM}published")) or "",
                parent,
                approved=_blogger(entry, "status").upper() in {"", "LIVE"},
            )
        )
    return found


def _kind(entry: Element) -> str:
    """post, page, comment … of both generations of the format."""
    for each in entry.iterfind(f"{_ATOM}category"):
        if (each.get("scheme") or "").endswith("#kind"):
            return (each.get("term") or "").rpartition("#")[2]
    return _blogger(entry, "type").lower()


def _blogger(entry: Element, name: str) -> str:
    found = entry.find(f"{{http://schemas.google.com/blogger/2018}}{name}")
    return "".join(found.itertext()).strip() if found is not None else ""
