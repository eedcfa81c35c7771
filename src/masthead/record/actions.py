"""The one verb of the room."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connection
from django.utils import timezone

from masthead.lib.rows import insert
from masthead.record import chain, jwk, keys
from masthead.record.errors import BadStatement, KeyUnusable, OutsideTransaction
from masthead.record.models import Entry

_kind = re.compile(r"[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*")
_control = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_MOST_DEPTH = 32
_MOST_NUMBER = 2**53 - 1
# Any number that no other part of the outlet takes as a PostgreSQL advisory lock: "record" in ASCII.
_LOCK = 0x7265636F7264


@dataclass(frozen=True, slots=True)
class Statement:
    """What shall be recorded.

    ``kind``: dotted lower-case words, at most 60 characters (``edition.published``). ``subject``: at most
    255 characters (``article/12/ar``). ``body``: a JSON object; numbers within ±(2^53 - 1), no NUL in text.
    """

    kind: str
    subject: str
    body: Mapping[str, Any]


def append(statements: Sequence[Statement]) -> list[Entry]:
    """Append one entry for each statement, in the caller's transaction, and return them in order.

    One read and one insert, however many. Appending waits for other writers until their transaction ends:
    call it late in yours. ``OutsideTransaction``, ``BadStatement``, ``KeyUnusable``: nothing was written.
    """
    if not connection.in_atomic_block:
        raise OutsideTransaction
    for statement in statements:
        _check(statement)
    if not statements:
        return []
    _lock()
    newest = Entry.objects.newest_first().only("number", "hash", "key").first()
    entries = _entries(statements, newest)
    _insert(entries)
    return entries


def _entries(statements: Sequence[Statement], newest: Entry | None) -> list[Entry]:
    key = _key_to_follow(newest)
    key_id = jwk.thumbprint(key.public_key())
    first, previous = (newest.number + 1, newest.hash) if newest else (1, chain.GENESIS)
    at = timezone.now()
    entries = []
    for number, statement in enumerate(statements, start=first):
        try:
            stated = chain.statement(
                number=number,
                at=at,
                kind=statement.kind,
                subject=statement.subject,
                body=dict(statement.body),
                previous=previous,
            )
        except ValueError as error:
            raise BadStatement(f"{_name(statement)} cannot be written as JSON: {error}.") from error
        seal = chain.seal(stated, key, key_id)
        entries.append(
            Entry(
                number=number,
                at=at,
                kind=statement.kind,
                subject=statement.subject,
                body=dict(statement.body),
                previous=previous,
                hash=seal.hash,
                signature=seal.signature,
                key=seal.key,
            )
        )
        previous = seal.hash
    return entries


def _key_to_follow(newest: Entry | None) -> Ed25519PrivateKey:
    # A lost key must not be replaced unnoticed: a new one needs an empty record, or the old one retired.
    if newest is not None and newest.key not in keys.public_keys():
        raise KeyUnusable(
            f"The record was signed with the key {newest.key}, which is not in {keys.key_file().parent}. "
            "Restore it from a backup, or add its public key to record-retired.json to go on with a new one."
        )
    return keys.signing_key()


def wait_for_writers() -> None:
    """Wait until every transaction that has appended has ended, and keep others waiting until the caller's ends."""
    if not connection.in_atomic_block:
        raise OutsideTransaction
    _lock()


def _lock() -> None:
    """Let no other append read the newest entry until this transaction ends.

    On SQLite the transaction itself is the lock: it is IMMEDIATE, by the project's settings.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _insert(entries: Sequence[Entry]) -> None:
    # bulk_create makes a query of every 111 entries on SQLite; this is one, however many they are.
    fields = Entry._meta.concrete_fields
    rows = (
        [field.get_db_prep_save(getattr(entry, field.attname), connection) for field in fields]
        for entry in entries
    )
    insert(Entry, [field.attname for field in fields], rows)
    for entry in entries:
        entry._state.adding = False
        entry._state.db = connection.alias


def _check(statement: Statement) -> None:
    if len(statement.kind) > 60 or not _kind.fullmatch(statement.kind):
        raise BadStatement(f"“{statement.kind}” is no kind of entry. Write lower-case words with dots.")
    if not 1 <= len(statement.subject) <= 255 or _control.search(statement.subject):
        raise BadStatement(f"“{statement.subject}” is no subject. Write 1 to 255 characters on one line.")
    if not isinstance(statement.body, Mapping):
        raise BadStatement(f"{_name(statement)} is not an object. Give a mapping.")
    problem = _problem(dict(statement.body), _MOST_DEPTH)
    if problem:
        raise BadStatement(f"{_name(statement)} {problem}.")


def _name(statement: Statement) -> str:
    return f"The body of {statement.kind} {statement.subject}"


def _problem(value: object, depth: int) -> str | None:
    """Why a value would not come back from every database as it went in; None if it would."""
    match value:
        case None | bool():
            return None
        case str():
            return "holds the character NUL" if "\0" in value else None
        case int() | float():
            return None if abs(value) <= _MOST_NUMBER else f"holds {value}, which is not within ±(2^53 - 1)"
        case dict() | list() | tuple() if not depth:
            return f"is nested more than {_MOST_DEPTH} deep"
        case dict():
            parts = [*value.keys(), *value.values()]
            if not all(isinstance(name, str) for name in value):
                return "has a name that is not text"
            return _first_problem(parts, depth - 1)
        case list() | tuple():
            return _first_problem(value, depth - 1)
    return f"holds a {type(value).__name__}, which is not JSON"


def _first_problem(parts: Sequence[object], depth: int) -> str | None:
    for part in parts:
        if type(part) is str and "\0" not in part:  # most are
            continue
        if problem := _problem(part, depth):
            return problem
    return None
