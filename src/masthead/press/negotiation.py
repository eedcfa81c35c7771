"""What a reader's request asks of a file: its encoding, its language, whether it is new, which part. Pure (RFC 9110)."""

from __future__ import annotations

import re
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import lru_cache

from masthead.lib import languages

_LONGEST = 256  # characters of a header that are looked at, so that what is remembered stays small


@lru_cache(maxsize=512)
def _encoding(accepted: str) -> str:
    offered: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, quality = part.partition(";q=")
        try:
            offered[name.strip()] = float(quality) if quality.strip() else 1.0
        except ValueError:
            continue
    for name, suffix in (("br", "br"), ("gzip", "gz")):
        if offered.get(name, offered.get("*", 0.0)) > 0:
            return suffix
    return ""


def encoding(accepted: str) -> str:
    """The suffix of the compressed form to send for an ``Accept-Encoding`` (section 12.5.3)."""
    return _encoding(accepted[:_LONGEST])


@lru_cache(maxsize=512)
def _preferred(accepted: str) -> tuple[str, ...]:
    weighed: list[tuple[float, int, str]] = []
    for position, part in enumerate(accepted.split(",")[:30]):
        tag, _, quality = part.partition(";q=")
        try:
            weight = float(quality) if quality.strip() else 1.0
        except ValueError:
            continue
        known = languages.match(tag)
        if known is not None and weight > 0:
            weighed.append((-weight, position, known.code))
    return tuple(dict.fromkeys(code for _, _, code in sorted(weighed)))


def preferred(accepted: str) -> tuple[str, ...]:
    """Codes of our languages in the order of an ``Accept-Language`` (section 12.5.4)."""
    return _preferred(accepted[:_LONGEST])


def unchanged(if_none_match: str | None, if_modified_since: str | None, etag: str, modified: str) -> bool:
    """Has the reader what we have? ``modified`` is our ``Last-Modified``. A tag goes before a date (section 13.2.2)."""
    if if_none_match is not None:
        tags = if_none_match.split(",") if len(if_none_match) < 4_000 else ()
        return if_none_match.strip() == "*" or any(tag.strip().removeprefix("W/") == etag for tag in tags)
    if if_modified_since is None:
        return False
    if if_modified_since == modified:
        return True
    try:
        since = parsedate_to_datetime(if_modified_since)
        return parsedate_to_datetime(modified) <= (since if since.tzinfo else since.replace(tzinfo=UTC))
    except (ValueError, OverflowError):
        return False


_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII | re.IGNORECASE)


def part(asked: str, size: int) -> tuple[int, int] | None:
    """First byte and the one after the last for a ``Range`` of one part (section 14.1.2).

    None where there is no such range to be read and the whole is to be sent; equal numbers where none of it is there.
    """
    found = _RANGE.fullmatch(asked.strip())
    if found is None or found[1] == found[2] == "":
        return None
    if not found[1]:
        return max(0, size - int(found[2])), size
    first, last = int(found[1]), int(found[2]) if found[2] else size - 1
    if found[2] and last < first:
        return None
    return (first, min(last + 1, size)) if first < size else (size, size)


def may_be_parted(if_range: str | None, etag: str, modified: str) -> bool:
    """Is a part still one of what the reader has (section 13.1.5)? A weak tag never says so."""
    return if_range is None or if_range.strip() in (etag, modified)
