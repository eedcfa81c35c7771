from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.lib import languages
from masthead.reading.analysis import LONGEST_WORD, terms, tokens


@pytest.mark.parametrize(
    ("language", "written", "asked"),
    [
        ("ar", "الْقَانُونُ", "القانون"),
        ("ar", "والقانون", "قانون"),
        ("ar", "للقانون", "قانون"),
        ("ar", "الإنسان", "انسان"),
        ("ar", "علی", "علي"),
        ("fa", "كتاب‌هاي", "کتاب‌های"),
        ("fa", "کتاب‌ها", "کتاب ها"),
        ("he", "חֹפֶשׁ", "חפש"),
        ("he", "ארה״ב", 'ארה"ב'),
        ("yi", "ייִדיש", "ײדיש"),
        ("el", "Δικαιώματα", "ΔΙΚΑΙΩΜΑΤΑ"),
        ("el", "λόγος", "λογος"),
        ("ru", "Ещё", "еще"),
        ("ru", "законом", "законы"),
        ("uk", "п'ять", "п’ять"),
        ("uk", "України", "Україні"),
        ("be", "свабоды", "свабодамі"),
        ("tr", "İSTANBUL", "istanbul"),
        ("tr", "Işık", "ışık"),
        ("tr", "IŞIK", "isik"),
        ("tr", "Ankara'da", "Ankara"),
        ("de", "Straßen", "STRASSE"),
        ("de", "Häuser", "Haus"),
        ("fr", "l’Élève", "eleve"),
        ("es", "NIÑO", "nino"),
        ("pl", "Łódź", "lodz"),
        ("nb", "Tromsø", "tromso"),
        ("sr", "Слобода", "slobode"),
        ("ms", "kebebasan", "bebas"),
        ("hi", "क़ानून", "कानून"),
        ("hi", "१९४८", "1948"),
        ("fa", "۱۹۴۸", "1948"),
        ("en", "Obama’s", "obama"),
        ("ja", "ﾊﾝｶﾞﾘｰ", "ハンガリー"),
        ("vi", "Việt", "VIỆT"),
    ],
)
def test_two_ways_to_write_a_word_are_one_word(language: str, written: str, asked: str) -> None:
    assert tokens(written, language) == tokens(asked, language) != []


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("uk", "їжак", "іжак"),
        ("hi", "दिन", "दान"),
        ("th", "กฎ", "กด"),
        ("vi", "má", "mà"),
        ("ja", "か", "が"),
    ],
)
def test_marks_that_make_another_word_stay(language: str, one: str, other: str) -> None:
    assert tokens(one, language) != tokens(other, language)


def test_scripts_without_spaces_are_cut_into_overlapping_pieces() -> None:
    assert tokens("表現の自由", "ja") == ["表現", "現の", "の自", "自由"]
    assert tokens("法律。法", "zh-hans") == ["法律", "法"]
    assert tokens("대학교에서 법", "ko") == ["대학", "학교", "교에", "에서", "법"]
    assert tokens("สิทธิ", "th") == ["สิท", "ิทธ", "ทธิ"]


def test_a_foreign_script_in_a_text_is_cut_by_its_own_rule() -> None:
    assert tokens("The word 法律 means law", "en") == ["the", "word", "法律", "mean", "law"]
    assert tokens("Unicode是标准", "zh-hans") == ["unicode", "是标", "标准"]


def test_lesser_forms_stand_beside_a_word() -> None:
    found = {
        term.text: term.also
        for language, text in [("vi", "quyền"), ("he", "והחוק"), ("zh-hans", "法律"), ("ko", "법을")]
        for term in terms(text, language)
    }

    assert found == {"quyền": ("quyen",), "והחוק": ("החוק", "חוק"), "法律": ("法", "律"), "법을": ("법",)}


def test_a_term_says_where_it_stands() -> None:
    text = "«L’État», 法律; ende"

    assert [text[term.start : term.end] for term in terms(text, "fr")] == ["État", "法律", "ende"]


def test_a_very_long_word_is_cut() -> None:
    assert [len(token) for token in tokens("x" * 1_000_000, "cy")] == [6]
    assert all(len(token) <= LONGEST_WORD for token in tokens("y" * 5_000, "en"))


@given(text=st.text(max_size=60), language=st.sampled_from(languages.CODES))
def test_any_text_becomes_words_that_the_index_can_hold(text: str, language: str) -> None:
    for term in terms(text, language):
        assert term.text
        assert all(len(form.split()) == 1 for form in (term.text, *term.also))
        assert 0 <= term.start < term.end <= len(text)


@pytest.mark.parametrize("language", languages.CODES)
def test_every_language_finds_words_in_its_own_name(language: str) -> None:
    assert tokens(languages.name(language), language)
