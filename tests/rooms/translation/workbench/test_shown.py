"""Marked text as translators write it: the two forms say exactly the same."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.translation.markup import encode
from masthead.translation.workbench.shown import marked, pieces, shown, tidy

_WORDS = st.text(st.sampled_from("ab ⟨⟩/12\\&<>ä\u00a0ش"), max_size=12)
_CODES = st.sampled_from(["<x1>", "</x1>", "<x2/>", "<x12>", "</x12>"])
_TEXTS = st.lists(st.one_of(_WORDS.map(encode), _CODES), max_size=8).map("".join)


@given(_TEXTS)
def test_what_is_shown_comes_back_as_it_was(text: str) -> None:
    assert marked(shown(text)) == re.sub(" {2,}", " ", text).strip(" ")


@given(_WORDS)
def test_words_that_look_like_codes_are_words(words: str) -> None:
    text = encode(tidy(words))

    assert marked(shown(text)) == text


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("Ein <x1>Fluss</x1>.<x2/>", "Ein ⟨1⟩Fluss⟨/1⟩.⟨2/⟩"),
        ("a &lt; b &amp; c", "a < b & c"),
        ("⟨1⟩", "\\⟨1⟩"),
        ("\\<x1>a</x1>", "\\\\⟨1⟩a⟨/1⟩"),
        ("⟨x⟩", "⟨x⟩"),
    ],
)
def test_codes_are_shown_in_angle_brackets(text: str, form: str) -> None:
    assert shown(text) == form
    assert marked(form) == text


def test_lines_and_controls_go_and_narrow_spaces_stay() -> None:
    assert tidy(" Où\u202f?\r\n\tOui\x00. ") == "Où\u202f? Oui."


def test_pieces_are_words_and_numbers() -> None:
    assert pieces("a⟨1⟩b⟨/1⟩⟨2/⟩") == [
        ("text", "a"),
        ("open", "1"),
        ("text", "b"),
        ("close", "1"),
        ("alone", "2"),
    ]
