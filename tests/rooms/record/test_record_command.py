from __future__ import annotations

import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from masthead.record import canonical, jwk, queries
from masthead.record.models import Entry

pytestmark = pytest.mark.django_db

Publish = Callable[..., Entry]


def record(*words: str) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    try:
        call_command("record", *words, stdout=out, stderr=err)
    except CommandError as error:
        return out.getvalue(), f"{err.getvalue()}{error}"
    return out.getvalue(), err.getvalue()


def test_the_export_holds_the_key_and_every_entry(publish: Publish) -> None:
    for number in range(3):
        publish(f"نص {number}.")

    first, *entries = [json.loads(line) for line in queries.export()]

    assert first["format"] == "masthead-record-1"
    public = jwk.from_jwk(first["keys"][0])
    assert [entry["number"] for entry in entries] == [1, 2, 3]
    for entry in entries:
        stated = {name: entry[name] for name in ("number", "at", "kind", "subject", "body", "previous")}
        public.verify(jwk.decode(entry["signature"]), canonical.dumps(stated))


def test_an_empty_record_is_exported_without_making_a_key(home: Path) -> None:
    assert list(queries.export()) == ['{"format":"masthead-record-1","keys":[]}']
    assert list(home.iterdir()) == []


def test_the_export_asks_one_question(
    publish: Publish, django_assert_num_queries: Callable[..., object]
) -> None:
    for number in range(queries.CHUNK + 1):
        publish(f"Text {number}.")

    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        assert sum(1 for _ in queries.export()) == queries.CHUNK + 2


def test_the_command_writes_the_export(publish: Publish, tmp_path: Path) -> None:
    publish("Text.")

    printed, _ = record("export")
    record("export", "--out", str(tmp_path / "record.jsonl"))

    assert printed.splitlines() == list(queries.export())
    assert (tmp_path / "record.jsonl").read_text(encoding="utf-8") == printed
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["record.jsonl"]


def test_an_export_that_cannot_be_written_is_refused_in_a_sentence(publish: Publish, tmp_path: Path) -> None:
    publish("Text.")

    for out in (tmp_path / "none" / "record.jsonl", tmp_path):
        assert "cannot be written" in record("export", "--out", str(out))[1]


def test_a_broken_key_stops_the_export_and_leaves_the_old_file(publish: Publish, home: Path) -> None:
    publish("Text.")
    (home / "keys" / "record-ed25519.pem").write_text("broken")
    out = home / "record.jsonl"
    out.write_text("the old one")

    _, said = record("export", "--out", str(out))

    assert "Restore it from a backup" in said
    assert out.read_text() == "the old one"
    assert sorted(path.name for path in home.iterdir()) == ["keys", "record.jsonl"]


def test_a_whole_record_is_said_to_hold(publish: Publish) -> None:
    assert record("check") == ("The record is empty.\n", "")

    newest = publish("Text.")

    assert record("check") == (f"The record holds: 1 entry, the newest {newest.hash}.\n", "")


def test_a_broken_record_is_named_and_fails(publish: Publish, falsify: Callable[..., None]) -> None:
    publish("Text.")
    publish("Text.")
    falsify("DELETE FROM record_entry WHERE number = 1")

    assert record("check") == ("", "Entry 1 is missing.\nThe record is broken: 1 fault.")


def test_the_command_without_a_verb_says_what_it_can() -> None:
    with pytest.raises(CommandError, match="verb"):
        call_command("record")
