"""DeepL, against a small server that speaks as https://developers.deepl.com/docs says; nothing here was recorded."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import httpx2
import pytest
from pytest_httpserver import HTTPServer
from tests.rooms.translation.hosted_contract import QUICK, HostedContract, Said, reply, turned
from werkzeug import Request

from masthead.translation.engines import registry
from masthead.translation.engines.deepl import DeepL
from masthead.translation.engines.errors import (
    BadAnswer,
    EngineBusy,
    EngineRefused,
    EngineSpent,
    TooMuchError,
)


def _listing(server: HTTPServer) -> None:
    rows = {
        "source": ["DE", "EN", "ES", "PT", "ZH", "NB"],
        "target": [
            "DE",
            "EN-GB",
            "EN-US",
            "ES",
            "ES-419",
            "PT-BR",
            "PT-PT",
            "ZH",
            "ZH-HANS",
            "ZH-HANT",
            "NB",
        ],
    }
    for kind, codes in rows.items():
        server.expect_request("/v2/languages", query_string={"type": kind}).respond_with_json(
            [{"language": code, "name": code, "supports_formality": False} for code in codes]
        )


class TestDeepL(HostedContract):
    path = "/v2/translate"
    refusals = (
        Said(403, {"message": "Forbidden"}, EngineRefused, "MASTHEAD_DEEPL_KEY"),
        Said(456, {"message": "Quota exceeded"}, EngineSpent, "Quota exceeded"),
        Said(529, {"message": "Too many requests"}, EngineBusy, "too often"),
        Said(400, {"message": "Value for 'target_lang' not supported."}, BadAnswer, "not supported"),
    )

    def make(self, url: str, timeout: httpx2.Timeout) -> DeepL:
        return DeepL("geheim", url, timeout=timeout)

    def listing(self, server: HTTPServer) -> None:
        _listing(server)

    def read(self, request: Request) -> list[str]:
        texts: list[str] = request.json["text"]
        return texts

    def write(self, texts: list[str]) -> object:
        return {"translations": [{"detected_source_language": "EN", "text": text} for text in texts]}


@pytest.fixture
def asked(httpserver: HTTPServer) -> list[Any]:
    found: list[Any] = []
    _listing(httpserver)

    def answer(request: Request) -> Any:
        found.append(request)
        return reply({"translations": [{"text": turned(text)} for text in request.json["text"]]})

    httpserver.expect_request("/v2/translate").respond_with_handler(answer)
    return found


def test_texts_go_as_xml_with_their_codes_and_escapes(httpserver: HTTPServer, asked: list[Any]) -> None:
    engine = DeepL("geheim", httpserver.url_for(""), glossaries={"en-de": "def3a26b"})

    answer = engine.translate(["Salt &amp; <x1>pepper</x1><x2/>\x0b."], "en", "de")[0]

    assert answer.text == "Sålt &amp; <x1>pëppër</x1><x2/> ."
    assert asked[0].headers["Authorization"] == "DeepL-Auth-Key geheim"
    assert asked[0].json == {
        "text": ['Salt &amp; <x id="1">pepper</x><x id="2"></x> .'],
        "source_lang": "EN",
        "target_lang": "DE",
        "split_sentences": "0",
        "preserve_formatting": True,
        "tag_handling": "xml",
        "glossary_id": "def3a26b",
    }


@pytest.mark.parametrize(
    ("source", "target", "codes"),
    [
        ("de", "en", ("DE", "EN-GB")),
        ("en", "pt", ("EN", "PT-PT")),
        ("en", "es", ("EN", "ES")),
        ("zh-hant", "zh-hans", ("ZH", "ZH-HANS")),
        ("zh-hans", "zh-hant", ("ZH", "ZH-HANT")),
    ],
)
def test_languages_go_under_its_own_codes(
    httpserver: HTTPServer, asked: list[Any], source: str, target: str, codes: tuple[str, str]
) -> None:
    DeepL("k", httpserver.url_for("")).translate(["Haus"], source, target)

    assert (asked[0].json["source_lang"], asked[0].json["target_lang"]) == codes
    assert "glossary_id" not in asked[0].json


def test_more_than_fifty_texts_take_two_calls(httpserver: HTTPServer, asked: list[Any]) -> None:
    texts = [f"text {'x' * number}" for number in range(51)]

    answers = DeepL("k", httpserver.url_for("")).translate(texts, "en", "de")

    assert [answer.text for answer in answers] == [turned(text) for text in texts]
    assert [len(request.json["text"]) for request in asked] == [50, 1]


def test_a_call_that_is_too_large_is_made_in_parts(httpserver: HTTPServer) -> None:
    _listing(httpserver)
    httpserver.expect_request("/v2/translate").respond_with_handler(
        lambda request: (
            reply({"message": "Request Entity Too Large"}, 413)
            if len("".join(request.json["text"])) > 10
            else reply({"translations": [{"text": text.upper()} for text in request.json["text"]]})
        )
    )

    answers = DeepL("k", httpserver.url_for("")).translate(
        ["one two", "three", "much too long a text"], "en", "de"
    )

    assert [(answer.text, answer.fault) for answer in answers] == [
        ("ONE TWO", ""),
        ("THREE", ""),
        (None, "too-long"),
    ]
    assert TooMuchError("").permanent is False


def test_a_service_that_names_no_languages_supports_nothing(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/v2/languages").respond_with_json([{"name": "?"}, 5])

    assert not DeepL("k", httpserver.url_for(""), timeout=QUICK).supports("en", "de")


def test_a_free_key_goes_to_the_free_host_and_costs_nothing() -> None:
    free, paid = DeepL("x:fx", price=Decimal(20)), DeepL("x", price=Decimal(20))

    assert (free.service.url, free.price_per_million) == ("https://api-free.deepl.com", 0)
    assert (paid.service.url, paid.price_per_million) == ("https://api.deepl.com", 20)
    assert paid.leaves_machine


def test_it_is_there_when_there_is_a_key(settings: Any) -> None:
    settings.MASTHEAD_ENGINES = ["deepl"]
    settings.MASTHEAD_DEEPL_KEY = ""
    assert registry.find("deepl") is None

    settings.MASTHEAD_DEEPL_KEY = "k"
    settings.MASTHEAD_DEEPL_GLOSSARIES = ["en-de=abc"]

    found = registry.find("deepl")

    assert found is not None
    assert (found.price_per_million, found.glossary, found.batch) == (Decimal(20), True, 50)
    assert registry.find("deepl") is found
