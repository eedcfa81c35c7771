"""Which reader reads which archive. It is chosen by the content, never by the name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from masthead.intake.archive import Piece
from masthead.intake.errors import UnknownFormat

Recognise = Callable[[Path, bytes], bool]
Pieces = Callable[[Path], Iterator[Piece]]

ARCHIVES: dict[str, tuple[Recognise, Pieces]] = {}
"""By name: does this file (its path, its first 4,096 bytes) belong to the reader, and the reader."""


def kind(path: Path) -> str:
    """The name of the archive's reader, or nothing."""
    with path.open("rb") as file:
        head = file.read(4096)
    return next((name for name, (recognises, _) in ARCHIVES.items() if recognises(path, head)), "")


def pieces(path: Path) -> Iterator[Piece]:
    """All that is in an archive, in its order; ``UnknownFormat`` if nobody can read it."""
    name = kind(path)
    if not name:
        known = ", ".join(sorted(ARCHIVES))
        raise UnknownFormat(f"{path} is no archive that can be read. Known are: {known}.")
    return ARCHIVES[name][1](path)
