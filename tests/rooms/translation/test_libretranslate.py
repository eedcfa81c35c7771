"""LibreTranslate, against recorded answers and against a small server of the same manners."""

from __future__ import annotations

import html
import json
import re
import socket
import threading
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import httpx2
import pytest
from pytest_httpserver import HTTPServer
from tests.rooms.translation.engine_contract import EngineContract
from werkzeug import Request, Response

from masthead.translation.engines.errors import (
    BadAnswer,
    EngineBusy,
    EngineError,
    EngineRefused,
    EngineUnavailable,
    UnsupportedPair,
)
from masthead.translation.engines.libretranslate import LibreTranslate

SAMPLES = Path(__file__).parents[2] / "samples" / "libretranslate"
QUICK = httpx2.Timeout(1.0)


def _sample(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SAMPLES / f"{name}.json").read_text("utf-8"))
    return found


def _serve(server: HTTPServer, name: str, *, once: bool = False) -> None:
    sample = _sample(name)
    expect = server.expect_ordered_request if once else server.expect_request
    matching = {"json": sample["request"]} if "request" in sample else {}
    expect(sample["path"], method=sample["method"], **matching).respond_with_json(
        sample["answer"], status=sample["status"], headers=sample.get("headers", {})
    )


@pytest.fixture
def server(httpserver: HTTPServer) -> HTTPServer:
    _serve(httpserver, "languages")
    _serve(httpserver, "spec")
    return httpserver


@pytest.fixture
def engine(server: HTTPServer) -> LibreTranslate:
    return LibreTranslate(server.url_for(""), timeout=QUICK)


def test_codes_go_as_elements_and_come_back(server: HTTPServer, engine: LibreTranslate) -> None:
    _serve(server, "translate")

    answers = engine.translate(
        ["The <x1>red</x1> car is fast.", "Salt &amp; pepper<x1/>, 5 &lt; 6. ", "The house is red."],
        "en",
        "es",
    )

    assert [answer.text for answer in answers] == [
        "El coche <x1>rojo</x1> es rápido.",
        "Sal &amp; pimienta<x1/>, 5 &lt; 6. ",
        "La casa es roja.",
    ]
    assert {(answer.engine, answer.version, answer.markup) for answer in answers} == {
        ("libretranslate", "1.6.5", "kept")
    }


def test_where_codes_are_lost_the_words_are_asked_for_alone(
    server: HTTPServer, engine: LibreTranslate
) -> None:
    _serve(server, "translate-codes-lost")
    _serve(server, "translate-text")

    answer = engine.translate(["The <x1>red</x1> car is fast."], "en", "es")[0]

    assert (answer.text, answer.markup) == ("El coche rojo es rápido.", "lost")


def test_languages_are_found_under_our_codes(engine: LibreTranslate) -> None:
    assert [
        code for code in ("fil", "zh-hans", "zh-hant", "pt", "nb", "yi") if engine.supports("en", code)
    ] == [
        "fil",
        "zh-hans",
        "zh-hant",
        "pt",
        "nb",
    ]
    assert engine.supports("es", "en")
    assert not engine.supports("es", "fr")


def test_the_key_is_sent_with_the_texts(server: HTTPServer) -> None:
    seen = []
    server.expect_request("/translate").respond_with_handler(
        lambda request: seen.append(request.json) or Response(json.dumps({"translatedText": ["x"]}))
    )

    LibreTranslate(server.url_for(""), key="secret").translate(["a"], "en", "es")

    assert seen == [{"q": ["a"], "source": "en", "target": "es", "format": "html", "api_key": "secret"}]


@pytest.mark.parametrize(
    ("sample", "error", "permanent"),
    [
        ("key-wrong", EngineRefused, True),
        ("key-missing", EngineRefused, True),
        ("too-often", EngineBusy, False),
        ("failed", EngineUnavailable, False),
        ("unsupported", BadAnswer, False),
    ],
)
def test_a_refusal_says_what_to_do(
    server: HTTPServer, engine: LibreTranslate, sample: str, error: type[EngineError], permanent: bool
) -> None:
    _serve(server, sample)

    with pytest.raises(error) as caught:
        engine.translate(["The house is red."], "en", "es")

    assert caught.value.permanent is permanent
    assert server.url_for("").rstrip("/") in str(caught.value)
    assert _sample(sample)["answer"]["error"] in str(caught.value)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("30", 30.0), ("", None), ("soon", None), ("²", None), ("Sun, 06 Nov 1994 08:49:37 GMT", 0.0)],
)
def test_a_busy_server_says_how_long_to_wait(
    server: HTTPServer, engine: LibreTranslate, header: str, seconds: float | None
) -> None:
    server.expect_request("/translate").respond_with_json({}, status=429, headers={"Retry-After": header})

    with pytest.raises(EngineBusy) as caught:
        engine.translate(["a"], "en", "es")

    assert caught.value.retry_after == seconds


@pytest.mark.parametrize(
    "body",
    [
        "<html>502</html>",
        "",
        "[" * 100_000,
        "null",
        "[]",
        '{"translatedText": "one"}',
        '{"translatedText": ["one"]}',
        '{"translatedText": ["one", "two", "three"]}',
        '{"translatedText": ["one", null]}',
        '{"translatedText": {"0": "one", "1": "two"}}',
        '{"error": "no"}',
    ],
)
def test_an_answer_that_makes_no_sense_is_no_answer(
    server: HTTPServer, engine: LibreTranslate, body: str
) -> None:
    server.expect_request("/translate").respond_with_data(body)

    with pytest.raises(BadAnswer):
        engine.translate(["a", "b"], "en", "es")


@pytest.mark.parametrize("body", ["garbage", "{}", "[]", '[{"code": 5, "targets": []}]', '[{"code": "xx"}]'])
def test_a_server_without_languages_supports_nothing(httpserver: HTTPServer, body: str) -> None:
    httpserver.expect_request("/languages").respond_with_data(body)
    engine = LibreTranslate(httpserver.url_for(""), timeout=QUICK)

    assert not engine.supports("en", "es")
    with pytest.raises(BadAnswer):
        engine.translate(["a"], "en", "es")


def test_an_empty_translation_is_a_fault(server: HTTPServer, engine: LibreTranslate) -> None:
    server.expect_request("/translate").respond_with_json({"translatedText": [" ", "<x id='1'></x>"]})

    answers = engine.translate(["a", "b<x1/>"], "en", "es")

    assert [(answer.text, answer.fault) for answer in answers] == [(None, "empty"), (None, "empty")]


def test_too_much_text_is_sent_in_parts(server: HTTPServer, engine: LibreTranslate) -> None:
    refusal = _sample("too-long")

    def answer(request: Request) -> Response:
        texts = request.json["q"]
        if len(texts) > 1 or len(texts[0]) > 10:
            return Response(json.dumps(refusal["answer"]), status=refusal["status"])
        return Response(json.dumps({"translatedText": [text.upper() for text in texts]}))

    server.expect_request("/translate").respond_with_handler(answer)

    answers = engine.translate(["one", "two", "a text too long", "three"], "en", "es")

    assert [(answer.text, answer.fault) for answer in answers] == [
        ("ONE", ""),
        ("TWO", ""),
        (None, "too-long"),
        ("THREE", ""),
    ]


def test_a_redirect_is_not_followed(server: HTTPServer, engine: LibreTranslate) -> None:
    server.expect_request("/translate").respond_with_data(
        "", status=302, headers={"Location": "http://e.invalid/"}
    )

    with pytest.raises(EngineUnavailable, match="set the address"):
        engine.translate(["a"], "en", "es")


@pytest.fixture
def rude() -> Iterator[str]:
    """The address of a server that cuts each connection in the middle of its answer."""
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listening.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(9999)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n[{")

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


def test_a_cut_connection_makes_it_unavailable(rude: str) -> None:
    with pytest.raises(EngineUnavailable, match="is the server running"):
        LibreTranslate(rude, timeout=QUICK).translate(["a"], "en", "es")


def test_a_server_that_is_off_supports_nothing_and_says_why() -> None:
    engine = LibreTranslate("http://127.0.0.1:9", timeout=QUICK)

    assert not engine.supports("en", "es")
    assert engine.version == "unknown"
    with pytest.raises(EngineUnavailable, match="is the server running"):
        engine.translate(["a"], "en", "es")


def test_a_slow_server_makes_it_unavailable(server: HTTPServer, engine: LibreTranslate) -> None:
    done = threading.Event()
    server.expect_request("/translate").respond_with_handler(
        lambda _: (done.wait(10) and None) or Response("{}")
    )

    with pytest.raises(EngineUnavailable):
        engine.translate(["a"], "en", "es")

    done.set()


@pytest.mark.parametrize(
    ("url", "leaves"),
    [
        ("http://localhost:5000", False),
        ("http://127.0.0.1:5000", False),
        ("http://[::1]:5000/", False),
        ("http://10.0.0.5", True),
        ("https://libretranslate.com", True),
    ],
)
def test_texts_leave_the_machine_unless_the_server_is_on_it(url: str, leaves: bool) -> None:
    assert LibreTranslate(url).leaves_machine is leaves


def test_a_price_is_declared() -> None:
    assert LibreTranslate("http://localhost").price_per_million == 0
    assert LibreTranslate("http://localhost", price=Decimal("1.5")).price_per_million == Decimal("1.5")


class TestLibreTranslate(EngineContract):
    """The contract, against a server that turns letters round and treats HTML as LibreTranslate does."""

    @pytest.fixture
    def engine(self, server: HTTPServer) -> LibreTranslate:
        server.expect_request("/translate").respond_with_handler(_answer)
        return LibreTranslate(server.url_for(""))

    def test_a_pair_the_server_lacks_is_refused(self, engine: LibreTranslate) -> None:
        with pytest.raises(UnsupportedPair):
            engine.translate(["a"], "es", "fr")


def _answer(request: Request) -> Response:
    body = request.json
    if not all(body["q"]):
        return Response('{"error": "Invalid request: missing q parameter"}', status=400)
    turn = _turned_html if body["format"] == "html" else str.swapcase
    return Response(json.dumps({"translatedText": [html.unescape(turn(text)) for text in body["q"]]}))


def _turned_html(text: str) -> str:
    """The server reads white space as HTML does, and translates what stands between the tags."""
    parts = re.split(r"(<[^>]*>|&\w+;)", " ".join(text.split()))
    return "".join(part if part.startswith(("<", "&")) else part.swapcase() for part in parts)
