from __future__ import annotations

import pytest

from masthead.lib.beginnings import beginning


def test_what_has_its_place_stays() -> None:
    assert beginning("ten letters", 11) == "ten letters"
    assert beginning("", 11) == ""


@pytest.mark.parametrize(
    ("text", "most", "begun"),
    [
        ("one two three four", 14, "one two three…"),
        ("one two three four", 13, "one two…"),
        ("one two three four", 15, "one two three…"),
        ("a verylongwordwithoutanend", 12, "a verylongw…"),
        ("法律と法律と法律", 5, "法律と法…"),
    ],
)
def test_it_is_cut_between_words(text: str, most: int, begun: str) -> None:
    assert beginning(text, most) == begun
    assert len(begun) <= most


@pytest.mark.parametrize(
    ("text", "most", "begun"),
    [
        ("नमस्ते", 5, "नम…"),  # no sign without its vowel or its virama's
        ("e\u0301e\u0301e\u0301", 4, "e\u0301…"),
        ("ab👩\u200d👧cd", 5, "ab…"),
        ("ab👍🏽cd", 4, "ab…"),
    ],
)
def test_no_sign_is_cut_in_two(text: str, most: int, begun: str) -> None:
    assert beginning(text, most) == begun
