"""Engines are asked one after the other until nothing is missing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from tests.rooms.translation.odd_engines import Dear, Moody, Reading

from masthead.translation.asking import ask, rates
from masthead.translation.engines.errors import BadAnswer

HERE = "tests.rooms.translation.odd_engines"
SHORT, LONG, CODED = "Ein Fluss.", "Ein sehr langer, breiter Fluss.", "Ein <x1>langer</x1> Fluss.<x2/>"


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


PROSE = "Der breite Fluss fließt langsam durch das weite Land."


def test_an_answer_that_is_no_translation_is_the_engines_failure(install: Any) -> None:
    install("Parrot", "pseudo")

    asked = ask([PROSE], "de", "fr", [])

    assert _makers(asked) == {PROSE: "pseudo"}
    assert asked.fault == "parrot: untranslated"
    assert [call.engine for call in asked.calls] == ["parrot", "pseudo"], "both were paid for"


def test_what_each_call_gave_is_kept_before_the_next_is_made(install: Any) -> None:
    install("Dear")
    kept: list[tuple[int, list[str], int]] = []

    ask(
        ["eins", "zwei", "drei"],
        "de",
        "fr",
        [],
        keep=lambda call, found: kept.append((call.segments, list(found), len(Dear.asked))),
    )

    assert kept == [(2, ["eins", "zwei"], 2), (1, ["drei"], 3)]


def test_a_bad_answer_to_one_part_leaves_the_others_to_the_engine(install: Any) -> None:
    install("Moody", "pseudo")
    Moody.errors[:] = [BadAnswer("Half of it.")]

    asked = ask(["eins", "zwei", "drei"], "de", "fr", [])

    assert _makers(asked) == {"eins": "pseudo", "zwei": "pseudo", "drei": "moody"}
    assert asked.fault == "moody: Half of it."


def test_a_call_holds_no_more_characters_than_the_engine_wants(install: Any) -> None:
    install("Dear")

    asked = ask(["a" * 900, "b" * 90, "c" * 20], "de", "fr", [])

    assert [call.characters for call in asked.calls] == [990, 20]


def test_an_engine_that_reads_is_given_the_article(install: Any) -> None:
    install("Reading")

    ask([SHORT], "de", "fr", [], article=[LONG, SHORT])

    assert Reading.read == [LONG, SHORT]


def test_an_engine_that_is_off_says_so(install: Any) -> None:
    install("Gone")

    assert ask([SHORT], "de", "fr", []).fault == "gone: The server is off."


def test_that_no_engine_knows_the_language_is_said(install: Any) -> None:
    install("Deaf")

    assert ask([SHORT], "de", "fr", []).fault == "no engine translates from de to fr"


def test_rates_are_calls_a_minute_by_engine() -> None:
    assert rates(["deepl=60", " chat = 5"]) == {"deepl": 60, "chat": 5}

    for odd in ("deepl", "deepl=", "deepl=0", "deepl=fast"):
        with pytest.raises(ImproperlyConfigured, match="calls a minute"):
            rates([odd])
