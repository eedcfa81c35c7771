"""gofeed's pairs of a feed and what it should say, asked of our values: the fields that both have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from masthead.intake.draft import Term
from masthead.intake.readers.feed import markup
from masthead.intake.readers.feed.values import Contact, Feed, Item

Wanted = dict[str, Any]


def differences(wanted: Wanted, feed: Feed) -> Iterator[str]:
    """Each field of the pair that we have otherwise."""
    yield from _compared(wanted, _of_feed(wanted, feed), "feed")
    items = wanted.get("items") or wanted.get("entries") or []
    if len(items) != len(feed.items):
        yield f"items: wanted {len(items)}, found {len(feed.items)}"
    for at, (row, item) in enumerate(zip(items, feed.items, strict=False)):
        yield from _compared(row, _of_item(row, item), f"items[{at}]")


def _compared(wanted: Wanted, ours: dict[str, tuple[Any, Any]], where: str) -> Iterator[str]:
    for name, (expected, found) in ours.items():
        if name in wanted and expected != found:
            yield f"{where}.{name}: wanted {expected!r}, found {found!r}"


def _of_feed(row: Wanted, feed: Feed) -> dict[str, tuple[Any, Any]]:
    return {
        "title": (_words(row.get("title")), feed.title),
        "description": (_words(row.get("description")), markup.words(feed.subtitle)),
        "subtitle": (_words(row.get("subtitle")), markup.words(feed.subtitle)),
        "link": (row.get("link"), feed.address),
        "feedLink": (row.get("feedLink"), feed.self_address),
        "language": (str(row.get("language")).lower(), feed.language.lower()),
        "copyright": (_words(row.get("copyright")), feed.rights),
        "rights": (_words(row.get("rights")), feed.rights),
        "updatedParsed": (_moment(row.get("updatedParsed")), _moment(feed.updated)),
        "lastBuildDateParsed": (_moment(row.get("lastBuildDateParsed")), _moment(feed.updated)),
        "pubDateParsed": (_moment(row.get("pubDateParsed")), _moment(feed.published)),
        "authors": (
            _people(row.get("authors")),
            _ours(feed.authors) or _ours((feed.publisher or Contact(),)),
        ),
        "contributors": (_people(row.get("contributors")), _ours(feed.contributors)),
        "categories": _terms(row.get("categories"), feed.terms),
        "id": (row.get("id"), feed.identifier),
        "ttl": (row.get("ttl"), str(feed.minutes)),
    }


def _of_item(row: Wanted, item: Item) -> dict[str, tuple[Any, Any]]:
    guid = row.get("guid")
    content = row.get("content")
    content = content.get("value") if isinstance(content, dict) else content
    said = item.summary or item.content
    return {
        "title": (_words(row.get("title")), item.headline),
        "description": (_words(row.get("description")), markup.words(said)),
        "summary": (_words(row.get("summary")), markup.words(said)),
        "content": (_words(content), markup.words(item.content or item.summary)),
        "link": (row.get("link"), item.address),
        "guid": (guid.get("value") if isinstance(guid, dict) else guid, item.identifier),
        "id": (row.get("id"), item.identifier),
        "publishedParsed": (_moment(row.get("publishedParsed")), _moment(item.published)),
        "pubDateParsed": (_moment(row.get("pubDateParsed")), _moment(item.published)),
        "updatedParsed": (_moment(row.get("updatedParsed")), _moment(item.updated)),
        "authors": (_people(row.get("authors")), _ours(item.authors)),
        "contributors": (_people(row.get("contributors")), _ours(item.contributors)),
        "categories": _terms(row.get("categories"), item.terms),
        "rights": (_words(row.get("rights")), item.rights),
        "enclosures": (
            [
                (one.get("url", ""), one.get("type", ""), one.get("length", ""))
                for one in row.get("enclosures") or []
            ],
            [(one.address, one.media_type, str(one.length or "")) for one in item.enclosures],
        ),
    }


def _words(value: Any) -> str:
    return markup.words(value) if isinstance(value, str) else ""


def _people(rows: Any) -> list[tuple[str, str, str]]:
    found = [
        (row.get("name", ""), row.get("email", ""), row.get("uri", row.get("url", ""))) for row in rows or []
    ]
    return [row for row in found if any(row)]


def _ours(contacts: tuple[Contact, ...]) -> list[tuple[str, str, str]]:
    return [(one.name, one.email, one.address) for one in contacts if one != Contact()]


def _terms(rows: Any, terms: tuple[Term, ...]) -> tuple[list[str], list[str]]:
    """gofeed has the label in one kind of pair and the term in the other; we have both."""
    named = [row if isinstance(row, str) else row.get("term") or row.get("value") for row in rows or []]
    labels = {term.name for term in terms}
    return named, [
        term.name if name in labels else term.slug for name, term in zip(named, terms, strict=False)
    ]


def _moment(value: Any) -> float | None:
    if not isinstance(value, str) or not value:
        return None
    when = datetime.fromisoformat(re.sub(r"\.\d+", "", value))
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()
