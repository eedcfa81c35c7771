"""Readers are told of names that are written in several ways, beside the text and not in it."""

from __future__ import annotations

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from tests import factories as make

from masthead.article.lines import lines
from masthead.article.models import Article
from masthead.press import outlet
from masthead.press.pages import article as article_pages
from masthead.press.pages import sheet
from masthead.record.page import lines_of
from masthead.record.text import fingerprint
from masthead.translation import actions, queries, terminology
from masthead.translation.glossary import Form, Kind, Status, Term
from masthead.translation.segments import Maker

pytestmark = pytest.mark.django_db
TOWN = Term(
    (
        Form("de", "Danzig", used_by="in älteren Texten"), Form("de", "Gdańsk", Status.ADMITTED, "in Polen"),
        Form("de", "Gotenhafen", Status.FORBIDDEN), Form("ar", "غدانسك"), Form("ar", "دانتسيغ", Status.ADMITTED, "بالألمانية"),
    ),
    kind=Kind.NAME, notes=(("de", "Bis 1945 deutsch, <heute> polnisch."),),
)  # fmt: skip
RIVER = Term((Form("de", "Weichsel"), Form("de", "Wisła", Status.ADMITTED)), kind=Kind.NAME)


@pytest.fixture
def article(settings: Any) -> Article:
    settings.MASTHEAD_ENGINES = []
    make.outlet()
    make.languages_on("ar", "fr")
    for term in (TOWN, RIVER):
        terminology.row(term).save()
    found = make.published("Ein Hafen", "An der Weichsel liegt Danzig.", "Von Danzig aus fährt man.")
    texts = {
        "headline": "ميناء",
        **{f"block/{make.block_id('text')}/{n}": "تقع غدانسك على النهر." for n in (0, 1)},
    }
    actions.enter(found.pk, "ar", texts, maker=Maker("person", "Amal"))
    return found


def page(article: Article, code: str) -> str:
    found = sheet.read(outlet.read(), article.pk)
    assert found is not None
    return article_pages.page(found, code)


def test_a_name_with_two_forms_is_told_once_below_the_text(article: Article) -> None:
    html = page(article, "de")

    assert html.count("Bis 1945 deutsch, &lt;heute&gt; polnisch.") == 1
    assert "<dt>Danzig <span>(in älteren Texten)</span></dt><dd>auch Gdańsk (in Polen)</dd>" in html
    assert html.index("Namen in diesem Text") > html.index("Von Danzig aus")
    assert "Gotenhafen" not in html
    assert "Wisła" not in html  # nobody says who uses it


def test_each_edition_is_told_in_its_own_language(article: Article) -> None:
    html = page(article, "ar")

    assert "أسماء في هذا النص" in html
    assert "<dt>غدانسك</dt><dd>أيضًا دانتسيغ (بالألمانية)</dd>" in html
    assert "1945" not in html


def test_where_an_edition_is_missing_the_original_keeps_its_names(article: Article) -> None:
    html = page(article, "fr")

    assert "Noms dans ce texte" in html
    assert "<dd>auch Gdańsk (in Polen)</dd>" in html


def test_the_names_are_no_part_of_what_the_record_knows(article: Article) -> None:
    for code in ("de", "ar"):
        edition = article.editions.get(language=code)

        found = lines_of(page(article, code).encode())

        assert fingerprint(found.lines) == fingerprint(lines(edition.words))


def test_a_text_without_such_names_has_no_list(article: Article) -> None:
    other = make.published("Ein See", "Er ist tief.")

    assert "Namen in diesem Text" not in page(other, "de")


def test_names_of_all_languages_are_one_query(
    article: Article, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    texts = {code: ["Danzig", "غدانسك"] for code in ("de", "ar", "fr", "en", "ja")}

    with django_assert_num_queries(1):
        found = queries.names_in(texts, queries.noted_names())

    assert [len(found[code]) for code in texts] == [1, 1, 0, 0, 0]
