"""A disk without room: how it shows in errors of files and of databases."""

from __future__ import annotations

import errno
import os
import sqlite3
from pathlib import Path

LEAST = 8 * 1024 * 1024
"""Free bytes without which nothing is begun that takes long or costs money."""
SOON = 64 * 1024 * 1024
"""Free bytes below which people are told."""
_FULL = (errno.ENOSPC, errno.EDQUOT)
_SAID = tuple(os.strerror(number) for number in _FULL)  # by what wraps errors: PostgreSQL, the search index


def is_full(error: BaseException) -> bool:
    """Is that why it failed? Looks at what the error was raised from, too."""
    seen: set[int] = set()
    at: BaseException | None = error
    while at is not None and id(at) not in seen:
        seen.add(id(at))
        if isinstance(at, OSError) and at.errno in _FULL:
            return True
        if isinstance(at, sqlite3.Error) and getattr(at, "sqlite_errorcode", 0) == sqlite3.SQLITE_FULL:
            return True
        if any(words in str(at) for words in _SAID):
            return True
        at = at.__cause__ or at.__context__
    return False


def free(folder: Path) -> int:
    """Bytes that may still be written to the disk of a folder."""
    about = os.statvfs(folder)
    return about.f_bavail * about.f_frsize
