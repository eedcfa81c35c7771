"""An export of many files, in a ZIP archive or unpacked in a folder: the same interface to both."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Protocol

from masthead.intake.sources import zipped
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
    """The files of a ZIP archive or folder; an ``IntakeError`` if it may not or cannot be read."""
    if path.is_dir():
        yield Folder(path)
    else:
        with zipped.opened(path) as archive:
            yield archive
