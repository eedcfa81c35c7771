"""What the record takes a fingerprint of is what the page marks: the article and the press agree on every line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import factories as make
from tests.contents import contents

from masthead.article.content import Content, Footnote
from masthead.article.lines import lines
from masthead.article.models import Article, Edition
from masthead.press import cards, outlet, pictures
from masthead.press.pages import article as article_pages
from masthead.record.page import lines_of
from masthead.record.text import canonical_line, fingerprint

pytestmark = pytest.mark.django_db
PICTURE = 1
Print = Callable[[Content, str, str], bytes]


@pytest.fixture
def print_page() -> Print:
    """A page of a content in a language, in the dress of another."""
    make.outlet()
    make.languages_on("ar", "ja", "he")
    sized = pictures.sized([make.picture(id=PICTURE).pk])
    article = make.published()
    press = outlet.read()

    def print_page(content: Content, language: str, dress: str) -> bytes:
        return article_pages.page(_sheet(press, article, content, language, sized), dress).encode()

    return print_page


def _sheet(press: Any, article: Article, content: Content, language: str, sized: Any) -> Any:
    edition = Edition(
        article=article,
        language=language,
        is_original=True,
        state=Edition.State.LIVE,
        content=content.to_json(),
        headline=content.headline,
        entry=7,
    )
    return article_pages.Sheet(
        press=press,
        article=article,
        editions={language: edition},
        bylines=[],
        entries={7: "0" * 64},
        pictures=sized,
        near=[],
        related=cards.Cards(press),
        after={},
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(contents(PICTURE), st.sampled_from(["de", "ar", "ja"]), st.sampled_from(["de", "he"]))
def test_the_lines_of_an_edition_are_those_its_page_marks(
    print_page: Print, content: Content, language: str, dress: str
) -> None:
    page = lines_of(print_page(content, language, dress))

    assert list(page.lines) == [line for line in map(canonical_line, lines(content)) if line]
    assert fingerprint(page.lines) == fingerprint(lines(content))
    assert page.entry == 7


def test_every_kind_of_block_marks_its_lines(print_page: Print) -> None:
    blocks, notes = make.every_kind(PICTURE)
    content = Content("Kopf", "Vorspann", None, blocks, notes, "Ohne Gewähr")

    page = lines_of(print_page(content, "de", "de"))

    assert list(page.lines) == lines(content)
    assert len(page.lines) > 25


def test_a_picture_that_is_gone_leaves_its_caption(print_page: Print) -> None:
    """Or a page whose picture somebody deleted would be refused for a sentence that is missing."""
    blocks, notes = make.every_kind(PICTURE + 1)
    content = Content("Kopf", blocks=blocks, footnotes=notes)

    page = lines_of(print_page(content, "de", "de"))

    assert list(page.lines) == lines(content)


def test_a_footnote_may_be_referred_to_twice(print_page: Print) -> None:
    text = 'Eins.[^1] Zwei.[^1] Kein Verweis: &lt;a href="#note-1" id="ref-1"'
    content = Content("Kopf", blocks=(make.paragraphs(text),), footnotes=(Footnote("1", "<p>Fuß</p>"),))

    page = print_page(content, "de", "de").decode()

    assert page.count('<a href="#note-1" id="ref-1"') == 1
    assert page.count('<a href="#note-1"') == 2
    assert list(lines_of(page.encode()).lines) == lines(content)
