"""What every module of pages gives."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Printed:
    """A page that is ready: its address and its text."""

    path: str
    language: str
    html: str
    article: int | None = None
    """The article it prints, where it prints one."""
    place: str = ""
    """The list it shows, ``kind/key``, where it shows one."""
