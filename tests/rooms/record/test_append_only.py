from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from masthead.record import guards
from masthead.record.errors import AppendOnly, RecordError
from masthead.record.models import Entry
from masthead.record.verify import verify_chain

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def two_entries(publish: Callable[..., Entry]) -> None:
    publish("One.")
    publish("Two.")


@pytest.mark.parametrize(
    "attempt",
    [
        lambda: Entry.objects.update(kind="x"),
        lambda: Entry.objects.filter(number=1).delete(),
        lambda: Entry.objects.get(number=1).delete(),
        lambda: Entry.objects.get(number=1).save(),
        lambda: Entry.objects.create(number=3),
        lambda: Entry.objects.bulk_create([Entry(number=3)]),
        lambda: Entry.objects.bulk_update([Entry(number=1)], ["kind"]),
        lambda: Entry.objects.update_or_create(number=1, defaults={"kind": "x"}),
        lambda: Entry.objects.get_or_create(number=3),
        lambda: Entry.objects.of("article/12/ar").update(kind="x"),
        lambda: Entry._base_manager.all()._raw_delete("default"),
    ],
)
def test_an_entry_is_not_changed_by_the_program(attempt: Callable[[], Any]) -> None:
    with (
        pytest.raises((RecordError, IntegrityError), match=r"never changed|append-only"),
        transaction.atomic(),
    ):
        attempt()

    assert Entry.objects.count() == 2
    assert list(verify_chain()) == []


def test_the_refusal_is_a_record_error_with_a_code() -> None:
    with pytest.raises(AppendOnly) as refused:
        Entry.objects.update(kind="x")

    assert refused.value.code == "append-only"
    assert refused.value.permanent


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE record_entry SET kind = 'x' WHERE number = 1",
        "UPDATE record_entry SET number = 9 WHERE number = 2",
        "DELETE FROM record_entry",
        "DELETE FROM record_entry WHERE number = 2",
        "INSERT INTO record_entry SELECT number + 2, at, kind, subject, body, previous, 'h', signature, key"
        " FROM record_entry WHERE number = 2",
        "INSERT INTO record_entry SELECT number + 1, at, kind, subject, body, previous, 'h', signature, key"
        " FROM record_entry WHERE number = 2",
    ],
)
def test_an_entry_is_not_changed_in_the_database(sql: str) -> None:
    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    assert list(verify_chain()) == []


def test_an_entry_is_not_replaced_in_the_database() -> None:
    sql = {
        "sqlite": "INSERT OR REPLACE INTO record_entry SELECT number, at, 'x', subject, body, previous, hash,"
        " signature, key FROM record_entry WHERE number = 2",
        "postgresql": "TRUNCATE record_entry",
    }[connection.vendor]

    with (
        pytest.raises(IntegrityError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)

    assert list(verify_chain()) == []


def test_guards_that_were_lost_are_put_up_after_a_migration() -> None:
    guards.take_down(connection)

    guards.after_migrate(using="default")
    guards.after_migrate(using="default")

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM record_entry")


@pytest.mark.django_db(transaction=True)
def test_guards_hold_for_what_was_committed() -> None:
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM record_entry")

    assert Entry.objects.count() == 2


def test_the_migrations_say_what_the_models_say() -> None:
    call_command("makemigrations", "record", "--check", "--dry-run", verbosity=0)
