"""Columns read as text, for those who read thousands of rows: a text that was met before is not taken apart again."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache

from django.db.models import TextField
from django.db.models.functions import Cast


def as_text(column: str) -> Cast:
    """An expression for ``annotate``."""
    return Cast(column, TextField())


@lru_cache(maxsize=16_384)
def moment(text: str) -> datetime:
    """A moment as a database writes it: with its offset (PostgreSQL), or in UTC (SQLite)."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
