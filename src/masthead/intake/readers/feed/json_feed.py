"""JSON Feed 1.0 and 1.1: https://www.jsonfeed.org/version/1.1/"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from masthead.intake.draft import Picture, Term
from masthead.intake.moments import moment
from masthead.intake.readers.feed import markup
from masthead.intake.readers.feed.errors import NotAFeed
from masthead.intake.readers.feed.values import Contact, Enclosure, Feed, Item, Origin
from masthead.intake.readers.html.text import one_line
from masthead.lib.addresses import join, split

_VERSION = re.compile(r"^(?:https?://(?:www\.)?jsonfeed\.org/version/)?(\d+(?:\.\d+)?)/?$", re.IGNORECASE)
_MOST = 10_000


def read(text: str, base: str, name: str) -> Feed:
    """The feed in a JSON text; ``NotAFeed`` if it is none. ``base`` is where it came from."""
    try:
        top = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotAFeed(f"{name} is no JSON that can be read. Give the address of a feed.") from error
    version = _VERSION.match(_text(top.get("version"))) if isinstance(top, dict) else None
    if version is None or not isinstance(top.get("items", []), list):
        raise NotAFeed(f"{name} is JSON, but no JSON Feed. Give the address of a feed.")
    base = _full(top.get("feed_url"), base) or base
    language = _text(top.get("language"))
    items = [row for row in top.get("items", []) if isinstance(row, dict)]
    return Feed(
        form=f"json {version[1] if '.' in version[1] else version[1] + '.0'}",
        title=_text(top.get("title")),
        subtitle=escape(_text(top.get("description")), quote=False),
        address=_full(top.get("home_page_url"), base),
        self_address=_full(top.get("feed_url"), base),
        hubs=tuple(
            _full(hub.get("url"), base)
            for hub in _rows(top, "hubs")
            if _text(hub.get("type")).lower() == "websub"
        ),
        language=language,
        authors=_authors(top, base),
        picture=_full(top.get("icon") or top.get("favicon"), base),
        next_page=_full(top.get("next_url"), base),
        items=tuple(_item(row, base, language) for row in items[:_MOST]),
        warnings=("The feed has more items than are read.",) if len(items) > _MOST else (),
    )


def _item(row: dict[str, Any], base: str, language: str) -> Item:
    html, plain = row.get("content_html"), row.get("content_text")
    content = ""
    if isinstance(html, str) and html.strip():
        content = markup.sanitised(html, _full(row.get("url"), base) or base)
    elif isinstance(plain, str):
        content = _paragraphs(plain)
    elsewhere = _full(row.get("external_url"), base)
    enclosures = tuple(_attachments(row, base))
    images = (_full(row.get(name), base) for name in ("image", "banner_image"))
    shown = (one.address for one in enclosures if one.media_type.startswith("image/"))
    return Item(
        identifier=str(row["id"]).strip()[:2000] if isinstance(row.get("id"), str | int | float) else "",
        address=_full(row.get("url"), base),
        headline=_text(row.get("title")),
        summary=escape(_text(row.get("summary")), quote=False),
        content=content,
        authors=_authors(row, base),
        published=_moment(row.get("date_published")),
        updated=_moment(row.get("date_modified")),
        language=_text(row.get("language")) or language,
        terms=tuple(dict.fromkeys(Term(_text(tag)) for tag in _list(row, "tags") if _text(tag))),
        origin=Origin(address=elsewhere) if elsewhere else None,
        enclosures=enclosures,
        pictures=tuple(Picture(url) for url in dict.fromkeys((*images, *shown)) if url),
    )


def _authors(node: dict[str, Any], base: str) -> tuple[Contact, ...]:
    """Version 1.1 has a list, version 1.0 one author."""
    one = node.get("author")
    rows = _rows(node, "authors") or ([one] if isinstance(one, dict) else [])
    found = (Contact(_text(row.get("name")), _full(row.get("url"), base)) for row in rows)
    return tuple(dict.fromkeys(contact for contact in found if contact.name or contact.address))


def _attachments(row: dict[str, Any], base: str) -> Iterator[Enclosure]:
    for node in _rows(row, "attachments"):
        if address := _full(node.get("url"), base):
            size = node.get("size_in_bytes")
            length = int(size) if isinstance(size, int | float) and 0 <= size < 1e15 else 0
            yield Enclosure(address, _text(node.get("mime_type")), length, _text(node.get("title")))


def _paragraphs(text: str) -> str:
    pieces = (" ".join(piece.split()) for piece in re.split(r"\n\s*\n", text))
    return "".join(f"<p>{escape(piece, quote=False)}</p>" for piece in pieces if piece)


def _moment(value: Any) -> str:
    return moment(value) or "" if isinstance(value, str) else ""


def _text(value: Any) -> str:
    return one_line(value) if isinstance(value, str) else ""


def _list(node: dict[str, Any], name: str) -> list[Any]:
    value = node.get(name)
    return value if isinstance(value, list) else []


def _rows(node: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [row for row in _list(node, name) if isinstance(row, dict)]


def _full(value: Any, base: str) -> str:
    try:
        url = join(base, value.strip()) if isinstance(value, str) and value.strip() else ""
        return url if split(url).scheme in {"http", "https"} and len(url) <= 2000 else ""
    except ValueError:
        return ""
