import gzip
import re
import socket
import threading
import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from masthead.lib.fetch import FetchError, Limits, fetch

HERE = frozenset({"localhost"})
SHARED = Path(__file__).parents[3] / "shared" / "data" / "urls" / "ssrf"


def refusal(url: str, **options: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(url, **options)  # type: ignore[arg-type]
    return caught.value


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """A bare server that answers nothing and notes every connection."""
    seen: list[bytes] = []
    server = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while True:
            try:
                connection, _ = server.accept()
            except OSError:
                return
            seen.append(b"connected")
            connection.close()

    threading.Thread(target=serve, daemon=True).start()
    yield f"127.0.0.1:{server.getsockname()[1]}", seen
    server.close()


def test_a_page_comes_with_its_type_and_charset(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/a").respond_with_data(
        "Größe".encode("latin-1"), content_type="text/html; charset=ISO-8859-1"
    )

    page = fetch(httpserver.url_for("/a"), allow=HERE)

    assert (page.status, page.media_type, page.charset) == (200, "text/html", "iso8859-1")
    assert page.body.decode(page.charset) == "Größe"
    assert page.url == page.final_url == httpserver.url_for("/a")


def test_the_wish_for_a_type_and_our_name_are_sent(httpserver: HTTPServer) -> None:
    sent: list[Request] = []

    def answer(request: Request) -> Response:
        sent.append(request)
        return Response("ok")

    httpserver.expect_request("/a").respond_with_handler(answer)

    fetch(httpserver.url_for("/a?x=1#part"), accept="text/html", allow=HERE)

    assert sent[0].headers["Accept"] == "text/html"
    assert sent[0].headers["User-Agent"].startswith("Masthead")
    assert sent[0].query_string == b"x=1"


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1", "0"]
)
def test_the_own_machine_is_refused_before_a_connection(host: str, listener: tuple[str, list[bytes]]) -> None:
    address, seen = listener
    port = int(address.rpartition(":")[2])

    error = refusal(f"http://{host}:{port}/", limit=Limits(ports=frozenset({port})))

    assert (error.code, error.permanent) == ("address-private", True)
    assert seen == []


def test_a_redirect_into_a_private_network_is_refused(
    httpserver: HTTPServer, listener: tuple[str, list[bytes]]
) -> None:
    address, seen = listener
    httpserver.expect_request("/out").respond_with_data(
        status=302, headers={"Location": f"http://{address}/"}
    )
    port = int(address.rpartition(":")[2])

    error = refusal(httpserver.url_for("/out"), allow=HERE, limit=Limits(ports=frozenset({port})))

    assert error.code == "address-private"
    assert seen == []


@pytest.mark.parametrize("onward", ["file:///etc/passwd", "gopher://localhost:25/_x", "ftp://localhost/"])
def test_a_redirect_to_something_else_than_the_web_is_refused(httpserver: HTTPServer, onward: str) -> None:
    httpserver.expect_request("/out").respond_with_data(status=301, headers={"Location": onward})

    assert refusal(httpserver.url_for("/out"), allow=HERE).code == "scheme-refused"


def test_redirects_are_followed_to_the_final_address(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/one").respond_with_data(status=301, headers={"Location": "/two"})
    httpserver.expect_request("/two").respond_with_data("there")

    page = fetch(httpserver.url_for("/one"), allow=HERE)

    assert (page.body, page.final_url) == (b"there", httpserver.url_for("/two"))


@pytest.mark.parametrize(("statuses", "moved"), [((301, 308), "/c"), ((301, 302), "/b"), ((302, 301), "")])
def test_an_address_has_moved_as_far_as_redirects_are_for_good(
    httpserver: HTTPServer, statuses: tuple[int, int], moved: str
) -> None:
    for path, onward, status in (("/a", "/b", statuses[0]), ("/b", "/c", statuses[1])):
        httpserver.expect_request(path).respond_with_data(status=status, headers={"Location": onward})
    httpserver.expect_request("/c").respond_with_data("x")

    page = fetch(httpserver.url_for("/a"), allow=HERE)

    assert page.moved_to == (httpserver.url_for(moved) if moved else "")


def test_a_form_and_headers_are_sent(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/hub", method="POST", data="a=1%262").respond_with_data("", status=202)
    httpserver.expect_request("/feed", headers={"If-None-Match": '"x"'}).respond_with_data("", status=304)

    posted = fetch(httpserver.url_for("/hub"), form={"a": "1&2"}, allow=HERE)
    asked = fetch(httpserver.url_for("/feed"), headers={"If-None-Match": '"x"\r\n'}, allow=HERE)

    assert (posted.status, asked.status) == (202, 304)


def test_a_refusal_says_when_to_come_again(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_data(status=503, headers={"Retry-After": "120"})

    assert refusal(httpserver.url_for("/"), allow=HERE).retry_after == "120"


def test_a_circle_of_redirects_ends(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/round").respond_with_data(status=302, headers={"Location": "/round"})

    assert refusal(httpserver.url_for("/round"), allow=HERE).code == "too-many-redirects"
    assert len(httpserver.log) == 6


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("file:///etc/passwd", "scheme-refused"),
        ("gopher://localhost:25/_MAIL", "scheme-refused"),
        ("jar:http://127.0.0.1!/", "scheme-refused"),
        ("example.org/page", "scheme-refused"),
        ("", "scheme-refused"),
        ("http:///nothing", "address-unreadable"),
        ("http:127.0.0.1/", "address-unreadable"),
        ("http://user:secret@example.org/", "address-unreadable"),
        ("http://127.1.1.1:80\\@127.2.2.2:80/", "address-unreadable"),
        ("http://1.1.1.1 &@2.2.2.2# @3.3.3.3/", "address-unreadable"),
        ("http://example.org:22/", "port-refused"),
        ("http://nowhere.invalid/", "address-unknown"),
    ],
)
def test_what_is_no_address_of_the_web_is_refused(url: str, code: str) -> None:
    assert refusal(url).code == code


def test_a_status_of_failure_is_an_error_that_says_whether_to_try_again(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/gone").respond_with_data(status=410)
    httpserver.expect_request("/busy").respond_with_data(status=503)

    gone = refusal(httpserver.url_for("/gone"), allow=HERE)
    busy = refusal(httpserver.url_for("/busy"), allow=HERE)

    assert (gone.status, gone.permanent) == (410, True)
    assert (busy.status, busy.permanent) == (503, False)


def test_a_page_over_the_limit_is_refused(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/big").respond_with_data(b"x" * 3000)

    assert refusal(httpserver.url_for("/big"), allow=HERE, limit=Limits(bytes=2000)).code == "too-large"


def test_a_small_answer_that_unpacks_to_a_large_one_is_refused(httpserver: HTTPServer) -> None:
    bomb = gzip.compress(b"\0" * 50_000_000)
    httpserver.expect_request("/bomb").respond_with_data(bomb, headers={"Content-Encoding": "gzip"})

    assert len(bomb) < 60_000
    assert refusal(httpserver.url_for("/bomb"), allow=HERE).code == "too-large"


@pytest.mark.parametrize(
    ("coding", "packed"),
    [
        ("gzip", gzip.compress(b"hello" * 50_000)),
        ("deflate", zlib.compress(b"hello" * 50_000)),
        ("deflate", zlib.compress(b"hello" * 50_000)[2:-4]),
    ],
)
def test_packed_answers_are_unpacked(httpserver: HTTPServer, coding: str, packed: bytes) -> None:
    httpserver.expect_request("/p").respond_with_data(packed, headers={"Content-Encoding": coding})

    assert fetch(httpserver.url_for("/p"), allow=HERE).body == b"hello" * 50_000


@pytest.mark.parametrize(
    ("coding", "sent", "code"),
    [
        ("br", b"x", "coding-unknown"),
        ("gzip", b"no gzip", "answer-broken"),
        ("gzip, gzip", b"x", "coding-unknown"),
    ],
)
def test_answers_packed_wrongly_are_refused(
    httpserver: HTTPServer, coding: str, sent: bytes, code: str
) -> None:
    httpserver.expect_request("/p").respond_with_data(sent, headers={"Content-Encoding": coding})

    assert refusal(httpserver.url_for("/p"), allow=HERE).code == code


def test_a_server_that_drips_is_left_at_the_deadline(httpserver: HTTPServer) -> None:
    def drip() -> Iterator[bytes]:
        for _ in range(15):
            yield b"x"
            time.sleep(0.1)

    httpserver.expect_request("/slow").respond_with_handler(lambda _: Response(drip()))
    before = time.monotonic()

    error = refusal(httpserver.url_for("/slow"), allow=HERE, limit=Limits(seconds=0.5))

    assert (error.code, error.permanent) == ("too-slow", False)
    assert time.monotonic() - before < 2


def test_a_server_that_speaks_no_http_is_said_so(listener: tuple[str, list[bytes]]) -> None:
    address, _ = listener

    error = refusal(f"http://{address}/", allow=frozenset({"127.0.0.1"}))

    assert (error.code, error.permanent) == ("answer-broken", False)


def test_a_proxy_of_the_environment_is_not_asked(
    httpserver: HTTPServer, listener: tuple[str, list[bytes]], monkeypatch: pytest.MonkeyPatch
) -> None:
    address, seen = listener
    monkeypatch.setenv("HTTP_PROXY", f"http://{address}")
    monkeypatch.setenv("ALL_PROXY", f"http://{address}")
    httpserver.expect_request("/a").respond_with_data("direct")

    assert fetch(httpserver.url_for("/a"), allow=HERE).body == b"direct"
    assert seen == []


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.exists(), reason="the shared test data is not beside the checkout")
def test_every_known_form_of_a_forged_request_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "\n".join(file.read_text("utf-8") for file in SHARED.glob("*.md"))
    found = set(re.findall(r"(?<![\w(<])(?:[a-z]+:)?[a-z]+:/{0,2}[^\s`\"')|]+", text))
    # The lists also name public sites and prose; kept are other schemes, numbers and names of the inside.
    inside = r"https?:/*(?:\[|[oq]?\d|localhost|ip6-|metadata|instance-data)|(?!https?:)[a-z:]+//"
    forms = sorted(form for form in found if re.match(inside, form) and "1.1.1.1" not in form[:14])
    connected: list[object] = []
    monkeypatch.setattr(socket.socket, "connect", lambda _self, address: connected.append(address))

    refused = {form: refusal(form, limit=Limits(seconds=5)).code for form in forms}

    assert len(forms) > 80
    assert connected == []
    assert set(refused.values()) <= {
        "scheme-refused", "address-private", "address-unreadable", "port-refused", "address-unknown"
    }  # fmt: skip
