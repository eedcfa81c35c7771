"""What mails say, without a database."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from lxml import html as lxml_html

from masthead.article.localised import Said
from masthead.circulation import confirmation, issue
from masthead.circulation.issue import Piece, choose
from masthead.circulation.letters import Letterhead
from masthead.lib import interface, languages

DAY = date(2026, 11, 22)
LINK = "https://news.example.org/en/newsletter/unsubscribe/W10.abc_-x/"


def head(language: str, *, name: str = "The Harbour Review", tagline: str = "") -> Letterhead:
    said = Said(tagline, language, "apertium" if tagline else "person")
    return Letterhead(name, said, "https://news.example.org", "#8c2f1b", "letter@example.org", language)


def piece(
    article: int,
    language: str,
    headline: str = "A headline",
    *,
    is_original: bool = False,
    by_machine: bool = False,
) -> Piece:
    return Piece(article, language, is_original, headline, "A standfirst", f"a-{article}", by_machine)


def parsed(html: str) -> Any:
    return lxml_html.document_fromstring(html)


def test_a_reader_gets_their_language_and_otherwise_the_original() -> None:
    live = [
        piece(1, "en", is_original=True),
        piece(1, "ar"),
        piece(2, "de", is_original=True),
        piece(2, "en"),
        piece(4, "ar"),
    ]

    assert [(p.article, p.language) for p in choose([4, 2, 1, 3, 1], live, "ar")] == [
        (4, "ar"),
        (2, "de"),
        (1, "ar"),
    ]
    assert [(p.article, p.language) for p in choose([4, 2, 1, 3, 1], live, "fi")] == [(2, "de"), (1, "en")]


@pytest.mark.parametrize("code", languages.CODES)
def test_an_issue_is_whole_in_every_language(code: str) -> None:
    words, language = interface.of(code), languages.get(code)

    letter = issue.write(
        head(code, tagline="Tagline"), DAY, [piece(1, code, by_machine=True), piece(2, "en")]
    )

    page = parsed(letter.html_with(LINK))
    assert (page.get("lang"), page.get("dir")) == (language.tag, language.direction)
    for block in page.xpath("//td//div[@lang] | //h1 | //h2"):
        own = languages.match(block.get("lang"))
        assert own
        assert block.get("dir") == own.direction
    text = page.text_content()
    for word in (words.text("machine_translation"), words.text("unsubscribe"), words.text("mail_read_more")):
        assert word in text
        assert word in letter.text_with(LINK) or word == words.text("mail_read_more")
    assert words.date(DAY) in text
    assert page.xpath("//*[@data-translated-by='apertium']")
    assert {link.get("href") for link in page.xpath("//a")} == {
        LINK,
        f"https://news.example.org/{code}/",
        f"https://news.example.org/{code}/articles/a-1/",
        "https://news.example.org/en/articles/a-2/",
    }
    assert "{" not in letter.text_with(LINK)
    assert "\\u" not in letter.html_with(LINK)


@pytest.mark.parametrize("code", ["en", "ar", "hi", "ja"])
def test_a_mail_fetches_nothing(code: str) -> None:
    letters = [
        issue.write(head(code), DAY, [piece(1, code)]),
        confirmation.write(head(code), "https://news.example.org/x/"),
    ]

    for letter in letters:
        html = letter.html_with(LINK)
        assert not re.search(r"src=|@import|url\(|<link|<img|<script", html)


def test_right_to_left_text_begins_at_the_right() -> None:
    html = issue.write(head("he"), DAY, [piece(1, "he"), piece(2, "en", is_original=True)]).html_with(LINK)

    page = parsed(html)
    cells = {h2.get("lang"): h2.xpath("ancestor::td")[-1].get("align") for h2 in page.xpath("//h2")}
    assert cells == {"he": "right", "en": "left"}
    assert interface.of("he").text("original_language", language="אנגלית") in page.text_content()


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        "</mj-text><mj-raw><img src=x></mj-raw>",
        '"><img src="https://evil.example/p.gif">',
        "{{ 7 * 7 }} {% include 'page.html' %}",
        "a & b < c > d 'e' \"f\" \\u{651} ّ é",
        "]]> <!-- x --> &amp; &lt;",
    ],
)
def test_words_stay_words(hostile: str) -> None:
    written = Piece(1, "en", True, hostile, hostile, "a-1", False)

    letter = issue.write(head("en", name=hostile, tagline=hostile), DAY, [written])

    page = parsed(letter.html_with(LINK))
    assert not page.xpath("//script | //img | //*[@onerror]")
    assert page.xpath("string(//h2)") == hostile
    assert page.xpath("string(//title)") == hostile
    assert page.xpath("string(//div[@aria-roledescription]/@aria-label)") == hostile
    assert hostile in letter.text_with(LINK)


def test_no_line_break_gets_into_a_header() -> None:
    name = "The Review\r\nBcc: everyone@example.org"
    odd = piece(1, "en", "Hello\r\nBcc: x@example.org\u2028more", is_original=True)

    letter = issue.write(head("en", name=name), DAY, [odd])

    assert letter.subject == "Hello Bcc: x@example.org more"
    assert head("en", name=name).sender == '"The Review Bcc: everyone@example.org" <letter@example.org>'


def test_each_reader_has_a_link_of_their_own_in_a_letter_written_once() -> None:
    letter = issue.write(head("en"), DAY, [piece(1, "en")])

    for link in (LINK, LINK.replace("abc", "xyz")):
        assert letter.html_with(link).count(link) == 1
        assert letter.text_with(link).count(link) == 1


@pytest.mark.parametrize("code", languages.CODES)
def test_the_question_is_asked_in_every_language(code: str) -> None:
    link = f"https://news.example.org/{code}/newsletter/confirm/W10.abc_-x/"

    letter = confirmation.write(head(code), link)

    page = parsed(letter.html_with())
    assert page.get("dir") == languages.get(code).direction
    assert [a.get("href") for a in page.xpath("//a")] == [link]
    assert link in letter.text_with().split()
    assert "The Harbour Review" in letter.text_with()
    assert letter.subject == interface.of(code).text("mail_confirm_subject")
