"""One command, several processes that live and die together."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

GRACE = 8.0  # seconds between asking a process to stop and ending it
_PARENT = "MASTHEAD_SUPERVISOR"


@dataclass(slots=True)
class Child:
    """A process that is started again when it ends, later each time it ends soon."""

    name: str
    command: Sequence[str]
    socket: str = ""
    """Where it listens, if that is a file: one that was killed leaves it, and the next could not begin."""
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    failures: int = 0
    again_at: float = field(default=0.0)

    def start(self) -> None:
        self.started = time.monotonic()
        if self.socket:
            Path(self.socket).unlink(missing_ok=True)
        self.process = subprocess.Popen(  # noqa: S603 - the command is our own
            self.command, env={**os.environ, _PARENT: str(os.getpid())}, start_new_session=True
        )

    def check(self) -> None:
        now = time.monotonic()
        if self.process is not None and self.process.poll() is not None:
            self.failures = 0 if now - self.started > 60 else self.failures + 1
            self.again_at = now + min(30.0, 0.5 * 2**self.failures)
            sys.stderr.write(
                f"The {self.name} process ended ({self.process.returncode}); starting it again.\n"
            )
            with suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)  # what it had started itself
            self.process = None
        if self.process is None and now >= self.again_at:
            self.start()

    def signal(self, number: int) -> None:
        if self.process is not None and self.process.poll() is None:
            os.killpg(self.process.pid, number)


def take_over(children: Sequence[Child], folder: str) -> NoReturn:
    """Become a process that keeps the children running, and forget all that was loaded before.

    ``folder`` is theirs alone and goes when they end.
    """
    told = [[child.name, list(child.command), child.socket] for child in children]
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", __name__, folder, json.dumps(told)])  # noqa: S606 - our own


def main() -> None:
    folder, told = sys.argv[1:]
    try:
        run([Child(*one) for one in json.loads(told)])
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def run(children: Sequence[Child]) -> None:
    """Keep the children running until this process is asked to stop."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    for child in children:
        child.start()
    while not stop.wait(0.5):
        for child in children:
            child.check()
    for child in children:
        child.signal(signal.SIGTERM)
    deadline = time.monotonic() + GRACE
    while time.monotonic() < deadline and any(
        child.process and child.process.poll() is None for child in children
    ):
        time.sleep(0.1)
    for child in children:
        child.signal(signal.SIGKILL)


def follow() -> None:
    """End this process soon after its supervisor is gone, however that came about."""
    parent = int(os.environ.get(_PARENT, "0"))
    if not parent:
        return

    def watch() -> None:
        while True:
            try:
                os.kill(parent, 0)
            except ProcessLookupError:
                os._exit(0)
            except PermissionError:
                pass
            time.sleep(1)

    threading.Thread(target=watch, name="follow-supervisor", daemon=True).start()


def port_is_free(host: str, port: int) -> bool:
    """Is nobody listening there? The web server itself would silently share the port."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as caller:
        caller.settimeout(1)
        if caller.connect_ex((host if host not in ("0.0.0.0", "::") else "localhost", port)) == 0:  # noqa: S104
            return False
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


if __name__ == "__main__":
    main()
