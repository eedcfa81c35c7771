"""Posts of a Wix blog, one CSV file. The text is Wix's own JSON ("Rich Content", Ricos), else its plain words.

https://dev.wix.com/docs/ricos
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from masthead.intake.archive import Item, Piece, State
from masthead.intake.draft import Picture, Term
from masthead.intake.readers.archives.content.addresses import web
from masthead.intake.readers.archives.content.reader import Content, read
from masthead.intake.readers.archives.content.tree import link
from masthead.intake.readers.archives.drafts import draft, item
from masthead.intake.readers.archives.shape import (  # fmt: skip
    Node,
    has_table,
    line,
    node,
    nodes,
    rows_with,
    said,
    slug_of,
)
from masthead.intake.readers.archives.subscribers import lists
from masthead.intake.sources.members import Members, opened

_COLUMNS = {"rich content", "plain content", "internal id"}
_MARKS = {"BOLD": "strong", "ITALIC": "em", "SUBSCRIPT": "sub", "SUPERSCRIPT": "sup"}
_DEEPEST = 40


def recognise(path: Path, head: bytes) -> bool:
    return has_table(path, head, _COLUMNS)


def pieces(path: Path, site: str = "") -> Iterator[Piece]:
    with opened(path) as members:
        for number, row in rows_with(members, _COLUMNS):
            yield _item(members, number, row, site)
        yield from lists(members)


def _item(members: Members, number: int, row: dict[str, str], site: str) -> Item:
    address = row.get("post page url", "")
    cover = picture(row.get("cover image", ""))
    published = row.get("published date", "").strip('" ')
    return item(
        identifier=row.get("id", "") or row["internal id"],
        draft=draft(
            "wix",
            members.shown,
            _text(row, address or site),
            headline=row.get("title", ""),
            standfirst=row.get("excerpt", ""),
            bylines=[row.get("author", "")],
            published=published,
            updated=row.get("last published date", ""),
            canonical=address,
            identifier=row.get("id", ""),
            terms=_terms(row),
            lead=Picture(cover) if cover else None,
        ),
        state=State.PUBLISHED if published else State.DRAFT,
        kind="post",
        slug=row.get("slug", "") or slug_of(address),
        addresses=(address,) if address and published else (),
        lead=cover,
        line=number,
    )


def _terms(row: dict[str, str]) -> Iterator[Term]:
    """Categories by name. Tags are only numbers of tags in the export, and are left."""
    for name in (row.get("main category", ""), *re.split(r"[;,]", row.get("categories", "").strip('" '))):
        if name.strip('[]" '):
            yield Term(name.strip('[]" '), "category")


def _text(row: dict[str, str], base: str) -> Content:
    try:
        content = json.loads(row["rich content"])
    except (ValueError, RecursionError):
        content = {}
    html = "".join(_block(each, 0) for each in nodes(node(content).get("nodes")))
    if html.strip():
        return read(html, base=base)
    lines = re.split(r"\n\s*\n|\r\n\r\n", row["plain content"])
    return read("".join(f"<p>{escape(each)}</p>" for each in lines))


def picture(address: str) -> str:
    """The web's address of a picture that Wix names wix:image://v1/…"""
    found = re.match(r"wix:image://v1/([^/#?]+)", address)
    return f"https://static.wixstatic.com/media/{found[1]}" if found else web(address)


def _block(of: Node, depth: int) -> str:
    if depth > _DEEPEST:
        return ""
    inside = "".join(_block(each, depth + 1) for each in nodes(of.get("nodes")))
    match said(of, "type"):
        case "TEXT":
            return _run(node(of.get("textData")))
        case "PARAGRAPH":
            return f"<p>{inside}</p>"
        case "HEADING":
            level = 2 if said(node(of.get("headingData")), "level") in {"", "1", "2"} else 3
            return f"<h{level}>{inside}</h{level}>"
        case "BULLETED_LIST":
            return f"<ul>{inside}</ul>"
        case "ORDERED_LIST":
            return f"<ol>{inside}</ol>"
        case "LIST_ITEM":
            return f"<li>{inside}</li>"
        case "BLOCKQUOTE":
            return f"<blockquote>{inside}</blockquote>"
        case "CODE_BLOCK":
            return f"<pre><code>{inside}</code></pre>"
        case "TABLE":
            return f"<table>{inside}</table>"
        case "TABLE_ROW":
            return f"<tr>{inside}</tr>"
        case "TABLE_CELL":
            return f"<td>{inside}</td>"
        case "IMAGE":
            return _image(node(of.get("imageData")), inside)
        case "GALLERY":
            items = nodes(node(of.get("galleryData")).get("items"))
            return "".join(_image(node(item.get("image")), "") for item in items)
        case "VIDEO" | "LINK_PREVIEW" | "EMBED" | "AUDIO" | "FILE":
            return _link(of)
        case _:
            return inside


def _run(of: Node) -> str:
    html = escape(said(of, "text"), quote=False).replace("\n", "<br>")
    for decoration in nodes(of.get("decorations")):
        kind = said(decoration, "type")
        url = web(said(node(node(decoration.get("linkData")).get("link")), "url"))
        off = decoration.get("italicData") is False or said(decoration, "fontWeightValue") in {"400"}
        if kind == "LINK" and url:
            html = f'<a href="{escape(url)}">{html}</a>'
        elif kind in _MARKS and not off:
            html = f"<{_MARKS[kind]}>{html}</{_MARKS[kind]}>"
    return html


def _image(of: Node, caption: str) -> str:
    source = node(node(of.get("image")).get("src")) or node(of.get("src"))
    url = web(said(source, "url")) or (
        f"https://static.wixstatic.com/media/{said(source, 'id')}"
        if said(source, "id")
        else picture(said(of, "url"))
    )
    words = caption or escape(said(of, "caption"), quote=False)
    alt = escape(line(of, "altText"))
    return (
        f'<figure><img src="{escape(url)}" alt="{alt}"><figcaption>{words}</figcaption></figure>'
        if url
        else ""
    )


def _link(of: Node) -> str:
    """What is shown from elsewhere, as a link to it."""
    for data in (value for key, value in of.items() if key.endswith("Data")):
        for url in _urls(data, 0):
            return link(url, line(node(data), "title", "name"))
    return ""


def _urls(of: Any, depth: int) -> Iterator[str]:
    for key, value in node(of).items():
        if key in {"url", "srcUrl"} and isinstance(value, str) and web(value):
            yield web(value)
        elif depth < 5:
            yield from _urls(value, depth + 1)
