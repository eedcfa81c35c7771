from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masthead.record.errors import BadPage
from masthead.record.page import MOST_BYTES, PageText, lines_of
from masthead.record.text import fingerprint

# The machine may be busy: a slow example is no failure.
patient = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

PAGE = """<!doctype html>
<html lang="ar" dir="rtl"><head><meta charset="utf-8"><title data-line>Not a line</title>
<meta name="masthead:subject" content="article/12/ar"><meta name="Masthead:Entry" content="7">
<link rel="canonical" href="https://outlet.example/ar/12/"></head>
<body><nav>Menu</nav><h1 data-line>عنوان</h1>
<p data-line>One<br>two <em>three</em>&nbsp;four<sup data-unrecorded><a href="#n">1</a></sup>. Five<!-- no -->
</p><ul><li><span data-line>Item</span></li></ul>
<div data-line><p data-line>Outer</p><p>inner</p></div>
<p data-line> &shy; </p>
<footer>About</footer></body></html>"""


def lines(html: str) -> tuple[str, ...]:
    return lines_of(html.encode()).lines


def test_a_page_says_its_lines_its_subject_and_its_entry() -> None:
    assert lines_of(PAGE.encode()) == PageText(
        subject="article/12/ar",
        entry=7,
        canonical="https://outlet.example/ar/12/",
        lines=("عنوان", "One two three four. Five", "Item", "Outer inner"),
    )


def test_a_mark_inside_a_mark_counts_once() -> None:
    assert lines("<div data-line>a<b data-line>b</b>c</div><p data-line>d</p>") == ("abc", "d")


def test_what_is_marked_unrecorded_is_left_out_and_what_follows_is_not() -> None:
    assert lines("<p data-line>a<i data-unrecorded>b<b data-line>c</b></i>d</p>") == ("ad",)


def test_blocks_inside_what_is_left_out_part_no_words() -> None:
    assert lines("<span data-line>a<i data-unrecorded><div>x</div></i>b</span>") == ("ab",)


def test_a_line_marked_unrecorded_inside_an_unmarked_element_is_a_line() -> None:
    assert lines("<aside data-unrecorded><p data-line>a</p></aside>") == ("a",)


@pytest.mark.parametrize("tag", ["script", "style", "template", "noscript", "textarea", "video", "object"])
def test_text_that_no_reader_sees_is_no_line(tag: str) -> None:
    assert lines(f"<{tag}><p data-line>a</p></{tag}><p data-line>b</p>") == ("b",)
    assert lines(f"<{tag} data-line>a</{tag}><p data-line>b</p>") == ("b",)


def test_hidden_text_is_no_line() -> None:
    assert lines("<div hidden><p data-line>a</p></div><p data-line>b<i hidden>c</i></p>") == ("b",)


def test_elements_that_part_words_part_words() -> None:
    assert lines("<table data-line><tr><td>a<td>b<tr><td>c</table><p data-line>d<wbr>e<br>f</p>") == (
        "a b c",
        "de f",
    )


def test_invisible_noise_is_not_in_a_line() -> None:
    assert lines("<p data-line>a\u200bb&shy;c\u2067 d\r\n\te</p>") == ("abc d e",)


def test_references_are_resolved_once() -> None:
    assert lines("<p data-line>&amp;lt; &lt;b&gt; &#x05D0;</p>") == ("&lt; <b> א",)


@pytest.mark.parametrize(
    "html", [b"", b" ", b"\0\1\2", b"\x89PNG\r\n\x1a\n", b"<!doctype html>", b"<!-- -->", b"\xff\xfe"]
)
def test_what_is_no_page_says_nothing(html: bytes) -> None:
    page = lines_of(html)

    assert page.entry is page.subject is None
    assert page.lines == ()


def test_a_byte_order_mark_is_no_text() -> None:
    assert lines_of("\ufeff<p data-line>a</p>".encode()).lines == ("a",)


def test_bytes_that_are_not_utf_8_are_never_read_as_another_encoding() -> None:
    page = lines_of(b'<meta charset="windows-1252"><p data-line>caf\xe9 \x00</p>')

    assert page.lines == ("caf\ufffd \ufffd",)


@pytest.mark.parametrize("name", ["x", "", "-1", "0", "1.5", "٧", "9" * 16, "7 8"])
def test_an_entry_that_is_no_number_is_refused(name: str) -> None:
    with pytest.raises(BadPage, match="not a number"):
        lines_of(f'<meta name="masthead:entry" content="{name}">'.encode())


@pytest.mark.parametrize("name", ["masthead:entry", "masthead:subject"])
def test_a_page_that_names_two_is_refused(name: str) -> None:
    twice = f'<meta name="{name}" content="1"><body><meta name="{name}" content="2">'

    with pytest.raises(BadPage, match="more than once"):
        lines_of(twice.encode())


def test_a_page_too_large_is_refused() -> None:
    with pytest.raises(BadPage, match="20 MB"):
        lines_of(b"a" * (MOST_BYTES + 1))


@pytest.mark.parametrize(
    "html",
    [
        b"<div>" * 500_000 + b"<p data-line>a</p>",
        b"<p " + b" ".join(b"a%d=1" % number for number in range(200_000)) + b" data-line>a</p>",
        b"<p data-line>a" + b"<b>" * 500_000,
        b"<p data-line>a" + b"<!--" * 500_000,
        b"<p data-line>a" + b"&" * 2_000_000,
        b"<table>" * 50_000 + b"<p data-line>a",
    ],
    ids=["depth", "attributes", "open tags", "comments", "references", "tables"],
)
def test_a_hostile_page_is_read_in_time(html: bytes) -> None:
    started = time.monotonic()

    lines_of(html)

    assert time.monotonic() - started < 5


@patient
@given(st.binary(max_size=300) | st.text("<>/=\"' \tapdivhiddenscr-lu&;!?0\0", max_size=200).map(str.encode))
def test_no_bytes_break_the_reader(html: bytes) -> None:
    try:
        page = lines_of(b"<p data-line>" + html)
    except BadPage:
        return

    assert all(line == line.strip() for line in page.lines)


@patient
@given(st.text(st.characters(exclude_characters="<>&\0"), max_size=80))
def test_text_comes_back_from_a_page_as_it_went_in(text: str) -> None:
    page = lines_of(f"<p data-line>{text}</p>".encode(errors="ignore"))

    assert fingerprint(page.lines) == fingerprint([text])
