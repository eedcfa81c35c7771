"""Who works: a process by a name that others can see the end of."""

from __future__ import annotations

import fcntl
import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

_HOST = socket.gethostname()[:24]


def name() -> str:
    """Says which process of which machine it is; another at each call."""
    return f"{_HOST}:{os.getpid()}:{uuid4().hex[:8]}"


def gone(named: str) -> bool:
    """Whether a process of this machine has ended. Of another machine's nothing is known, so it is not."""
    host, _, rest = named.partition(":")
    process = rest.partition(":")[0]
    return host == _HOST and process.isdigit() and not _alive(int(process))


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


class Busy(Exception):
    """Another process does it."""


LOOK_EVERY = 0.05  # seconds


@contextmanager
def alone(lock: Path, patience: float = 0.0) -> Iterator[None]:
    """The only one that holds this file; ``Busy`` where another does for longer than ``patience`` seconds."""
    lock.parent.mkdir(parents=True, exist_ok=True)
    until = time.monotonic() + patience
    with lock.open("ab") as file:
        while True:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() >= until:
                    raise Busy from None
                time.sleep(LOOK_EVERY)
        yield
