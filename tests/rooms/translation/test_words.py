"""The terms by which like sentences are found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.translation.memory.words import LONGEST, terms


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The rivers rise.", {"the", "rivers", "rise", "the_rivers", "rivers_rise"}),
        ("Flusslandschaften", {"flussl"}),
        ("RIVIÈRE", {"rivièr"}),
        ("riv\u0069\u0300ère", {"rivìèr"}),
        ("河水上涨", {"河水", "水上", "上涨", "河水_水上", "水上_上涨"}),
        ("河", {"河"}),
        ("在 Berlin 市", {"在", "berlin", "市", "在_berlin", "berlin_市"}),
        ("น้ำขึ้น", {"นาข", "าขน", "นาข_าขน"}),
        ("…! — 🙂", set()),
        ("a_b", {"a", "b", "a_b"}),
    ],
)
def test_a_text_is_found_by_its_words_and_by_two_in_a_row(text: str, found: set[str]) -> None:
    assert terms(text) == found


@given(st.text(max_size=60))
def test_no_term_has_a_space_or_is_empty_or_long(text: str) -> None:
    for term in terms(text):
        assert term.split() == [term]
        assert len(term) <= 2 * LONGEST + 1


@given(st.text(st.sampled_from("ab 河水นำéÉ"), max_size=30))
def test_capitals_make_no_difference(text: str) -> None:
    assert terms(text) == terms(text.upper())
