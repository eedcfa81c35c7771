"""An export of many files, in a ZIP archive or unpacked in a folder: the same interface to both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Protocol

from masthead.intake.sources import file, zipped
from masthead.intake.sources.delivery import LARGEST
from masthead.intake.sources.folder import Folder


class Members(Protocol):
    """``names`` are paths parted by ``/``; ``shown`` is the export's own name in sentences."""

    shown: str

    @property
    def names(self) -> tuple[str, ...]: ...

    def size(self, name: str) -> int: ...

    def read(self, name: str, *, most: int = LARGEST) -> bytes: ...

    def stream(self, name: str) -> AbstractContextManager[IO[bytes]]: ...


@contextmanager
def opened(path: Path) -> Iterator[Members]:
    """The files of a folder or ZIP archive, or the one file; an ``IntakeError`` if it may not or cannot be read."""
    if path.is_dir():
        yield Folder(path)
    elif zipped.looks_like(file.begin(path)):
        with zipped.opened(path) as archive:
            yield archive
    else:
        yield Alone(path)


class Alone:
    """One file, as an export of one member."""

    def __init__(self, path: Path) -> None:
        self.shown = str(path).encode("utf-8", "backslashreplace").decode()
        self.names: tuple[str, ...] = (path.name,)
        self._path = path

    def size(self, name: str) -> int:
        return self._path.stat().st_size

    def read(self, name: str, *, most: int = LARGEST) -> bytes:
        return file.deliver(str(self._path), most=most).body

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        with self._path.open("rb") as member:
            yield member
