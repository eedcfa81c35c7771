from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.lib import languages
from masthead.lib.languages import UnknownLanguage


def test_there_are_52_editions_of_51_languages() -> None:
    assert len(languages.CODES) == len(set(languages.CODES)) == 52
    assert len({language.iso3 for language in languages.ALL}) == 51


def test_four_of_them_are_written_from_right_to_left() -> None:
    assert {language.code for language in languages.ALL if language.direction == "rtl"} == {
        "ar",
        "fa",
        "he",
        "yi",
    }


@pytest.mark.parametrize("code", languages.CODES)
def test_every_language_has_a_name_in_itself_in_english_and_in_all_others(code: str) -> None:
    assert languages.name(code)
    assert languages.name(code, "en")
    assert all(languages.name(code, reader) for reader in languages.CODES)


def test_a_language_is_named_in_itself() -> None:
    assert languages.name("el") == "Ελληνικά"
    assert languages.name("yi") == "ייִדיש"
    assert languages.name("zh-hant", "de").startswith("Chinesisch")


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("en", "en"),
        ("EN-gb", "en"),
        ("pt_BR", "pt"),
        ("zh", "zh-hans"),
        ("zh-TW", "zh-hant"),
        ("zh-Hant-HK", "zh-hant"),
        ("zh-Hans-SG", "zh-hans"),
        ("iw", "he"),
        ("ji", "yi"),
        ("no", "nb"),
        ("nn-NO", "nb"),
        ("tl-PH", "fil"),
        ("prs", "fa"),
        ("deu", "de"),
        ("arb", "ar"),
        ("zho_Hant", "zh-hant"),
        ("cmn_Hans", "zh-hans"),
        ("als_Latn", "sq"),
        ("lvs_Latn", "lv"),
        ("ydd_Hebr", "yi"),
        ("sr-Latn-RS", "sr"),
        ("x-klingon", None),
        ("tlh", None),
        ("", None),
        (None, None),
        ("-", None),
        ("../../etc/passwd", None),
    ],
)
def test_a_tag_from_outside_is_matched_by_what_is_known_of_it(tag: str | None, code: str | None) -> None:
    found = languages.match(tag)

    assert (found.code if found else None) == code


@given(st.text(max_size=40))
def test_whatever_the_tag_the_answer_is_a_language_or_none(tag: str) -> None:
    found = languages.match(tag)

    assert found is None or found in languages.ALL


def test_every_code_and_every_tag_means_itself() -> None:
    for language in languages.ALL:
        assert languages.match(language.code) == languages.match(language.tag) == language
        assert languages.get(language.code) == language


@pytest.mark.parametrize("code", ["xx", "EN", "zh", "zh-Hans", ""])
def test_only_exact_codes_are_got(code: str) -> None:
    with pytest.raises(UnknownLanguage, match="Known: af sq ar"):
        languages.get(code)
