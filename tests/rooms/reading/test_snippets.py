from __future__ import annotations

from masthead.reading.snippets import LENGTH, LENGTH_DENSE, READ, snippet

MARKS = len("<mark></mark>") * 6 + len("… ") * 2


def test_the_stretch_with_the_most_different_words_is_shown() -> None:
    text = "law law law. " + "Nothing here. " * 60 + "The law of the river. " + "Nothing there. " * 60

    shown = snippet(text, "en", {"law", "river"})

    assert "The <mark>law</mark> of the <mark>river</mark>." in shown
    assert len(shown) <= LENGTH + MARKS


def test_pieces_that_overlap_are_marked_as_one_word() -> None:
    text = "何もない。" * 60 + "表現の自由は重要である。" + "何もない。" * 60

    shown = snippet(text, "ja", {"表現", "現の", "の自", "自由"})

    assert "<mark>表現の自由</mark>は" in shown
    assert len(shown) <= LENGTH_DENSE + MARKS


def test_a_lesser_form_marks_the_word_it_stands_for() -> None:
    assert snippet("Quyền con người", "vi", {"quyen"}) == "<mark>Quyền</mark> con người"
    assert snippet("לפי החוק", "he", {"חוק"}) == "לפי <mark>החוק</mark>"


def test_a_short_text_is_shown_whole_and_one_without_the_words_not_at_all() -> None:
    assert snippet("The law.", "en", {"law"}) == "The <mark>law</mark>."
    assert snippet("The law.", "en", {"river"}) == ""
    assert snippet("", "en", {"river"}) == ""
    assert snippet("a " * READ + "river", "en", {"river"}) == ""
