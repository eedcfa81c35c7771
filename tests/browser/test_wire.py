"""What the real server answers on the wire, to clients that are no browsers and mean no good."""

from __future__ import annotations

import socket
from contextlib import suppress
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from tests.browser.conftest import Outlet
from tests.browser.scene import ARTICLE


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


def _send(outlet: Outlet, request: bytes) -> Answer:
    """Send these very bytes; no client library tidies them up."""
    parts = urlsplit(outlet.url)
    with socket.create_connection(("127.0.0.1", parts.port or 80), timeout=10) as wire:
        wire.sendall(request)
        got = b""
        while piece := wire.recv(65536):
            got += piece
    head, _, body = got.partition(b"\r\n\r\n")
    if not head:
        return Answer(400, {}, b"")  # the connection was closed without a word
    first, *rows = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (row.partition(": ") for row in rows)}
    return Answer(int(first.split()[1]), headers, body)


def _get(outlet: Outlet, target: str, *more: str, method: str = "GET") -> Answer:
    lines = [f"{method} {target} HTTP/1.1", "Host: localhost", "Connection: close", *more, "", ""]
    return _send(outlet, "\r\n".join(lines).encode("latin-1"))


@pytest.mark.parametrize(
    "target",
    [
        "/../outlet.sqlite3",
        "/%2e%2e/outlet.sqlite3",
        "/..%2foutlet.sqlite3",
        "/%2e%2e%2foutlet.sqlite3",
        "/en/%2e%2e/%2e%2e/outlet.sqlite3",
        "/media/%2e%2e/outlet.sqlite3",
        "/media/..%5c..%5coutlet.sqlite3",
        "/%252e%252e/outlet.sqlite3",
        "/en/%00",
        "/en/index.html%00.png",
        "/.generation",
        "/%2egeneration",
        "/.staging/",
        "//etc/passwd",
        "/%2f%2fetc/passwd",
        "/keys/secret",
        "/static/../keys/secret",
        "/static/%2e%2e/keys/secret",
        "/documents/1/x.pdf",
        "/%ff%fe/",
        f"/{'a' * 300}",
        f"/en/{'a' * 3000}/",
    ],
)
def test_no_address_gives_what_is_not_public(outlet: Outlet, target: str) -> None:
    answer = _get(outlet, target)

    assert answer.status in (301, 302, 400, 404, 414), target
    assert b"SQLite" not in answer.body
    assert b"root:" not in answer.body
    assert b"Traceback" not in answer.body
    assert (outlet.home / "keys" / "secret").read_bytes().strip() not in answer.body


@pytest.mark.parametrize(
    "path", ["/en/", f"/ar/articles/{ARTICLE}/", "/en/search/?q=river", "/ja/newsletter/", "/en/none/"]
)
def test_a_reader_gets_no_cookie_and_a_strict_policy(outlet: Outlet, path: str) -> None:
    answer = _get(outlet, path)

    assert "set-cookie" not in answer.headers
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "script-src 'self'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]


def test_the_root_leads_to_the_readers_language(outlet: Outlet) -> None:
    answer = _get(outlet, "/", "Accept-Language: ar-EG, en;q=0.5")

    assert (answer.status, answer.headers["location"]) == (302, "/ar/")


def test_a_page_is_compressed_and_known_by_its_tag(outlet: Outlet) -> None:
    first = _get(outlet, "/en/", "Accept-Encoding: gzip, br")
    again = _get(outlet, "/en/", "Accept-Encoding: gzip, br", f"If-None-Match: {first.headers['etag']}")

    assert first.headers["content-encoding"] == "br"
    assert (again.status, again.body) == (304, b"")


def test_head_tells_how_long_a_page_is_and_does_not_send_it(outlet: Outlet) -> None:
    got, head = _get(outlet, "/en/"), _get(outlet, "/en/", method="HEAD")

    assert head.body == b""
    assert head.headers["content-length"] == str(len(got.body))


@pytest.mark.parametrize(
    "request_",
    [
        b"GET / HTTP/9.9\r\n\r\n",
        b"\x16\x03\x01\x02\x00\r\n\r\n",
        b"GET  HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /en/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX: " + b"a" * 2_000_000 + b"\r\n\r\n",
        b"POST /en/newsletter/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 3\r\n\r\na=\xff",
        b"POST /en/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 0\r\n\r\n",
    ],
)
def test_odd_requests_are_refused_and_the_next_one_is_answered(outlet: Outlet, request_: bytes) -> None:
    with suppress(ConnectionResetError, BrokenPipeError):  # refused without a word
        assert _send(outlet, request_).status in (200, 400, 403, 404, 405, 431, 505)

    assert _get(outlet, "/en/").status == 200


def test_health_of_the_desk_without_a_login_is_its_login(outlet: Outlet) -> None:
    answer = _get(outlet, "/desk/")

    assert answer.status == 302
    assert answer.headers["location"].startswith("/desk/login/")
