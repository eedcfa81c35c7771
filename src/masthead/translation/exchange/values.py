"""What XLIFF says in either version, as frozen values.

Texts are coded (``masthead.translation.markup``): the numbers of a segment's codes count from 1 in its source, and
its target uses the same ones; ``Segment.codes[0]`` is behind ``x1``. The same number in the target is the same ``id``
in the file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["pair", "alone", "start", "end"]
"""How a code stands in the file. ``start`` and ``end`` are halves whose other half stands in another segment, or that
cross another code; each is a standalone code in the text."""

State = Literal["", "initial", "translated", "reviewed", "final"]
"""The states of XLIFF 2; empty where the file says nothing."""


@dataclass(frozen=True, slots=True)
class Inline:
    """A code of the file. ``open`` and ``close`` are what it stands for there, where the file says so."""

    id: str
    kind: Kind
    open: str = ""
    close: str = ""


@dataclass(frozen=True, slots=True)
class Note:
    """A word to the translator; ``category`` may say what about, or from whom."""

    text: str
    category: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """``target`` is None where the file has none, and may be empty. ``detail`` is a state in the words of its format:
    a ``subState``, or one of XLIFF 1.2 that 2 has not. ``ignorable``: what stands between sentences."""

    id: str
    source: str
    target: str | None = None
    state: State = ""
    detail: str = ""
    codes: tuple[Inline, ...] = ()
    ignorable: bool = False


@dataclass(frozen=True, slots=True)
class Unit:
    """One text. ``name`` is what its owner calls it."""

    id: str
    segments: tuple[Segment, ...]
    name: str = ""
    translate: bool = True
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class File:
    """The texts of one document; ``original`` names it. Languages may differ from file to file in XLIFF 1.2 only."""

    id: str
    units: tuple[Unit, ...]
    original: str = ""
    notes: tuple[Note, ...] = ()
    source_language: str = ""
    target_language: str = ""


@dataclass(frozen=True, slots=True)
class Exchange:
    """A whole XLIFF document; languages as it writes them, BCP 47."""

    version: str
    source_language: str
    target_language: str
    files: tuple[File, ...]

    @property
    def units(self) -> int:
        return sum(len(file.units) for file in self.files)

    @property
    def segments(self) -> int:
        return sum(
            not segment.ignorable for file in self.files for unit in file.units for segment in unit.segments
        )
