"""Amazon Translate: signatures against the vectors that AWS publishes, the rest against a small server.

The server speaks as https://docs.aws.amazon.com/translate/latest/APIReference/API_TranslateText.html says; nothing was
recorded. The vectors are those of AWS's Signature Version 4 test suite for a POST to the root.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
from pytest_httpserver import HTTPServer
from tests.rooms.translation.hosted_contract import QUICK, HostedContract, Said, reply, turned
from werkzeug import Request

from masthead.translation.engines import registry
from masthead.translation.engines.amazon import Account, Amazon
from masthead.translation.engines.amazon.signing import signed
from masthead.translation.engines.errors import (
    BadAnswer,
    EngineBusy,
    EngineRefused,
    EngineSpent,
    EngineUnavailable,
)

ACCOUNT = Account("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
MOMENT = datetime(2015, 8, 30, 12, 36, tzinfo=UTC)
TOKEN = (
    "AQoDYXdzEPT//////////wEXAMPLEtc764bNrC9SAPBSM22wDOk4x4HIZ8j4FZTwdQWLWsKWHGBuFqwAeMicRXmxfpSPfIeoIYRqTflfKD8YUuwth"
    "Ax7mSEI/qkPpKPi/kMcGdQrmGdeehM4IC1NtBmUpp2wUE8phUZampKsburEDy0KPkyQDYwT7WZ0wq5VSXDvp75YU9HFvlRd8Tx6q6fE8YQcHNVXAk"
    "iY9q6d+xo0rKwT38xVqr7ZD0u0iPPkUL64lIZbqBAz+scqKmlzm8FDrypNC9Yjc8fPOLn9FX9KSYvKTr4rvx3iSIlTJabIQwj2ICCR/oLxBA=="
)


@pytest.mark.parametrize(
    ("headers", "body", "token", "names", "signature"),
    [
        ({}, b"", "", "host;x-amz-date", "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
        (
            {"My-Header1": "value1"},
            b"",
            "",
            "host;my-header1;x-amz-date",
            "c5410059b04c1ee005303aed430f6e6645f61f4dc9e1461ec8f8916fdf18852c",
        ),
        (
            {"My-Header1": "VALUE1"},
            b"",
            "",
            "host;my-header1;x-amz-date",
            "cdbc9802e29d2942e5e10b5bccfdd67c5f22c7c4e8ae67b53629efa58b974b7d",
        ),
        (
            {"Content-Type": "application/x-www-form-urlencoded"},
            b"Param1=value1",
            "",
            "content-type;host;x-amz-date",
            "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a",
        ),
        (
            {},
            b"",
            TOKEN,
            "host;x-amz-date;x-amz-security-token",
            "85d96828115b5dc0cfc3bd16ad9e210dd772bbebba041836c64533a82be05ead",
        ),
    ],
    ids=["vanilla", "header-key-sort", "header-value-case", "form-urlencoded", "sts-header-before"],
)
def test_a_request_is_signed_as_aws_publishes(
    headers: dict[str, str], body: bytes, token: str, names: str, signature: str
) -> None:
    sent = signed(
        Account(ACCOUNT.key_id, ACCOUNT.secret, token),
        {"Host": "example.amazonaws.com", **headers},
        body,
        region="us-east-1",
        service="service",
        at=MOMENT,
    )

    assert sent["Authorization"] == (
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, "
        f"SignedHeaders={names}, Signature={signature}"
    )
    assert sent["X-Amz-Date"] == "20150830T123600Z"


def _error(kind: str, message: str = "") -> dict[str, str]:
    return {"__type": kind, "message": message}


class TestAmazon(HostedContract):
    path = "/"
    unsupported = ("en", "yi")
    refusals = (
        Said(
            400, _error("UnrecognizedClientException", "token is invalid"), EngineRefused, "token is invalid"
        ),
        Said(400, _error("com.amazon.coral.service#AccessDeniedException"), EngineRefused, "_REGION"),
        Said(403, {"message": "Forbidden"}, EngineRefused, "MASTHEAD_AMAZON_KEY_ID"),
        Said(400, _error("ThrottlingException", "Rate exceeded"), EngineBusy, "Rate exceeded"),
        Said(400, _error("TooManyRequestsException"), EngineBusy, "TooManyRequestsException"),
        Said(400, _error("LimitExceededException"), EngineSpent, "Raise its limit"),
        Said(400, _error("ServiceUnavailableException"), EngineUnavailable, "failed"),
        Said(400, _error("UnsupportedLanguagePairException", "en to xx"), BadAnswer, "en to xx"),
    )

    def make(self, url: str, timeout: httpx2.Timeout) -> Amazon:
        return Amazon(Account("AKID", "geheim"), "eu-west-1", url, timeout=timeout)

    def read(self, request: Request) -> list[str]:
        return [json.loads(request.data)["Text"]]

    def write(self, texts: list[str]) -> object:
        return {"TranslatedText": texts[0], "SourceLanguageCode": "en", "TargetLanguageCode": "es"}

    def test_half_of_the_translations_are_never_taken_for_others(self, serve: Any) -> None:
        """Each text has a call of its own: the one that fails ends the whole."""
        first = {"TranslatedText": turned(self.texts[0])}
        engine = serve(lambda request: reply(first if self.read(request) == [self.texts[0]] else {}))

        with pytest.raises(BadAnswer):
            engine.translate(self.texts[:2], *self.pair)


def test_a_text_goes_signed_with_its_languages_and_terms(httpserver: HTTPServer) -> None:
    seen: list[Request] = []

    def answer(request: Request) -> Any:
        seen.append(request)
        return reply({"TranslatedText": "水 & 鹽"})

    httpserver.expect_request("/", method="POST").respond_with_handler(answer)
    url = httpserver.url_for("")
    engine = Amazon(ACCOUNT, "eu-west-1", url, terminologies=["house"], now=lambda: MOMENT)

    answered = engine.translate(["Water &amp; <x1>salt</x1>"], "en", "zh-hant")[0]

    assert (answered.text, answered.markup) == ("水 &amp; 鹽", "lost")
    [request] = seen
    assert json.loads(request.data) == {
        "Text": "Water & salt",
        "SourceLanguageCode": "en",
        "TargetLanguageCode": "zh-TW",
        "TerminologyNames": ["house"],
    }
    assert request.headers["X-Amz-Target"] == "AWSShineFrontendService_20170701.TranslateText"
    assert request.headers["Content-Type"] == "application/x-amz-json-1.1"
    again = signed(
        ACCOUNT,
        {name: request.headers[name] for name in ("Host", "Content-Type", "X-Amz-Target")},
        request.data,
        region="eu-west-1",
        service="translate",
        at=MOMENT,
    )
    assert request.headers["Authorization"] == again["Authorization"]


def test_a_text_that_is_too_long_is_a_fault(httpserver: HTTPServer) -> None:
    httpserver.expect_request("/").respond_with_json(_error("TextSizeLimitExceededException"), status=400)

    engine = Amazon(ACCOUNT, "eu-west-1", httpserver.url_for(""), timeout=QUICK)

    assert engine.translate(["Long"], "en", "de")[0].fault == "too-long"


def test_secrets_are_not_shown() -> None:
    assert "wJalr" not in repr(ACCOUNT)


def test_it_is_there_when_there_is_an_account(settings: Any) -> None:
    settings.MASTHEAD_ENGINES = ["amazon"]
    settings.MASTHEAD_AMAZON_KEY_ID = ""
    assert registry.find("amazon") is None

    settings.MASTHEAD_AMAZON_KEY_ID = "AKID"

    found = registry.find("amazon")

    assert isinstance(found, Amazon)
    assert (found.price_per_million, found.markup, found.batch) == (15, False, 1)
    assert found.service.url == "https://translate.eu-west-1.amazonaws.com"
