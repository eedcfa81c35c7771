"""The desk's screens of the memory."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import factories as make

from masthead.translation.memory import recall, remember
from masthead.translation.models import Memory
from masthead.translation.segments import Maker, Passage

pytestmark = pytest.mark.django_db
ENGINE, PERSON = Maker("engine", "pseudo", "1"), Maker("person", "Thérèse")
AT = datetime(2026, 1, 1, tzinfo=UTC)
LIST = "translation_memory"


@pytest.fixture
def desk(client: Client) -> Client:
    make.outlet()
    client.force_login(make.chief())
    return client


def _remember(*pairs: tuple[str | Passage, str], maker: Maker = PERSON, article: int | None = None) -> None:
    remember(pairs, "de", "ar", maker, AT, article=article)


def _page(desk: Client, **asked: str | int) -> str:
    return desk.get(reverse(LIST), asked).content.decode()


def test_what_was_translated_is_listed_with_who_when_and_where(desk: Client) -> None:
    article = make.draft("Am Fluss")
    _remember(("Ein Fluss.", "نهر."), article=article.pk)

    page = _page(desk)

    assert '<p class="memory-text" lang="de" dir="ltr">Ein Fluss.</p>' in page
    assert '<p class="memory-text" lang="ar" dir="rtl">نهر.</p>' in page
    for said in ("Thérèse", "1 Jan 2026", "Am Fluss", reverse("articles:edit", args=[article.pk])):
        assert said in page


@pytest.mark.parametrize("words", ["fluss", "نهر", "Fluss &  Berg"])
def test_a_word_of_source_or_translation_finds_it(desk: Client, words: str) -> None:
    _remember(("Fluss &amp; Berg.", "نهر."), ("Zwei Täler.", "واديان."))

    page = _page(desk, source="de", target="ar", words=words)

    assert "Fluss &amp; Berg." in page
    assert "Zwei Täler." not in page


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"source": "de", "target": "fr"}, "Nothing has been translated from German into French yet."),
        ({"source": "de", "target": "ar", "words": "<Meer>"}, "“<bdi>&lt;Meer&gt;</bdi>”"),
        ({"source": "xx", "target": "'", "before": "9" * 40}, "Ein Fluss."),
        ({"source": "de", "target": "ar", "before": "1"}, "Nothing older."),
    ],
)
def test_where_nothing_is_found_the_page_says_so(desk: Client, asked: dict[str, str], said: str) -> None:
    _remember(("Ein Fluss.", "نهر."))

    assert said in _page(desk, **asked)


def test_an_outlet_that_has_translated_nothing_yet_is_told_what_comes_here(desk: Client) -> None:
    make.languages_on("ar")

    assert "into Arabic yet" in _page(desk)


def test_a_page_costs_the_same_for_one_entry_and_for_many(desk: Client) -> None:
    article = make.draft("Am Fluss").pk
    _remember(("Satz.", "جملة."), article=article)
    _page(desk)
    with CaptureQueriesContext(connection) as one:
        _page(desk)
    _remember(*((f"Satz {n}.", f"جملة {n}.") for n in range(70)), article=article)
    with CaptureQueriesContext(connection) as many:
        page = _page(desk)

    assert len(one) == len(many)
    assert page.count('class="memory-text"') == 60
    last = min(Memory.objects.order_by("-pk").values_list("pk", flat=True)[:30])
    assert f"before={last}" in page
    assert _page(desk, source="de", target="ar", before=last).count('class="memory-text"') == 60


def test_a_correction_is_the_work_of_whoever_made_it(desk: Client) -> None:
    _remember(("Ein <x1>Fluss</x1>.", "<x1>نهر</x1>."), maker=ENGINE)
    row = Memory.objects.get()

    answer = desk.post(
        reverse("translation_memory_entry", args=[row.pk]), {"target": " <x1>النهر</x1>.\r\n"}, follow=True
    )

    assert "The entry is corrected." in answer.content.decode()
    known = recall(["Ein <x1>Fluss</x1>."], "de", ["ar"])["ar"]["Ein <x1>Fluss</x1>."]
    assert known == ("<x1>النهر</x1>.", Maker("person", Memory.objects.get().name))
    row.refresh_from_db()
    assert (row.creator, row.created_at) == ("pseudo", AT)


@pytest.mark.parametrize(
    ("written", "said"), [("نهر.", "is missing"), ("  ", "A translation says something")]
)
def test_a_correction_without_its_codes_is_refused_and_nothing_lost(
    desk: Client, written: str, said: str
) -> None:
    _remember(("Ein <x1>Fluss</x1>.", "<x1>نهر</x1>."))
    row = Memory.objects.get()

    answer = desk.post(reverse("translation_memory_entry", args=[row.pk]), {"target": written})

    assert answer.status_code == 422
    assert said in answer.content.decode()
    row.refresh_from_db()
    assert row.target == "<x1>نهر</x1>."


def test_an_entry_shows_what_it_stood_between(desk: Client) -> None:
    _remember((Passage("Er steigt.", "Der Fluss.", "Bald."), "يرتفع."))

    page = desk.get(reverse("translation_memory_entry", args=[Memory.objects.get().pk])).content.decode()

    assert "Der Fluss." in page
    assert "Bald." in page


def test_an_entry_that_is_deleted_is_not_recalled(desk: Client) -> None:
    _remember(("Ein Fluss.", "نهر."))

    desk.post(reverse("translation_memory_delete", args=[Memory.objects.get().pk]))

    assert recall(["Ein Fluss."], "de", ["ar"]) == {}
    assert desk.get(reverse("translation_memory_entry", args=[9])).status_code == 404


def test_the_memory_is_not_for_strangers(client: Client) -> None:
    _remember(("Ein Fluss.", "نهر."))
    key = Memory.objects.get().pk
    client.force_login(make.stranger())

    for address in (reverse(LIST), reverse("translation_memory_entry", args=[key])):
        assert client.get(address).status_code in (302, 403)
    assert client.post(reverse("translation_memory_delete", args=[key])).status_code in (302, 403)
    assert Memory.objects.exists()
