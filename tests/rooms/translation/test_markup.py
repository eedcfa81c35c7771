"""Marked text: inline HTML as text with numbered codes, and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.lib.html import inline
from masthead.translation.markup import (
    Code,
    Marked,
    MarkupError,
    check,
    encode,
    frame,
    kinds,
    mark,
    plain,
    problems,
    put_around,
    renumber,
    tokens,
    unmark,
)

_TAGS = st.sampled_from(
    [
        ('<a href="https://example.org/?a=1&amp;b=2">', "</a>"),
        ("<em>", "</em>"),
        ("<strong>", "</strong>"),
        ("<b>", "</b>"),
        ("<i>", "</i>"),
        ("<sub>", "</sub>"),
        ("<sup>", "</sup>"),
        ("<code>", "</code>"),
        ('<span lang="ar" dir="rtl">', "</span>"),
    ]
)
_WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=12).map(encode)
_ALONE = st.sampled_from(["<br>", "[^1]", "[^note-a]", "&lt;x1&gt;", "&amp;lt;", "5 &lt; 6", "[^", "x1/"])
CANONICAL = st.recursive(
    _WORDS | _ALONE,
    lambda inner: (
        st.tuples(_TAGS, st.lists(inner, max_size=4)).map(lambda t: t[0][0] + "".join(t[1]) + t[0][1])
        | st.lists(inner, max_size=4).map("".join)
    ),
    max_leaves=12,
)
_SOUP = st.lists(
    st.sampled_from(
        [
            "<em>",
            "</em>",
            "<b",
            ">",
            "</a>",
            '<a href="x">',
            "<script>",
            "<x1>",
            "</x1>",
            "<x2/>",
            "&",
            "&lt;",
            "w ",
        ]
    )
).map("".join)


def test_tags_become_numbered_codes_and_text_is_escaped() -> None:
    marked = mark('A <a href="https://e.org/">red <em>hot</em></a> cat &amp; dog[^1].<br>Next &lt;line&gt;.')

    assert marked.text == "A <x1>red <x2>hot</x2></x1> cat &amp; dog<x3/>.<x4/>Next &lt;line&gt;."
    assert marked.codes == (
        Code('<a href="https://e.org/">', "</a>"),
        Code("<em>", "</em>"),
        Code("[^1]"),
        Code("<br>"),
    )


@given(CANONICAL)
def test_marking_and_unmarking_is_the_identity(html: str) -> None:
    marked = mark(html)

    assert unmark(marked.text, marked.codes) == html
    assert check(marked.text, marked.codes) == []


@given(CANONICAL)
def test_what_the_house_keeps_as_inline_html_comes_back_as_it_was(html: str) -> None:
    kept = inline(html)
    marked = mark(kept)

    assert unmark(marked.text, marked.codes) == kept


@given(_SOUP)
def test_broken_html_is_shown_as_text_and_not_lost(soup: str) -> None:
    marked = mark(soup)
    html = unmark(marked.text, marked.codes)

    assert unmark(mark(html).text, mark(html).codes) == html
    assert plain(marked.text).count("w ") == soup.count("w ")


def test_a_tag_without_a_partner_becomes_visible_text() -> None:
    marked = mark("<em>one <b>two</em> three</i>")

    assert marked == Marked("<x1>one &lt;b&gt;two</x1> three&lt;/i&gt;", (Code("<em>", "</em>"),))


def test_a_tag_that_is_no_inline_code_becomes_visible_text() -> None:
    assert mark('<script>x</script><span class="y">z</span>').codes == ()
    assert plain(mark('<span class="y">z</span>').text) == '<span class="y">z</span>'


@given(st.text(max_size=40), CANONICAL)
def test_whatever_a_translator_types_no_tag_comes_in_but_those_of_the_original(typed: str, html: str) -> None:
    marked = mark(html)
    if check(marked.text + typed, marked.codes):
        return

    result = unmark(marked.text + typed, marked.codes)

    assert result.startswith(html)
    assert "<" not in result[len(html) :]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("<x1>red</x1>", "<x2/> of the original is missing"),
        ("red<x2/>", "<x1>…</x1> of the original is missing"),
        ("<x1>red</x1> <x1>car</x1><x2/>", "<x1> is there twice"),
        ("<x1>red</x1><x2/><x3/>", "no code <x3/>"),
        ("<x1/>red<x2/>", "<x1/> must be written <x1>…</x1>"),
        ("<x1>red</x1><x2>", "<x2> must be written <x2/>"),
        ("</x1>red<x1><x2/>", "</x1> closes a code that is not open"),
        ("<x1>red<x2/>", "<x1> is never closed"),
    ],
)
def test_wrong_codes_are_named(text: str, says: str) -> None:
    codes = (Code("<em>", "</em>"), Code("<br>"))

    assert any(says in problem for problem in check(text, codes))
    with pytest.raises(MarkupError) as caught:
        unmark(text, codes)
    assert says in str(caught.value)


def test_codes_that_cross_are_refused() -> None:
    codes = (Code("<em>", "</em>"), Code("<b>", "</b>"))

    assert check("<x2>b <x1>a</x1></x2>", codes) == []
    assert check("<x1>a <x2>b</x1> c</x2>", codes) != []


def test_the_kinds_of_one_text_check_another() -> None:
    wanted = kinds("The <x1>red</x1> car<x2/>")

    assert wanted == {1: True, 2: False}
    assert problems("El coche <x1>rojo</x1><x2/>", wanted) == []
    assert problems("El coche rojo", wanted) != []


@given(CANONICAL)
def test_lost_codes_can_be_put_around_the_whole_text(html: str) -> None:
    marked = mark(html)

    assert check(put_around("Two words. ", kinds(marked.text)), marked.codes) == []


def test_single_codes_come_after_the_text() -> None:
    assert put_around("Dos. ", kinds("<x1><x2>T</x2>wo</x1><x3/>.")) == "<x1><x2>Dos.</x2></x1><x3/> "


def test_plain_text_has_neither_codes_nor_escapes() -> None:
    assert plain("A <x1>red</x1> &amp; blue<x2/> &lt;x1&gt; &nbsp;") == "A red & blue <x1> &nbsp;"


@given(st.text(max_size=60) | _SOUP)
def test_tokens_put_together_are_the_text(text: str) -> None:
    assert "".join(token.raw for token in tokens(text)) == text


def test_codes_take_other_numbers() -> None:
    assert renumber("<x1>a</x1><x2/>", {1: 12, 2: 1}) == "<x12>a</x12><x1/>"


@given(st.text(max_size=30))
def test_the_white_space_around_a_text_can_be_put_back(text: str) -> None:
    before, core, after = frame(text)

    assert before + core + after == text
    assert core == text.strip()
