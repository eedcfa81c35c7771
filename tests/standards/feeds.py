"""What the W3C's feed validator asks of RSS 2.0 and Atom, and JSON Feed 1.1 of itself: a list of faults for a feed."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from lxml import etree
from lxml import html as lxml_html

ATOM = "{http://www.w3.org/2005/Atom}"
DC = "{http://purl.org/dc/elements/1.1/}"
TAG = re.compile(r"[a-zA-Z]{2,3}(-[A-Z][a-z]{3})?(-[A-Z]{2})?")  # of BCP 47 what we use
_RFC822 = re.compile(
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d{2}:\d{2}:\d{2} ([+-]\d{4}|GMT)"
)
_RFC3339 = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})")
_ADDRESSES = ("href", "src", "cite", "action", "poster", "data", "longdesc")


def faults(name: str, body: bytes) -> list[str]:
    """By the name of the file: ``feed.xml``, ``atom.xml``, ``feed.json``."""
    kinds = {"feed.xml": rss, "atom.xml": atom, "feed.json": json_feed}
    return list(kinds[name.rsplit("/", 1)[-1]](body))


def whole(address: str | None) -> bool:
    """A full address in the signs of RFC 3986."""
    parts = urlsplit(address or "")
    return (
        parts.scheme in ("http", "https")
        and bool(parts.netloc)
        and re.fullmatch(r"[\x21-\x7e]+", address or "") is not None
    )


def _root(body: bytes) -> etree._Element:
    return etree.fromstring(body, etree.XMLParser(resolve_entities=False, no_network=True))


def rss(body: bytes) -> Iterator[str]:
    root = _root(body)
    if root.tag != "rss" or root.get("version") != "2.0":
        yield "the root is no rss 2.0"
    channels = root.findall("channel")
    if len(channels) != 1:
        yield "not one channel"
        return
    channel = channels[0]
    yield from _once(channel, "title", "link", "description", "language", "lastBuildDate")
    for name in ("title", "link", "description"):
        if not (channel.findtext(name) or "").strip():
            yield f"channel without {name}"
    if not whole(channel.findtext("link")):
        yield "the channel's link is no full address"
    if not TAG.fullmatch(channel.findtext("language") or ""):
        yield f"language {channel.findtext('language')}"
    yield from _mail_date(channel, "lastBuildDate")
    own = [link for link in channel.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if len(own) != 1 or not whole(own[0].get("href")) or own[0].get("type") != "application/rss+xml":
        yield "no atom:link that names itself"
    for image in channel.findall("image"):
        yield from _image(image, channel)
    items = channel.findall("item")
    guids = Counter(item.findtext("guid") for item in items)
    yield from (f"guid {guid} stands {number} times" for guid, number in guids.items() if number > 1)
    for item in items:
        yield from _item(item)


def _item(item: etree._Element) -> Iterator[str]:
    yield from _once(item, "title", "link", "description", "guid", "pubDate", "author", "source")
    title, told = item.findtext("title") or "", item.findtext("description") or ""
    if not title.strip() and not told.strip():
        yield "an item without title and description"
    if "<" in title and re.search(r"</?[a-z][^<]*>", title, re.I):
        yield f"HTML in a title: {title[:60]}"
    yield from _html(told)
    guid = item.find("guid")
    if guid is None or not (guid.text or "").strip():
        yield f"no guid: {title[:60]}"
    elif guid.get("isPermaLink", "true") == "true" and not whole(guid.text):
        yield f"a guid that is no address: {guid.text}"
    if not whole(item.findtext("link")):
        yield f"a link that is no full address: {item.findtext('link')}"
    if item.find("pubDate") is None:
        yield f"no pubDate: {title[:60]}"
    yield from _mail_date(item, "pubDate")
    for author in item.findall("author"):
        if not re.fullmatch(r"[^@\s]+@[^@\s]+( \(.+\))?", author.text or ""):
            yield f"an author without a mail address: {author.text}"
    yield from ("an empty dc:creator" for who in item.findall(f"{DC}creator") if not (who.text or "").strip())
    for attached in item.findall("enclosure"):
        if not (
            whole(attached.get("url"))
            and (attached.get("length") or "").isdigit()
            and "/" in (attached.get("type") or "")
        ):
            yield "an enclosure without url, length or type"


def _html(text: str) -> Iterator[str]:
    """What a description says as HTML: no relative address, no script, no style."""
    if not text.strip():
        return
    for element in lxml_html.fragment_fromstring(text, create_parent=True).iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in ("script", "style", "iframe", "object", "form", "meta"):
            yield f"<{element.tag}> in a text"
        for name in _ADDRESSES:
            if element.get(name) is not None and not whole(element.get(name)):
                yield f"a relative address in a text: {element.get(name)}"


def _image(image: etree._Element, channel: etree._Element) -> Iterator[str]:
    if not whole(image.findtext("url")) or image.findtext("link") != channel.findtext("link"):
        yield "the image has no address, or leads elsewhere than the channel"
    if (image.findtext("title") or "") != (channel.findtext("title") or ""):
        yield "the image has another title than the channel"
    if (
        not 1 <= int(image.findtext("width") or 88) <= 144
        or not 1 <= int(image.findtext("height") or 31) <= 400
    ):
        yield "the image is too large"


def _once(parent: etree._Element, *names: str) -> Iterator[str]:
    yield from (f"{name} stands twice" for name in names if len(parent.findall(name)) > 1)


def _mail_date(parent: etree._Element, name: str) -> Iterator[str]:
    text = parent.findtext(name)
    if text is None:
        return
    if not _RFC822.fullmatch(text):
        yield f"{name} is no date of RFC 822: {text}"
        return
    moment = parsedate_to_datetime(text)
    if moment.strftime("%a") != text[:3]:
        yield f"{name} is of another day of the week: {text}"


def atom(body: bytes) -> Iterator[str]:
    root = _root(body)
    if root.tag != f"{ATOM}feed":
        yield "the root is no Atom feed"
        return
    entries = root.findall(f"{ATOM}entry")
    yield from _atom_basics(root, "feed")
    own = [link for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"]
    if len(own) != 1 or not whole(own[0].get("href")):
        yield "no link that names itself"
    ids = Counter(entry.findtext(f"{ATOM}id") for entry in entries)
    yield from (f"id {key} stands {number} times" for key, number in ids.items() if number > 1)
    if root.findtext(f"{ATOM}id") in ids:
        yield "the feed has an entry's id"
    for entry in entries:
        yield from _atom_basics(entry, "entry")
        if root.find(f"{ATOM}author") is None and entry.find(f"{ATOM}author") is None:
            yield "an entry without author in a feed without author"
        if entry.find(f"{ATOM}content") is None and not any(
            link.get("rel", "alternate") == "alternate" for link in entry.findall(f"{ATOM}link")
        ):
            yield "an entry without content and without alternate"
    for name in root.iter(f"{ATOM}name"):
        if not (name.text or "").strip():
            yield "a person without a name"
    for text in root.iter(f"{ATOM}summary", f"{ATOM}content"):
        if text.get("type", "text") == "html":
            yield from _html(text.text or "")


def _atom_basics(element: etree._Element, what: str) -> Iterator[str]:
    for name in ("id", "title", "updated"):
        found = element.findall(f"{ATOM}{name}")
        if len(found) != 1 or not (found[0].text or "").strip():
            yield f"{what}: not one {name}"
    if not re.match(r"[a-z][a-z0-9+.-]*:[\x21-\x7e]+\Z", element.findtext(f"{ATOM}id") or ""):
        yield f"{what}: an id that is no full address"
    for name in ("updated", "published"):
        text = element.findtext(f"{ATOM}{name}")
        if text is not None and not _zoned(text):
            yield f"{what}: {name} is no date of RFC 3339: {text}"
    kinds = Counter(
        (link.get("type"), link.get("hreflang"))
        for link in element.findall(f"{ATOM}link")
        if link.get("rel", "alternate") == "alternate"
    )
    yield from (f"{what}: two alternates of {kind}" for kind, number in kinds.items() if number > 1)
    for link in element.findall(f"{ATOM}link"):
        if not whole(link.get("href")):
            yield f"{what}: a link that is no full address: {link.get('href')}"


def _zoned(text: str) -> bool:
    if not _RFC3339.fullmatch(text):
        return False
    return datetime.fromisoformat(text).tzinfo is not None


def json_feed(body: bytes) -> Iterator[str]:
    feed: dict[str, Any] = json.loads(body)
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield "another version"
    if not (feed.get("title") or "").strip():
        yield "no title"
    for name in ("home_page_url", "feed_url", "icon", "favicon", "next_url"):
        if name in feed and not whole(feed[name]):
            yield f"{name} is no full address"
    if not TAG.fullmatch(feed.get("language", "en")):
        yield f"language {feed['language']}"
    items = feed.get("items")
    if not isinstance(items, list):
        yield "no items"
        return
    ids = Counter(item.get("id") for item in items)
    yield from (f"id {key} stands {number} times" for key, number in ids.items() if number > 1 or not key)
    yield from _empty(feed)
    for item in items:
        if not isinstance(item.get("id"), str):
            yield "an id that is no text"
        if not ("content_html" in item or "content_text" in item):
            yield "an item without content"
        yield from _html(item.get("content_html", ""))
        for name in ("url", "external_url", "image", "banner_image"):
            if name in item and not whole(item[name]):
                yield f"{name} is no full address: {item[name]}"
        for name in ("date_published", "date_modified"):
            if name in item and not _zoned(item[name]):
                yield f"{name} is no date of RFC 3339: {item[name]}"
        for author in item.get("authors", []):
            if not {"name", "url", "avatar"} & set(author):
                yield "an author without name, url and avatar"
        if "author" in item:
            yield "author is of version 1"


def _empty(value: Any, where: str = "") -> Iterator[str]:
    """Empty values, which say nothing. An empty list of items is an outlet without articles."""
    if isinstance(value, dict):
        for key, inner in value.items():
            if inner in (None, "", [], {}) and not (where == "" and key == "items"):
                yield f"{where}/{key} is empty"
            yield from _empty(inner, f"{where}/{key}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _empty(inner, f"{where}/{number}")
