"""How texts of the interface are filled; that they are all there is a test of the house."""

from __future__ import annotations

import datetime as dt

import pytest

from masthead.lib import interface
from masthead.lib.languages import UnknownLanguage


def test_placeholders_are_filled_and_what_fills_them_is_left_alone() -> None:
    words = interface.of("en")

    assert words.text("search_nothing", query="{query} <b>") == "Nothing found for “{query} <b>”."


@pytest.mark.parametrize(
    ("code", "number", "said"),
    [
        ("en", 1, "1 article"),
        ("en", 1234, "1,234 articles"),
        ("de", 1234, "1.234 Artikel"),
        ("ru", 1, "1 статья"),
        ("ru", 3, "3 статьи"),
        ("ru", 5, "5 статей"),
        ("pl", 22, "22 artykuły"),
        ("ja", 1, "1"),
    ],
)
def test_a_number_takes_the_form_of_its_language(code: str, number: int, said: str) -> None:
    assert interface.of(code).count("article_count", number).startswith(said)


def test_a_date_is_written_as_the_language_writes_it() -> None:
    day = dt.date(2026, 5, 3)

    assert interface.of("en").date(day) == "May 3, 2026"
    assert interface.of("de").date(day) == "3. Mai 2026"
    assert interface.of("ja").date(dt.datetime(2026, 5, 3, 23, 59, tzinfo=dt.UTC)) == "2026年5月3日"
    assert interface.of("ar").date(None) == ""


@pytest.mark.parametrize("day", [dt.date(1, 1, 1), dt.date(1789, 7, 14), dt.date(9999, 12, 31)])
def test_old_and_far_dates_can_be_written_in_every_language(day: dt.date) -> None:
    from masthead.lib import languages

    assert all(interface.of(code).date(day) for code in languages.CODES)


def test_a_key_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        interface.of("en").text("no_such_key")


def test_a_language_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UnknownLanguage):
        interface.of("tlh")
