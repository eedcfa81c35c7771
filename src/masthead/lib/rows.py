"""Columns as those need them who read and write thousands of rows."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any

from django.db import connection
from django.db.models import Model, TextField
from django.db.models.functions import Cast


def as_text(column: str) -> Cast:
    """An expression for ``annotate``: a text that was met before need not be taken apart again."""
    return Cast(column, TextField())


def insert(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence[Any]], more: str = "") -> None:
    """Insert rows without models of them, which cost more than the rows; ``more`` is SQL after the values.

    Values are as the database has them, but for moments. A column is called as its field.
    """
    names = ", ".join(connection.ops.quote_name(column) for column in columns)
    sql = f"INSERT INTO {model._meta.db_table} ({names}) VALUES ({', '.join(['%s'] * len(columns))}) {more}"  # noqa: S608 - names of our own
    with connection.cursor() as cursor:
        cursor.executemany(sql, [[_written(value) for value in row] for row in rows])


def _written(value: Any) -> Any:
    return connection.ops.adapt_datetimefield_value(value) if isinstance(value, datetime) else value


@lru_cache(maxsize=16_384)
def moment(text: str) -> datetime:
    """A moment as a database writes it: with its offset (PostgreSQL), or in UTC (SQLite)."""
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


class Unescaped(json.JSONEncoder):
    """JSON that writes letters as they are: half the size of escapes for most scripts, and read in half the time."""

    def __init__(self, **given: Any) -> None:
        super().__init__(**{**given, "ensure_ascii": False})
