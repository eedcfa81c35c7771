"""The one door to ZIP archives. Members are read into memory or streamed; nothing is ever unpacked to disk.

The central directory is counted before it is parsed, and every rule is checked before the first byte of a member is
read. What a member declares as its size is a bound: it never yields more, and less or other bytes are an error.
Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
"""

from __future__ import annotations

import io
import os
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from masthead.intake.errors import (
    BrokenArchive,
    Encrypted,
    NoSuchFile,
    NotAFile,
    TooLarge,
    Unreadable,
    UnsafeArchive,
)
from masthead.intake.sources.delivery import LARGEST


@dataclass(frozen=True, slots=True)
class Limits:
    """``total`` and ``member`` are unpacked bytes; ``ratio`` is unpacked to packed, and asked above ``small`` bytes."""

    members: int = 65_535
    total: int = 20_000_000_000
    member: int = 2_000_000_000
    ratio: int = 250
    small: int = 2_000_000
    directory: int = 32_000_000


STANDARD = Limits()
_END = struct.Struct("<4s4H2LH")
_LOCATOR = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCAL = struct.Struct("<4s5H3L2H")
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_LINKS = frozenset({stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFBLK, stat.S_IFSOCK})
_NESTED = (b"PK\x03\x04", b"PK\x05\x06", b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ\x00", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a", b"\x28\xb5\x2f\xfd")  # fmt: skip
_ARCHIVE_NAME = re.compile(r"\.(?:zip|gz|tgz|bz2|xz|7z|rar|zst)$", re.IGNORECASE)
# What systems leave in archives and no person put there.
_LITTER = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$|\.git/)", re.IGNORECASE)
_FAILURES = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, ValueError, OverflowError,
    NotImplementedError, RuntimeError, OSError,
)  # fmt: skip


def looks_like(head: bytes) -> bool:
    """Do these first bytes begin a ZIP archive?"""
    return head.startswith((b"PK\x03\x04", b"PK\x05\x06"))


def litter(name: str) -> bool:
    """Is it a file that a system left: .DS_Store, __MACOSX, Thumbs.db?"""
    return bool(_LITTER.search(name))


class Zipped:
    """A checked archive. ``names`` are its files, without folders and without what systems leave behind."""

    def __init__(self, file: zipfile.ZipFile, shown: str, limits: Limits) -> None:
        self.shown = shown
        self._file = file
        self._limits = limits
        self._infos = {
            info.filename: info for info in file.infolist() if not info.is_dir() and not litter(info.filename)
        }

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._infos)

    def size(self, name: str) -> int:
        """Bytes of a member."""
        return self._info(name).file_size

    def read(self, name: str, *, most: int = LARGEST) -> bytes:
        """The bytes of a member. A member that is an archive itself is never given."""
        size = self._info(name).file_size
        if size > most:
            raise TooLarge(
                f"{_shown(name)} in {self.shown} has {size / 1e6:.0f} MB; at most {most / 1e6:g} MB are read."
            )
        with self.stream(name) as member:
            return member.read()

    @contextmanager
    def stream(self, name: str) -> Iterator[IO[bytes]]:
        """A member as a file that yields exactly its declared size, or breaks off with an ``IntakeError``."""
        info = self._info(name)
        said = f"{_shown(name)} in {self.shown}"
        try:
            member = self._file.open(info)
        except _FAILURES as error:
            raise BrokenArchive(f"{said} is damaged. {_DOWNLOAD}") from error
        with io.BufferedReader(_Member(member, info.file_size, said)) as file:
            if file.peek(8)[:8].startswith(_NESTED):
                raise UnsafeArchive(
                    f"{said} is an archive in an archive. Unpack {self.shown} and give that file on its own."
                )
            yield file

    def _info(self, name: str) -> zipfile.ZipInfo:
        try:
            return self._infos[name]
        except KeyError:
            raise NoSuchFile(f"There is no {_shown(name)} in {self.shown}.") from None


class _Member(io.RawIOBase):
    """The library's file, whose many failures become one, and whose end must be where it was declared."""

    def __init__(self, file: IO[bytes], size: int, said: str) -> None:
        self._file, self._left, self._said = file, size, said

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        try:
            piece = self._file.read(min(len(buffer), 1 << 20))
        except _FAILURES as error:
            raise BrokenArchive(f"{self._said} is damaged. {_DOWNLOAD}") from error
        self._left -= len(piece)
        if self._left < 0 or (not piece and self._left):
            raise BrokenArchive(f"{self._said} is not as long as the archive says. {_DOWNLOAD}")
        buffer[: len(piece)] = piece
        return len(piece)

    def close(self) -> None:
        self._file.close()
        super().close()


@contextmanager
def opened(source: Path | bytes, *, shown: str = "", limits: Limits = STANDARD) -> Iterator[Zipped]:
    """A ZIP archive from a file or from memory, checked; an ``IntakeError`` says what is wrong with it.

    ``shown`` is its name in sentences.
    """
    shown = shown or ("The archive" if isinstance(source, bytes) else _shown(str(source)))
    with _bytes(source, shown) as file:
        start = _directory(file, shown, limits)
        try:
            archive = zipfile.ZipFile(file)
        except _FAILURES as error:
            raise _broken(shown) from error
        with archive:
            _permit(archive, file, start, shown, limits)
            yield Zipped(archive, shown, limits)


@contextmanager
def _bytes(source: Path | bytes, shown: str) -> Iterator[IO[bytes]]:
    if isinstance(source, bytes):
        yield io.BytesIO(source)
        return
    try:
        number = os.open(source, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except FileNotFoundError as error:
        raise NoSuchFile(f"There is no file {shown}. Check the path.") from error
    except (OSError, ValueError) as error:
        raise Unreadable(f"{shown} cannot be read.") from error
    with open(number, "rb") as file:
        if not stat.S_ISREG(os.fstat(number).st_mode):
            raise NotAFile(f"{shown} is not a regular file.")
        yield file


def _directory(file: IO[bytes], shown: str, limits: Limits) -> int:
    """Where the central directory begins. It is counted by its signatures, whatever number is declared."""
    length = file.seek(0, io.SEEK_END)
    tail_at = max(0, length - _END.size - 65_535 - _LOCATOR.size - _END_64.size)
    file.seek(tail_at)
    tail = file.read()
    # The same search as the library's: an end without a comment first, else the last signature.
    at = len(tail) - _END.size
    if at < 0 or tail[at : at + 4] != b"PK\x05\x06" or tail[-2:] != b"\x00\x00":
        at = tail.rfind(b"PK\x05\x06")
    if at < 0 or at + _END.size > len(tail):
        raise _broken(shown)
    size, end = _END.unpack_from(tail, at)[5], tail_at + at
    locator = at - _LOCATOR.size
    if locator >= 0 and tail[locator : locator + 4] == b"PK\x06\x07":
        record = locator - _END_64.size
        if record < 0 or tail[record : record + 4] != b"PK\x06\x06":
            raise _broken(shown)
        size, end = _END_64.unpack_from(tail, record)[8], tail_at + record
    start = end - size
    if start < 0:
        raise _broken(shown)
    if size > limits.directory:
        raise UnsafeArchive(f"{shown} has a table of contents of {size / 1e6:.0f} MB. {_REFUSED}")
    file.seek(start)
    number = file.read(size).count(b"PK\x01\x02")
    if number > limits.members:
        raise UnsafeArchive(
            f"{shown} holds {number:,} files; at most {limits.members:,} are read. {_REFUSED}"
        )
    return start


def _permit(archive: zipfile.ZipFile, file: IO[bytes], start: int, shown: str, limits: Limits) -> None:
    """Every rule for the whole archive; an ``IntakeError`` for the first that is broken."""
    infos = archive.infolist()
    names: set[str] = set()
    for info in infos:
        _permit_name(info, shown)
        _permit_kind(info, shown, limits)
        if info.filename in names:
            raise UnsafeArchive(f"{shown} holds {_shown(info.filename)} twice. {_AGAIN}")
        names.add(info.filename)
    total, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    if total > limits.total:
        raise UnsafeArchive(
            f"{shown} would unpack to {total / 1e9:.1f} GB; at most {limits.total / 1e9:g} GB are read. {_REFUSED}"
        )
    if total > limits.small * 5 and total > limits.ratio * packed:
        raise UnsafeArchive(f"{shown} unpacks to {total // max(packed, 1)} times its size. {_REFUSED}")
    _permit_places(infos, file, start, shown)
    files = [name for name in names if not name.endswith("/") and not litter(name)]
    if files and all(map(_ARCHIVE_NAME.search, files)):
        raise UnsafeArchive(
            f"{shown} holds only other archives. Unpack it once and give the archive inside on its own."
        )


def _permit_name(info: zipfile.ZipInfo, shown: str) -> None:
    name = info.orig_filename
    parts = name.split("/")
    if not name or len(name) > 1000 or any(ord(letter) < 32 for letter in name):
        raise UnsafeArchive(f"{shown} holds a file whose name is no name. {_REFUSED}")
    if "\\" in name:
        raise UnsafeArchive(f"{shown} holds {_shown(name)}, a name with a backslash. {_AGAIN}")
    if ".." in parts or name.startswith("/") or re.match(r"[A-Za-z]:", name):
        raise UnsafeArchive(f"{shown} holds {_shown(name)}, a name that leads out of the archive. {_REFUSED}")


def _permit_kind(info: zipfile.ZipInfo, shown: str, limits: Limits) -> None:
    name = _shown(info.filename)
    if stat.S_IFMT(info.external_attr >> 16) in _LINKS:
        raise UnsafeArchive(f"{shown} holds {name}, which is a link and no file. {_REFUSED}")
    if info.flag_bits & 0x1 or info.flag_bits & 0x40 or info.compress_type == 99:
        raise Encrypted(f"{shown} is locked with a password. Unpack it and pack it again without one.")
    if info.compress_type not in _METHODS:
        raise UnsafeArchive(f"{name} in {shown} is packed in a way that is not read. {_AGAIN}")
    if info.file_size > limits.member:
        raise UnsafeArchive(
            f"{name} in {shown} would unpack to {info.file_size / 1e9:.1f} GB; at most {limits.member / 1e9:g} GB are read. {_REFUSED}"
        )
    if info.file_size > limits.small and info.file_size > limits.ratio * info.compress_size:
        raise UnsafeArchive(
            f"{name} in {shown} unpacks to {info.file_size // max(info.compress_size, 1)} times its size. {_REFUSED}"
        )
    if info.compress_type == zipfile.ZIP_STORED and info.file_size != info.compress_size:
        raise _broken(shown)


def _permit_places(infos: list[zipfile.ZipInfo], file: IO[bytes], start: int, shown: str) -> None:
    """No two members share bytes, and none reaches into the central directory."""
    free = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < free:
            raise UnsafeArchive(f"{shown} holds files that lie over one another. {_REFUSED}")
        try:
            file.seek(info.header_offset)
            header = _LOCAL.unpack(file.read(_LOCAL.size))
        except _FAILURES as error:
            raise _broken(shown) from error
        if header[0] != b"PK\x03\x04":
            raise _broken(shown)
        free = info.header_offset + _LOCAL.size + header[9] + header[10] + info.compress_size
        if free > start:
            raise UnsafeArchive(f"{shown} holds files that lie over one another. {_REFUSED}")


def _broken(shown: str) -> BrokenArchive:
    return BrokenArchive(f"{shown} is no whole ZIP archive. {_DOWNLOAD}")


def _shown(name: str) -> str:
    """A name from outside, as it may stand in a sentence."""
    name = name.encode("utf-8", "backslashreplace").decode()
    name = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]", "?", name)
    return name if len(name) <= 120 else f"{name[:100]}…"


_REFUSED = "It is refused, since such archives are made to do harm; unpack it yourself and give the folder if you trust it."
_DOWNLOAD = "Download the archive again."
_AGAIN = "Unpack it and give the folder, or pack it again."
