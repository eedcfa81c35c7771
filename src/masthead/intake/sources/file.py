"""A file on this machine."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from masthead.intake.errors import NoSuchFile, NotAFile, TooLarge, Unreadable
from masthead.intake.sources.delivery import LARGEST, Delivery


def deliver(name: str, *, most: int = LARGEST) -> Delivery:
    """The bytes of a file, at most ``most`` of them. Its name is believed in nothing."""
    shown, number = _opened(name)
    try:
        _permit(os.fstat(number), shown, most)
        body = _bytes(number, most)
    except OSError as error:
        raise Unreadable(f"{shown} cannot be read: {_reason(error)}.") from error
    finally:
        os.close(number)
    if len(body) > most:
        raise TooLarge(f"{shown} has more than {most / 1e6:g} MB.")
    return Delivery(body, shown)


def begin(path: Path, most: int = 4096) -> bytes:
    """The first bytes of a file of any size."""
    shown, number = _opened(str(path))
    try:
        _permit_kind(os.fstat(number), shown)
        return os.read(number, most)
    except OSError as error:
        raise Unreadable(f"{shown} cannot be read: {_reason(error)}.") from error
    finally:
        os.close(number)


def _opened(name: str) -> tuple[str, int]:
    """Its name in sentences, and the number under which it is open."""
    shown = name.encode("utf-8", "backslashreplace").decode()
    try:
        # Opened first and asked after, so that nothing can be put in its place; a pipe is not waited for.
        return shown, os.open(name, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise NoSuchFile(f"There is no file {shown}. Check the path.") from error
    except (OSError, ValueError) as error:
        raise Unreadable(f"{shown} cannot be read: {_reason(error)}.") from error


def _permit_kind(about: os.stat_result, shown: str) -> None:
    if stat.S_ISDIR(about.st_mode):
        raise NotAFile(f"{shown} is a folder. Name the files in it.")
    if not stat.S_ISREG(about.st_mode):
        raise NotAFile(f"{shown} is not a regular file.")


def _permit(about: os.stat_result, shown: str, most: int) -> None:
    _permit_kind(about, shown)
    if about.st_size > most:
        raise TooLarge(f"{shown} has {about.st_size / 1e6:.0f} MB; at most {most / 1e6:g} MB are read.")


def _bytes(number: int, most: int) -> bytes:
    pieces = bytearray()
    while len(pieces) <= most and (piece := os.read(number, 1 << 20)):
        pieces += piece
    return bytes(pieces)


def _reason(error: Exception) -> str:
    return (
        (error.strerror or "unknown error").lower() if isinstance(error, OSError) else "the name is not valid"
    )
