"""A feed on the web: the answer with its headers, or word that nothing is new."""

from __future__ import annotations

from dataclasses import dataclass

from masthead.intake.errors import NotFetched
from masthead.intake.readers.feed.reader import LARGEST
from masthead.intake.sources.delivery import Delivery
from masthead.lib.fetch import Fetched, FetchError, Limits, fetch

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9,"
    " application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.1"
)


def ask(url: str, *, known: dict[str, str] | None = None, allow: frozenset[str] = frozenset()) -> Fetched:
    """The answer of a feed's address. ``known`` are headers that make it conditional; 304 says that nothing is new.

    ``FetchError`` as it comes from ``lib.fetch``.
    """
    return fetch(url, accept=_ACCEPT, limit=Limits(bytes=LARGEST), allow=allow, headers=known or {})


@dataclass(frozen=True, slots=True)
class Answer:
    """A delivery with the headers it came with, in lower case."""

    delivery: Delivery
    headers: dict[str, str]


def answer(fetched: Fetched) -> Answer:
    delivery = Delivery(fetched.body, fetched.url, fetched.final_url, fetched.media_type, fetched.charset)
    return Answer(delivery, dict(fetched.headers))


def deliver(url: str, *, allow: frozenset[str] = frozenset()) -> Answer:
    """The feed at an address; ``NotFetched``."""
    try:
        return answer(ask(url, allow=allow))
    except FetchError as error:
        raise NotFetched(error.code, error.sentence, permanent=error.permanent) from error
