"""The door to the web: answers what readers mostly ask, and passes the rest on.

Two servers stand behind one address. This one knows a single thing: a page, picture or feed of the stock that is asked
for with GET or HEAD, whole. That costs it one look into a dictionary. Any other request is passed on, byte by byte, to
the server behind, which knows HTTP in full, over a socket that nobody else can reach; so no request there, however
long it takes, holds up a page here. What is passed on ends its connection, so nothing needs to be known of where its
answer ends.

A request that is not written as the grammar has it (RFC 9112) is refused here, lest two servers read it differently.
"""

from __future__ import annotations

import asyncio
import re
import signal
import time
from collections.abc import Callable
from email.utils import formatdate
from typing import cast
from urllib.parse import unquote_to_bytes

from masthead.press import negotiation
from masthead.press.stock import Ready, Stock

LOOK_EVERY = 0.25  # seconds
LONGEST_HEAD = 32 * 1024  # bytes
MOST_CALLERS = 4_000
MOST_PASSED = 256  # at one time
UNTIL_ASKED = 20.0  # seconds for a request to be said
UNTIL_NEXT = 75.0  # seconds a connection is kept without a request
UNTIL_TAKEN = 300.0  # seconds for somebody to take, or to go on giving, what is under way
UNTIL_BEHIND = 20.0  # seconds to wait for the server behind, which may be starting
UNTIL_ENDED = 5.0  # seconds for what is under way when this server is to stop
CALLER = "X-Masthead-Caller"
"""The header that tells the server behind who calls. From outside it is never let through."""

_HEAD = re.compile(
    rb"([A-Z]{1,20}) ([!-~\x80-\xff]+) HTTP/1\.([01])\r\n"
    rb"((?:[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\t\x20-\x7e\x80-\xff]*\r\n)*)\r\n"
)
_FIELD = re.compile(r"([^:]+):[ \t]*([^\r]*)\r\n")
# Who says one of these asks for more than a page.
_MORE = frozenset({"content-length", "transfer-encoding", "expect", "upgrade"})
_OURS = frozenset({"connection", "keep-alive", "proxy-connection", CALLER.lower()})


class Front:
    """What all connections share."""

    def __init__(self, stock: Stock, behind: str) -> None:
        """``behind`` is the path of the socket at which the other server listens."""
        self.stock, self.behind = stock, behind
        self.callers: set[Caller] = set()
        self.passed = 0
        self.now = 0.0
        self.date = b""
        self.ending = False
        self.tick()

    def tick(self) -> None:
        """What is done a few times a second rather than for each request."""
        self.now = time.monotonic()
        self.date = f"Date: {formatdate(usegmt=True)}\r\n\r\n".encode()
        self.stock.look()

    def sweep(self) -> None:
        for caller in list(self.callers):
            caller.end_if_idle()

    async def serve(self, host: str, port: int, *, shared: bool = False) -> None:
        """Serve until asked to stop, then let what is under way end."""
        loop = asyncio.get_running_loop()
        stop = asyncio.Event()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stop.set)
        server = await loop.create_server(
            lambda: Caller(self, loop), host, port, reuse_port=shared, backlog=1024
        )
        ticking = loop.create_task(self._keep_time())
        await stop.wait()
        server.close()
        self.ending = True
        until = loop.time() + UNTIL_ENDED
        while self.callers and loop.time() < until:
            for caller in list(self.callers):
                caller.end_if_done()
            await asyncio.sleep(0.05)
        ticking.cancel()

    async def _keep_time(self) -> None:
        while True:
            for _ in range(8):
                await asyncio.sleep(LOOK_EVERY)
                self.tick()
            self.sweep()


class Caller(asyncio.Protocol):
    """One connection from outside."""

    def __init__(self, front: Front, loop: asyncio.AbstractEventLoop) -> None:
        self._front, self._loop = front, loop
        self._waiting = b""
        self._since = front.now
        self._full = False
        self._behind: _Behind | None = None
        self._passing: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)
        if len(self._front.callers) >= MOST_CALLERS:
            self._transport.abort()
        else:
            self._front.callers.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        self._front.callers.discard(self)
        if self._behind is not None:
            self._behind.end()
        if self._passing is not None:
            self._passing.cancel()

    def data_received(self, data: bytes) -> None:
        self._since = self._front.now
        if self._behind is not None:
            self._behind.give(data)
            return
        self._waiting = self._waiting + data if self._waiting else data
        if self._passing is None:
            self._answer_all()

    def eof_received(self) -> bool:
        return self._passing is not None  # its answer may still be on the way

    def pause_writing(self) -> None:
        self._full = True
        if self._behind is not None:
            self._behind.hold()

    def resume_writing(self) -> None:
        self._full = False
        self._since = self._front.now
        if self._behind is not None:
            self._behind.go_on()
        elif self._passing is None:
            self._transport.resume_reading()
            self._answer_all()

    def end_if_idle(self) -> None:
        if self._passing is not None or self._transport.get_write_buffer_size():
            longest = UNTIL_TAKEN
        else:
            longest = UNTIL_ASKED if self._waiting else UNTIL_NEXT
        if self._front.now - self._since > longest:
            self._transport.abort()

    def end_if_done(self) -> None:
        if self._passing is None and not self._waiting:
            self._transport.close()

    def _answer_all(self) -> None:
        """Answer one request after the other, as long as the answers are taken."""
        while self._waiting and not self._transport.is_closing():
            if self._full:
                self._transport.pause_reading()
                return
            asked = self._waiting
            end = asked.find(b"\r\n\r\n") + 4
            if (end if end > 3 else len(asked)) > LONGEST_HEAD:
                self._refuse("431 Request Header Fields Too Large")
            elif end == 3:
                return
            elif (found := _HEAD.fullmatch(asked, 0, end)) is None:
                self._refuse("400 Bad Request")
            else:
                self._waiting = asked[end:]
                if not self._answer(found):
                    self._pass_on(found)
                    return

    def _answer(self, found: re.Match[bytes]) -> bool:
        method, target, minor, said = found.groups()
        if (method != b"GET" and method != b"HEAD") or minor != b"1":
            return False
        fields = dict(_FIELD.findall(said.decode("latin-1").lower()))
        if not _MORE.isdisjoint(fields):
            return False
        path, _, query = target.partition(b"?")
        if query:
            self._front.stock.look()
        try:
            name = (unquote_to_bytes(path) if b"%" in path else path).decode("utf-8")
        except UnicodeDecodeError:
            return False
        ready = self._front.stock.find(name, negotiation.encoding(fields.get("accept-encoding", "")))
        if ready is None or ready.body is None or (ready.parted and "range" in fields):
            return False
        connection = fields.get("connection", "").strip()
        if connection not in ("", "keep-alive", "close"):
            return False
        self._write(ready, fields, method == b"GET", connection == "close" or self._front.ending)
        return True

    def _write(self, ready: Ready, fields: dict[str, str], whole: bool, last: bool) -> None:
        date = b"Connection: close\r\n" + self._front.date if last else self._front.date
        tag, since = fields.get("if-none-match"), fields.get("if-modified-since")
        if (tag or since) and negotiation.unchanged(tag, since, ready.etag, ready.modified):
            self._transport.write(ready.brief + date)
        elif whole:
            self._transport.write(b"".join((ready.head, date, ready.body or b"")))
        else:
            self._transport.write(ready.head + date)
        if last:
            self._transport.close()

    def _refuse(self, status: str) -> None:
        self._waiting = b""
        text = b"Please try again in a moment.\n" if status.startswith("503") else b""
        self._transport.write(
            f"HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {len(text)}\r\n"
            f"Cache-Control: no-store\r\nRetry-After: 2\r\nConnection: close\r\n".encode()
            + self._front.date
            + text
        )
        self._transport.close()

    def _pass_on(self, found: re.Match[bytes]) -> None:
        if self._front.passed >= MOST_PASSED:
            self._refuse("503 Service Unavailable")
            return
        peer = self._transport.get_extra_info("peername")
        head = passed_head(found, str(peer[0]) if peer else "")
        self._transport.pause_reading()
        self._passing = self._loop.create_task(self._pass(head))

    async def _pass(self, head: bytes) -> None:
        self._front.passed += 1
        try:
            behind = await self._reach()
            if behind is None:
                self._refuse("503 Service Unavailable")
                return
            behind.give(head + self._waiting)
            self._waiting = b""
            self._behind = behind
            self._transport.resume_reading()
            await behind.ended.wait()
            self._transport.close()
        finally:
            self._front.passed -= 1

    async def _reach(self) -> _Behind | None:
        until = self._loop.time() + UNTIL_BEHIND
        while True:
            try:
                _, behind = await self._loop.create_unix_connection(
                    lambda: _Behind(self._transport, self.moved), self._front.behind
                )
                return behind
            except OSError:
                if self._loop.time() > until or self._front.ending:
                    return None
                await asyncio.sleep(0.1)

    def moved(self) -> None:
        """Something came from behind: the connection is not idle."""
        self._since = self._front.now


class _Behind(asyncio.Protocol):
    """One connection to the server behind, for one request."""

    def __init__(self, caller: asyncio.Transport, moved: Callable[[], None]) -> None:
        self._caller, self._moved = caller, moved
        self.ended = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def data_received(self, data: bytes) -> None:
        self._moved()
        self._caller.write(data)

    def connection_lost(self, exc: Exception | None) -> None:
        self.ended.set()

    def pause_writing(self) -> None:
        self._caller.pause_reading()

    def resume_writing(self) -> None:
        if not self._caller.is_closing():
            self._caller.resume_reading()

    def give(self, data: bytes) -> None:
        self._transport.write(data)

    def hold(self) -> None:
        self._transport.pause_reading()

    def go_on(self) -> None:
        self._transport.resume_reading()

    def end(self) -> None:
        self._transport.abort()


def passed_head(found: re.Match[bytes], peer: str) -> bytes:
    """The head of a request as the server behind is to read it: for this one request, and who calls."""
    method, target, minor, said = found.groups()
    fields = [
        line
        for line in said.split(b"\r\n")[:-1]
        # The server behind takes “_” and “-” for the same.
        if line.partition(b":")[0].decode("ascii").lower().replace("_", "-") not in _OURS
    ]
    fields += [b"Connection: close", f"{CALLER}: {peer}".encode()]
    return b"%s %s HTTP/1.%s\r\n%s\r\n\r\n" % (method, target, minor, b"\r\n".join(fields))


def run(front: Front, host: str, port: int, *, shared: bool = False) -> None:
    """Serve in this process until it is asked to stop. ``shared``: other processes serve at the same port."""
    asyncio.run(front.serve(host, port, shared=shared))
