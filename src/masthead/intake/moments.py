"""Days and moments as pages write them, as ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from unicodedata import decimal

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
    text = _western(" ".join((text or "").split())[:80])
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
    if digits[:2] > "14" or digits[2:] > "59":
        return text
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
    except (ValueError, OverflowError):  # “31 Feb”, “+99999999999999”
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


_TIME = r"(?:[\s,،|–-]{1,4}(?:um|at|à|a las|às|alle|o|kl\.?|klo|в|о|الساعة)?\s*\d{1,2}[:.h]\d{2}(?!\.?\d)(?:\s*[ap]\.?m\b\.?)?)?"


def written(text: str, language: str = "") -> Iterator[tuple[int, int, str]]:
    """The dates that stand in a line, in words or figures: where each begins and ends, and its ISO 8601.

    Of 3/4/2024 the day is told only where ``language`` is known and is not English.
    """
    text = _western(text)
    for found in _written().finditer(text):
        if found["east"]:
            figures = re.findall(r"\d+", found["east"])
            value = moment("-".join(figures[:3]))
        elif found["figures"]:
            value = _in_figures(found["figures"], language)
        else:
            value = moment(re.sub(r"(?<=\d[-/.])\s", "", _ORDINAL.sub(r"\1", found[0])))
        if value:
            yield found.start(), found.end(), value


def _western(text: str) -> str:
    """The text with the digits of every script as 0 to 9, letter for letter."""
    return text if text.isascii() else re.sub(r"\d", lambda found: str(decimal(found[0])), text)


_ORDINAL = re.compile(r"(\d)(?:st|nd|rd|th|er|re|º|ª|-го|\.o)\b")


_FIGURES = re.compile(r"(\d{1,2})([./-])\s?(\d{1,2})[./-]\s?(\d{4})(.*)", re.DOTALL)


def _in_figures(text: str, language: str) -> str | None:
    """The day first, but where it can only be the other way round."""
    parts = _FIGURES.match(text)
    if parts is None:
        return None
    day, month = int(parts[1]), int(parts[3])
    if parts[2] == "/" and month > 12:
        day, month = month, day
    elif parts[2] == "/" and day <= 12 and day != month and language.partition("-")[0] in {"", "en"}:
        return None
    clock = re.search(r"(\d{1,2})[:.h](\d{2})(\s*[ap]\.?m)?", parts[5], re.IGNORECASE)
    return moment(
        f"{parts[4]}-{month:02}-{day:02}" + (f"T{clock[1]}:{clock[2]}{clock[3] or ''}" if clock else "")
    )


@cache
def _written() -> re.Pattern[str]:
    names = "|".join(
        sorted({name for month in range(1, 13) for name in months(month)}, key=len, reverse=True)
    )
    day, year = r"(?<!\d)\d{1,2}", r"(?:19|20)\d\d(?!\d)"
    return re.compile(
        rf"(?P<east>{year}\s*[年년]\s*\d{{1,2}}\s*[月월]\s*\d{{1,2}}\s*[日일])"
        rf"|(?P<figures>{day}\.\s?\d{{1,2}}\.\s?{year}{_TIME}|{day}/\d{{1,2}}/{year}{_TIME}|{day}-\d{{1,2}}-{year})"
        rf"|(?<!\d)(?:19|20)\d\d[-/.]\s?\d{{1,2}}[-/.]\s?\d{{1,2}}(?!\d){_TIME}"
        rf"|{day}(?:\.|st|nd|rd|th|er|re|º|ª|-го)?\s*(?:de\s+|of\s+|d['’])?(?:{names})\.?,?\s*(?:de\s+|del\s+|،\s*)?{year}{_TIME}"
        rf"|(?<![^\W\d_])(?:{names})\.?\s+{day}(?:st|nd|rd|th)?,?\s+{year}{_TIME}",
        re.IGNORECASE,
    )


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
