"""Answers of WordPress's REST interface, saved as JSON: posts, pages and other types, and users.

https://developer.wordpress.org/rest-api/reference/posts/
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from masthead.intake.archive import Attached, Author, Filed, Item, Left, Piece, State
from masthead.intake.draft import Picture, Term
from masthead.intake.readers.archives.content.addresses import web
from masthead.intake.readers.archives.content.reader import Content, read
from masthead.intake.readers.archives.drafts import FOR_MEMBERS, draft, item
from masthead.intake.readers.archives.shape import Node, json_files, line, many, node, nodes, said, sample
from masthead.intake.readers.html.text import folded, one_line
from masthead.intake.sources.members import Members, opened
from masthead.lib.html import inline, plain

_STATES = {
    "publish": State.PUBLISHED, "": State.PUBLISHED, "inherit": State.PUBLISHED, "draft": State.DRAFT, "pending": State.DRAFT,
    "auto-draft": State.DRAFT, "future": State.SCHEDULED, "private": State.PRIVATE,
}  # fmt: skip


def recognise(path: Path, head: bytes) -> bool:
    return any(
        _is_post(each) or _is_user(each) or _is_term(each) or _is_media(each)
        for each in _top(next(sample(path, head), None))[:3]
    )


def pieces(path: Path, site: str = "") -> Iterator[Piece]:
    authors: set[str] = set()
    with opened(path) as members:
        for name, data in json_files(members):
            for number, each in enumerate(_top(data)):
                if _is_media(each):
                    yield _media(each)
                elif _is_post(each):
                    yield from _new(_authors(each), authors)
                    yield _post(members, each)
                elif _is_user(each):
                    yield from _new([_author(each)], authors)
                elif _is_term(each):
                    yield _filed(each)
                else:
                    yield Left(
                        said(each, "id") or f"{name} {number + 1}",
                        "file",
                        "It is no post, page, author, term or picture.",
                    )


def _top(data: Any) -> list[Node]:
    return nodes(data) or [node(data)]


def _is_post(of: Node) -> bool:
    return (
        isinstance(of.get("content"), dict)
        and "rendered" in of["content"]
        and isinstance(of.get("title"), dict)
    )


def _is_user(of: Node) -> bool:
    return "avatar_urls" in of and "name" in of


def _is_term(of: Node) -> bool:
    return "taxonomy" in of and "name" in of and "slug" in of


def _is_media(of: Node) -> bool:
    return "source_url" in of and "media_type" in of


def _new(found: list[Author], known: set[str]) -> Iterator[Author]:
    for author in found:
        if author.identifier not in known:
            known.add(author.identifier)
            yield author


def _post(members: Members, post: Node) -> Item:
    address, content = web(said(post, "link")), node(post.get("content"))
    kind = said(post, "type") or "post"
    hidden = content.get("protected") is True or said(post, "status") == "private"
    state = State.PRIVATE if hidden else _STATES.get(said(post, "status"), State.DRAFT)
    embedded = node(post.get("_embedded"))
    lead = _lead(post, embedded)
    identifier = said(post, "id") or address
    text = read(said(content, "rendered"), base=address)
    return item(
        identifier=identifier or said(post, "date_gmt", "date"),
        draft=draft(
            "wordpress-api",
            members.shown,
            text,
            headline=_rendered(post.get("title")),
            standfirst=_excerpt(post, text),
            bylines=[author.name for author in _authors(post)],
            published=_moment(post, "date") if state is not State.DRAFT else "",
            updated=_moment(post, "modified"),
            declared=said(post, "lang"),
            canonical=address,
            identifier=identifier,
            terms=_terms(embedded),
            lead=lead,
            warnings=[FOR_MEMBERS] if state is State.PRIVATE else [],
        ),
        state=state,
        kind=kind,
        is_page=kind == "page",
        slug=said(post, "slug"),
        addresses=tuple(
            dict.fromkeys(filter(None, (address, web(said(node(post.get("guid")), "rendered")))))
        ),
        lead=lead.url if lead else "",
    )


def _moment(post: Node, field: str) -> str:
    """The moment in UTC where WordPress gives it, else as the site's clocks show it."""
    utc = said(post, f"{field}_gmt")
    return f"{utc}Z" if utc and not utc.startswith("0000") else said(post, field)


def _rendered(value: Any) -> str:
    return plain(inline(said(node(value), "rendered")))


def _excerpt(post: Node, text: Content) -> str:
    """The excerpt, unless WordPress cut it from the text."""
    excerpt = _rendered(post.get("excerpt"))
    cut = re.search(r"(?:\[…\]|…|\.\.\.|Continue reading.*)$", excerpt)
    return "" if cut or folded(text.words).startswith(folded(excerpt)) else excerpt


def _authors(post: Node) -> list[Author]:
    """The people of Co-Authors Plus where a post has them, who are terms; else its one author."""
    embedded = node(post.get("_embedded"))
    together = [_author(term) for term in _all_terms(embedded) if said(term, "taxonomy") == "author"]
    people = [_author(each) for each in nodes(embedded.get("author")) if "name" in each]
    by_slug = {person.slug: person for person in people}
    named = [by_slug.get(author.slug.removeprefix("cap-"), author) for author in together]
    return [author for author in named or people if author.name]


def _author(of: Node) -> Author:
    return Author(said(of, "id", "slug"), line(of, "name"), said(of, "slug"), line(of, "description"))


def _all_terms(embedded: Node) -> list[Node]:
    return [term for group in many(embedded.get("wp:term")) for term in nodes(group)]


def _terms(embedded: Node) -> list[Term]:
    kinds = {"category": "category", "post_tag": "tag"}
    return [
        Term(line(term, "name"), kinds[said(term, "taxonomy")], said(term, "slug"))
        for term in _all_terms(embedded)
        if said(term, "taxonomy") in kinds
    ]


def _filed(term: Node) -> Filed:
    kind = "category" if said(term, "taxonomy") == "category" else "tag"
    return Filed(said(term, "id"), line(term, "name"), kind, said(term, "slug"), line(term, "description"))


def _lead(post: Node, embedded: Node) -> Picture | None:
    for media in nodes(embedded.get("wp:featuredmedia")):
        if url := web(said(media, "source_url")):
            return Picture(url, line(media, "alt_text"), _rendered(media.get("caption")))
    url = web(said(post, "jetpack_featured_media_url"))
    return Picture(url) if url else None


def _media(of: Node) -> Attached:
    return Attached(
        said(of, "id"), web(said(of, "source_url")), _rendered(of.get("title")), one_line(said(of, "alt_text")), _rendered(of.get("caption"))
    )  # fmt: skip
