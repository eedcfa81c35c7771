"""What Masthead asks of a database connection."""

from __future__ import annotations

import sqlite3
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper


def take_long_statements(*, connection: BaseDatabaseWrapper, **_: Any) -> None:
    """A receiver of ``connection_created``: on SQLite, let a statement have as many parameters as SQLite takes.

    Django 5.2 reckons with 999, the limit before SQLite 3.32, and divides an insert of the artifacts of 52
    editions into several: the number of queries would grow with the number of languages.
    """
    if connection.vendor == "sqlite":
        most = connection.connection.getlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER)
        connection.features.max_query_params = most
