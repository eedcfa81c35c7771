"""Reads of the record for other rooms."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from masthead.record import canonical, chain, keys
from masthead.record.errors import Unreadable
from masthead.record.models import Entry, EntryQuerySet

EXPORT_FORMAT = "masthead-record-1"
CHUNK = 100
"""Entries held in memory at a time: the body of one may be large."""


def newest(subject: str) -> Entry | None:
    """The newest entry of a subject; one query by index."""
    return Entry.objects.of(subject).newest_first().first()


def newest_of_all() -> Entry | None:
    """The newest entry of the record: its hash stands for everything before it."""
    return Entry.objects.newest_first().first()


def history(subject: str) -> EntryQuerySet:
    """All entries of a subject, oldest first."""
    return Entry.objects.of(subject)


def export() -> Iterator[str]:
    """The whole record as JSON lines (RFC 8785, without line ends), in constant memory.

    The first is ``{"format": "masthead-record-1", "keys": [JWK, …]}``; then one entry a line, oldest first.
    """
    yield canonical.dumps({"format": EXPORT_FORMAT, **keys.public_jwks()}).decode()
    for entry in walk():
        try:
            line = canonical.dumps(as_json(entry))
        except (ValueError, TypeError, AttributeError, RecursionError) as error:
            raise Unreadable(entry.number) from error
        yield line.decode()


def walk() -> Iterator[Entry]:
    """Every entry, oldest first, in constant memory; ``Unreadable`` at a row that is no entry."""
    read = 0
    for size in (CHUNK, 1):  # where a chunk cannot be read, one by one says which entry it is
        try:
            for entry in Entry.objects.filter(number__gt=read).order_by("number").iterator(chunk_size=size):
                yield entry
                read = entry.number
        except (ValueError, TypeError, RecursionError):
            continue
        return
    raise Unreadable(read + 1)


def as_json(entry: Entry) -> dict[str, Any]:
    """An entry for others: its statement's members, and ``hash``, ``signature``, ``key``."""
    return {
        "number": entry.number,
        "at": chain.timestamp(entry.at),
        "kind": entry.kind,
        "subject": entry.subject,
        "body": entry.body,
        "previous": entry.previous,
        "hash": entry.hash,
        "signature": entry.signature,
        "key": entry.key,
    }
