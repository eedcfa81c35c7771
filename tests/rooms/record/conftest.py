from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from masthead.record import guards
from masthead.record.actions import Statement, append
from masthead.record.models import Entry
from masthead.record.text import fingerprint

Publish = Callable[..., Entry]


@pytest.fixture
def publish(db: None) -> Publish:
    """Record one edition; the lines are its text."""

    def publish(
        *lines: str, subject: str = "article/12/ar", kind: str = "edition.published", **says: Any
    ) -> Entry:
        body = {"text": fingerprint(lines).as_body(), **says}
        with transaction.atomic():
            [entry] = append([Statement(kind, subject, body)])
        return entry

    return publish


@pytest.fixture
def falsify(db: None) -> Callable[..., None]:
    """Change rows as somebody would who has the database."""

    def falsify(sql: str, *parameters: object) -> None:
        guards.take_down(connection)
        with connection.cursor() as cursor:
            cursor.execute(sql, parameters)
        guards.put_up(connection)

    return falsify
