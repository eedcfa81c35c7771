from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from masthead.translation.memory import recall, remember, similar
from masthead.translation.models import Memory
from masthead.translation.segments import Maker

pytestmark = pytest.mark.django_db
ENGINE, PERSON = Maker("engine", "pseudo", "1"), Maker("person", "Thérèse")


def _remember(maker: Maker, *pairs: tuple[str, str], language: str = "fr") -> None:
    remember(pairs, "de", language, maker, timezone.now())


def test_what_was_translated_is_known_with_its_maker() -> None:
    _remember(ENGINE, ("Ein Fluss.", "Un fleuve."))

    assert recall(["Ein Fluss.", "Zwei."], "de", ["fr", "ar"]) == {
        "fr": {"Ein Fluss.": ("Un fleuve.", ENGINE)}
    }


def test_a_person_takes_an_engines_place() -> None:
    _remember(ENGINE, ("Ein Fluss.", "Un fleuve."))
    _remember(PERSON, ("Ein Fluss.", "Une rivière."))

    assert recall(["Ein Fluss."], "de", ["fr"])["fr"]["Ein Fluss."] == ("Une rivière.", PERSON)


def test_an_engine_never_takes_a_persons_place() -> None:
    _remember(PERSON, ("Ein Fluss.", "Une rivière."))
    _remember(ENGINE, ("Ein Fluss.", "Un fleuve."), ("Zwei.", "Deux."))

    known = recall(["Ein Fluss.", "Zwei."], "de", ["fr"])["fr"]

    assert known == {"Ein Fluss.": ("Une rivière.", PERSON), "Zwei.": ("Deux.", ENGINE)}


def test_a_person_of_another_language_does_not_stand_in_the_way() -> None:
    _remember(PERSON, ("Ein Fluss.", "نهر."), language="ar")
    _remember(ENGINE, ("Ein Fluss.", "Un fleuve."))

    assert recall(["Ein Fluss."], "de", ["fr"])["fr"]["Ein Fluss."] == ("Un fleuve.", ENGINE)


def test_a_newer_answer_takes_the_place_of_the_older() -> None:
    _remember(ENGINE, ("Ein Fluss.", "Un fleuve."))
    _remember(Maker("engine", "apertium", "3"), ("Ein Fluss.", "Un flot."))

    assert Memory.objects.get().target == "Un flot."


def test_a_sentence_that_comes_twice_is_kept_once() -> None:
    _remember(ENGINE, ("Ein Fluss.", "Un fleuve."), ("Ein Fluss.", "Un fleuve !"))

    assert Memory.objects.get().target == "Un fleuve !"


@pytest.mark.parametrize("other", ["ein Fluss.", "Ein  Fluss.", "Ein Fluss", "Ein <x1>Fluss</x1>."])
def test_only_the_very_same_sentence_is_known(other: str) -> None:
    _remember(ENGINE, ("Ein Fluss.", "Un fleuve."))

    assert recall([other], "de", ["fr"]) == {}


def test_a_sentence_of_another_language_is_another_sentence() -> None:
    _remember(ENGINE, ("Taxi.", "Taxi !"))

    assert recall(["Taxi."], "nl", ["fr"]) == {}


def test_looking_up_costs_the_same_for_any_number_of_languages() -> None:
    sources = [f"Satz {number}." for number in range(900)]
    for language in ("fr", "ar", "ja"):
        _remember(ENGINE, *((source, f"[{source}]") for source in sources), language=language)

    with CaptureQueriesContext(connection) as few:
        recall(sources, "de", ["fr"])
    with CaptureQueriesContext(connection) as many:
        known = recall(sources, "de", ["fr", "ar", "ja", "ru"])

    assert len(few) == len(many) == 3
    assert {language: len(found) for language, found in known.items()} == {"fr": 900, "ar": 900, "ja": 900}


def test_nothing_to_remember_is_nothing() -> None:
    _remember(ENGINE)
    _remember(PERSON)

    assert not Memory.objects.exists()


def test_a_sentence_like_another_is_offered_with_who_translated_it() -> None:
    _remember(PERSON, ("Der Fluss steigt.", "La rivière monte."), ("Der Berg.", "La montagne."))

    found = similar(["Der Fluss steigt!", "Ganz anderes, was niemand kennt."], "de", "fr")

    [match] = found.pop("Der Fluss steigt!")
    assert not found
    assert (match.source, match.target, match.maker) == ("Der Fluss steigt.", "La rivière monte.", PERSON)
    assert 0.9 < match.score < 1


def test_the_most_alike_come_first_and_no_more_than_asked() -> None:
    _remember(PERSON, *((f"Der Fluss steigt um {n}.", str(n)) for n in range(1, 9)))

    found = similar(["Der Fluss steigt um 3."], "de", "fr", limit=3)["Der Fluss steigt um 3."]

    assert [match.score for match in found] == sorted((match.score for match in found), reverse=True)
    assert (found[0].target, found[0].score, len(found)) == ("3", 1.0, 3)


def test_nothing_below_the_least_is_offered() -> None:
    _remember(PERSON, ("Der Fluss steigt.", "La rivière monte."))

    assert similar(["Der Fluss fällt."], "de", "fr", least=0.9) == {}


def test_another_pair_of_languages_offers_nothing() -> None:
    _remember(PERSON, ("Der Fluss steigt.", "La rivière monte."))

    assert similar(["Der Fluss steigt."], "de", "it") == similar(["Der Fluss steigt."], "nl", "fr") == {}
