"""When a feed is looked at next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime

USUAL = 60
"""Minutes between two looks at a feed that does not say how often it may be asked."""
LEAST, MOST = 10, 24 * 60
LONGEST = timedelta(days=7)
"""Nothing keeps us away for longer."""
WITH_HUB = 12 * 60
"""Minutes between two looks at a feed whose hub knocks when there is something new."""


def interval(asked: int, *, has_hub: bool = False) -> int:
    """Minutes between two looks, from what the feed asks for (0: nothing)."""
    return min(max(asked or USUAL, WITH_HUB if has_hub else LEAST), MOST)


def next_look(
    now: datetime, minutes: int, *, failures: int = 0, retry_after: str = "", spread: float = 0.0
) -> datetime:
    """The moment of the next look.

    Each failure in a row doubles the time. ``Retry-After`` (seconds or a date of HTTP) puts it off further. ``spread``,
    0 to 1, adds up to a tenth, so that feeds that came at one time are not asked at one time.
    """
    wait = timedelta(minutes=minutes) * (1 + spread / 10)
    wait = min(wait * 2 ** min(failures, 12), LONGEST)
    return now + min(max(wait, _asked_to_wait(now, retry_after)), LONGEST)


def _asked_to_wait(now: datetime, said: str) -> timedelta:
    said = said.strip()
    if said.isascii() and said.isdigit() and len(said) < 9:
        return timedelta(seconds=int(said))
    try:
        when = parsedate_to_datetime(said)
        return (when if when.tzinfo else when.replace(tzinfo=UTC)) - now
    except (ValueError, TypeError, OverflowError):
        return timedelta()
