"""Pressed files on disk: each appears whole or not at all, with its compressed forms beside it."""

from __future__ import annotations

import os
import tempfile
from hashlib import sha256
from pathlib import Path

import brotli
from django.conf import settings
from zlib_ng import gzip_ng

GZIP_LEVEL = 6
BROTLI_QUALITY = 5
COMPRESSED = (".html", ".xml", ".txt", ".css", ".js", ".json", ".svg")


def root() -> Path:
    """The folder of pressed pages, inside the outlet's home."""
    return Path(settings.HOME) / "pressed"


def write(name: str, body: bytes) -> str:
    """Put a file in its place, atomically; answers the SHA-256 of its bytes, hexadecimal.

    The compressed forms are written first, so that whoever sees the new file finds them too.
    """
    target = root() / name
    if target.suffix in COMPRESSED:
        _replace(target.with_name(target.name + ".br"), brotli.compress(body, quality=BROTLI_QUALITY))
        _replace(target.with_name(target.name + ".gz"), gzip_ng.compress(body, GZIP_LEVEL, mtime=0))
    _replace(target, body)
    return sha256(body).hexdigest()


def remove(name: str) -> None:
    target = root() / name
    for file in (target, target.with_name(target.name + ".gz"), target.with_name(target.name + ".br")):
        file.unlink(missing_ok=True)


def announce() -> None:
    """Tell the servers of pages that something is new: they watch this file's time."""
    root().mkdir(parents=True, exist_ok=True)
    _replace(root() / ".generation", os.urandom(8).hex().encode())


def _replace(target: Path, body: bytes) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(body)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o644)
        os.replace(name, target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
