"""The chain of entries: what is hashed and signed, and how a chain is checked. Values in, values out.

The *statement* of an entry is the RFC 8785 form of its number, time, kind, subject, body and the hash of the
entry before it. Its SHA-256 is the entry's hash; its Ed25519 signature (RFC 8032) is the entry's signature.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from masthead.record import canonical, jwk

GENESIS = "0" * 64
"""What the first entry names as the hash of the entry before it."""


class Sealed(Protocol):
    """An entry as it is written down, whatever holds it."""

    @property
    def number(self) -> int: ...
    @property
    def at(self) -> datetime: ...
    @property
    def kind(self) -> str: ...
    @property
    def subject(self) -> str: ...
    @property
    def body(self) -> Any: ...
    @property
    def previous(self) -> str: ...
    @property
    def hash(self) -> str: ...
    @property
    def signature(self) -> str: ...
    @property
    def key(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Seal:
    """``hash`` in hex, ``signature`` in base64url, ``key`` the thumbprint of the key that signed."""

    hash: str
    signature: str
    key: str


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one entry. Codes: ``gap link hash signature key unreadable``."""

    number: int
    code: str
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def timestamp(at: datetime) -> str:
    """RFC 3339 in UTC with microseconds: ``2026-11-22T14:38:00.000000Z``. ``at`` must be aware."""
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    return at.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"


def statement(
    *, number: int, at: datetime, kind: str, subject: str, body: Mapping[str, Any], previous: str
) -> bytes:
    """The bytes that are hashed and signed. ``ValueError`` if the body has no canonical form."""
    return canonical.dumps(
        {
            "number": number,
            "at": timestamp(at),
            "kind": kind,
            "subject": subject,
            "body": body,
            "previous": previous,
        }
    )


def statement_of(entry: Sealed) -> bytes:
    return statement(
        number=entry.number,
        at=entry.at,
        kind=entry.kind,
        subject=entry.subject,
        body=entry.body,
        previous=entry.previous,
    )


def seal(stated: bytes, key: Ed25519PrivateKey, key_id: str) -> Seal:
    return Seal(hash=hashlib.sha256(stated).hexdigest(), signature=jwk.encode(key.sign(stated)), key=key_id)


def check_one(entry: Sealed, public_keys: Mapping[str, Ed25519PublicKey]) -> Iterator[Fault]:
    """The faults of an entry in itself: its hash and its signature."""
    number = entry.number
    try:
        stated = statement_of(entry)
    except (ValueError, TypeError, AttributeError, RecursionError):
        yield Fault(number, "unreadable", f"Entry {number} holds something that no entry can hold.")
        return
    if hashlib.sha256(stated).hexdigest() != entry.hash:
        yield Fault(number, "hash", f"Entry {number} was changed: its hash is not that of its content.")
    public = public_keys.get(entry.key)
    if public is None:
        yield Fault(number, "key", f"Entry {number} is signed with a key that is not the outlet's.")
        return
    try:
        public.verify(jwk.decode(entry.signature), stated)
    except (InvalidSignature, ValueError, TypeError):
        yield Fault(number, "signature", f"Entry {number} does not bear the outlet's signature.")


def check(
    entries: Iterable[Sealed], public_keys: Mapping[str, Ed25519PublicKey], *, after: Sealed | None = None
) -> Iterator[Fault]:
    """Walk a chain and yield its faults, entry by entry, holding one entry at a time.

    ``public_keys`` by thumbprint. ``after`` is the entry that the first one must follow; None: it must be
    the first of the record. A chain cut at its end shows no fault: compare the newest hash with a copy of it.
    """
    number, link = (after.number, after.hash) if after else (0, GENESIS)
    for entry in entries:
        fault = _misplaced(entry, number, link)
        if fault:
            yield fault
        yield from check_one(entry, public_keys)
        number, link = entry.number, entry.hash


def _misplaced(entry: Sealed, number: int, link: str) -> Fault | None:
    """What is wrong with the place of an entry after entry ``number``, whose hash is ``link``."""
    first, last = number + 1, entry.number - 1
    if first == last:
        return Fault(entry.number, "gap", f"Entry {first} is missing.")
    if first < last:
        return Fault(entry.number, "gap", f"Entries {first} to {last} are missing.")
    if first > entry.number:
        return Fault(entry.number, "gap", f"Entry {entry.number} stands after entry {number}.")
    if entry.previous != link:
        before = f"entry {number}" if number else "the beginning of the record"
        return Fault(entry.number, "link", f"Entry {entry.number} does not follow {before}.")
    return None
