from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from masthead.record import guards
from masthead.record.actions import Statement, append
from masthead.record.models import Entry
from masthead.record.text import fingerprint

Publish = Callable[..., Entry]


@pytest.fixture(autouse=True)
def home(settings: Any, tmp_path: Path) -> Path:
    """An outlet's folder of its own, so that no test signs with the key of another."""
    settings.HOME = tmp_path
    return tmp_path


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


@pytest.fixture(autouse=True)
def may_be_emptied(request: pytest.FixtureRequest) -> Iterator[None]:
    """After a test that commits the database is emptied: the guards go down first, and rise again with it."""
    marker = request.node.get_closest_marker("django_db")
    if not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    guards.take_down(connection)
