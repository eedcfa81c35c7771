"""Addresses as other systems write them."""

from __future__ import annotations

import re
from urllib.parse import unquote, urljoin, urlsplit

_BREAKS = re.compile(r"[\t\r\n]")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)
_PATH = re.compile(r"/[^/\s]")
_RESIZED = re.compile(r"https://substackcdn\.com/image/fetch/[^/]*(?:/[^/]*)??/(https?%3A.+)$")
_PLAYERS = (
    (
        re.compile(r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,20})"),
        "https://www.youtube.com/watch?v={}",
    ),
    (re.compile(r"https?://player\.vimeo\.com/video/(\d+)"), "https://vimeo.com/{}"),
    (re.compile(r"https?://open\.spotify\.com/embed/([\w/]+)"), "https://open.spotify.com/{}"),
)


def web(address: str | None, base: str = "") -> str:
    """A whole address of the web, or nothing. ``base`` is the address against which others are resolved."""
    url = _BREAKS.sub("", (address or "").strip()).replace(" ", "%20")
    if url.startswith("//"):
        url = f"https:{url}"
    try:
        if base and url and not _SCHEME.match(url):
            url = urljoin(base, url)
        parts = urlsplit(url)
        return url if parts.scheme in {"http", "https"} and parts.hostname else ""
    except ValueError:
        return ""


def place(address: str | None, base: str) -> str:
    """A whole address; where no ``base`` is known, the path in a site whose address nobody names."""
    address = (address or "").strip()
    return web(address, base) or (address if not base and _PATH.match(address) else "")


def original(url: str) -> str:
    """A picture's own address where a service that resizes it stands before: Substack's."""
    found = _RESIZED.match(url)
    return web(unquote(found[1])) or url if found else url


def watched(url: str) -> str:
    """The address of a player as that of the page people open."""
    for pattern, page in _PLAYERS:
        if found := pattern.match(url):
            return page.format(found[1])
    return url
