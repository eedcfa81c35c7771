"""The glossary in the database: read as a whole, kept term by term."""

from __future__ import annotations

import pytest
from pytest_django import DjangoAssertNumQueries

from masthead.translation import queries, terminology
from masthead.translation.glossary import Form, Kind, Status, Term

pytestmark = pytest.mark.django_db
RIVER = Term(
    (Form("en", "border river"), Form("de", "Grenzfluss"), Form("de", "Grenzwasser", Status.FORBIDDEN)),
    notes=(("de", "Ein Fluss, der zwei Staaten trennt."),),
)


def keep(*terms: Term) -> None:
    for term in terms:
        terminology.row(term).save()


def test_a_term_comes_back_as_it_was_kept() -> None:
    name = Term(
        (Form("de", "Danzig", used_by="in older texts"), Form("pl", "Gdańsk")), "k1", Kind.NAME, "proper noun",
        "A town", "Ask first", (("de", "Heute in Polen."), ("pl", "Miasto")), False, True,
    )  # fmt: skip

    keep(name)

    assert terminology.glossary().terms == (name,)


def test_the_terms_of_many_texts_are_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    keep(RIVER, Term((Form("en", "lake"), Form("fr", "lac"))))
    texts = ["The <x1>border river</x1> &amp; the lake", "Nothing", *["A border river"] * 50]

    with django_assert_num_queries(1):
        found = queries.terms_for(texts, "en", "de")

    assert [[use.written for use in uses] for uses in found[:3]] == [["border river"], [], ["border river"]]
    [use] = found[0]
    assert [form.text for form in use.preferred] == ["Grenzfluss"]
    assert [form.text for form in use.forbidden] == ["Grenzwasser"]
    assert use.note == "Ein Fluss, der zwei Staaten trennt."
    assert "The border river & the lake"[use.start : use.end] == "border river"
