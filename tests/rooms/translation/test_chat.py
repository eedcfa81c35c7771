"""A language model, against a small server that speaks as OpenAI's reference says; nothing here was recorded.

https://platform.openai.com/docs/api-reference/chat/create, which vLLM, llama.cpp, Ollama and others answer too.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import httpx2
import pytest
from pytest_httpserver import HTTPServer
from tests.rooms.translation.hosted_contract import PATIENT, QUICK, HostedContract, Said, reply, turned
from werkzeug import Request, Response

from masthead.translation.engines import registry
from masthead.translation.engines.chat import Chat
from masthead.translation.engines.errors import BadAnswer, EngineBusy, EngineRefused
from masthead.translation.glossary import Form, Glossary, Status, Term

PATH = "/chat/completions"


def _segments(request: Request) -> list[str]:
    return [row["text"] for row in json.loads(request.json["messages"][1]["content"])["segments"]]


def _completion(content: str, reason: str = "stop") -> dict[str, Any]:
    message = {"role": "assistant", "content": content, "refusal": None}
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "model": "m",
        "choices": [{"index": 0, "message": message, "finish_reason": reason}],
        "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
    }


def _written(texts: list[str]) -> str:
    return json.dumps(
        {"segments": [{"n": number, "text": text} for number, text in enumerate(texts, start=1)]}
    )


class TestChat(HostedContract):
    path = PATH
    unsupported = ("en", "xx")
    refusals = (
        Said(
            401,
            {"error": {"message": "Incorrect API key provided", "code": "invalid_api_key"}},
            EngineRefused,
            "MASTHEAD_CHAT_KEY",
        ),
        Said(
            429,
            {"error": {"message": "You exceeded your current quota", "code": "insufficient_quota"}},
            EngineBusy,
            "quota",
        ),
        Said(404, {"error": {"message": "The model `m` does not exist"}}, BadAnswer, "does not exist"),
    )

    def make(self, url: str, timeout: httpx2.Timeout) -> Chat:
        return Chat("m", url, "geheim", timeout=timeout)

    def read(self, request: Request) -> list[str]:
        return _segments(request)

    def write(self, texts: list[str]) -> object:
        return _completion(_written(texts))

    def test_half_of_the_translations_are_never_taken_for_others(self, serve: Any) -> None:
        """They have numbers, so what is there can be used."""
        engine = serve(lambda request: reply(_completion(_written([turned(_segments(request)[0])]))))

        one, two, three = engine.translate(("The house.", "My sister", "The city"), *self.pair)

        assert (one.text, two.text, three.fault) == (turned("The house."), turned("My sister"), "empty")


@pytest.fixture
def model(httpserver: HTTPServer) -> Callable[..., tuple[Chat, list[Request]]]:
    """Gives a model that says these things one after the other, and what it was asked."""

    def model(*said: str | Response | Callable[[Request], str], **options: Any) -> tuple[Chat, list[Request]]:
        asked: list[Request] = []

        def answer(request: Request) -> Response:
            asked.append(request)
            says = said[min(len(asked), len(said)) - 1]
            if isinstance(says, Response):
                return says
            return reply(_completion(says if isinstance(says, str) else says(request)))

        httpserver.expect_request(PATH).respond_with_handler(answer)
        return Chat("m", httpserver.url_for(""), timeout=PATIENT, **options), asked

    return model


def test_the_model_reads_the_article_the_terms_and_the_style(model: Any) -> None:
    engine, asked = model(_written(["El alto el fuego rige."]), style="Short sentences.")
    forms = Form("en", "ceasefire"), Form("es", "alto el fuego"), Form("es", "tregua", Status.FORBIDDEN)
    glossary = Glossary((Term(forms), Term((Form("en", "river"), Form("es", "río")))))
    engine = engine.knowing(glossary.found_in("The ceasefire holds. The river.", "en", "es"))

    engine.within(["The first day.", "The <x1>ceasefire</x1> holds."]).translate(
        ["The ceasefire holds."], "en", "es"
    )

    system, user = (message["content"] for message in asked[0].json["messages"])
    assert json.loads(user) == {
        "article": "The first day.\nThe ceasefire holds.",
        "segments": [{"n": 1, "text": "The ceasefire holds."}],
    }
    assert "from English into Spanish (es)" in system
    assert "Short sentences." in system
    assert "ceasefire = alto el fuego (never: tregua)" in system
    assert "río" not in system
    assert asked[0].json["model"] == "m"


def test_what_one_article_said_is_not_told_for_the_next(model: Any) -> None:
    engine, asked = model(_written(["Uno."]))

    engine.within(["The first day."])
    engine.translate(["One."], "en", "es")

    assert "article" not in json.loads(asked[0].json["messages"][1]["content"])


def test_fences_and_greetings_around_the_answer_do_no_harm(model: Any) -> None:
    engine, asked = model(f"Here you are:\n```json\n{_written(['Uno.'])}\n```\nBye!")

    assert engine.translate(["One."], "en", "es")[0].text == "Uno."
    assert len(asked) == 1


@pytest.mark.parametrize(
    ("source", "broken", "right"),
    [
        ("The <x1>red</x1> car.", "El coche rojo.", "El coche <x1>rojo</x1>."),
        ("The <x1>red</x1> car.", "El <x2>coche</x2> rojo.", "El coche <x1>rojo</x1>."),
        ("He fought on.", "I'm sorry, but I can't help with that.", "Siguió luchando."),
        ("He fought on.", "As an AI language model I do not take sides.", "Siguió luchando."),
        ("He fought on.", "Here is the translation: Siguió luchando.", "Siguió luchando."),
        ("He fought on with all men.", "He fought on with all men.", "Siguió luchando con todos."),
        ("The river flows to the sea.", "Река течёт в море.", "El río corre hacia el mar."),
        (
            "The river flows to the sea, and the sea was never full.",
            "El río.",
            "El río corre hacia el mar, y el mar nunca se llena.",
        ),
        ("He fought on.", "Luchó luchó luchó luchó.", "Siguió luchando."),
    ],
)
def test_a_broken_answer_is_asked_for_once_more(model: Any, source: str, broken: str, right: str) -> None:
    fine = "La casa es roja."
    engine, asked = model(_written([fine, broken]), _written([right]))

    answers = engine.translate(["The house is red.", source], "en", "es")

    assert [answer.text for answer in answers] == [fine, right]
    assert [_segments(request) for request in asked] == [["The house is red.", source], [source]]


@pytest.mark.parametrize(
    ("broken", "fault"),
    [
        ("", "empty"),
        ("I'm sorry, but I can't help with that.", "refused"),
        ("Река течёт в море.", "script"),
        ("The river flows to the sea, and the sea was never full.", "untranslated"),
        ("El río.", "too-short"),
    ],
)
def test_what_is_broken_twice_is_a_fault_and_never_a_translation(model: Any, broken: str, fault: str) -> None:
    engine, asked = model(_written([broken]))

    answer = engine.translate(["The river flows to the sea, and the sea was never full."], "en", "es")[0]

    assert (answer.text, answer.fault, len(asked)) == (None, fault, 2)


def test_an_excuse_that_stands_in_the_source_is_translated(model: Any) -> None:
    engine, asked = model(_written(["“I cannot help you,” he said."]))

    answer = engine.translate(["«I cannot help you», dijo."], "es", "en")[0]

    assert (answer.text, len(asked)) == ("“I cannot help you,” he said.", 1)


def test_a_model_that_talks_instead_is_no_engine(model: Any) -> None:
    engine, asked = model("The translation of your text is “La casa”.")

    with pytest.raises(BadAnswer, match="choose another model"):
        engine.translate(["The house"], "en", "es")

    assert len(asked) == 2


def test_a_refusal_of_the_service_is_a_fault_of_the_text(model: Any) -> None:
    body = _completion("")
    body["choices"][0]["message"] = {"role": "assistant", "content": None, "refusal": "I can't."}
    engine, _ = model(reply(body))

    assert engine.translate(["The house"], "en", "es")[0].fault == "empty"


def test_numbers_of_segments_that_do_not_exist_are_left_aside(model: Any) -> None:
    rows = [{"n": 7, "text": "Siete"}, {"n": 1, "text": "Uno"}, {"n": 1, "text": "Dos"}, {"n": "1"}, 5]
    engine, _ = model(json.dumps({"segments": rows}))

    assert [answer.text for answer in engine.translate(["One"], "en", "es")] == ["Uno"]


def test_an_answer_that_broke_off_is_asked_for_in_parts(model: Any) -> None:
    engine, asked = model(
        reply(_completion('{"segments": [{"n": 1, "te', "length")), _written(["Uno"]), _written(["Dos"])
    )

    assert [answer.text for answer in engine.translate(["One", "Two"], "en", "es")] == ["Uno", "Dos"]
    assert len(asked) == 3


@pytest.mark.parametrize("kept", ["Sal &amp; agua", "Sal & agua"])
def test_escapes_are_right_whether_the_model_kept_them_or_not(model: Any, kept: str) -> None:
    engine, _ = model(_written([kept]))

    assert engine.translate(["Salt &amp; water"], "en", "es")[0].text == "Sal &amp; agua"


def test_a_model_without_temperature_is_asked_without(model: Any) -> None:
    refusal = {"error": {"message": "Unsupported value: 'temperature' does not support 0 with this model."}}
    engine, asked = model(reply(refusal, 400), _written(["Uno"]))

    engine.translate(["One"], "en", "es")
    engine.translate(["One"], "en", "es")

    assert ["temperature" in request.json for request in asked] == [True, False, False]
    assert all(request.json["response_format"] == {"type": "json_object"} for request in asked)


@pytest.mark.parametrize(
    ("language", "named", "script", "text"),
    [
        ("zh-hant", "Traditional Chinese (zh-Hant)", "Traditional script", "我們明天進城。"),
        ("sr", "Serbian (sr)", "Cyrillic script", "Сутра идемо у град."),
    ],
)
def test_language_and_script_are_said(model: Any, language: str, named: str, script: str, text: str) -> None:
    engine, asked = model(_written([text]))

    engine.translate(["We go to the city tomorrow."], "en", language)

    assert named in asked[0].json["messages"][0]["content"]
    assert script in asked[0].json["messages"][0]["content"]


def test_it_is_there_when_a_model_is_named(settings: Any) -> None:
    settings.MASTHEAD_ENGINES = ["chat"]
    settings.MASTHEAD_CHAT_MODEL = ""
    assert registry.find("chat") is None

    settings.MASTHEAD_CHAT_MODEL = "llama-3.3-70b"
    settings.MASTHEAD_CHAT_URL = "http://localhost:8080/v1"
    settings.MASTHEAD_CHAT_PRICE = Decimal("0.5")

    found = registry.find("chat")

    assert found is not None
    assert (found.version, found.leaves_machine, found.price_per_million) == (
        "llama-3.3-70b",
        False,
        Decimal("0.5"),
    )
    assert Chat("m", key="k", timeout=QUICK).leaves_machine
