"""A page on the web."""

from __future__ import annotations

from masthead.intake.errors import NotFetched
from masthead.intake.sources.delivery import LARGEST, Delivery
from masthead.lib.fetch import FetchError, Limits, fetch

_ACCEPT = "text/html, application/xhtml+xml, text/markdown;q=0.9, text/plain;q=0.8, */*;q=0.1"


def deliver(url: str, *, most: int = LARGEST, allow: frozenset[str] = frozenset()) -> Delivery:
    """The page at an address, by the one door that refuses private networks; ``allow`` as in ``lib.fetch``."""
    try:
        page = fetch(url, accept=_ACCEPT, limit=Limits(bytes=most), allow=allow)
    except FetchError as error:
        raise NotFetched(error.code, error.sentence, permanent=error.permanent) from error
    return Delivery(page.body, url, page.final_url, page.media_type, page.charset)
