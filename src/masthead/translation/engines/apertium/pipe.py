"""Live pipelines: started once, fed text by text, bounded in time, memory and number.

The programs are written in C and are fed with anybody's text. So a pipeline runs in a process group of its
own that can be killed as a whole, no program in it may take more than ``MEMORY``, and each text is sent
with a number that must come back: what remains of a broken run can never pass for an answer.
"""

from __future__ import annotations

import atexit
import itertools
import os
import selectors
import signal
import subprocess
import threading
import time
from collections import OrderedDict
from contextlib import suppress
from typing import IO

MEMORY = 2_000_000
"""KiB of address space for each program of a pipeline."""
LIVE = 4
"""How many pipelines stay open; one holds 75 to 480 MB."""
START_SECONDS = 60.0

_serials = itertools.count(1)


class PipeError(Exception):
    """No answer; ``code`` is ``crashed``, ``too-slow`` or ``not-started``. The pipeline is gone;
    asked again, it starts anew."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class Pipe:
    """One pipeline; for one thread at a time (``lock``)."""

    def __init__(self, command: str) -> None:
        self.lock = threading.Lock()
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, stream: str, seconds: float) -> str:
        """The answer to a text in Apertium's stream format."""
        if self._process is not None:
            try:
                return self._exchange(stream, seconds)
            except PipeError as error:
                # It may have died since the last text, not of this one.
                if error.code != "crashed":
                    raise
        self._start()
        return self._exchange(stream, seconds)

    def close(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        for end in (process.stdin, process.stdout):
            if end:
                with suppress(OSError):
                    end.close()
        process.wait()

    def _start(self) -> None:
        # The command comes from the operator's own mode files.
        self._process = subprocess.Popen(  # noqa: S603
            ["/bin/sh", "-c", f"ulimit -v {MEMORY}; ulimit -c 0; {self._command}"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            env={"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"},
        )
        for end in (self._process.stdin, self._process.stdout):
            assert end is not None
            os.set_blocking(end.fileno(), False)
        try:
            self._exchange("", START_SECONDS)
        except PipeError as error:
            raise PipeError("not-started") from error

    def _exchange(self, stream: str, seconds: float) -> str:
        process = self._process
        assert process is not None
        assert process.stdin is not None
        assert process.stdout is not None
        end = f"[<s{next(_serials)}>][\n]"
        sent = (stream + end).encode(errors="replace") + b"\0"
        try:
            got = _converse(process.stdin, process.stdout, sent, time.monotonic() + seconds)
        except PipeError:
            self.close()
            raise
        answer = got.decode(errors="replace")
        if not answer.endswith(end):
            self.close()
            raise PipeError("crashed")
        return answer[: -len(end)]


def _converse(into: IO[bytes], out: IO[bytes], sent: bytes, deadline: float) -> bytes:
    """Write and read at once, until the null byte that ends an answer."""
    most = 20 * len(sent) + 10_000
    got = bytearray()
    with selectors.DefaultSelector() as selector:
        selector.register(out, selectors.EVENT_READ)
        selector.register(into, selectors.EVENT_WRITE)
        while True:
            left = deadline - time.monotonic()
            if left <= 0:
                raise PipeError("too-slow")
            for key, _ in selector.select(left):
                try:
                    if key.fileobj is into:
                        sent = sent[os.write(into.fileno(), sent[:4096]) :]
                        if not sent:
                            selector.unregister(into)
                        continue
                    chunk = os.read(out.fileno(), 65_536)
                except OSError:
                    raise PipeError("crashed") from None
                if not chunk or len(got) > most:
                    raise PipeError("crashed")
                got += chunk
                if b"\0" in chunk:
                    return bytes(got[: got.index(0)])


class Pool:
    """The pipelines last used, closed again when there are more than ``LIVE``."""

    def __init__(self) -> None:
        self._pipes: OrderedDict[str, Pipe] = OrderedDict()
        self._lock = threading.Lock()
        self._owner = os.getpid()

    def ask(self, command: str, stream: str, seconds: float) -> str:
        while True:
            pipe = self._take(command)
            with pipe.lock:
                # Another thread may have closed it to make room, just before.
                if self._pipes.get(command) is pipe:
                    return pipe.ask(stream, seconds)

    def close(self) -> None:
        """End all pipelines; the next text starts one again."""
        with self._lock:
            pipes = list(self._pipes.values())
            self._pipes.clear()
            if self._owner == os.getpid():
                for pipe in pipes:
                    with pipe.lock:
                        pipe.close()

    def _take(self, command: str) -> Pipe:
        with self._lock:
            if self._owner != os.getpid():
                # After a fork these belong to the parent.
                self._pipes.clear()
                self._owner = os.getpid()
            pipe = self._pipes.setdefault(command, Pipe(command))
            self._pipes.move_to_end(command)
            for other in list(self._pipes)[: max(0, len(self._pipes) - LIVE)]:
                # One that is at work is left for the next turn.
                if self._pipes[other].lock.acquire(blocking=False):
                    old = self._pipes.pop(other)
                    old.close()
                    old.lock.release()
            return pipe


POOL = Pool()
atexit.register(POOL.close)
