"""Articles from a file or an address, as drafts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from masthead.intake.archive import Piece
from masthead.intake.draft import Draft
from masthead.intake.readers import registry
from masthead.intake.readers.archives import registry as archives
from masthead.intake.readers.feed import reader
from masthead.intake.readers.feed.values import Feed
from masthead.intake.sources import address, feed, file
from masthead.intake.sources.delivery import Delivery

_ADDRESS = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def read(name: str, *, allow: frozenset[str] = frozenset()) -> Draft:
    """The one draft in a file or at an address; ``IntakeError`` with a sentence if there is none.

    ``allow`` names hosts that may be in a private network (``masthead.lib.fetch``).
    """
    return registry.read(deliver(name, allow=allow))


def read_all(name: str, *, allow: frozenset[str] = frozenset()) -> list[Draft]:
    """The drafts in a file or at an address: one, but for a feed or a message."""
    return registry.read_all(deliver(name, allow=allow))


def read_archive(name: str) -> Iterator[Piece] | None:
    """What a whole archive holds, a file or folder of any size; None if it is none, which its first bytes tell."""
    if _ADDRESS.match(name) or not archives.kind(Path(name)):
        return None
    return archives.pieces(Path(name))


def read_feed(name: str, *, allow: frozenset[str] = frozenset()) -> Feed:
    """The feed in a file or at an address."""
    if _ADDRESS.match(name):
        came = feed.deliver(name, allow=allow)
        return reader.read(came.delivery, came.headers)
    return reader.read(file.deliver(name))


def deliver(name: str, *, allow: frozenset[str] = frozenset()) -> Delivery:
    """The bytes of a file or at an address."""
    if _ADDRESS.match(name):
        return address.deliver(name, allow=allow)
    return file.deliver(name)
