"""Posts of a Letterdrop publication: an answer of its interface in JSON."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from masthead.intake.archive import Item, Piece, State
from masthead.intake.draft import Picture, Term
from masthead.intake.readers.archives.content.addresses import web
from masthead.intake.readers.archives.content.reader import read
from masthead.intake.readers.archives.drafts import draft, item
from masthead.intake.readers.archives.shape import Node, json_files, line, many, node, nodes, said, sample
from masthead.intake.readers.html.text import one_line
from masthead.intake.sources.members import Members, opened

_MARKS = {"publishedOn", "body", "slug"}


def recognise(path: Path, head: bytes) -> bool:
    posts = nodes(node(next(sample(path, head), None)).get("posts"))
    return bool(posts) and posts[0].keys() >= _MARKS


def pieces(path: Path, site: str = "") -> Iterator[Piece]:
    with opened(path) as members:
        for _, data in json_files(members):
            yield from (_post(members, post) for post in nodes(node(data).get("posts")))


def _post(members: Members, post: Node) -> Item:
    address, cover = web(said(post, "url")), web(said(post, "coverImage"))
    published = said(post, "publishedOn")
    return item(
        identifier=said(post, "id") or address,
        draft=draft(
            "letterdrop",
            members.shown,
            read(said(post, "body"), base=address),
            headline=line(post, "title"),
            standfirst=line(post, "subtitle"),
            bylines=[line(node(post.get("author")), "name")],
            published=published,
            updated=said(post, "updated"),
            canonical=address,
            identifier=said(post, "id"),
            terms=[Term(one_line(tag)) for tag in many(post.get("tags")) if isinstance(tag, str)],
            lead=Picture(cover) if cover else None,
        ),
        state=State.PUBLISHED if published else State.DRAFT,
        kind="post",
        slug=said(post, "slug"),
        addresses=(address,) if address else (),
        lead=cover,
    )
