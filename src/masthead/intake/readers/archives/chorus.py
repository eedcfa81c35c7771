"""Entries of Vox Media's Chorus, one JSON file each; their bodies are lists of typed components."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from masthead.intake.archive import Item, Left, Piece, State
from masthead.intake.draft import Picture, Term
from masthead.intake.readers.archives.content.addresses import web
from masthead.intake.readers.archives.content.reader import read
from masthead.intake.readers.archives.content.tree import link
from masthead.intake.readers.archives.drafts import draft, item
from masthead.intake.readers.archives.shape import (
    Node,
    json_files,
    line,
    many,
    node,
    nodes,
    said,
    sample,
    slug_of,
)  # fmt: skip
from masthead.intake.sources.members import Members, opened


def recognise(path: Path, head: bytes) -> bool:
    return any(_is_entry(each) for each in _top(next(sample(path, head), None))[:1])


def pieces(path: Path, site: str = "") -> Iterator[Piece]:
    with opened(path) as members:
        for name, data in json_files(members):
            for entry in _top(data):
                if _is_entry(entry):
                    yield _entry(members, entry)
                else:
                    yield Left(name, "file", "It is no entry of Chorus.")


def _top(data: Any) -> list[Node]:
    return nodes(data) or [node(data)]


def _is_entry(of: Node) -> bool:
    return isinstance(node(of.get("body")).get("components"), list) and "title" in of


def _entry(members: Members, entry: Node) -> Item:
    address, identifier = web(said(entry, "url")), said(entry, "uid")
    components = nodes(node(entry.get("body")).get("components"))
    text = read("".join(map(_component, components)), base=address)
    left = sum(said(each, "__typename") == "EntryBodyPoll" for each in components)
    published = said(entry, "publishDate", "publishedAt", "createdAt")
    image = node(entry.get("leadImage") or entry.get("promoImage"))
    lead = web(said(image, "url")) or next((picture.url for picture in text.pictures), "")
    state = (
        State.PUBLISHED
        if said(entry, "publishStatus", "status").upper() in {"", "PUBLISHED"}
        else State.DRAFT
    )
    return item(
        identifier=identifier or address,
        draft=draft(
            "chorus",
            members.shown,
            text,
            headline=line(entry, "title"),
            standfirst=_html(entry.get("dek")),
            bylines=[
                line(node(entry.get("authorProfile")), "name")
                or line(node(entry.get("author")), "fullOrUserName"),
                *(line(each, "fullOrUserName", "name") for each in nodes(entry.get("contributors"))),
            ],
            published=published if state is State.PUBLISHED else "",
            updated=said(entry, "updatedAt"),
            canonical=address,
            identifier=identifier,
            terms=[Term(line(group, "name"), "category") for group in nodes(entry.get("communityGroups"))],
            lead=Picture(lead) if web(said(image, "url")) else None,
            warnings=["A poll is left."] if left else [],
        ),
        state=state,
        kind="post",
        slug=slug_of(address),
        addresses=(address,) if address else (),
        lead=lead,
    )


def _html(of: Any) -> str:
    return said(node(of), "html")


def _component(of: Node) -> str:
    """One component as HTML; nothing for one that holds no text, such as a poll or an advertisement."""
    match said(of, "__typename").removeprefix("EntryBody"):
        case "Paragraph":
            return f"<p>{_html(of.get('contents'))}</p>"
        case "Heading":
            tag = "h2" if said(of, "level") in {"", "1", "2"} else "h3"
            return f"<{tag}>{_html(of.get('contents'))}</{tag}>"
        case "List":
            items = "".join(f"<li>{_html(item.get('line'))}</li>" for item in nodes(of.get("items")))
            return f"<ol>{items}</ol>" if of.get("ordered") is True else f"<ul>{items}</ul>"
        case "RelatedList":
            links = (link(url, line(item, "title")) for item in nodes(of.get("items")) if (url := web(said(item, "url"))))  # fmt: skip
            return (
                f"<ul>{''.join(each.replace('<p>', '<li>').replace('</p>', '</li>') for each in links)}</ul>"
            )
        case "HTML":
            return said(of, "rawHtml")
        case "Embed":
            return said(node(of.get("embed")), "embedHtml")
        case "Pullquote":
            return f"<blockquote><p>{_html(of.get('quote'))}</p></blockquote>"
        case "Blockquote":
            lines = "".join(f"<p>{_html(each.get('contents'))}</p>" for each in nodes(of.get("paragraphs")))
            return f"<blockquote>{lines}</blockquote>"
        case "Image":
            return _image(of)
        case "Gallery":
            return "".join(_image(each) for each in nodes(of.get("images")))
        case "Table":
            return _table(node(of.get("table")))
        case _:
            return ""


def _image(of: Node) -> str:
    image = node(of.get("image")) or of
    asset = node(image.get("asset")) or image
    caption = _html(image.get("caption")) or said(image, "caption")
    return (
        f'<figure><img src="{escape(said(asset, "url"))}" alt="{escape(said(image, "alt") or said(asset, "altText"))}">'
        f"<figcaption>{caption}</figcaption></figure>"
    )


def _table(of: Node) -> str:
    def row(cells: Any, tag: str) -> str:
        texts = (cell if isinstance(cell, str) else _html(cell) for cell in many(cells))
        return f"<tr>{''.join(f'<{tag}>{text}</{tag}>' for text in texts)}</tr>"

    title = line(of, "title")
    return (
        f"<h3>{escape(title)}</h3>" * bool(title)
        + f"<table>{row(of.get('columns'), 'th')}{''.join(row(each, 'td') for each in many(of.get('rows')))}</table>"
    )
