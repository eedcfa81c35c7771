"""RSS, Atom, RDF and CDF as a feed: feedparser's result in our values."""

from __future__ import annotations

import calendar
import re
import time
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import escape
from typing import Any

from masthead.intake.draft import Picture, Term
from masthead.intake.moments import moment
from masthead.intake.readers.feed import guard, markup
from masthead.intake.readers.feed.beyond import Beyond, beyond
from masthead.intake.readers.feed.errors import NotAFeed
from masthead.intake.readers.feed.values import Contact, Enclosure, Feed, Item, Origin
from masthead.intake.readers.html.text import one_line
from masthead.lib.addresses import split

Node = dict[str, Any]

_ROOT = re.compile(rb"[^<]*(?:<![^>]*>[^<]*)*<(?:[\w.-]+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE)
# Some servers wrap a feed in a page.
_WRAPPED = re.compile(rb"<(?:rss|feed)\s[^>]*(?:version|xmlns)\s*=", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?-->|<\?.*?\?>", re.DOTALL)
_HEAD = 65_536  # bytes in which the first element must stand
_MARKUP = frozenset({"text/html", "application/xhtml+xml"})
_FORMS = {
    "rss090": "rss 0.90", "rss091n": "rss 0.91", "rss091u": "rss 0.91", "rss092": "rss 0.92", "rss093": "rss 0.93",
    "rss094": "rss 0.94", "rss20": "rss 2.0", "rss10": "rss 1.0", "atom01": "atom 0.1", "atom02": "atom 0.2",
    "atom03": "atom 0.3", "atom10": "atom 1.0",
}  # fmt: skip
_PERIODS = {"hourly": 60, "daily": 1440, "weekly": 10_080, "monthly": 43_200, "yearly": 525_600}
_MOST = 10_000  # items
_LINK = 2000


def read(body: bytes, headers: dict[str, str], name: str) -> Feed:
    """The feed in some bytes; ``headers`` are the answer's, in lower case. ``NotAFeed``, ``HostileFeed``."""
    data = guard.utf8(body, headers)
    guard.refuse_entities(data, name)
    head = _COMMENT.sub(b"", data[:_HEAD])
    if not _ROOT.match(head) and not _WRAPPED.search(head[:2000]):
        raise NotAFeed(f"{name} is no feed. Give the address of an RSS, Atom or JSON feed.")
    told = {**headers, "content-type": "application/xml; charset=utf-8"}
    result = guard.parsed(data, told, name)
    base = headers.get("content-location", "")
    whole, each = beyond(data, base)
    entries = result["entries"][:_MOST]
    if len(each) != len(result["entries"]):  # broken XML, which is read in another way
        each = [Beyond()] * len(entries)
    top: Node = result["feed"]
    language = _text(top.get("language")) or _language({**top, "content": []})
    items = tuple(_item(entry, more, language) for entry, more in zip(entries, each, strict=False))
    return Feed(
        form=_FORMS.get(result["version"], result["version"])
        or ("cdf" if b"<channel" in data.lower() else "rss"),
        title=_plain(top, "title"),
        subtitle=_markup(top, "subtitle") or _markup(top, "info"),
        identifier=_text(top.get("id")),
        address=_link(top),
        self_address=next(_links(top, "self"), ""),
        hubs=tuple(dict.fromkeys(_links(top, "hub"))),
        language=language,
        published=_moment(top, "published", "created"),
        updated=_moment(top, "updated"),
        authors=_contacts(top, "author"),
        contributors=_contacts(top, "contributor"),
        publisher=next(iter(_contacts(top, "publisher")), None),
        terms=_terms(top),
        licence=next(_links(top, "license"), "") or whole.licence,
        rights=_plain(top, "rights"),
        mining=whole.mining,
        picture=_picture(top),
        minutes=_minutes(top),
        moved=_web(top.get("newlocation") or top.get("itunes_new-feed-url")),
        next_page=next(_links(top, "next"), ""),
        items=items,
        warnings=("The feed has more items than are read.",) if len(result["entries"]) > _MOST else (),
    )


def _item(entry: Node, more: Beyond, language: str) -> Item:
    summary, content = _markup(entry, "summary"), _content(entry)
    if any(one.get("value") == entry.get("summary") for one in entry.get("content") or []):
        summary = ""  # feedparser gives the content for the summary where there is none
    image = _picture(entry)
    enclosures = tuple(_enclosures(entry))
    shown = (Picture(one.address, one.title) for one in enclosures if one.media_type.startswith("image/"))
    found = {picture.url: picture for picture in (*shown, *([Picture(image)] if image else []))}
    return Item(
        identifier=_text(entry.get("id")),
        address=_link(entry) or more.link[:_LINK],
        headline=_plain(entry, "title"),
        summary=summary,
        content=content,
        authors=_contacts(entry, "author"),
        contributors=_contacts(entry, "contributor"),
        published=_moment(entry, "published", "created"),
        updated=_moment(entry, "updated"),
        language=_language(entry) or language,
        terms=_terms(entry),
        licence=next(_links(entry, "license"), "") or more.licence,
        rights=_plain(entry, "rights"),
        mining=more.mining,
        origin=_origin(entry),
        enclosures=enclosures,
        pictures=tuple({**found, **{picture.url: picture for picture in more.pictures}}.values()),
    )


def _text(value: Any) -> str:
    return one_line(value) if isinstance(value, str) else ""


def _plain(node: Node, name: str) -> str:
    """A text without its markup; whether it has any is said by its type."""
    value = node.get(name)
    if not isinstance(value, str):
        return ""
    if _type(node.get(f"{name}_detail")) in _MARKUP:
        return markup.words(value)
    return " ".join(value.split())


def _markup(node: Node, name: str) -> str:
    value = node.get(name)
    return _sanitised(value, node.get(f"{name}_detail")) if isinstance(value, str) else ""


def _sanitised(value: str, detail: Any) -> str:
    kind = _type(detail) or "text/html"
    base = str(detail.get("base") or "") if isinstance(detail, dict) else ""
    return markup.sanitised(value if kind in _MARKUP else escape(value, quote=False), base)


def _content(entry: Node) -> str:
    """The longest of the contents that are text; a content that only names a file has none."""
    found = [
        _sanitised(one["value"], one)
        for one in entry.get("content") or []
        if isinstance(one, dict)
        and isinstance(one.get("value"), str)
        and not _type(one).startswith(("image/", "audio/", "video/"))
    ]
    return max(found, key=len, default="")


def _type(detail: Any) -> str:
    return str(detail.get("type") or "") if isinstance(detail, dict) else ""


def _web(value: Any) -> str:
    """An address of the web, or nothing."""
    url = value.strip() if isinstance(value, str) else ""
    try:
        return url if len(url) <= _LINK and split(url).scheme in {"http", "https"} else ""
    except ValueError:
        return ""


def _link(node: Node) -> str:
    """The address of the page. A link to a file or another feed is none, nor one that no browser opens."""
    others = {
        str(link.get("href") or "").strip()
        for link in node.get("links") or []
        if isinstance(link, dict) and link.get("rel") != "alternate"
    }
    own = str(node.get("link") or "").strip()
    found = [url for url in (*([own] if own not in others else []), *_links(node, "alternate"), own) if url]
    return next((url for url in found if _web(url)), next((url for url in found if ":" not in url), ""))[
        :_LINK
    ]


def _links(node: Node, rel: str) -> Iterator[str]:
    for link in node.get("links") or []:
        if isinstance(link, dict) and str(link.get("rel") or "") == rel and link.get("href"):
            yield str(link["href"]).strip()[:_LINK]


def _contacts(node: Node, name: str) -> tuple[Contact, ...]:
    rows = [row for row in node.get(f"{name}s") or [] if isinstance(row, dict) and row]
    if not rows and isinstance(node.get(f"{name}_detail"), dict):
        rows = [node[f"{name}_detail"]]
    found = [
        Contact(_text(row.get("name")), _text(row.get("href")), _text(row.get("email")))
        for row in rows
        if any(_text(row.get(key)) for key in ("name", "email", "href"))
    ]
    if not found and (whole := _text(node.get(name))):
        found = [Contact(whole)]
    return tuple(dict.fromkeys(found))


def _terms(node: Node) -> tuple[Term, ...]:
    named = (
        (_text(tag.get("label")) or _text(tag.get("term")), _text(tag.get("term")))
        for tag in node.get("tags") or []
        if isinstance(tag, dict)
    )
    return tuple(
        dict.fromkeys(Term(name, "tag", term if term != name else "") for name, term in named if name)
    )


def _moment(node: Node, *names: str) -> str:
    return next(filter(None, (_one_moment(node, name) for name in names)), "")


def _one_moment(node: Node, name: str) -> str:
    """The moment with the offset it is written with, where that is the moment which feedparser read; else in UTC."""
    written = moment(node.get(name)) if isinstance(node.get(name), str) else None
    parts = node.get(f"{name}_parsed")
    if not isinstance(parts, list):
        return written or ""
    try:
        seconds = calendar.timegm(time.struct_time(parts))
        if written and _seconds(written) == seconds:
            return written
        return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")
    except (ValueError, OverflowError, OSError, TypeError):
        return written or ""


def _seconds(iso: str) -> float:
    when = datetime.fromisoformat(iso)
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()


def _language(entry: Node) -> str:
    """The language that stands nearest to the text."""
    details = (entry.get(f"{name}_detail") for name in ("summary", "title", "subtitle", "info"))
    places: Iterable[Any] = (entry, *(entry.get("content") or []), *details)
    return next(
        (lang for place in places if isinstance(place, dict) and (lang := _text(place.get("language")))), ""
    )


def _picture(node: Node) -> str:
    image = node.get("image")
    return _web(image.get("href") or image.get("url")) if isinstance(image, dict) else _web(node.get("logo"))


def _enclosures(entry: Node) -> Iterator[Enclosure]:
    for link in entry.get("links") or []:
        if isinstance(link, dict) and link.get("rel") == "enclosure" and link.get("href"):
            length = str(link.get("length") or "")
            yield Enclosure(
                str(link["href"]).strip()[:_LINK],
                _text(link.get("type")),
                int(length) if length.isascii() and length.isdigit() and len(length) < 16 else 0,
                _text(link.get("title")),
            )


def _origin(entry: Node) -> Origin | None:
    node = entry.get("source")
    via = next(_links(entry, "via"), "")
    if not isinstance(node, dict) or not node:
        return Origin(address=via) if via else None
    own = _text(node.get("href")) or next(_links(node, "self"), "")
    return Origin(
        title=_plain(node, "title"),
        address=_link(node) or via,
        feed=own,
        rights=_plain(node, "rights"),
        authors=_contacts(node, "author"),
    )


def _minutes(top: Node) -> int:
    """RSS ``ttl``, else RSS 1.0's syndication module: so many times a period."""
    ttl = _text(top.get("ttl"))
    if ttl.isascii() and ttl.isdigit() and len(ttl) < 7:
        return int(ttl)
    period = _PERIODS.get(_text(top.get("sy_updateperiod")).lower(), 0)
    times = _text(top.get("sy_updatefrequency"))
    return period // max(int(times) if times.isascii() and times.isdigit() and len(times) < 7 else 1, 1)
