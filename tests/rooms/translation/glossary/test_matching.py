"""Terms are found where they stand, whatever endings a language puts to them, and nowhere else."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.lib import languages
from masthead.translation.glossary import Form, Glossary, Kind, Status, Term


def term(source: str, target: str = "", *, languages: Sequence[str] = ("en", "de"), **more: object) -> Term:
    forms = [Form(languages[0], source)] + ([Form(languages[1], target)] if target else [])
    return Term(tuple(forms), **more)  # type: ignore[arg-type]


def written(glossary: Glossary, text: str, source: str = "en", target: str = "de") -> list[str]:
    return [use.written for use in glossary.found_in(text, source, target)]


@pytest.mark.parametrize(
    ("language", "form", "text", "found"),
    [
        ("en", "water right", "Their water rights are old.", "water rights"),
        ("en", "country", "In many countries it rains.", "countries"),
        ("en", "ceasefire", "The ceasefire's end", "ceasefire's"),
        ("de", "Grenzfluss", "an den Grenzflüssen entlang", "Grenzflüssen"),
        ("de", "Haus", "vor vielen Häusern", "Häusern"),
        ("fr", "humidité", "à cause de l’humidité des murs", "humidité"),
        ("ru", "перемирие", "после перемирия", "перемирия"),
        ("pl", "umowa", "bez umowy nie ma", "umowy"),
        ("uk", "Україна", "в Україні", "Україні"),
        ("ar", "فيروس", "انتشار الفيروس سريع", "الفيروس"),
        ("he", "ממשלה", "אמר כי הממשלה תתכנס", "הממשלה"),
        ("hi", "पानी", "यहाँ पानी नहीं है", "पानी"),
        ("tr", "Ankara", "Ankara'da yağmur", "Ankara"),
        ("ko", "서울", "서울에서 만났다", "서울에서"),
        ("ja", "停戦", "長い停戦交渉の末", "停戦"),
        ("zh-hans", "停火", "双方同意停火三天", "停火"),
        ("zh-hant", "AI", "新的AI模型", "AI"),
        ("th", "น้ำ", "ไม่มีน้ำดื่ม", "น้ำ"),
        ("vi", "ngừng bắn", "lệnh ngừng bắn đã hết", "ngừng bắn"),
        ("en", "Covid-19", "since Covid\u201019 came", "Covid\u201019"),
        ("en", "U.S.", "the U.S. army", "U.S"),
    ],
)
def test_a_term_is_found_with_its_endings(language: str, form: str, text: str, found: str) -> None:
    assert written(Glossary((term(form, "x", languages=(language, "nb")),)), text, language, "nb") == [found]


@pytest.mark.parametrize(
    ("language", "form", "text"),
    [
        ("en", "AIDS", "She aids them."),
        ("en", "aid", "A patient with AIDS."),
        ("en", "universe", "The university is old."),
        ("en", "general", "It is generally so."),
        ("en", "art", "He starts at the party."),
        ("en", "climate change", "The climate. Change is near."),
        ("en", "climate change", "The climate, change and rain"),
        ("en", "C++", "Plan C is ready."),
        ("de", "Fall", "Er ist gefallen."),
        ("zh-hans", "AI", "防治AIDS的工作"),
        ("ko", "서울", "서울대학교병원"),
        ("ru", "мир", "мировой рекорд"),
    ],
)
def test_a_word_that_looks_like_a_term_is_none(language: str, form: str, text: str) -> None:
    assert written(Glossary((term(form, "x", languages=(language, "nb")),)), text, language, "nb") == []


def test_a_name_is_not_the_common_word_that_is_written_alike() -> None:
    names = Glossary((term("Nice", "Nizza", kind=Kind.NAME), term("Turkey", "Türkei", kind=Kind.NAME)))

    assert written(names, "A nice turkey.") == []
    assert written(names, "From Nice to Turkey.") == ["Nice", "Turkey"]


def test_a_term_that_minds_its_letters_is_found_only_so() -> None:
    glossary = Glossary((term("Stand", "Stand", case_sensitive=True),))

    assert written(glossary, "We stand. The Stand is read.") == ["Stand"]


def test_of_two_terms_that_overlap_the_longer_counts() -> None:
    glossary = Glossary((term("disease", "Krankheit"), term("respiratory disease", "Atemwegserkrankung")))

    assert written(glossary, "A respiratory disease and another disease") == [
        "respiratory disease",
        "disease",
    ]


def test_two_terms_that_are_written_alike_are_both_found() -> None:
    glossary = Glossary((term("bank", "Bank"), term("bank", "Ufer")))

    assert [use.preferred[0].text for use in glossary.found_in("the bank", "en", "de")] == ["Bank", "Ufer"]


def test_a_term_without_a_word_for_the_language_is_not_a_use_of_it() -> None:
    glossary = Glossary((term("river", "Fluss"), term("Masthead", translate=False)))

    assert written(glossary, "Masthead on the river", "en", "fr") == ["Masthead"]


def test_a_use_says_what_the_glossary_says_for_the_language() -> None:
    forms = (
        Form("en", "climate crisis"), Form("de", "Klimakrise"), Form("de", "Klimanotstand", Status.ADMITTED),
        Form("de", "Klimahysterie", Status.FORBIDDEN),
    )  # fmt: skip
    glossary = Glossary((Term(forms, notes=(("de", "So nennt es das Haus."),)),))

    [use] = glossary.found_in("The climate crisis.", "en", "de")

    assert [form.text for form in use.preferred] == ["Klimakrise"]
    assert [form.text for form in use.admitted] == ["Klimanotstand"]
    assert [form.text for form in use.forbidden] == ["Klimahysterie"]
    assert (use.note, use.untouched, use.start, use.end) == ("So nennt es das Haus.", False, 4, 18)


def test_a_name_that_has_a_form_of_its_own_in_the_language_may_be_translated() -> None:
    glossary = Glossary((term("Reuters", "Rojters", translate=False),))

    assert [use.untouched for use in glossary.found_in("Reuters", "en", "de")] == [False]
    assert [use.untouched for use in glossary.found_in("Reuters", "en", "fr")] == [True]


def test_a_glossary_narrowed_to_texts_has_the_terms_of_these_alone() -> None:
    glossary = Glossary((term("river", "Fluss"), term("lake", "See"), term("sea", "Meer")))

    assert [one.name for one in glossary.narrowed(["The river", "Seas"], "en").terms] == ["river", "sea"]


@given(st.text(max_size=60), st.text(max_size=12), st.sampled_from(languages.CODES))
def test_any_text_and_any_form_can_be_looked_at(text: str, form: str, language: str) -> None:
    target = "en" if language != "en" else "de"
    for use in Glossary((term(form, "x", languages=(language, target)),)).found_in(text, language, target):
        assert use.written == text[use.start : use.end] != ""
