"""Files of exchange on a disk: read in bounds, written at once or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from masthead.translation.exchange.errors import NotReadable
from masthead.translation.exchange.xml import LARGEST


def bytes_of(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise NotReadable("There is no such file.")
        if path.stat().st_size > LARGEST:
            raise NotReadable(f"It is larger than {LARGEST // 1_000_000} MB. Split it.")
        return path.read_bytes()
    except (OSError, ValueError) as error:
        raise NotReadable(f"It cannot be read: {getattr(error, 'strerror', error)}.") from error


def put(parts: Iterable[str], path: Path | None, otherwise: Any) -> None:
    """Write the whole file, UTF-8, or to a command's output."""
    if path is None:
        for part in parts:
            otherwise.write(part, ending="")
        return
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}")
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(part.encode() for part in parts)
            Path(name).chmod(0o644)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise NotReadable(f"{path} cannot be written: {error.strerror}.") from error


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """A file to be read as a stream, whatever its size."""
    try:
        if not path.is_file():
            raise NotReadable("There is no such file.")
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise NotReadable(f"It cannot be read: {error.strerror}.") from error
