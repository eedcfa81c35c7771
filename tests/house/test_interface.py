"""The public interface is whole in every edition: no string missing, none left in English."""

from __future__ import annotations

import json
import re
from importlib import resources

import pytest

from masthead.lib import interface, languages

PLURAL = re.compile(r"^(?P<key>.+)_(zero|one|two|few|many|other)$")
PLACEHOLDER = re.compile(r"\{(\w+)\}")
ENGLISH: dict[str, str] = json.loads(
    resources.files(interface).joinpath("en.json").read_text(encoding="utf-8")
)
COUNTED = {
    match["key"] for key in ENGLISH if (match := PLURAL.match(key)) and f"{match['key']}_one" in ENGLISH
}
# Words that these languages have taken over as they are.
BORROWED = {("el", "share_by_mail"), ("fil", "rss_feed")}
OTHER_SCRIPTS = [language.code for language in languages.ALL if language.script != "Latn"]


def _texts(code: str) -> dict[str, str]:
    return interface.of(code).texts


def _wanted_keys(code: str) -> set[str]:
    """The keys of English, with the plural forms that CLDR gives this language."""
    plain = {key for key in ENGLISH if not ((match := PLURAL.match(key)) and match["key"] in COUNTED)}
    forms = languages.get(code).locale.plural_form.tags | {"other"}
    return plain | {f"{key}_{form}" for key in COUNTED for form in forms}


def test_counted_things_are_found() -> None:
    assert {"article_count", "comment_count", "result_count", "reading_time"} == COUNTED


@pytest.mark.parametrize("code", languages.CODES)
def test_every_key_is_there_with_the_plural_forms_of_the_language(code: str) -> None:
    there, wanted = set(_texts(code)), _wanted_keys(code)

    assert wanted - there == set(), "missing"
    assert there - wanted == set(), "not known"


@pytest.mark.parametrize("code", languages.CODES)
def test_no_text_is_empty_or_holds_markup(code: str) -> None:
    for key, text in _texts(code).items():
        assert text.strip() == text != "", key
        assert not re.search(r"[<>]|&\w+;", text), key


@pytest.mark.parametrize("code", languages.CODES)
def test_placeholders_are_those_of_english(code: str) -> None:
    for key, text in _texts(code).items():
        match = PLURAL.match(key)
        english = ENGLISH.get(key) or ENGLISH[f"{match['key']}_other"]  # type: ignore[index]
        found, wanted = set(PLACEHOLDER.findall(text)), set(PLACEHOLDER.findall(english))
        # A form that is for one number alone may say the number in words.
        alone = match is not None and match["key"] in COUNTED and match[2] in {"zero", "one", "two"}
        assert found == wanted or (alone and not found), (key, text)
        assert not re.search(r"[{}]", PLACEHOLDER.sub("", text)), (key, text)


@pytest.mark.parametrize("code", OTHER_SCRIPTS)
def test_nothing_is_english_where_another_script_is_written(code: str) -> None:
    assert [key for key, text in _texts(code).items() if text == ENGLISH.get(key)] == []


@pytest.mark.parametrize("code", OTHER_SCRIPTS)
def test_every_text_has_letters_of_its_own_script(code: str) -> None:
    latin = re.compile(r"[\x00-\u024f\u2000-\u206f]*")
    bare = {key: PLACEHOLDER.sub("", text) for key, text in _texts(code).items()}

    assert {(code, key) for key, text in bare.items() if latin.fullmatch(text)} <= BORROWED


@pytest.mark.parametrize("code", [code for code in languages.CODES if code != "en"])
def test_no_sentence_is_left_in_english(code: str) -> None:
    """One word may be the same in two languages; several are not."""
    same = {key: PLACEHOLDER.sub("", text) for key, text in _texts(code).items() if text == ENGLISH.get(key)}

    assert {(code, key) for key, text in same.items() if len(text.split()) >= 2} <= BORROWED


@pytest.mark.parametrize("code", languages.CODES)
def test_every_number_finds_its_form(code: str) -> None:
    words = interface.of(code)

    for key in COUNTED:
        for number in (*range(130), 1_000, 1_000_000):
            assert "{count}" not in words.count(key, number)
