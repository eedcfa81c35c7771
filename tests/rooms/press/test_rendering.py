"""Texts with their footnotes and lines, as templates print them."""

from __future__ import annotations

import minijinja
import pytest
from hypothesis import given
from tests.contents import FLOW, INLINE

from masthead.lib import html
from masthead.press.rendering import environment, lined, noted, render

NOTES = {"1": {"number": 1, "shown": "١", "label": "الهامش 1"}}
MARK = (
    '<sup data-unrecorded class="footnote-ref"><a href="#note-1" id="ref-1" aria-label="الهامش 1">١</a></sup>'
)


def test_a_marker_becomes_a_link_in_the_digits_of_the_language() -> None:
    assert noted("نهر.[^1]", NOTES) == f"نهر.{MARK}"


@pytest.mark.parametrize("marker", ["[^2]", "[^nothing]"])
def test_a_marker_of_no_footnote_goes(marker: str) -> None:
    assert noted(f"Fluss.{marker}", NOTES) == "Fluss."
    assert noted("Fluss.[^1]") == "Fluss."


@pytest.mark.parametrize("text", ["[^]", "[1]", "[^a b]", f"[^{'x' * 21}]", "[^&lt;]"])
def test_what_is_no_marker_stays(text: str) -> None:
    assert noted(text, NOTES) == text


def test_each_paragraph_and_item_is_a_line() -> None:
    assert lined("<p>Eins.[^1]</p><ul><li>Zwei<ol><li>Drei</li></ol></li></ul>", NOTES) == (
        f"<p data-line>Eins.{MARK}</p>"
        "<ul><li><span data-line>Zwei</span><ol><li><span data-line>Drei</span></li></ol></li></ul>"
    )


@given(FLOW)
def test_marking_lines_changes_no_word(flow: str) -> None:
    marked = lined(flow)

    assert html.plain(marked) == html.plain(lined(flow).replace(" data-line", ""))
    assert marked.count("data-line") == sum(1 for _ in _texts(flow))
    assert "\x00" not in marked
    assert "\x01" not in marked


def _texts(flow: str) -> list[str]:
    found: list[str] = []
    html.each_text(flow, lambda _, inner: found.append(inner) or inner)  # type: ignore[func-returns-value]
    return [text for text in found if text.strip()]


@given(INLINE)
def test_without_footnotes_only_markers_go(text: str) -> None:
    assert html.plain(noted(text)) == html.plain(noted(noted(text)))


def test_a_name_that_a_template_misspells_is_an_error() -> None:
    with pytest.raises(minijinja.TemplateError):
        environment().render_str("{{ t.no_such_key }}", t={})


def test_what_is_not_marked_safe_is_escaped_in_pages() -> None:
    made = render("republish.html", _bare(attribution='<script>alert("1")</script>'))

    assert "<script>" not in made
    assert "&lt;script&gt;" in made


def _bare(**values: object) -> dict[str, object]:
    return {
        "tag": "de",
        "dir": "ltr",
        "content": {"headline": "Kopf", "standfirst": "", "blocks": []},
        "authors": "",
        "attribution": "",
        "canonical": "https://outlet.example/",
        "licence": {"text": "", "url": ""},
        "machine": "",
        **values,
    }


@pytest.mark.parametrize(
    ("link", "own"),
    [
        ('<a href="https://quelle.example/rhein">https://quelle.example/rhein</a>', True),
        ('<a href="https://quelle.example/">quelle.example</a>', True),
        ('<a href="https://quelle.example/rhein">quelle.example</a>', False),
        ('<a href="https://quelle.example/rhein">ein Buch</a>', False),
    ],
)
def test_a_link_whose_words_are_its_address_is_marked_for_paper(link: str, own: bool) -> None:
    assert ('class="address"' in noted(f"Siehe {link}.", {})) is own
    assert noted(f"Siehe {link}.") == f"Siehe {link}."
