"""Addresses of the web as they come from outside, which need not be any."""

from __future__ import annotations

from urllib.parse import SplitResult, urljoin, urlsplit

_NONE = SplitResult("", "", "", "", "")


def split(url: str) -> SplitResult:
    """The parts of an address, as ``urlsplit`` names them; all empty where it cannot be read (``http://[``)."""
    try:
        return urlsplit(url)
    except ValueError:
        return _NONE


def join(base: str, url: str) -> str:
    """The address in full, as seen from ``base``; empty where it cannot be read."""
    try:
        return urljoin(base, url)
    except ValueError:
        return ""
