"""Sentences of any text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from masthead.lib.sentences import segment


def test_a_text_is_cut_after_its_sentences() -> None:
    assert list(segment("One. Two.\n\nThree.", "en")) == ["One. ", "Two.", "\n\n", "Three."]


@pytest.mark.parametrize("space", ["\u00a0", "\u2028", "\u3000", "\u0085"])
def test_a_rare_space_before_a_full_stop_breaks_nothing(space: str) -> None:
    text = f"Mr A{space}. B was there. So was C."

    assert "".join(segment(text, "en")) == text


def test_half_of_a_pair_breaks_nothing() -> None:
    assert "".join(segment("One \ud800. Two.", "en")) == "One \ud800. Two."


@given(
    some.text(some.one_of(some.characters(), some.sampled_from(".?!A \n\u00a0\u2003")), max_size=80),
    some.sampled_from(["en", "zh-hans", "ar", "hi", "xx", ""]),
)
def test_nothing_is_lost(text: str, language: str) -> None:
    assert "".join(segment(text, language)) == text
