"""What is taken of an item: its page where the feed has only words about it, else its own text."""

from __future__ import annotations

import re
from dataclasses import replace
from hashlib import sha256
from html import escape

from masthead.intake.draft import Draft
from masthead.intake.errors import IntakeError
from masthead.intake.readers import registry
from masthead.intake.readers.feed.drafts import draft_of
from masthead.intake.readers.feed.values import Feed, Item
from masthead.intake.sources import address
from masthead.intake.sources.delivery import Delivery

_ENOUGH = 1200  # letters; what is shorter may be words about an article
_BREAKS_OFF = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.)\]|[→»›]|read more|continue reading|weiterlesen|lire la suite|leer más)\W*$",
    re.IGNORECASE,
)
_FILLED = (
    "headline", "standfirst", "published", "updated", "language", "outlet", "canonical", "licence", "rights", "mining",
)  # fmt: skip


def key(text: str) -> str:
    """What tells items apart, of one length: SHA-256."""
    return sha256(text.encode("utf-8", "backslashreplace")).hexdigest()


def address_key(url: str) -> str:
    """As arrivals have it: without a fragment and a last slash. Empty for no address."""
    return key(url.partition("#")[0].rstrip("/")) if url else ""


def identifier(item: Item) -> str:
    return item.identifier or item.address or item.headline or item.content[:500]


def digest(item: Item) -> str:
    """Of what the item says: tells whether it changed at the source."""
    return key("\0".join((item.headline, item.summary, item.content)))


def is_whole(item: Item, draft: Draft) -> bool:
    """Whether the feed carries the article itself, as far as can be told."""
    text = draft.body_text.strip()
    return not _BREAKS_OFF.search(text) and (len(text) >= _ENOUGH or (item.is_full and bool(item.summary)))


def read(
    item: Item, feed: Feed, *, source: str, allow: frozenset[str] = frozenset()
) -> tuple[Draft, Delivery]:
    """The draft of an item, and what it was read from. Its page is fetched where the feed does not carry the text.

    An ``IntakeError`` where neither gives a text. What the page does not say is filled from the feed.
    """
    said = draft_of(item, feed, source=source)
    if is_whole(item, said) or not item.address.startswith(("http://", "https://")):
        return said, _shown(item, feed, said.source)
    try:
        came = address.deliver(item.address, allow=allow)
        page = registry.read(came)
    except IntakeError:
        if len(said.body_text) < _ENOUGH:
            raise
        return said, _shown(item, feed, said.source)
    filled = {
        name: getattr(said, name) for name in _FILLED if getattr(page, name) is None and getattr(said, name)
    }
    draft = replace(
        page,
        **filled,
        source=said.source,
        bylines=page.bylines or said.bylines,
        pictures=page.pictures or said.pictures,
        terms=page.terms or said.terms,
        chain=page.chain or said.chain,
        identifier=said.identifier,
    )
    return draft, came


def _shown(item: Item, feed: Feed, source: str) -> Delivery:
    """What the feed says of an item, as a page: the file of a feed is that of all its items."""
    names = ", ".join(contact.name for contact in item.authors or feed.authors if contact.name)
    lines = (names, item.published, item.rights or feed.rights)
    text = item.content or item.summary
    pieces = [
        f"<h1>{escape(item.headline)}</h1>",
        *(f"<p>{escape(line)}</p>" for line in lines if line),
        *([f"<div>{item.summary}</div>"] if item.summary and item.summary != text else []),
        f"<div>{text}</div>",
    ]
    page = f'<!doctype html><html lang="{escape(item.language)}"><meta charset="utf-8"><title>{escape(item.headline)}</title>'
    return Delivery(f"{page}{''.join(pieces)}</html>".encode(), source, charset="utf-8")
