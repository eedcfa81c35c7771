"""What a source brings: bytes, what they were declared to be, and where from."""

from __future__ import annotations

from dataclasses import dataclass

LARGEST = 20_000_000
"""Bytes of one page or file, by default."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """``source`` is the file or address that was asked for, ``url`` the address it came from, empty for a file."""

    body: bytes
    source: str
    url: str = ""
    media_type: str = ""
    charset: str = ""
