"""Days and moments as pages write them, as ISO 8601."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache

from masthead.lib import languages

_ISO = re.compile(
    r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})"
    r"(?:[T\s,|-]{1,3}(\d{1,2})[:h.](\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*([AaPp]\.?[Mm]\.?)?\s*(Z|UTC|GMT|[+-]\d{2}:?\d{2}|[+-]\d{2})?)?",
)
_COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?(Z|[+-]\d{4})?)?$")
_LETTER = re.compile(r"[^\W\d_]")
_OLDEST = 1990


def moment(text: str | None) -> str | None:
    """ISO 8601 for a machine-readable date: a day, or a moment to the second with its offset where it has one."""
    text = " ".join((text or "").split())[:80]
    if not text:
        return None
    if re.fullmatch(r"\d{10}(?:\.\d+)?|\d{13}", text):
        seconds = float(text) / (1000 if len(text) == 13 else 1)
        return _iso(datetime.fromtimestamp(seconds, UTC))
    parts = _COMPACT.match(text) or _ISO.search(text)
    if parts:
        return _built(parts)
    return _mailed(text) or _worded(text)


def _built(parts: re.Match[str]) -> str | None:
    groups = [*parts.groups(), None][:8]
    half = None
    if parts.re is _ISO:
        year, month, day, hour, minute, second, half, zone = groups
    else:
        year, month, day, hour, minute, second, zone = groups[:7]
    try:
        when = datetime(int(year or 0), int(month or 0), int(day or 0))  # noqa: DTZ001 - the zone is added below
        if hour is None:
            return when.date().isoformat() if _likely(when) else None
        hours = int(hour) % 12 + (12 if "p" in half.lower() else 0) if half else int(hour)
        when = when.replace(hour=hours, minute=int(minute or 0), second=int(second or 0))
        return _iso(when, zone) if _likely(when) else None
    except ValueError:
        return None


def _iso(when: datetime, zone: str | None = None) -> str | None:
    if not _likely(when):
        return None
    text = when.replace(microsecond=0).isoformat()
    if zone is None:
        return text.replace("+00:00", "Z") if when.tzinfo is UTC else text
    if zone in {"Z", "UTC", "GMT"}:
        return text + "Z"
    digits = zone[1:].replace(":", "").ljust(4, "0")
    return f"{text}{zone[0]}{digits[:2]}:{digits[2:]}"


def _likely(when: datetime) -> bool:
    """Not before the web, not after tomorrow."""
    return when.year >= _OLDEST and when.replace(tzinfo=UTC) < datetime.now(UTC) + timedelta(days=2)


def _mailed(text: str) -> str | None:
    """RFC 5322: Fri, 22 Dec 2023 10:12:00 +0000."""
    if not re.match(r"(?:[A-Z][a-z]{2},\s*)?\d{1,2} [A-Z][a-z]{2} \d{4} \d", text):
        return None
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return None
    offset = when.strftime("%z")
    return _iso(when.replace(tzinfo=None), (f"{offset[:3]}:{offset[3:]}" if offset else None))


def _worded(text: str) -> str | None:
    """A date with the month in words of any language of the editions: 12. März 2024, May 11, 2024 3:15 pm."""
    year = re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", text)
    if year is None or len(text) > 60 or not _LETTER.search(text):
        return None
    names = {word.casefold() for word in re.findall(r"[^\W\d_]+", text)}
    month = next((number for number in range(1, 13) if names & _month_words(number)), 0)
    rest = text[: year.start()] + text[year.end() :]
    time = re.search(r"(\d{1,2})[:.h](\d{2})(?::(\d{2}))?\s*([ap]\.?m\.?)?", rest, re.IGNORECASE)
    day = re.search(
        r"(?<![\d:.])(\d{1,2})(?![\d:])", rest[: time.start()] + rest[time.end() :] if time else rest
    )
    if not month or day is None:
        return None
    clock = f"T{time[1]}:{time[2]}{time[4] or ''}" if time else ""
    return moment(f"{year[0]}-{month:02}-{int(day[1]):02}{clock}")


def months(month: int) -> tuple[str, ...]:
    """The names of a month in the languages of the editions as patterns, short and long, the longest first."""
    return tuple(sorted(map(re.escape, _month_words(month)), key=len, reverse=True))


@cache
def _month_words(month: int) -> frozenset[str]:
    names = (
        language.locale.months[form][width][month].strip(".").casefold()
        for language in languages.ALL
        for form in ("format", "stand-alone")
        for width in ("abbreviated", "wide")
    )
    return frozenset(name for name in names if len(name) > 2 and not re.search(r"\d", name))
