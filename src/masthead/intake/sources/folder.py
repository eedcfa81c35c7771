"""A folder, such as an unpacked export, read like an archive. Links that lead out of it are refused."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from masthead.intake.errors import NoSuchFile, NotAFile, TooLarge, Unreadable, UnsafeArchive
from masthead.intake.sources import file
from masthead.intake.sources.delivery import LARGEST
from masthead.intake.sources.zipped import litter

_MOST = 500_000
_DEEPEST = 20


class Folder:
    """``names`` are the paths of the files in it, parted by ``/``, in order; links to folders are not followed."""

    def __init__(self, path: Path) -> None:
        self.shown = _shown(path)
        try:
            self._root = path.resolve(strict=True)
        except (OSError, RuntimeError, ValueError) as error:
            raise NoSuchFile(f"There is no folder {self.shown}. Check the path.") from error
        if not self._root.is_dir():
            raise NotAFile(f"{self.shown} is no folder.")
        self.names: tuple[str, ...] = tuple(self._walk())

    def size(self, name: str) -> int:
        return self._path(name).stat().st_size

    def read(self, name: str, *, most: int = LARGEST) -> bytes:
        return file.deliver(str(self._path(name)), most=most).body

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        path = self._path(name)
        try:
            with path.open("rb") as member:
                yield member
        except OSError as error:
            raise Unreadable(f"{_shown(path)} cannot be read.") from error

    def _walk(self) -> Iterator[str]:
        number = 0
        for folder, folders, files in os.walk(self._root):
            folders.sort()
            here = Path(folder).relative_to(self._root)
            if len(here.parts) >= _DEEPEST:
                raise UnsafeArchive(f"{self.shown} lies more than {_DEEPEST} folders deep.")
            for name in (*folders, *sorted(files)):
                path = here / name
                if (self._root / path).is_symlink():
                    self._inside(path.as_posix())
                if name in files and not litter(path.as_posix()) and self._regular(path):
                    number += 1
                    if number > _MOST:
                        raise TooLarge(f"{self.shown} holds more than {_MOST:,} files.")
                    yield path.as_posix()

    def _regular(self, path: Path) -> bool:
        try:
            return stat.S_ISREG((self._root / path).stat().st_mode)
        except OSError:
            return False

    def _inside(self, name: str) -> Path:
        """Where a name leads, if that is in the folder."""
        try:
            path = (self._root / name).resolve()
        except (OSError, RuntimeError, ValueError) as error:
            raise Unreadable(f"{name} in {self.shown} cannot be read.") from error
        if not path.is_relative_to(self._root):
            raise UnsafeArchive(
                f"{_shown(Path(name))} in {self.shown} is a link that leads out of the folder. Remove it, or put the file in its place."
            )
        return path

    def _path(self, name: str) -> Path:
        path = self._inside(name)
        if not path.is_file():
            raise NoSuchFile(f"There is no {_shown(Path(name))} in {self.shown}.")
        return path


def _shown(path: Path) -> str:
    return str(path).encode("utf-8", "backslashreplace").decode()
