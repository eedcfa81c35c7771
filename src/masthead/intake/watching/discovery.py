"""The feed at an address, or the feed of the site at an address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from lxml import html as lxml_html
from lxml.etree import ParserError

from masthead.intake.errors import IntakeError
from masthead.intake.readers.decode import decode
from masthead.intake.readers.feed import reader
from masthead.intake.readers.feed.errors import NotAFeed
from masthead.intake.readers.feed.values import Feed
from masthead.intake.sources import feed as source
from masthead.intake.sources.feed import Answer

_TYPE = re.compile(r"^application/(?:rss|atom|rdf|feed)\+(?:xml|json)|^application/json\b", re.IGNORECASE)
_COMMENTS = re.compile(r"comments?\b|kommentar|comentario|commentaire", re.IGNORECASE)
_MOST = 3  # links of a site that are tried


@dataclass(frozen=True, slots=True)
class Discovered:
    address: str
    feed: Feed


def discover(address: str, *, allow: frozenset[str] = frozenset()) -> Discovered:
    """The feed at the address of a feed or of a site; an ``IntakeError`` that says what is there instead."""
    address = address.strip()
    if not re.match(r"^[a-z][a-z0-9+.-]*:", address, re.IGNORECASE):
        address = f"https://{address}"
    came = source.deliver(address, allow=allow)
    try:
        return Discovered(address, reader.read(came.delivery, came.headers))
    except NotAFeed:
        pass
    for link in list(_links(came))[:_MOST]:
        try:
            other = source.deliver(link, allow=allow)
            return Discovered(link, reader.read(other.delivery, other.headers))
        except IntakeError:
            continue
    raise NotAFeed(
        f"{address} is no feed, and names none. Look on the site for “RSS” or “Feed”, and give that address."
    )


def _links(page: Answer) -> Iterator[str]:
    """What the page calls its feeds, feeds of comments last."""
    try:
        tree = lxml_html.fromstring(decode(page.delivery.body, page.delivery.charset).text[:500_000])
    except (ParserError, ValueError, IntakeError):
        return
    base = next(
        (urljoin(page.delivery.url, node.get("href") or "") for node in tree.iter("base")), page.delivery.url
    )
    links = [
        (
            bool(_COMMENTS.search(f"{link.get('title') or ''} {link.get('href')}")),
            urljoin(base, link.get("href") or ""),
        )
        for link in tree.iter("link")
        if "alternate" in (link.get("rel") or "").lower().split()
        and _TYPE.match(link.get("type") or "")
        and link.get("href")
    ]
    yield from dict.fromkeys(url for _, url in sorted(links, key=lambda link: link[0]))
