"""Small feeds, written for the tests."""

from __future__ import annotations

from masthead.intake.draft import Draft
from masthead.intake.readers.feed import drafts, reader
from masthead.intake.readers.feed.values import Feed, Item
from masthead.intake.sources.delivery import Delivery

URL = "https://gazette.example/feed.xml"
SPACES = (
    'xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:media="http://search.yahoo.com/mrss/" '
    'xmlns:rsl="https://rslstandard.org/rsl" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" '
    'xmlns:creativeCommons="http://backend.userland.com/creativeCommonsRssModule"'
)
WORDS = (
    "<p>The river rose three metres in the night, and by the morning the lower town stood under water.</p>"
    '<p>The council met at noon, <a href="https://archive.example/sluice">as the archive tells</a>, and '
    "decided to open the old sluice.</p>"
)


def rss(*items: str, top: str = "", head: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<rss version="2.0" {SPACES}><channel>'
        f"<title>The Gazette</title><link>https://gazette.example/</link>{top}{''.join(items)}</channel></rss>"
    )


def item(number: int = 1, more: str = "", *, words: str = WORDS) -> str:
    return (
        f"<item><title>River floods the lower town {number}</title>"
        f"<link>https://gazette.example/2024/05/river-{number}</link><guid isPermaLink='false'>river-{number}</guid>"
        f"<pubDate>Thu, 02 May 2024 07:30:00 +0200</pubDate><dc:creator>Jana Dorn</dc:creator>{more}"
        f"<content:encoded><![CDATA[{words}]]></content:encoded></item>"
    )


def read(text: str | bytes, url: str = URL, **headers: str) -> Feed:
    body = text.encode() if isinstance(text, str) else text
    return reader.read(Delivery(body, "feed.xml", url), headers)


def one(text: str | bytes) -> Item:
    (found,) = read(text).items
    return found


def draft(text: str) -> Draft:
    feed = read(text)
    (found,) = feed.items
    return drafts.draft_of(found, feed, source=URL)
