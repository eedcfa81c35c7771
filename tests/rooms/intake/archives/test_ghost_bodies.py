"""Bodies of Ghost: Mobiledoc, Lexical, cards, and the HTML it rendered."""

from __future__ import annotations

import json
from typing import Any

import pytest

from masthead.intake import body
from masthead.intake.draft import Picture
from masthead.intake.readers.archives.content.reader import read as content
from masthead.intake.readers.archives.ghost import cards, lexical, mobiledoc

CARDS: list[tuple[str, dict[str, Any], str]] = [
    ("html", {"html": "<h2>a</h2><script>x</script><p>b</p>"}, "<h2>a</h2><p>b</p>"),
    ("markdown", {"markdown": "# a\n\n- b\n- **c**"}, "<h2>a</h2><ul><li>b</li><li><strong>c</strong></li></ul>"),
    ("embed", {"url": "https://v.example/1", "metadata": {"title": "Film"}, "caption": "See"}, '<p><a href="https://v.example/1">Film</a></p><p>See</p>'),
    ("bookmark", {"url": "https://h.example/", "metadata": {"title": "Herald", "description": "A & B"}}, '<p><a href="https://h.example/">Herald</a></p><p>A &amp; B</p>'),
    ("callout", {"calloutText": "Mind <b>this</b>", "calloutEmoji": "💡"}, "<p>💡 Mind <strong>this</strong></p>"),
    ("toggle", {"heading": "Why?", "content": "<p>So.</p>"}, "<h3>Why?</h3><p>So.</p>"),
    ("code", {"code": "a < b\nc"}, "<p><code>a &lt; b<br>c</code></p>"),
    ("button", {"buttonText": "Read", "buttonUrl": "https://h.example/"}, '<p><a href="https://h.example/">Read</a></p>'),
    ("audio", {"src": "https://m.example/1.mp3", "title": "Talk"}, '<p><a href="https://m.example/1.mp3">Talk</a></p>'),
    ("file", {"src": "https://m.example/1.pdf", "fileTitle": "Report"}, '<p><a href="https://m.example/1.pdf">Report</a></p>'),
    ("email", {"html": "<p>only by mail</p>"}, ""),
    ("email-cta", {"html": "<p>only by mail</p>"}, ""),
    ("paywall", {}, ""),
    ("hr", {}, ""),
    ("button", {}, ""),
    ("gallery", {"images": "none"}, ""),
]  # fmt: skip


def shown(html: str) -> str:
    return body.render(content(html).parts)


def lexicals(*children: dict[str, Any]) -> tuple[str, list[str]]:
    return lexical.html(json.dumps({"root": {"type": "root", "children": list(children)}}))


def word(text: str, form: int = 0) -> dict[str, Any]:
    return {"type": "extended-text", "text": text, "format": form}


@pytest.mark.parametrize(("name", "payload", "expected"), CARDS)
def test_a_card_is_the_same_in_mobiledoc_and_in_lexical(
    name: str, payload: dict[str, Any], expected: str
) -> None:
    old, _ = mobiledoc.html(
        json.dumps({"version": "0.3.1", "cards": [[name, payload]], "sections": [[10, 0]]})
    )
    new, _ = lexicals({"type": name, **payload})

    assert shown(old) == shown(new) == expected


@pytest.mark.parametrize(
    "payload",
    [
        {"src": "https://g.example/a.jpg", "alt": "Weir", "caption": "The weir. Photo: Ana Berg"},
        {
            "images": [{"src": "https://g.example/a.jpg", "alt": "Weir"}],
            "caption": "The weir. Photo: Ana Berg",
        },
    ],
)
def test_pictures_of_cards_keep_their_words(payload: dict[str, Any]) -> None:
    html, _ = lexicals({"type": "gallery" if "images" in payload else "image", **payload})

    assert content(html).pictures == (Picture("https://g.example/a.jpg", "Weir", "The weir.", "Ana Berg"),)


def test_mobiledoc_markups_open_and_close_over_several_markers() -> None:
    doc = {
        "markups": [["a", ["href", "https://h.example/"]], ["em"], ["strong"]],
        "atoms": [["soft-return", "", {}], ["mention", "@ana", {}]],
        "sections": [
            [1, "h2", [[0, [], 0, "Head & foot"]]],
            [
                1,
                "p",
                [
                    [0, [2], 0, "bold "],
                    [0, [1], 2, "both"],
                    [1, [], 0, 0],
                    [0, [0], 1, "link"],
                    [1, [], 0, 1],
                ],
            ],
            [3, "ol", [[[0, [], 0, "one"]], [[0, [1], 1, "two"]]]],
            [1, "aside", [[0, [], 0, "said"]]],
        ],
    }

    html, _ = mobiledoc.html(json.dumps(doc))

    assert shown(html) == (
        '<h2>Head &amp; foot</h2><p><strong>bold <em>both</em></strong><br><a href="https://h.example/">link</a>@ana</p>'
        "<ol><li>one</li><li><em>two</em></li></ol><blockquote><p>said</p></blockquote>"
    )


def test_lexical_text_is_formatted_nested_and_linked() -> None:
    html, unknown = lexicals(
        {"type": "extended-heading", "tag": "h3", "children": [word("Head")]},
        {"type": "paragraph", "children": [word("a", 1), word("b", 2), word("c", 16), word("d", 32), word("e", 3), {"type": "linebreak"}, word("f & g")]},
        {"type": "paragraph", "children": [{"type": "link", "url": "https://h.example/?a=1&b=2", "children": [word("link")]}]},
        {"type": "list", "listType": "number", "children": [{"type": "listitem", "children": [word("one")]}, {"type": "listitem", "children": [{"type": "list", "listType": "bullet", "children": [{"type": "listitem", "children": [word("deep")]}]}]}]},
        {"type": "quote", "children": [word("said")]},
    )  # fmt: skip

    assert not unknown
    assert shown(html) == (
        "<h3>Head</h3><p><strong>a</strong><em>b</em><code>c</code><sub>d</sub><em><strong>e</strong></em><br>f &amp; g</p>"
        '<p><a href="https://h.example/?a=1&amp;b=2">link</a></p>'
        "<ol><li>one</li><li><ul><li>deep</li></ul></li></ol><blockquote><p>said</p></blockquote>"
    )


def test_what_nobody_knows_is_named_and_its_words_stay() -> None:
    html, unknown = lexicals(
        {"type": "hologram", "url": "x"},
        {"type": "frame", "children": [{"type": "paragraph", "children": [word("kept")]}]},
    )

    assert (shown(html), unknown) == ("<p>kept</p>", ["card hologram"])


def test_a_card_for_members_is_left_out() -> None:
    card = {
        "type": "html",
        "html": "<p>secret</p>",
        "visibility": {"web": {"nonMember": False, "memberSegment": "status:free"}},
    }

    html, unknown = lexicals(card)

    assert (html, unknown) == ("", ["card html for members"])


@pytest.mark.parametrize("document", ["", "x", "[]", "1", "{}", '{"root": 1}', '{"sections": 1}', '{"sections": [[10, 5], [1], [1, "p", [[0]]], [3, "ul", 1]]}', "[" * 100_000])  # fmt: skip
def test_what_is_no_document_is_empty(document: str) -> None:
    assert body.tidy(lexical.html(document)[0] + mobiledoc.html(document)[0]) == ""


def test_rendered_cards_lose_their_machinery() -> None:
    html = (
        '<p>a</p><figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" href="https://h.example/"><div class="kg-bookmark-content">'
        '<div class="kg-bookmark-title">Herald</div><div class="kg-bookmark-description">On rivers</div><div class="kg-bookmark-metadata"><img src="https://h.example/icon.png"><span>Ana</span></div></div></a></figure>'
        '<div class="kg-card kg-audio-card"><img src="x"><div class="kg-audio-player-container"><audio src="https://m.example/1.mp3"></audio><div class="kg-audio-title">Talk</div><button>1×</button></div></div>'
        '<div class="kg-card kg-callout-card"><div class="kg-callout-emoji">💡</div><div class="kg-callout-text">Mind this</div></div>'
        '<div class="kg-card kg-signup-card"><p>Join us</p></div>'
    )
    read = content(cards.plain(html))

    assert read.pictures == ()
    assert body.render(read.parts) == (
        '<p>a</p><p><a href="https://h.example/">Herald</a></p><p>On rivers</p><p><a href="https://m.example/1.mp3">Talk</a></p>'
        "<p>💡 Mind this</p>"
    )


def test_rendered_footnotes_are_footnotes() -> None:
    html, _ = lexicals(
        {
            "type": "markdown",
            "markdown": "Water rose[^1] and fell[^b].\n\n[^1]: Port *authority*\n[^b]: Herald",
        }
    )

    read = content(html)

    assert body.render(read.parts) == "<p>Water rose[^1] and fell[^2].</p>"
    assert read.footnotes == (("1", "Port <em>authority</em>"), ("2", "Herald"))
