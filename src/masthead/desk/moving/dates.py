"""When something appeared in the system it comes from."""

from __future__ import annotations

from datetime import datetime, time

from django.utils import timezone


def moment_of(text: str) -> datetime | None:
    """An aware moment for ISO 8601: a day begins in the outlet's own time zone. None where it says no moment."""
    try:
        found = (
            datetime.fromisoformat(text)
            if len(text) > 10
            else datetime.combine(datetime.fromisoformat(text).date(), time())
        )
        return found if found.tzinfo else timezone.make_aware(found)
    except (ValueError, OverflowError):
        return None
