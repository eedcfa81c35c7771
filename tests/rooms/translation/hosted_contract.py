"""What every engine of a service on the web keeps, whichever way the service fails. Subclass ``HostedContract``.

The small servers of these tests speak as the providers' documentation says that they do: no answer here was recorded
with a paid account.
"""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, ClassVar

import httpx2
import pytest
from pytest_httpserver import HTTPServer
from tests.rooms.translation.engine_contract import EngineContract
from werkzeug import Request, Response

from masthead.translation.engines.base import Engine
from masthead.translation.engines.errors import (
    BadAnswer,
    EngineBusy,
    EngineError,
    EngineRefused,
    EngineUnavailable,
)

QUICK = httpx2.Timeout(1.0)
PATIENT = httpx2.Timeout(20.0)
_TURN = str.maketrans("aeiouAEIOU", "åëïöüÅËÏÖÜ")


def turned(text: str) -> str:
    """Another language: letters between tags and escapes are others."""
    parts = re.split(r"(<[^>]*>|&#?\w+;)", text)
    return "".join(part if part.startswith(("<", "&")) else part.translate(_TURN) for part in parts)


def reply(body: object, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(json.dumps(body), status=status, headers=headers, content_type="application/json")


@dataclass(frozen=True)
class Said:
    """An answer with which the service refuses, and what that is to us."""

    status: int
    body: object
    error: type[EngineError]
    words: str = ""
    headers: dict[str, str] = field(default_factory=dict)


class HostedContract(EngineContract):
    """``make`` gives the engine for an address, ``listing`` serves its languages, ``read`` and ``write`` speak for it."""

    path: ClassVar[str]
    refusals: ClassVar[tuple[Said, ...]]
    """What this service says in its own words: wrong key, quota, too often."""

    def make(self, url: str, timeout: httpx2.Timeout) -> Engine:
        raise NotImplementedError

    def listing(self, server: HTTPServer) -> None:
        """For services that say which languages they have."""

    def read(self, request: Request) -> list[str]:
        raise NotImplementedError

    def write(self, texts: list[str]) -> object:
        raise NotImplementedError

    def answering(self, turn: Callable[[str], str]) -> Callable[[Request], Response]:
        return lambda request: reply(self.write([turn(text) for text in self.read(request)]))

    @pytest.fixture
    def engine(self, httpserver: HTTPServer) -> Engine:
        self.listing(httpserver)
        httpserver.expect_request(self.path, method="POST").respond_with_handler(self.answering(turned))
        return self.make(httpserver.url_for(""), PATIENT)

    @pytest.fixture
    def serve(self, httpserver: HTTPServer) -> Callable[[Callable[[Request], Response]], Engine]:
        """Gives the engine of a server that answers each question so."""

        def serve(handler: Callable[[Request], Response]) -> Engine:
            httpserver.clear()
            self.listing(httpserver)
            httpserver.expect_request(self.path, method="POST").respond_with_handler(handler)
            return self.make(httpserver.url_for(""), QUICK)

        return serve

    def test_each_refusal_is_told_from_the_others_and_says_what_to_do(self, serve: Any) -> None:
        for said in (
            *self.refusals,
            Said(500, {}, EngineUnavailable, "failed"),
            Said(503, {}, EngineUnavailable, "failed"),
            Said(302, {}, EngineUnavailable, "set the address", {"Location": "http://e.invalid/"}),
            Said(429, {}, EngineBusy, "too often"),
        ):
            engine = serve(lambda _, said=said: reply(said.body, said.status, said.headers))

            with pytest.raises(EngineError) as caught:
                engine.translate([self.texts[0]], *self.pair)

            assert type(caught.value) is said.error, said
            assert said.words in str(caught.value)
            assert caught.value.permanent is issubclass(said.error, EngineRefused)

    def test_a_busy_service_says_how_long_to_wait(self, serve: Any) -> None:
        engine = serve(lambda _: reply({}, 429, {"Retry-After": "30"}))

        with pytest.raises(EngineBusy) as caught:
            engine.translate([self.texts[0]], *self.pair)

        assert caught.value.retry_after == 30.0

    @pytest.mark.parametrize(
        "body",
        ["<html>502</html>", "", "[" * 100_000, "null", "[]", "{}", "[null]", '{"error": "no"}', '"x"'],
    )
    def test_an_answer_that_makes_no_sense_is_no_answer(self, serve: Any, body: str) -> None:
        engine = serve(lambda _: Response(body))

        with pytest.raises(BadAnswer):
            engine.translate(self.texts[:2], *self.pair)

    def test_half_of_the_translations_are_never_taken_for_others(self, serve: Any) -> None:
        engine = serve(lambda request: reply(self.write([turned(text) for text in self.read(request)][:-1])))

        with pytest.raises(BadAnswer, match="1 translations for 2 texts"):
            engine.translate(self.texts[:2], *self.pair)

    def test_an_empty_translation_is_a_fault(self, serve: Any) -> None:
        for nothing in ("", " "):
            engine = serve(self.answering(lambda _, nothing=nothing: nothing))

            answer = engine.translate([self.texts[0]], *self.pair)[0]

            assert (answer.text, answer.fault) == (None, "empty")

    def test_codes_that_come_back_broken_are_lost_and_the_words_kept(self, serve: Any) -> None:
        engine = serve(self.answering(lambda text: turned(text).replace("</x", "<x", 1)))

        answer = engine.translate([self.marked[0]], *self.pair)[0]

        assert (answer.text, answer.markup) == (turned("The red car is fast."), "lost")

    def test_a_slow_service_makes_it_unavailable(self, serve: Any) -> None:
        done = threading.Event()
        engine = serve(lambda _: (done.wait(10) and None) or reply({}))

        with pytest.raises(EngineUnavailable, match="cannot be reached"):
            engine.translate([self.texts[0]], *self.pair)

        done.set()

    def test_a_cut_connection_makes_it_unavailable(self, rude: str) -> None:
        with pytest.raises(EngineUnavailable, match="cannot be reached"):
            self.make(rude, QUICK).translate([self.texts[0]], *self.pair)

    def test_a_key_never_stands_in_a_sentence(self, serve: Any) -> None:
        for status in (400, 401, 403, 404, 429, 500):
            with pytest.raises(EngineError) as caught:
                serve(lambda _, status=status: reply({}, status)).translate([self.texts[0]], *self.pair)

            assert "geheim" not in str(caught.value)

    @pytest.fixture
    def rude(self) -> Iterator[str]:
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
