"""Google Translation v2, against a small server that speaks as its reference says; nothing here was recorded.

https://cloud.google.com/translate/docs/reference/rest/v2/translate and, for refusals, …/docs/basic/error-codes.
"""

from __future__ import annotations

from typing import Any

import httpx2
from pytest_httpserver import HTTPServer
from tests.rooms.translation.hosted_contract import HostedContract, Said, reply
from werkzeug import Request

from masthead.lib import languages
from masthead.translation.engines import registry
from masthead.translation.engines.errors import (
    BadAnswer,
    EngineBusy,
    EngineRefused,
    EngineSpent,
)
from masthead.translation.engines.google import Google


def _error(code: int, message: str, reason: str, **more: Any) -> dict[str, Any]:
    rows = [{"message": message, "domain": "usageLimits", "reason": reason}]
    return {"error": {"code": code, "message": message, "errors": rows, **more}}


class TestGoogle(HostedContract):
    path = "/language/translate/v2"
    unsupported = ("en", "xx")
    refusals = (
        Said(
            400,
            _error(
                400,
                "API key not valid. Please pass a valid API key.",
                "badRequest",
                status="INVALID_ARGUMENT",
                details=[{"@type": "type.googleapis.com/google.rpc.ErrorInfo", "reason": "API_KEY_INVALID"}],
            ),
            EngineRefused,
            "MASTHEAD_GOOGLE_KEY",
        ),
        Said(
            403,
            _error(403, "Translate API has not been used", "accessNotConfigured"),
            EngineRefused,
            "has not",
        ),
        Said(403, _error(403, "Daily Limit Exceeded", "dailyLimitExceeded"), EngineSpent, "Daily Limit"),
        Said(403, _error(403, "User Rate Limit Exceeded", "userRateLimitExceeded"), EngineBusy, "Rate Limit"),
        Said(400, _error(400, "Bad language pair: en|xx", "invalid"), BadAnswer, "Bad language"),
    )

    def make(self, url: str, timeout: httpx2.Timeout) -> Google:
        return Google("geheim", url, timeout=timeout)

    def read(self, request: Request) -> list[str]:
        texts: list[str] = request.json["q"]
        return texts

    def write(self, texts: list[str]) -> object:
        return {"data": {"translations": [{"translatedText": text} for text in texts]}}


def test_texts_go_as_html_and_come_with_its_escapes(httpserver: HTTPServer) -> None:
    seen: list[Request] = []

    def answer(request: Request) -> Any:
        seen.append(request)
        return reply(
            {"data": {"translations": [{"translatedText": 'L&#39;<x id="1">eau</x> &amp; &quot;sel&quot;'}]}}
        )

    httpserver.expect_request("/language/translate/v2").respond_with_handler(answer)

    answered = Google("geheim", httpserver.url_for("")).translate(["The <x1>water</x1>"], "en", "fr")[0]

    assert answered.text == 'L\'<x1>eau</x1> &amp; "sel"'
    assert seen[0].json == {
        "q": ['The <x id="1">water</x>'],
        "source": "en",
        "target": "fr",
        "format": "html",
    }
    assert seen[0].headers["X-Goog-Api-Key"] == "geheim"
    assert "geheim" not in seen[0].url


def test_it_has_every_language_under_its_own_code() -> None:
    offer = Google("k").offer()

    assert set(offer.targets) == set(languages.CODES)
    assert [offer.targets[code] for code in ("zh-hans", "zh-hant", "nb", "he")] == [
        "zh-CN",
        "zh-TW",
        "no",
        "he",
    ]


def test_it_is_there_when_there_is_a_key(settings: Any) -> None:
    settings.MASTHEAD_ENGINES = ["google"]
    settings.MASTHEAD_GOOGLE_KEY = "k"

    found = registry.find("google")

    assert found is not None
    assert (found.price_per_million, found.leaves_machine) == (20, True)
