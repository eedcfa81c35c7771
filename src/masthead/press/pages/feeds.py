"""The newest articles of a list for programs that follow it: RSS 2.0, Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from masthead.lib import interface, languages
from masthead.lib.html import plain
from masthead.press import addresses
from masthead.press.addresses import FEEDS, ListKey
from masthead.press.cards import Cards
from masthead.press.lists import Page
from masthead.press.models import EPOCH
from masthead.press.outlet import Press, entry
from masthead.press.pages.printed import Printed
from masthead.press.rendering import render

if TYPE_CHECKING:
    from masthead.press.pages.lists import Thing

ITEMS = 30
_TYPES = {
    "feed.xml": "application/rss+xml",
    "atom.xml": "application/atom+xml",
    "feed.json": "application/feed+json",
}
# XML 1.0 section 2.2 knows no way to write these.
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def links(press: Press, where: ListKey, code: str) -> list[dict[str, str]]:
    """What the head of a list's page says of its feeds."""
    return [{"type": kind, "path": addresses.feed(code, where, name)} for name, kind in _TYPES.items()]


def feeds(
    press: Press, where: ListKey, thing: Thing | None, code: str, page: Page, read: Cards
) -> Iterator[Printed]:
    """The three feeds of a list in one language, of what is read for its newest page."""
    words = interface.of(code)
    rows = [row for key in page.articles[:ITEMS] if (row := read.edition(key, code))]
    label = f" [{words.text('machine_translation')}]"
    items = [
        {
            "title": _text(row.headline),
            "url": press.url(addresses.article(code, read.articles[row.article_id].article.slug)),
            "summary": _text(row.standfirst) + (label if row.machine else ""),
            "published": moment(row.published_at or EPOCH),
            "updated": moment(row.updated_at or row.published_at or EPOCH),
            "authors": read.authors_in(row.article_id, code),
            "machine": row.machine,
        }
        for row in rows
    ]
    name = press.outlet.name
    if thing is not None:
        name = f"{entry(press, code, where.kind, thing)['text']} · {name}"
    context = {
        "name": _text(name),
        "publisher": _text(press.outlet.name),
        "description": _text(press.outlet.said("tagline", code).text or press.outlet.name),
        "home": press.url(addresses.listing(code, where)),
        "tag": languages.get(code).tag,
        "own": {kind: press.url(addresses.feed(code, where, kind)) for kind in FEEDS},
        # An empty feed is of no particular day: pressed again, it is the same file.
        "updated": moment(max((row.updated_at or EPOCH for row in rows), default=EPOCH)),
        "items": items,
    }
    for kind in FEEDS:
        text = _json(context) if kind.endswith(".json") else render(kind, context)
        yield Printed(addresses.feed(code, where, kind), code, text, place=where.place)


def _text(html: str) -> str:
    return _NO_XML.sub("", plain(html))


@lru_cache(maxsize=4096)
def moment(at: datetime) -> dict[str, str]:
    """A moment as RFC 5322 and RFC 3339 write it."""
    utc = at.astimezone(UTC)
    return {"mail": format_datetime(utc), "iso": utc.strftime("%Y-%m-%dT%H:%M:%SZ")}


def _json(context: dict[str, Any]) -> str:
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": context["name"],
        "description": context["description"],
        "home_page_url": context["home"],
        "feed_url": context["own"]["feed.json"],
        "language": context["tag"],
        "items": [
            {
                "id": item["url"],
                "url": item["url"],
                "title": item["title"],
                "content_text": item["summary"] or item["title"],
                "date_published": item["published"]["iso"],
                "date_modified": item["updated"]["iso"],
                **({"authors": [{"name": name} for name in item["authors"]]} if item["authors"] else {}),
                "language": context["tag"],
                "_masthead": {"machine_translation": item["machine"]},
            }
            for item in context["items"]
        ],
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))
