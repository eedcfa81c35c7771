from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from masthead.record import keys, queries
from masthead.record.actions import Statement, append
from masthead.record.chain import GENESIS
from masthead.record.errors import BadStatement, KeyUnusable, OutsideTransaction
from masthead.record.models import Entry
from masthead.record.verify import verify_chain

pytestmark = pytest.mark.django_db


def statement(number: int = 1, **body: Any) -> Statement:
    return Statement("edition.published", f"article/{number}/ar", body)


def test_entries_follow_each_other_from_one() -> None:
    first, second = append([statement(1), statement(2)])
    [third] = append([statement(3)])

    assert [entry.number for entry in (first, second, third)] == [1, 2, 3]
    assert [entry.previous for entry in (first, second, third)] == [GENESIS, first.hash, second.hash]
    assert list(verify_chain()) == []


@time_machine.travel(datetime(2026, 11, 22, 14, 38, 0, 123456, tzinfo=UTC), tick=False)
def test_an_entry_is_read_back_as_it_was_written() -> None:
    body = {
        "text": {"sentences": ("a", "b")},
        "عنوان": 'x\u2028\\"é',
        "cost": 0.1,
        "big": 2**53 - 1,
        "no": None,
    }

    [written] = append([Statement("edition.published", "article/12/ar", body)])

    entry = Entry.objects.get()
    assert entry.at == written.at == datetime(2026, 11, 22, 14, 38, 0, 123456, tzinfo=UTC)
    assert entry.body == {**body, "text": {"sentences": ["a", "b"]}}
    assert (entry.hash, entry.signature, entry.key) == (written.hash, written.signature, written.key)
    assert entry.key == keys.public_jwk()["kid"]
    assert str(entry) == "1 edition.published article/12/ar"
    assert list(verify_chain()) == []


@pytest.mark.parametrize("number", [0.1, -0.0, 1e-7, 123456.789, 1e15, 1.0, 5e-324, -(2**53) + 1])
def test_numbers_keep_their_hash_through_the_database(number: float) -> None:
    append([statement(n=number)])

    assert list(verify_chain()) == []


def test_the_number_of_queries_does_not_grow_with_the_statements() -> None:
    append([statement()])

    counts = []
    for many in (1, 52, 300):
        with CaptureQueriesContext(
            connection,
        ) as queries_made:
            append([statement(number) for number in range(many)])
        counts.append(len(queries_made))

    lock = connection.vendor == "postgresql"
    assert counts == [2 + lock] * 3
    assert list(verify_chain()) == []


def test_nothing_to_append_asks_nothing(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        assert append([]) == []


def test_entries_vanish_with_the_transaction_that_wrote_them() -> None:
    append([statement(1)])
    with transaction.atomic():
        append([statement(2)])
        transaction.set_rollback(True)

    append([statement(3)])

    assert list(Entry.objects.order_by("number").values_list("number", "subject")) == [
        (1, "article/1/ar"),
        (2, "article/3/ar"),
    ]
    assert list(verify_chain()) == []


@pytest.mark.django_db(transaction=True)
def test_appending_outside_a_transaction_is_refused() -> None:
    with pytest.raises(OutsideTransaction, match="atomic"):
        append([statement()])

    assert not Entry.objects.exists()


class Kind(StrEnum):
    PUBLISHED = "edition.published"


def test_words_of_an_enumeration_are_words() -> None:
    append([Statement(Kind.PUBLISHED, "article/1/ar", {"kind": Kind.PUBLISHED})])

    assert Entry.objects.get().kind == "edition.published"
    assert list(verify_chain()) == []


@pytest.mark.parametrize(
    "bad",
    [
        Statement("", "a", {}),
        Statement("Edition Published", "a", {}),
        Statement("a" * 61, "a", {}),
        Statement("a\n", "a", {}),
        Statement("a", "", {}),
        Statement("a", "a\nb", {}),
        Statement("a", "a" * 256, {}),
        Statement("a", "\ud800", {}),
        Statement("a", "a", []),  # type: ignore[arg-type]
        Statement("a", "a", {"n": 2**53}),
        Statement("a", "a", {"n": float("nan")}),
        Statement("a", "a", {"n": float("inf")}),
        Statement("a", "a", {"n": 1e20}),
        Statement("a", "a", {"s": "a\0b"}),
        Statement("a", "a", {"s": "\ud800"}),
        Statement("a", "a", {"a\0": 1}),
        Statement("a", "a", {1: "one"}),  # type: ignore[dict-item]
        Statement("a", "a", {"at": datetime.now(UTC)}),
        Statement("a", "a", {"b": b"bytes"}),
        Statement("a", "a", {"deep": eval("[" * 60 + "]" * 60)}),
    ],
    ids=lambda bad: ascii(bad)[:60],
)
def test_what_cannot_be_recorded_faithfully_is_refused_whole(bad: Statement) -> None:
    with pytest.raises(BadStatement):
        append([statement(1), bad])

    assert not Entry.objects.exists()


def test_a_lost_key_is_not_replaced_unnoticed() -> None:
    append([statement(1)])
    lost = keys.key_file().read_bytes()
    keys.key_file().unlink()

    with pytest.raises(KeyUnusable, match="Restore it from a backup"):
        append([statement(2)])

    assert not keys.key_file().exists()
    keys.key_file().write_bytes(lost)
    append([statement(2)])
    assert list(verify_chain()) == []


def test_a_record_goes_on_with_a_new_key_beside_the_retired_one() -> None:
    append([statement(1)])
    keys.retired_file().write_text(json.dumps(keys.public_jwks()))
    keys.key_file().unlink()

    append([statement(2)])

    first, second = Entry.objects.order_by("number")
    assert first.key != second.key
    assert list(verify_chain()) == []


def test_the_newest_and_the_history_of_a_subject() -> None:
    append([statement(1, n=1), statement(2, n=2), statement(1, n=3)])

    newest = queries.newest("article/1/ar")
    assert newest is not None
    assert newest.number == 3
    assert [entry.body["n"] for entry in queries.history("article/1/ar")] == [1, 3]
    assert queries.newest("article/9/ar") is None


def test_the_newest_entry_of_a_subject_is_found_by_index() -> None:
    append([statement(1)])

    if connection.vendor == "sqlite":
        plan = Entry.objects.of("article/1/ar").newest_first()[:1].explain()
        assert "record_entry_newest" in plan
