"""Who works: a process by a name that others can see the end of."""

from __future__ import annotations

import os
import socket
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
