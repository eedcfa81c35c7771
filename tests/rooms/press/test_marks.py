"""What programs read of a page."""

from __future__ import annotations

from masthead.article.content import Content, Heading, Text
from masthead.press.pages.marks import description


def saying(*paragraphs: str) -> Content:
    html = "".join(f"<p>{text}</p>" for text in paragraphs)
    return Content("Ein Fluss", blocks=(Heading("head", "Anfang"), Text("text", html)))


def test_a_page_is_described_by_its_standfirst_without_marks_of_footnotes() -> None:
    assert description(Content("Ein Fluss", "Er <em>steigt</em>.[^1]")) == "Er steigt."


def test_a_page_without_a_standfirst_is_described_by_its_first_words() -> None:
    assert description(saying("", "Am <b>Abend</b> stieg er.[^1]", "Am Morgen fiel er.")) == (
        "Am Abend stieg er."
    )


def test_a_long_description_ends_between_two_words() -> None:
    assert description(saying("zehn Worte " * 40)) == f"{'zehn Worte ' * 14}zehn…"


def test_a_long_description_without_blanks_is_cut_where_it_is_full() -> None:
    assert description(saying("川" * 300)) == f"{'川' * 159}…"


def test_a_page_that_says_nothing_is_not_described() -> None:
    assert description(Content("Ein Fluss")) == ""
