from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.translation.workbench.difference import between


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("Finished in 1566.", "Finished in 1567.", [("same", "Finished in "), ("gone", "1566"), ("new", "1567"), ("same", ".")]),
        ("one two three", "one four five", [("same", "one "), ("gone", "two three"), ("new", "four five")]),
        ("川は待つ。", "川は流れる。", [("same", "川は"), ("gone", "待つ"), ("new", "流れる"), ("same", "。")]),
        ("a ⟨1⟩b⟨/1⟩", "a b", [("same", "a "), ("gone", "⟨1⟩"), ("same", "b"), ("gone", "⟨/1⟩")]),
        ("", "new", [("new", "new")]),
    ],
)  # fmt: skip
def test_words_are_compared(old: str, new: str, parts: list[tuple[str, str]]) -> None:
    assert between(old, new) == parts


@given(st.text("ab ⟨1⟩川,", max_size=30), st.text("ab ⟨1⟩川,", max_size=30))
def test_the_parts_are_the_two_texts(old: str, new: str) -> None:
    parts = between(old, new)

    assert "".join(text for kind, text in parts if kind != "new") == old
    assert "".join(text for kind, text in parts if kind != "gone") == new


def test_texts_without_end_are_told_apart_as_wholes() -> None:
    assert between("a " * 5000, "b " * 5000) == [("gone", "a " * 5000), ("new", "b " * 5000)]
