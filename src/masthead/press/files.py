"""Pressed files on disk: each appears whole or not at all, with its compressed forms beside it."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import time
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import Self

import brotli
from django.conf import settings
from zlib_ng import gzip_ng

from masthead.lib import processes
from masthead.press.headers import COMPRESSED
from masthead.press.stock import GENERATION

GZIP_LEVEL = 6
BROTLI_QUALITY, BROTLI_MOST = 5, 11

_STAGING = ".staging"
_PLACED = "placed.json"  # in a staging folder, from when its files are placed: {address: digest}
_NOBODY = "nobody"
_READABLE = 0o644  # by a web server in front, whatever the umask
_TOGETHER = 200  # staged files in one folder: some file systems look through all of it for each new one
_LEFT_OVER = 3600  # seconds after which a staged file belongs to nobody
# Pages are smaller than the window that brotli takes by itself, and so is this one for most: a fifth less work.
_WINDOW, _FITS, _WIDEST = 16, 65_520, 22


def root() -> Path:
    """The folder of pressed pages, inside the outlet's home."""
    return Path(settings.HOME) / "pressed"


class Staging:
    """Files that are written but not in their places yet. All errors of writing come before any is placed.

    Used as a context: what has not been placed at its end is thrown away. Where it ends with an error, or never,
    ``abandoned`` tells of the pages that it may have placed.
    """

    def __init__(self) -> None:
        self._waiting: deque[tuple[str, str]] = deque()
        self._written = 0
        self._folders: set[str] = set()
        self._root = str(root())
        # Nobody else's: this process, this object.
        self._own = f"{self._root}/{_STAGING}/{processes.name()}"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, fault: object, *_: object) -> None:
        self._waiting.clear()
        if fault and os.path.exists(f"{self._own}/{_PLACED}"):
            nobodys = f"{root() / _STAGING}/{_NOBODY}-{secrets.token_hex(6)}"
            with suppress(OSError):  # it is found later then, when this process has ended
                os.rename(self._own, nobodys)
            return
        shutil.rmtree(self._own, ignore_errors=True)

    def add(self, name: str, body: bytes) -> None:
        """Write a file and its compressed forms, on the same disk as their places."""
        target = f"{self._root}/{name}"
        self._need(target.rpartition("/")[0])
        if target.endswith(COMPRESSED):
            # Placed first, so that whoever sees the new file finds them too.
            self._write(f"{target}.br", compressed(body))
            self._write(f"{target}.gz", gzip_ng.compress(body, GZIP_LEVEL, mtime=0))
        self._write(target, body)

    def place(self, pages: Mapping[str, str] | None = None) -> None:
        """Put every file in its place, each by one atomic rename. ``pages``: {address: digest} of what others are told."""
        if pages:
            written = f"{self._own}/{_PLACED}.new"
            with open(written, "w", encoding="utf-8") as file:
                json.dump(pages, file, ensure_ascii=False)
            os.rename(written, f"{self._own}/{_PLACED}")
        while self._waiting:
            name, target = self._waiting[0]
            os.replace(name, target)
            self._waiting.popleft()
            _drop_pdf(target)

    def _write(self, target: str, body: bytes) -> None:
        folder = f"{self._own}/{self._written // _TOGETHER}"
        name = f"{folder}/{self._written}"
        self._need(folder)
        self._written += 1
        self._waiting.append((name, target))
        handle = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, _READABLE)
        try:
            rest = memoryview(body)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fchmod(handle, _READABLE)
        finally:
            os.close(handle)

    def _need(self, folder: str) -> None:
        if folder in self._folders:
            return
        try:
            os.mkdir(folder)  # what is above it is mostly there
        except OSError:
            os.makedirs(folder, exist_ok=True)
        self._folders.add(folder)


def compressed(body: bytes, quality: int = BROTLI_QUALITY) -> bytes:
    """In brotli, at the level of publication or another."""
    window = _WINDOW if len(body) <= _FITS else _WIDEST
    return brotli.compress(body, quality=quality, lgwin=window)


def abandoned() -> Iterator[tuple[dict[str, str], Path]]:
    """What processes left in staging that were killed while they wrote, or failed: the folder, and {address: digest} of
    the pages that they may have placed."""
    staging = root() / _STAGING
    for folder in staging.iterdir() if staging.is_dir() else ():
        with suppress(FileNotFoundError):
            old = time.time() - folder.stat().st_mtime > _LEFT_OVER
            if old or folder.name.startswith(_NOBODY) or processes.gone(folder.name):
                placed = folder / _PLACED
                yield json.loads(placed.read_bytes()) if placed.exists() else {}, folder


def write(name: str, body: bytes) -> None:
    """Put one file in its place, with its compressed forms."""
    with Staging() as staging:
        staging.add(name, body)
        staging.place()


def digest(name: str) -> str:
    """SHA-256 of a file; empty where there is none."""
    try:
        return sha256((root() / name).read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def remove(name: str) -> None:
    target = root() / name
    for file in (target, target.with_name(target.name + ".gz"), target.with_name(target.name + ".br")):
        file.unlink(missing_ok=True)
    _drop_pdf(str(target))


def _drop_pdf(target: str) -> None:
    """An article's PDF is made from its page and goes when that changes; ``masthead.press.pdf.keeping``."""
    if target.endswith("/index.html") and "/articles/" in target:
        folder = target.removesuffix("/index.html")
        with suppress(FileNotFoundError):
            os.unlink(f"{folder}/{os.path.basename(folder)}.pdf")


def announce() -> None:
    """Tell the servers of pages that something is new: they watch this file's time."""
    write(GENERATION, os.urandom(8).hex().encode())
