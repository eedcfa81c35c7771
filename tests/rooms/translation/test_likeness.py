"""How alike two sentences are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.translation.markup import encode
from masthead.translation.memory.likeness import likeness

TEXTS = st.text(st.sampled_from("ab 12.,éй中語<>&"), max_size=24).map(encode) | st.sampled_from(
    ["", "<x1>a</x1>", "<x1/>a", "a<x1/>", "<x1>a</x1> 12", "<x1/>"]
)


@given(TEXTS, TEXTS)
def test_which_comes_first_makes_no_difference(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)


@given(TEXTS, TEXTS)
def test_only_equal_texts_are_wholly_alike(one: str, other: str) -> None:
    assert 0.0 <= likeness(one, other) <= 1.0
    assert (likeness(one, other) == 1.0) is (one == other)


@given(TEXTS)
def test_a_text_is_wholly_like_itself(text: str) -> None:
    assert likeness(text, text) == 1.0


@pytest.mark.parametrize(
    ("one", "other", "score"),
    [
        ("The river rises.", "The rivers rise.", 1 - 2 / 16),
        ("The river rises.", "A mountain", 1 - 14 / 16),
        ("La rivière.", "La rivie\u0300re.", 0.99),
        ("A  river", "A river", 0.99),
        ("A <x1>river</x1>", "A river", 0.97),
        ("A <x1>river</x1>", "<x1>A</x1> river", 0.99),
        ("12 rivers", "13 rivers", 1 - 1 / 9 - 0.05),
        ("河水上涨了。", "河水下降了。", 1 - 2 / 6),
        ("น้ำในแม่น้ำขึ้น", "น้ำในแม่น้ำลง", 1 - 4 / 15),
    ],
)
def test_what_differs_is_counted_in_characters(one: str, other: str, score: float) -> None:
    assert likeness(one, other) == pytest.approx(score, abs=1e-9)
