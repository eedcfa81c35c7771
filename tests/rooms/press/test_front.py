"""The door to the web, over real sockets: pages at once, everything else by the server behind."""

from __future__ import annotations

import asyncio
import gzip
import socket
import threading
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from masthead.press import files, front
from masthead.press.headers import POLICY
from masthead.press.stock import LARGE, Stock

PAGE = b"<!doctype html><html lang=ar><title>" + b"A long river. " * 90


class Behind:
    """A server behind that keeps what it was told, and answers with what it is told to."""

    def __init__(self, path: Path) -> None:
        self.path = str(path)
        self.heard: list[bytes] = []
        self.answer = b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nbehind"
        self.may_answer = threading.Event()
        self.may_answer.set()
        self.takes = 0  # bytes of a body to wait for
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.bind(self.path)
        self._socket.listen()
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._one, args=(caller,), daemon=True).start()

    def _one(self, caller: socket.socket) -> None:
        with caller:
            said = b""
            while b"\r\n\r\n" not in said or len(said.partition(b"\r\n\r\n")[2]) < self.takes:
                if not (more := caller.recv(65536)):
                    break
                said += more
            self.heard.append(said)
            self.may_answer.wait(20)
            try:
                caller.sendall(self.answer)
            except OSError:
                return

    def close(self) -> None:
        self.may_answer.set()
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture
def behind(tmp_path: Path) -> Iterator[Behind]:
    server = Behind(tmp_path / "web")
    yield server
    server.close()


@pytest.fixture
def port(home: Path, behind: Behind) -> Iterator[int]:
    files.write("ar/index.html", PAGE)
    files.write("ar/articles/نهر/index.html", PAGE)
    files.write("assets/icon.svg", b"<svg/>")
    (home / "media").mkdir()
    (home / "media/rhein.png").write_bytes(b"\x89PNG picture")
    (home / "media/film.mp4").write_bytes(bytes(LARGE + 1))
    files.announce()
    started = threading.Event()
    found: list[int] = []
    loop = asyncio.new_event_loop()
    door = front.Front(Stock(home / "pressed", home / "media"), behind.path)
    stop = asyncio.Event()

    async def serve() -> None:
        server = await loop.create_server(lambda: front.Caller(door, loop), "127.0.0.1", 0)
        found.append(server.sockets[0].getsockname()[1])
        started.set()
        await stop.wait()
        server.close()
        for caller in list(door.callers):
            caller._transport.abort()
        await asyncio.sleep(0.05)

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    started.wait(10)
    yield found[0]
    loop.call_soon_threadsafe(stop.set)
    thread.join(10)
    loop.close()


def said(port: int, request: bytes) -> bytes:
    """Everything that is answered to some bytes, until the connection ends or nothing more comes."""
    with socket.create_connection(("127.0.0.1", port), timeout=5) as caller:
        caller.sendall(request)
        caller.shutdown(socket.SHUT_WR)
        answer = b""
        while more := caller.recv(65536):
            answer += more
        return answer


def ask(port: int, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(
            method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        answer = connection.getresponse()
        return answer, answer.read()
    finally:
        connection.close()


def test_a_page_is_answered_without_the_server_behind(port: int, behind: Behind) -> None:
    answer, body = ask(port, "/ar/", accept_encoding="gzip")

    assert (answer.status, gzip.decompress(body)) == (200, PAGE)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Language"] == "ar"
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["Date"].endswith("GMT")
    assert behind.heard == []


def test_an_address_in_another_script_is_found(port: int) -> None:
    assert ask(port, "/ar/articles/%D9%86%D9%87%D8%B1/?utm=1")[1] == PAGE


def test_one_connection_asks_many_times(port: int) -> None:
    answer = said(port, b"GET /ar/ HTTP/1.1\r\nHost: a\r\n\r\nHEAD /ar/ HTTP/1.1\r\nHost: a\r\n\r\n" * 20)

    assert answer.count(b"HTTP/1.1 200 OK") == 40
    assert answer.count(PAGE) == 20


def test_a_request_may_come_byte_by_byte(port: int) -> None:
    with socket.create_connection(("127.0.0.1", port), timeout=5) as caller:
        for byte in b"GET /assets/icon.svg HTTP/1.1\r\nHost: a\r\n\r\n":
            caller.sendall(bytes([byte]))

        assert b"<svg/>" in caller.recv(65536)


def test_who_has_the_page_is_told_so(port: int) -> None:
    first, _ = ask(port, "/ar/")

    for header, value in (
        ("if_none_match", first.headers["ETag"]),
        ("if_modified_since", first.headers["Last-Modified"]),
    ):
        answer, body = ask(port, "/ar/", **{header: value})

        assert (answer.status, body) == (304, b"")
        assert answer.headers["ETag"] == first.headers["ETag"]


def test_who_is_led_to_something_new_finds_it_at_once(port: int) -> None:
    """Nothing ticks here: only the query has the door look."""
    ask(port, "/ar/")
    files.write("ar/index.html", b"new")
    files.announce()

    assert ask(port, "/ar/")[1] == PAGE
    assert ask(port, "/ar/?translated")[1] == b"new"


def test_who_wants_the_connection_closed_gets_that(port: int) -> None:
    answer, body = ask(port, "/ar/", connection="close")

    assert (answer.headers["Connection"], body) == ("close", PAGE)


@pytest.mark.parametrize(
    ("request_line", "more"),
    [
        ("GET /desk/", ""),
        ("GET /", ""),
        ("GET /ar/none/", ""),
        ("POST /ar/", "Content-Length: 2\r\n"),
        ("GET /ar/", "Content-Length: 2\r\n"),
        ("GET /ar/", "Transfer-Encoding: chunked\r\n"),
        ("GET /ar/", "Connection: Upgrade\r\nUpgrade: websocket\r\n"),
        ("GET /media/rhein.png", "Range: bytes=0-1\r\n"),
        ("GET /media/film.mp4", ""),
        ("GET http://a/ar/", ""),
        ("OPTIONS *", ""),
        ("GET /%ff%fe/", ""),
    ],
)
def test_what_is_more_than_a_page_is_passed_on(
    port: int, behind: Behind, request_line: str, more: str
) -> None:
    answer = said(port, f"{request_line} HTTP/1.1\r\nHost: a\r\n{more}\r\n".encode())

    assert answer.endswith(b"behind")
    assert behind.heard[0].startswith(f"{request_line} HTTP/1.1\r\nHost: a\r\n".encode())


def test_who_calls_is_told_behind_and_cannot_be_made_up(port: int, behind: Behind) -> None:
    said(
        port,
        b"GET /desk/ HTTP/1.1\r\nHost: a\r\nX-Masthead-Caller: 8.8.8.8\r\nx_masthead_CALLER: 8.8.8.8\r\n"
        b"Connection: keep-alive\r\nCookie: b=1\r\n\r\n",
    )

    assert behind.heard == [
        b"GET /desk/ HTTP/1.1\r\nHost: a\r\nCookie: b=1\r\nConnection: close\r\nX-Masthead-Caller: 127.0.0.1\r\n\r\n"
    ]


def test_a_body_is_passed_on_whole(port: int, behind: Behind) -> None:
    behind.takes = 3_000_000

    body = bytes(range(250)) * 12_000

    answer = said(port, b"PUT /desk/ HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n" + body)

    assert answer.endswith(b"behind")
    assert behind.heard[0].partition(b"\r\n\r\n")[2] == body


@pytest.mark.parametrize(
    "head",
    [
        b"GET /ar/ HTTP/1.1\r\nHost : a\r\n\r\n",
        b"GET /ar/ HTTP/1.1\r\nHost: a\r\nContent-Length : 4\r\n\r\nabcd",
        b"GET /ar/ HTTP/1.1\r\nHost: a\r\n folded: x\r\n\r\n",
        b"GET /ar/ HTTP/1.1\nHost: a\r\n\r\n",
        b"GET /ar/ HTTP/1.1\r\nHost: a\nX-Masthead-Caller: 8.8.8.8\r\n\r\n",
        b"GET /ar/ HTTP/1.1\r\nHost: a\x00\r\n\r\n",
        b"GET  /ar/ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"get /ar/ HTTP/1.1\r\nHost: a\r\n\r\n",
        b"GET /ar/ HTTP/2.0\r\nHost: a\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x16\x03\x01\x02\x00\r\n\r\n",
        b"\r\n\r\n",
    ],
)
def test_what_two_servers_could_read_differently_is_refused(port: int, behind: Behind, head: bytes) -> None:
    assert said(port, head).startswith(b"HTTP/1.1 400 ")
    assert behind.heard == []


def test_a_head_without_end_is_refused(port: int) -> None:
    assert said(port, b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 10_000).startswith(b"HTTP/1.1 431 ")


def test_a_slow_answer_holds_up_no_page(port: int, behind: Behind) -> None:
    behind.may_answer.clear()
    with socket.create_connection(("127.0.0.1", port), timeout=5) as slow:
        slow.sendall(b"GET /ar/search/?q=a HTTP/1.1\r\nHost: a\r\n\r\n")

        assert ask(port, "/ar/")[1] == PAGE

        behind.may_answer.set()
        assert slow.recv(65536).endswith(b"behind")


def test_more_at_one_time_than_is_passed_on_are_asked_to_come_again(
    port: int, behind: Behind, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(front, "MOST_PASSED", 0)

    answer, _ = ask(port, "/desk/")

    assert (answer.status, answer.headers["Retry-After"]) == (503, "2")
    assert ask(port, "/ar/")[1] == PAGE


def test_an_answer_from_behind_of_any_length_comes_whole(port: int, behind: Behind) -> None:
    behind.answer = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + bytes(5_000_000)

    assert len(said(port, b"GET /desk/ HTTP/1.1\r\nHost: a\r\n\r\n")) == len(behind.answer)


def test_a_caller_who_goes_leaves_nothing(home: Path, behind: Behind, port: int) -> None:
    behind.may_answer.clear()
    with socket.create_connection(("127.0.0.1", port), timeout=5) as caller:
        caller.sendall(b"GET /desk/ HTTP/1.1\r\nHost: a\r\n\r\n")
    behind.may_answer.set()

    assert ask(port, "/ar/")[1] == PAGE
