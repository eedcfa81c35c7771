"""An engine that fails in every way, seen from the edition: its state, what is kept, what is never printed.

A small server translates three texts into French, one a request, and does with the third what the test says.
"""

from __future__ import annotations

import html
import json
import re
import threading
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import httpx2
import pytest
from pytest_httpserver import HTTPServer
from tests import factories as make
from werkzeug import Request, Response

from masthead.article.models import Article, Edition
from masthead.translation import actions, asking
from masthead.translation.calling import Caller
from masthead.translation.engines.libretranslate import LibreTranslate
from masthead.translation.engines.libretranslate import engine as libretranslate
from masthead.translation.models import Memory, Spending

pytestmark = pytest.mark.django_db
FRENCH = {
    "The river": "Le fleuve",
    "It is long and flows through 6 countries before it reaches the sea.": (
        "Il est long et traverse 6 pays avant d’atteindre la mer."
    ),
    "Nobody owns it, and more than 300 villages drink from it every day of the year.": (
        "Personne ne le possède, et plus de 300 villages y boivent chaque jour de l’année."
    ),
}
LAST = list(FRENCH)[-1]
Handler = Callable[[Request], Response]


def _reply(*texts: str) -> Response:
    return Response(json.dumps({"translatedText": list(texts)}), content_type="application/json")


def _plain(text: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", text))


class Server:
    """``on_last`` answers for the last text; ``asked`` are the texts that came."""

    def __init__(self) -> None:
        self.on_last: Handler = self.good
        self.asked: list[str] = []
        self.over = threading.Event()

    def __call__(self, request: Request) -> Response:
        [text] = request.json["q"]
        self.asked.append(_plain(text))
        return self.on_last(request) if _plain(text) == LAST else self.good(request)

    def good(self, request: Request) -> Response:
        [text] = request.json["q"]
        return _reply(FRENCH[_plain(text)])

    def slow(self, request: Request) -> Response:
        self.over.wait(20)
        return self.good(request)


@pytest.fixture
def server(httpserver: HTTPServer, settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    found = Server()
    rows = [{"code": code, "targets": ["en", "fr"]} for code in ("en", "fr")]
    httpserver.expect_request("/languages").respond_with_json(rows)
    httpserver.expect_request("/spec").respond_with_json({"info": {"version": "1.6.5"}})
    httpserver.expect_request("/translate").respond_with_handler(found)
    settings.MASTHEAD_ENGINES = ["libretranslate"]
    settings.MASTHEAD_LIBRETRANSLATE_URL = httpserver.url_for("")
    engine = LibreTranslate(httpserver.url_for(""), timeout=httpx2.Timeout(0.5))
    monkeypatch.setattr(libretranslate, "_shared", lambda url, key: engine)
    monkeypatch.setattr(LibreTranslate, "batch", 1)
    _patient(monkeypatch)
    yield found
    found.over.set()


def _patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller that has forgotten every failure and pauses for no time."""
    caller = Caller(sleep=lambda seconds: None)
    monkeypatch.setattr(asking, "caller", cache(lambda: caller))


@pytest.fixture
def article(server: Server) -> Article:
    make.outlet(language="en")
    make.languages_on("en", "fr")
    first, second = list(FRENCH)[1:]
    return make.published("The river", f"{first.replace('long', '<b>long</b>')} {second}", language="en")


def _text(words: str) -> Handler:
    return lambda _: _reply(words)


def _cut(_: Request) -> Response:
    return Response('{"transl', content_type="application/json", headers={"Content-Length": "4000"})


FAILURES: dict[str, Handler] = {
    "refused": lambda _: Response('{"error": "no"}', status=403, content_type="application/json"),
    "too often": lambda _: Response("{}", status=429, headers={"Retry-After": "1"}),
    "server error": lambda _: Response("oops", status=500),
    "garbage": lambda _: Response("<html>Welcome to nginx!</html>", content_type="text/html"),
    "other JSON": lambda _: Response('{"translatedText": {"0": 7}}', content_type="application/json"),
    "no answers": lambda _: _reply(),
    "too many answers": lambda _: _reply("Un.", "Deux."),
    "nothing": _text(""),
    "half a text": _text("Personne ne le"),
    "the source again": _text(LAST),
    "another script": _text("Никто не владеет ею, и более 300 деревень пьют из неё каждый день в году."),
    "one word for ever": _text("Personne " * 30),
    "connection cut": _cut,
}  # fmt: skip


@pytest.mark.parametrize("failure", [*FAILURES, "slow"])
def test_a_failure_prints_nothing_keeps_what_was_made_and_is_asked_again_alone(
    server: Server, article: Article, failure: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.on_last = server.slow if failure == "slow" else FAILURES[failure]

    [outcome] = actions.translate(article.pk)

    assert (outcome.state, outcome.by_engine, outcome.by_nobody) == ("incomplete", 2, 1)
    assert outcome.fault.startswith("libretranslate: ")
    assert not Edition.objects.filter(language="fr").exists()
    assert Memory.objects.count() == 2

    server.over.set()
    server.on_last = server.good
    server.asked.clear()
    _patient(monkeypatch)
    [outcome] = actions.translate(article.pk)

    assert outcome.state == "live"
    assert set(server.asked) == {LAST}
    assert FRENCH[LAST] in json.dumps(Edition.objects.get(language="fr").content, ensure_ascii=False)


@pytest.mark.parametrize(
    "words",
    [
        "Niemand besitzt ihn, und mehr als 300 Dörfer trinken an jedem Tag des Jahres aus ihm, wie schon immer.",
        "Personne ne le possède, et plus de 500 villages y boivent chaque jour de l’année.",
    ],
)
def test_another_language_and_another_number_are_held_until_a_person_has_looked(
    server: Server, article: Article, words: str
) -> None:
    server.on_last = _text(words)

    [outcome] = actions.translate(article.pk)

    assert (outcome.state, Edition.objects.get(language="fr").state) == ("held", Edition.State.HELD)
    assert outcome.fault


@pytest.mark.parametrize(
    "broken",
    [
        'Il est <x id="1">long et traverse 6 pays avant d’atteindre la mer.',
        'Il est </x><x id="1">long et traverse</x></x> 6 pays avant d’atteindre la mer.',
        'Il est <x id="9">long</x> et traverse 6 pays avant d’atteindre la mer.',
        'Il est <b onclick="alert(1)">long</b> et traverse 6 pays avant d’atteindre la mer.',
        "Il est long et traverse 6 pays avant d’atteindre la mer.",
    ],
)
def test_broken_markup_costs_its_place_and_nothing_else(
    server: Server, article: Article, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = server.good
    monkeypatch.setattr(
        server,
        "good",
        lambda request: _reply(broken) if "<x" in request.json["q"][0] else good(request),
    )
    server.on_last = good

    [outcome] = actions.translate(article.pk)

    assert outcome.state == "live"
    [block] = Edition.objects.get(language="fr").content["blocks"]
    assert _plain(block["html"]) == f"Il est long et traverse 6 pays avant d’atteindre la mer. {FRENCH[LAST]}"
    assert re.findall(r"<[^>]*>", block["html"]) == ["<p>", "<strong>", "</strong>", "</p>"]


def test_what_is_printed_stays_and_trails_while_its_engine_fails(server: Server, article: Article) -> None:
    actions.translate(article.pk)
    before = Edition.objects.get(language="fr").content
    make.rewrite(article, "The river", "The old river")

    server.good = lambda request: Response("oops", status=500)  # type: ignore[method-assign]
    [outcome] = actions.translate(article.pk)

    edition = Edition.objects.get(language="fr")
    assert (outcome.state, edition.state, edition.trails) == ("trails", Edition.State.LIVE, True)
    assert edition.content == before


def test_a_failed_call_costs_nothing_in_the_ledger(server: Server, article: Article) -> None:
    server.on_last = FAILURES["server error"]

    actions.translate(article.pk)

    assert sum(row.segments for row in Spending.objects.all()) == 2
