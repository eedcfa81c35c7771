"""Azure Translator v3.0, against a small server that speaks as its reference says; nothing here was recorded.

https://learn.microsoft.com/azure/ai-services/translator/text-translation/reference/v3/reference (errors at its end)
"""

from __future__ import annotations

from typing import Any

import httpx2
import pytest
from pytest_httpserver import HTTPServer
from tests.rooms.translation.hosted_contract import QUICK, HostedContract, Said, reply
from werkzeug import Request

from masthead.translation.engines import registry
from masthead.translation.engines.azure import Azure
from masthead.translation.engines.errors import BadAnswer, EngineBusy, EngineRefused, EngineSpent


def _listing(server: HTTPServer) -> None:
    codes = (
        "en",
        "es",
        "de",
        "pt",
        "pt-PT",
        "zh-Hans",
        "zh-Hant",
        "sr-Latn",
        "sr-Cyrl",
        "nb",
        "fil",
        "fa",
        "prs",
        "tlh-Latn",
    )
    server.expect_request(
        "/languages", query_string={"api-version": "3.0", "scope": "translation"}
    ).respond_with_json(
        {"translation": {code: {"name": code, "nativeName": code, "dir": "ltr"} for code in codes}}
    )


def _error(code: int, message: str) -> dict[str, Any]:
    return {"error": {"code": code, "message": message}}


class TestAzure(HostedContract):
    path = "/translate"
    refusals = (
        Said(401, _error(401000, "The request is not authorized"), EngineRefused, "MASTHEAD_AZURE_KEY"),
        Said(403, _error(403000, "The operation is not allowed."), EngineRefused, "not allowed"),
        Said(403, _error(403001, "it has exceeded its free quota."), EngineSpent, "free quota"),
        Said(429, _error(429001, "exceeded request limits"), EngineBusy, "exceeded request limits"),
        Said(400, _error(400036, "The target language is not valid."), BadAnswer, "not valid"),
    )

    def make(self, url: str, timeout: httpx2.Timeout) -> Azure:
        return Azure("geheim", "westeurope", url, timeout=timeout)

    def listing(self, server: HTTPServer) -> None:
        _listing(server)

    def read(self, request: Request) -> list[str]:
        return [row["Text"] for row in request.json]

    def write(self, texts: list[str]) -> object:
        return [{"translations": [{"text": text, "to": "es"}]} for text in texts]


def test_texts_go_as_html_with_key_and_region(httpserver: HTTPServer) -> None:
    _listing(httpserver)
    httpserver.expect_request(
        "/translate",
        query_string={"api-version": "3.0", "from": "en", "to": "sr-Cyrl", "textType": "html"},
        headers={"Ocp-Apim-Subscription-Key": "geheim", "Ocp-Apim-Subscription-Region": "westeurope"},
        json=[{"Text": 'The <x id="1">water</x>'}],
    ).respond_with_json([{"translations": [{"text": '<x id="1">Вода</x>', "to": "sr-Cyrl"}]}])

    answer = Azure("geheim", "westeurope", httpserver.url_for("")).translate(
        ["The <x1>water</x1>"], "en", "sr"
    )[0]

    assert answer.text == "<x1>Вода</x1>"


def test_languages_are_found_under_our_codes(httpserver: HTTPServer) -> None:
    _listing(httpserver)

    targets = Azure("k", url=httpserver.url_for("")).offer().targets

    assert [targets.get(code) for code in ("pt", "sr", "fa", "zh-hant", "yi")] == [
        "pt-PT",
        "sr-Cyrl",
        "fa",
        "zh-Hant",
        None,
    ]


def test_a_call_that_is_too_large_is_made_in_parts(httpserver: HTTPServer) -> None:
    _listing(httpserver)
    httpserver.expect_request("/translate").respond_with_handler(
        lambda request: (
            reply(_error(400077, "The maximum request size has been exceeded."), 400)
            if len(request.json) > 1
            else reply([{"translations": [{"text": "Ja", "to": "de"}]}])
        )
    )

    answers = Azure("k", url=httpserver.url_for("")).translate(["Yes", "Oh yes"], "en", "de")

    assert [answer.text for answer in answers] == ["Ja", "Ja"]


@pytest.mark.parametrize("body", ["{}", "[]", '{"translation": {}}', '{"translation": {"tlh": {}}}', "x"])
def test_a_service_that_names_no_languages_supports_nothing(httpserver: HTTPServer, body: str) -> None:
    httpserver.expect_request("/languages").respond_with_data(body)

    assert not Azure("k", url=httpserver.url_for(""), timeout=QUICK).supports("en", "de")


def test_it_is_there_when_there_is_a_key(settings: Any) -> None:
    settings.MASTHEAD_ENGINES = ["azure"]
    settings.MASTHEAD_AZURE_KEY = "k"

    found = registry.find("azure")

    assert found is not None
    assert found.price_per_million == 10
