"""Engines are asked one after the other until nothing is missing."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from tests.rooms.translation.odd_engines import Dear

from masthead.translation.asking import ask

HERE = "tests.rooms.translation.odd_engines"
SHORT, LONG, CODED = "Ein Fluss.", "Ein sehr langer, breiter Fluss.", "Ein <x1>langer</x1> Fluss.<x2/>"


@pytest.fixture(autouse=True)
def nothing_asked() -> Iterator[None]:
    Dear.asked.clear()
    yield
    Dear.asked.clear()


@pytest.fixture
def install(settings: Any) -> Any:
    def install(*names: str) -> None:
        settings.MASTHEAD_ENGINES = [name if name == "pseudo" else f"{HERE}.{name}" for name in names]

    return install


def _makers(asked: Any) -> dict[str, str]:
    return {source: maker.name for source, (_, maker) in asked.found.items()}


def test_the_first_engine_answers_what_it_can_and_the_next_the_rest(install: Any) -> None:
    install("Picky", "pseudo")

    asked = ask([SHORT, LONG], "de", "fr", [])

    assert _makers(asked) == {SHORT: "picky", LONG: "pseudo"}
    assert [(call.engine, call.segments) for call in asked.calls] == [("picky", 2), ("pseudo", 1)]


def test_an_engine_that_is_away_is_passed_over_and_its_word_kept(install: Any) -> None:
    install("Away", "pseudo")

    asked = ask([SHORT], "de", "fr", [])

    assert _makers(asked) == {SHORT: "pseudo"}
    assert asked.fault == "away: Too many requests: wait a minute."
    assert [call.engine for call in asked.calls] == ["pseudo"]


def test_an_engine_that_invents_codes_is_not_believed(install: Any) -> None:
    """Or no edition of the article could be written, today or ever."""
    install("Liar")

    asked = ask([SHORT, CODED], "de", "fr", [])

    assert asked.found == {}
    assert asked.fault == "liar: no answer that can be used"


def test_codes_that_an_engine_lost_go_around_its_words(install: Any) -> None:
    install("Dear")

    asked = ask([CODED], "de", "fr", [])

    assert asked.found[CODED][0] == "<x1>.ssulF regnal niE</x1><x2/>"


def test_a_chain_names_who_is_asked_and_in_which_order(install: Any) -> None:
    install("Dear", "pseudo", "Picky")

    asked = ask([SHORT, LONG], "de", "fr", ["picky", "pseudo"])

    assert _makers(asked) == {SHORT: "picky", LONG: "pseudo"}


def test_who_does_not_know_the_language_is_not_asked(install: Any) -> None:
    install("Deaf")

    assert ask([SHORT], "de", "fr", []).calls == ()
    assert _makers(ask([SHORT], "de", "ar", [])) == {SHORT: "deaf"}


def test_nothing_missing_asks_nobody(install: Any) -> None:
    install("Dear")

    assert ask([], "de", "fr", []).calls == ()
    assert Dear.asked == []


def test_without_any_engine_that_is_said(install: Any) -> None:
    install("Dear")

    assert ask([SHORT], "de", "fr", ["apertium"]).fault == "no engine is installed"


def test_every_call_is_counted_and_priced_by_the_characters_a_reader_sees(install: Any) -> None:
    install("Dear")

    asked = ask([SHORT, LONG, CODED], "de", "fr", [])

    assert [(call.segments, call.words, call.characters) for call in asked.calls] == [(2, 7, 41), (1, 3, 17)]
    assert sum(call.cost for call in asked.calls) == Decimal(20) * 58 / 1_000_000
    assert {call.version for call in asked.calls} == {"9"}
