from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from shutil import rmtree
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests import factories as make

from masthead.project import worker
from masthead.translation import tasks
from masthead.translation.memory import following, index, recall, remember, similar
from masthead.translation.models import Memory, Sentence
from masthead.translation.segments import Maker, Passage

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

    assert len(few) == len(many) == 6
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


STEIGT, FAELLT = Passage("Er steigt.", "Der Fluss.", "Bald."), Passage("Er steigt.", "Der Preis.", "Morgen.")
OLD, NEW = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)


def _known(asked: Passage) -> str:
    return recall([asked], "de", ["fr"])["fr"][asked][0]


def test_the_same_sentence_has_another_translation_in_another_place() -> None:
    remember([(STEIGT, "Elle monte.")], "de", "fr", PERSON, OLD)
    remember([(FAELLT, "Il augmente.")], "de", "fr", PERSON, NEW)

    assert (_known(STEIGT), _known(FAELLT)) == ("Elle monte.", "Il augmente.")


def test_where_the_place_is_unknown_the_newest_of_a_person_is_recalled() -> None:
    remember([(STEIGT, "Elle monte.")], "de", "fr", PERSON, NEW)
    remember([(FAELLT, "Il augmente.")], "de", "fr", PERSON, OLD)

    assert _known(Passage("Er steigt.")) == _known(Passage("Er steigt.", "Neu.", "")) == "Elle monte."


def test_an_engines_from_the_same_place_comes_before_another_of_an_engine() -> None:
    remember([(STEIGT, "Elle monte.")], "de", "fr", ENGINE, OLD)
    remember([(FAELLT, "Il augmente.")], "de", "fr", ENGINE, NEW)

    assert (_known(STEIGT), _known(Passage("Er steigt."))) == ("Elle monte.", "Il augmente.")


def test_a_person_outdoes_engines_in_every_place() -> None:
    remember([(STEIGT, "Elle monte.")], "de", "fr", ENGINE, NEW)
    remember([(FAELLT, "Il augmente.")], "de", "fr", PERSON, OLD)
    remember([(STEIGT, "Elle monte.")], "de", "fr", ENGINE, NEW)

    assert _known(STEIGT) == "Il augmente."
    assert Memory.objects.get().by == "person"


def test_whoever_translated_first_is_kept_when_another_changes_it() -> None:
    remember([("Ein Fluss.", "Un fleuve.")], "de", "fr", ENGINE, OLD)
    remember([("Ein Fluss.", "Une rivière.")], "de", "fr", PERSON, NEW)

    row = Memory.objects.get()

    assert (row.name, row.at, row.creator, row.created_at) == ("Thérèse", NEW, "pseudo", OLD)


def test_a_match_says_whether_it_stood_in_the_same_place() -> None:
    remember([(STEIGT, "Elle monte.")], "de", "fr", PERSON, OLD)
    remember([(FAELLT, "Il augmente.")], "de", "fr", PERSON, NEW)

    found = similar([STEIGT], "de", "fr")[STEIGT]

    assert [(match.target, match.score, match.context) for match in found] == [
        ("Elle monte.", 1.0, True),
        ("Il augmente.", 1.0, False),
    ]


def test_a_match_says_which_article_it_comes_from() -> None:
    article = make.draft("Am Fluss")
    remember([("Ein Fluss.", "Une rivière.")], "de", "fr", PERSON, NEW, article=article.pk)

    [match] = similar(["Ein Fluss!"], "de", "fr")["Ein Fluss!"]

    assert (match.origin, match.at) == ("Am Fluss", NEW)


def test_what_was_indexed_is_found_as_what_is_not_yet() -> None:
    _remember(PERSON, ("Der Fluss steigt heute.", "1"))
    following.follow()
    _remember(PERSON, ("Der Fluss steigt morgen.", "2"))

    found = similar(["Der Fluss steigt wieder."], "de", "fr")["Der Fluss steigt wieder."]

    assert {match.target for match in found} == {"1", "2"}


@pytest.mark.parametrize(
    ("held", "asked", "language"),
    [
        ("河水今天早上上涨了三米。", "河水今天早上上涨了两米。", "zh-hans"),
        ("川の水位が今朝三メートル上がった。", "川の水位が今朝二メートル上がった。", "ja"),
        ("ระดับน้ำในแม่น้ำสูงขึ้นเมื่อเช้านี้", "ระดับน้ำในแม่น้ำสูงขึ้นเมื่อวานนี้", "th"),
        ("ارتفع منسوب النهر هذا الصباح.", "ارتفع منسوب النهر هذا المساء.", "ar"),
        ("नदी का जलस्तर आज सुबह बढ़ गया।", "नदी का जलस्तर आज शाम बढ़ गया।", "hi"),
    ],
)
def test_like_sentences_are_found_in_scripts_of_every_kind(held: str, asked: str, language: str) -> None:
    remember([(held, "x")], language, "en", PERSON, NEW)
    following.follow()

    assert [match.source for match in similar([asked], language, "en")[asked]] == [held]


def test_the_index_can_be_made_anew(home: Path) -> None:
    _remember(PERSON, ("Der Fluss steigt heute.", "1"))
    following.follow()
    rmtree(home / "memory")
    assert similar(["Der Fluss steigt."], "de", "fr") == {}
    assert following.lags()

    assert following.follow() == 1

    assert not following.lags()
    assert similar(["Der Fluss steigt."], "de", "fr")


def test_an_index_that_is_damaged_is_made_anew(home: Path) -> None:
    _remember(PERSON, ("Der Fluss steigt heute.", "1"))
    following.follow()
    for file in (home / "memory").glob("*/meta.json"):
        file.write_text("{")
    assert similar(["Der Fluss steigt."], "de", "fr") == {}

    assert following.follow() == 1
    assert similar(["Der Fluss steigt."], "de", "fr")


def test_a_sentence_that_is_indexed_twice_is_found_once() -> None:
    _remember(PERSON, ("Der Fluss steigt heute.", "1"))
    following.follow()
    Sentence.objects.update(indexed=False)
    following.follow()

    assert len(index.candidates(["Der Fluss steigt heute."], "de", 9)[0]) == 1


def test_a_language_is_found_behind_many_like_sentences_of_others() -> None:
    _remember(PERSON, ("Der Fluss steigt um zehn Meter.", "dix"))
    _remember(PERSON, *((f"Der Fluss steigt um {n} Meter.", "x") for n in range(99)), language="it")
    following.follow()

    found = similar(["Der Fluss steigt um 100 Meter."], "de", "fr")

    assert [match.target for match in found["Der Fluss steigt um 100 Meter."]] == ["dix"]


def test_likeness_costs_the_same_queries_for_one_sentence_and_for_many() -> None:
    sources = [f"Der Fluss steigt um {n} Meter." for n in range(50)]
    _remember(PERSON, *((source, "x") for source in sources))
    following.follow()

    with CaptureQueriesContext(connection) as one:
        similar(sources[:1], "de", "fr")
    with CaptureQueriesContext(connection) as many:
        similar(sources, "de", "fr")

    assert len(one) == len(many) <= 5


def test_the_worker_indexes_in_stretches(monkeypatch: pytest.MonkeyPatch) -> None:
    _remember(PERSON, *((f"Der Fluss steigt um {n}.", "x") for n in range(5)))
    monkeypatch.setattr(following, "AT_ONCE", 2)
    monkeypatch.setattr(tasks, "STRETCH", 0)

    tasks.index_memory.enqueue()
    worker.drain()

    assert not following.lags()
    assert len(index.candidates(["Der Fluss steigt um 9."], "de", 9)[0]) == 5


def test_the_command_finds_and_indexes(capsys: Any) -> None:
    _remember(PERSON, ("Der Fluss &amp; der Berg.", "La rivière."))

    call_command("memory", "index")
    call_command("memory", "find", "Der Fluss & das Tal.", "--source", "de", "--target", "fr", "--json")
    call_command("memory", "find", "Nichts.", "--source", "de", "--target", "fr")

    said = capsys.readouterr().out.splitlines()
    assert json.loads(said[-2])["target"] == "La rivière."
    assert said[-1] == "The memory has nothing like it."
    with pytest.raises(CommandError, match="--target"):
        call_command("memory", "find", "x", "--source", "de", "--target", "tlh")
