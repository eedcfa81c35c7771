"""Articles and authors of the Tiny News Collective's platform: answers of its interface in JSON.

An article has a translation for each language; each becomes an item, and all have the article as their group.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from itertools import groupby
from pathlib import Path
from typing import Any

from masthead.intake.archive import Author, Item, Left, Piece, State
from masthead.intake.draft import Picture, Term
from masthead.intake.readers.archives.content.addresses import web
from masthead.intake.readers.archives.content.reader import read
from masthead.intake.readers.archives.content.tree import link
from masthead.intake.readers.archives.drafts import draft, item
from masthead.intake.readers.archives.shape import Node, json_files, line, node, nodes, said, sample
from masthead.intake.readers.html.names import people
from masthead.intake.sources.members import Members, opened

_HEADINGS = {"TITLE": "h2", "HEADING_ONE": "h2", "HEADING_TWO": "h2", "SUBTITLE": "h3"}


def recognise(path: Path, head: bytes) -> bool:
    data = next(sample(path, head), None)
    return any(map(_is_article, _articles(data)[:1])) or any(map(_is_author, _authors(data)[:1]))


def pieces(path: Path, site: str = "") -> Iterator[Piece]:
    known: set[str] = set()
    with opened(path) as members:
        for name, data in json_files(members):
            for author in map(_author, filter(_is_author, _authors(data))):
                if author.identifier not in known:
                    known.add(author.identifier)
                    yield author
            for article in _articles(data):
                if _is_article(article):
                    yield from (_item(members, article, text) for text in nodes(article.get("translations")))
                elif not _is_author(article) and article:
                    yield Left(said(article, "id") or name, "file", "It is no article of Tiny News.")


def _articles(data: Any) -> list[Node]:
    held = node(node(data).get("data"))
    return nodes(data) or nodes(held.get("articles")) or nodes(node(data).get("articles"))


def _authors(data: Any) -> list[Node]:
    return nodes(node(node(data).get("data")).get("authors"))


def _is_article(of: Node) -> bool:
    return "slug" in of and any("headline" in each for each in nodes(of.get("translations")))


def _is_author(of: Node) -> bool:
    return "first_names" in of and "last_name" in of


def _name(of: Node) -> str:
    return f"{line(of, 'first_names')} {line(of, 'last_name')}".strip()


def _author(of: Node) -> Author:
    texts = [of, *nodes(of.get("translations"))]
    biography = next(filter(None, (line(text, "bio") for text in texts)), "")
    return Author(said(of, "id", "slug") or _name(of), _name(of), said(of, "slug"), biography)


def _item(members: Members, article: Node, text: Node) -> Item:
    address, language = web(said(article, "live_url")), said(text, "locale_code")
    identifier = said(article, "id") or said(article, "slug")
    first = len(nodes(article.get("translations"))) == 1
    featured, main = node(article.get("featured_image")), _image(node(text.get("main_image")))
    lead = main or (
        Picture(url, "", line(featured, "caption")) if (url := web(said(featured, "url"))) else None
    )
    custom = people(line(text, "custom_byline"))
    state = State.PUBLISHED if text.get("published") is True else State.DRAFT
    return item(
        identifier=identifier if first else f"{identifier}-{language}",
        draft=draft(
            "tinynews",
            members.shown,
            read(_body(nodes(text.get("content"))), base=address),
            headline=line(text, "headline"),
            standfirst=line(text, "search_description"),
            bylines=custom or [_name(node(each.get("author"))) for each in nodes(article.get("author"))],
            published=said(text, "first_published_at") if state is State.PUBLISHED else "",
            updated=said(text, "last_published_at"),
            declared=language,
            canonical=address,
            identifier=identifier,
            terms=_terms(article),
            lead=lead,
        ),
        state=state,
        kind="post",
        slug=said(article, "slug"),
        addresses=(address,) if address else (),
        group="" if first else identifier,
        lead=lead.url if lead else "",
    )


def _terms(article: Node) -> list[Term]:
    category = node(article.get("category"))
    texts = nodes(category.get("category_translations"))
    name = (
        line(category, "title") or next((line(each, "title") for each in texts), "") or line(category, "slug")
    )
    tags = [node(each.get("tag")) for each in nodes(article.get("tags"))]
    return [
        Term(name, "category", said(category, "slug")),
        *(
            Term(next((line(each, "title") for each in nodes(tag.get("tag_translations"))), "") or line(tag, "slug"), "tag", said(tag, "slug"))
            for tag in tags
        ),
    ]  # fmt: skip


def _image(of: Node) -> Picture | None:
    for child in nodes(of.get("children")):
        if url := web(said(child, "imageUrl")):
            return Picture(url, line(child, "imageAlt"))
    return None


def _body(content: list[Node]) -> str:
    """Neighbouring list items are one list."""
    html = []
    for kind, group in groupby(content, key=lambda each: said(each, "type") == "list"):
        html.append("".join(map(_list if kind else _block, group)))
    return "".join(html)


def _block(of: Node) -> str:
    url = web(said(of, "link"))
    if said(of, "html"):
        return said(of, "html")
    match said(of, "type"):
        case "image" | "mainImage":
            picture = _image(of)
            return (
                f'<figure><img src="{escape(picture.url)}" alt="{escape(picture.alt)}"></figure>'
                if picture
                else ""
            )
        case "embed":
            return link(url) if url else ""
        case "blockquote":
            return f"<blockquote><p>{_runs(of)}</p></blockquote>"
        case _:
            tag = _HEADINGS.get(said(of, "style"), "h3" if said(of, "style").startswith("HEADING") else "p")
            return f"<{tag}>{_runs(of)}</{tag}>"


def _list(of: Node) -> str:
    items = nodes(of.get("items")) or [of]
    tag = "ol" if said(of, "listType") == "NUMBER" else "ul"
    return f"<{tag}>{''.join(f'<li>{_runs(item)}</li>' for item in items)}</{tag}>"


def _runs(of: Node) -> str:
    return "".join(map(_run, nodes(of.get("children"))))


def _run(of: Node) -> str:
    html, style = escape(said(of, "content"), quote=False), node(of.get("style"))
    for name, tag in (("bold", "strong"), ("italic", "em")):
        if style.get(name):
            html = f"<{tag}>{html}</{tag}>"
    url = web(said(of, "link"))
    return f'<a href="{escape(url)}">{html}</a>' if url else html
