"""feedparser's own cases, asked of our values: its ``Expect`` expressions over a result built from a ``Feed``.

A field that we do not keep raises ``NotKept``, so that no case passes or fails for it. HTML is compared after our
sanitiser, which keeps less than feedparser's; dates are compared as moments.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from masthead.intake.moments import moment
from masthead.intake.readers.feed import markup, reader
from masthead.intake.readers.feed.values import Contact, Feed, Item, Origin
from masthead.intake.sources.delivery import Delivery

_WHERE = "http://127.0.0.1:8097/tests/"
_ALIASES = {
    "description": "summary", "tagline": "subtitle", "info": "subtitle", "copyright": "rights", "guid": "id",
    "issued": "published", "modified": "updated", "url": "href", "uri": "href", "created": "published",
    "homepage": "href",
}  # fmt: skip
_VERSIONS = {
    "rss 0.90": ["rss090"], "rss 0.91": ["rss091n", "rss091u"], "rss 0.92": ["rss092"], "rss 0.93": ["rss093"],
    "rss 0.94": ["rss094"], "rss 2.0": ["rss20"], "rss 1.0": ["rss10"], "atom 0.3": ["atom03"],
    "atom 1.0": ["atom10"], "json 1.0": ["json10"], "json 1.1": ["json11"],
}  # fmt: skip


class NotKept(Exception):
    """The case asks for something that we do not keep."""


class Text(str):
    """Plain text, which is equal to what feedparser has as HTML or as text."""

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, str):
            return NotImplemented
        folded = " ".join(self.split())
        safe = markup.sanitised(str(other))
        return folded in {" ".join(str(other).split()), markup.words(str(other)), markup.words(safe)}

    __hash__ = str.__hash__


class Html(str):
    def __eq__(self, other: object) -> bool:
        # Plain text may hold what looks like a tag; in HTML it is escaped.
        return isinstance(other, str) and _same(self) in {
            _same(markup.sanitised(str(other))),
            _same(escape(str(other), quote=False)),
        }

    __hash__ = str.__hash__


class Moment(str):
    def __eq__(self, other: object) -> bool:
        return isinstance(other, str) and _seconds(moment(str(other))) == _seconds(self)

    __hash__ = str.__hash__


class Node(dict[str, Any]):
    """A dictionary in which a name that stands for nothing of ours is ``NotKept``."""

    def __missing__(self, key: str) -> Any:
        other = _ALIASES.get(key)
        if other in self:
            return self[other]
        raise NotKept(key)

    def get(self, key: str, default: Any = None) -> Any:
        return self[key]

    def __getattr__(self, key: str) -> Any:
        return self[key]

    def __contains__(self, key: object) -> bool:
        return dict.__contains__(self, key) or dict.__contains__(self, _ALIASES.get(str(key)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, dict) and {_ALIASES.get(k, k): v for k, v in other.items()} == dict(self)

    __hash__ = None  # type: ignore[assignment]


def _same(html: str) -> str:
    return re.sub(r"&(?:amp;)?#(?:38|x26);|&amp;amp;", "&amp;", " ".join(html.split()))


def _seconds(iso: str | None) -> float | None:
    if not iso:
        return None
    when = datetime.fromisoformat(iso)
    return (when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp()


def expectation(body: bytes) -> tuple[str, dict[str, str]]:
    """The expression of a case, without what it says of well-formedness, and the headers it is served with."""
    for mark, encoding in (
        (b"\xff\xfe\x00\x00", "utf-32-le"), (b"\x3c\x00\x00\x00", "utf-32-le"), (b"\x00\x00\xfe\xff", "utf-32-be"),
        (b"\x00\x00\x00\x3c", "utf-32-be"), (b"\xff\xfe", "utf-16-le"), (b"\x3c\x00", "utf-16-le"),
        (b"\xfe\xff", "utf-16-be"), (b"\x00\x3c", "utf-16-be"), (b"\x4c\x6f\xa7\x94", "cp037"),
    ):  # fmt: skip
        if body.startswith(mark):
            text = body.decode(encoding, "replace")
            break
    else:
        text = body.decode("utf-8", "replace")
    found = re.search(r"Expect:\s*(.*)", text)
    expression = re.sub(r'\s*-->",?\s*$', "", found[1].strip()) if found else ""
    headers = {name.lower(): value.strip() for name, value in re.findall(r"Header:\s*([\w-]+):\s*(.*)", text)}
    return re.sub(r"^(?:not )?bozo(?: and |$)", "", expression), headers


def holds(body: bytes, path: str) -> bool:
    """Whether what the case expects of kept fields is so; ``NotKept``, or an ``IntakeError``, otherwise."""
    expression, headers = expectation(body)
    if not expression:
        raise NotKept("bozo")
    url = _WHERE + path if "/http_" in path else ""  # as feedparser reads them: from a server, or a file
    headers.setdefault("content-location", url)
    headers.setdefault("content-type", "application/xml")
    feed = reader.read(Delivery(body, path, url), headers)
    version = _VERSIONS.get(feed.form, [feed.form])
    known = {
        "feed": _feed(feed),
        "entries": [_item(item) for item in feed.items],
        "version": next((name for name in version if name in expression), version[0]),
        "datetime": __import__("datetime"),
        "timedelta": timedelta,
    }
    try:
        return bool(eval(expression, {}, known))
    except NameError as error:
        raise NotKept(error.name) from error


def _feed(feed: Feed) -> Node:
    node = Node(
        title=Text(feed.title), subtitle=Html(feed.subtitle), id=feed.identifier, link=feed.address,
        language=feed.language, rights=Text(feed.rights), tags=_tags(feed.terms), image=Node(href=feed.picture),
        newlocation=feed.moved, logo=feed.picture, ttl=str(feed.minutes),
        links=_links(
            [("alternate", feed.address), ("self", feed.self_address), ("license", feed.licence)]
            + [("hub", hub) for hub in feed.hubs]
        ),
    )  # fmt: skip
    _times(node, feed.published, feed.updated)
    _people(node, feed.authors, feed.contributors, [feed.publisher] if feed.publisher else [])
    _details(node, feed.language)
    node["description"] = node["subtitle"]
    if feed.terms:
        node["category"] = feed.terms[0].name
    return node


def _item(item: Item) -> Node:
    node = Node(
        title=Text(item.headline), summary=Html(item.summary or item.content), id=item.identifier, link=item.address,
        content=[Node(value=Html(item.content or item.summary), language=item.language)], rights=Text(item.rights),
        tags=_tags(item.terms), source=_source(item.origin) if item.origin else Node(), language=item.language,
        links=_links([("alternate", item.address), ("license", item.licence)]),
        enclosures=[
            Node(href=one.address, type=one.media_type, length=str(one.length or ""), title=one.title, rel="enclosure")
            for one in item.enclosures
        ],
    )  # fmt: skip
    node["links"] += node["enclosures"]
    _times(node, item.published, item.updated)
    _people(node, item.authors, item.contributors, [])
    _details(node, item.language)
    if item.terms:
        node["category"] = item.terms[0].name
    return node


def _source(source: Origin) -> Node:
    node = Node(
        title=Text(source.title), link=source.address, rights=Text(source.rights), href=source.feed or source.address,
        links=_links([("alternate", source.address), ("self", source.feed)]),
    )  # fmt: skip
    _people(node, source.authors, None, [])
    _details(node, "")
    return node


class Links(list[Node]):
    """The kinds of link that we keep."""

    def __getitem__(self, at: Any) -> Any:
        if at >= len(self):
            raise NotKept("links")
        return super().__getitem__(at)


def _links(pairs: Iterable[tuple[str, str]]) -> Links:
    return Links(Node(rel=rel, href=url) for rel, url in pairs if url)


def _tags(terms: Iterable[Any]) -> list[Node]:
    return [Node(term=term.slug or term.name, label=term.name if term.slug else None) for term in terms]


def _times(node: Node, published: str, updated: str) -> None:
    for name, value in (("published", published), ("updated", updated or published)):
        node[name] = Moment(value)
        if value:
            node[f"{name}_parsed"] = tuple(time.gmtime(_seconds(value) or 0))
    node["created_parsed"] = node.get("published_parsed") if published else None


def _people(
    node: Node,
    authors: Iterable[Contact],
    contributors: Iterable[Contact] | None,
    publishers: Iterable[Contact],
) -> None:
    for name, contacts in (("author", authors), ("contributor", contributors), ("publisher", publishers)):
        if contacts is None:
            continue
        rows = [
            Node(
                {
                    key: value
                    for key, value in (("name", one.name), ("email", one.email), ("href", one.address))
                    if value
                }
            )
            for one in contacts
        ]
        node[f"{name}s"] = rows
        if rows:
            node[f"{name}_detail"] = rows[-1]
            one = rows[-1]
            both = f"{one['name']} ({one['email']})" if "name" in one and "email" in one else ""
            node[name] = both or dict.get(one, "name") or dict.get(one, "email") or ""


def _details(node: Node, language: str) -> None:
    for name in ("title", "subtitle", "summary", "rights"):
        if name in node:
            node[f"{name}_detail"] = Node(value=node[name], language=language)
    for name, other in (
        ("tagline", "subtitle"),
        ("info", "subtitle"),
        ("copyright", "rights"),
        ("description", "summary"),
    ):
        if f"{other}_detail" in node:
            node[f"{name}_detail"] = node[f"{other}_detail"]
