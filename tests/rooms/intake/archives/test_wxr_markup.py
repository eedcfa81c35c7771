"""The text of a post: classic paragraphs, blocks, shortcodes, notes."""

from __future__ import annotations

import pytest

from masthead.intake import body
from masthead.intake.draft import Picture
from masthead.intake.readers.archives.content.reader import read as content
from masthead.intake.readers.archives.wxr import markup
from masthead.intake.readers.archives.wxr.php import loads


def html(text: str, **known: object) -> str:
    return body.render(content(markup.html(text, markup.Post(**known))).parts)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One\n\nTwo", "<p>One</p><p>Two</p>"),
        ("One\nline\r\n\r\nTwo", "<p>One<br>line</p><p>Two</p>"),
        ("One\n<h2>Head</h2>\nTwo", "<p>One</p><h2>Head</h2><p>Two</p>"),
        ("<ul>\n<li>a</li>\n<li>b\nc</li>\n</ul>\nend", "<ul><li>a</li><li>b<br>c</li></ul><p>end</p>"),
        ("<blockquote>a\n\nb</blockquote>", "<blockquote><p>a</p><p>b</p></blockquote>"),
        ("<p>ready</p>\n<p>made</p>", "<p>ready</p><p>made</p>"),
        ("<pre>a\nb</pre>", "<p>a<br>b</p>"),
        ("a<!--more-->b", "<p>a</p><p>b</p>"),
        ("<em>a</em>\n\nb <strong>c</strong>", "<p><em>a</em></p><p>b <strong>c</strong></p>"),
        ("https://video.example/1\n\nb", '<p><a href="https://video.example/1">https://video.example/1</a></p><p>b</p>'),
    ],
)  # fmt: skip
def test_classic_text(text: str, expected: str) -> None:
    assert html(text) == expected


def test_blocks_lose_their_comments_and_what_stands_between_them_is_classic() -> None:
    text = (
        "Before\n\nall\n\n<!-- wp:paragraph -->\n<p>One\nline</p>\n<!-- /wp:paragraph -->\n\n"
        '<!-- wp:list -->\n<ul><!-- wp:list-item -->\n<li>a</li>\n<!-- /wp:list-item --></ul>\n<!-- /wp:list -->\n<!-- wp:latest-posts {"n":1} /-->'
    )
    post = markup.Post()

    read = markup.html(text, post)

    assert body.tidy(read) == "<p>Before</p><p>all</p><p>One line</p><ul><li>a</li></ul>"
    assert list(post.dropped) == ["block latest-posts"]


def test_a_reusable_block_is_read_where_it_is_shown_but_not_for_ever() -> None:
    patterns = {
        "3": "<!-- wp:paragraph --><p>Our rules.</p><!-- /wp:paragraph -->",
        "4": '<!-- wp:block {"ref":4} /-->',
    }

    shown = html(
        '<!-- wp:block {"ref":3} /--><!-- wp:block {"ref":4} /-->',
        pattern=lambda number: patterns.get(number, ""),
    )

    assert shown == "<p>Our rules.</p>"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[vc_row][vc_column width=\"1/2\"]Words[/vc_column][/vc_row]", "<p>Words</p>"),
        ("[highlight color=red]Words[/highlight] after", "<p>Words after</p>"),
        ("He said [sic] and [his emphasis] [1] […]", "<p>He said [sic] and [his emphasis] [1] […]</p>"),
        ("[[gallery]] is a code", "<p>[gallery] is a code</p>"),
        ("<code>[vc_row a=1]</code>", "<p><code>[vc_row a=1]</code></p>"),
        ("[contact-form-7 id=\"12\"]", ""),
        ("[embed]https://video.example/1[/embed]", '<p><a href="https://video.example/1">https://video.example/1</a></p>'),
        ('[audio mp3="https://media.example/1.mp3"][/audio]', '<p><a href="https://media.example/1.mp3">https://media.example/1.mp3</a></p>'),
        ('[quote author="Ana Berg"]Water is patient.[/quote]', "<blockquote><p>Water is patient.</p><p>— Ana Berg</p></blockquote>"),
        ("[caption]only words[/caption]", "<p>only words</p>"),
        ("[quote]never closed", "<p>[quote]never closed</p>"),
        ("stray[/vc_row] end", "<p>stray end</p>"),
    ],
)  # fmt: skip
def test_shortcodes(text: str, expected: str) -> None:
    assert html(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        '[caption id="attachment_4" width="300"]<a href="/x"><img src="https://g.example/a.jpg" alt="Weir"></a> The <em>weir</em>. Photo: Ana Berg[/caption]',
        '[caption caption="The weir. Photo: Ana Berg"]<img src="https://g.example/a.jpg" alt="Weir">[/caption]',
        '<div class="wp-caption"><img src="https://g.example/a.jpg" alt="Weir"><p class="wp-caption-text">The weir. Photo: Ana Berg</p></div>',
        '<figure><img src="https://g.example/a.jpg" alt="Weir"><figcaption>The weir. Photo: Ana Berg</figcaption></figure>',
    ],
)
def test_a_picture_keeps_its_caption_and_credit(text: str) -> None:
    read = content(markup.html(f"Before\n\n{text}\n\nAfter", markup.Post()))

    assert read.pictures == (Picture("https://g.example/a.jpg", "Weir", "The weir.", "Ana Berg"),)
    assert body.render(read.parts) == "<p>Before</p><p>After</p>"


def test_a_gallery_shows_the_pictures_it_numbers() -> None:
    known = {
        "4": Picture("https://g.example/a.jpg", "Weir", "The weir"),
        "5": Picture("https://g.example/b.jpg"),
    }

    read = content(markup.html('[gallery ids="4,5,6"]', markup.Post(picture=known.get)))

    assert read.pictures == tuple(known.values())


def test_notes_in_shortcodes_are_footnotes() -> None:
    post = markup.Post()

    read = markup.html(
        "Water rose[ref]Port <b>authority</b>[/ref]. Later[footnote]Herald[/footnote] it fell.", post
    )

    assert body.tidy(read) == "<p>Water rose[^1]. Later[^2] it fell.</p>"
    assert post.notes == [("1", "Port <strong>authority</strong>"), ("2", "Herald")]


def test_notes_of_the_footnotes_block_are_footnotes() -> None:
    mark = '<sup data-fn="f-1" class="fn"><a href="#f-1" id="f-1-link">1</a></sup>'
    post = markup.Post(declared=markup.declared_notes('[{"content":"Port <em>authority</em>","id":"f-1"}]'))

    read = markup.html(
        f"<!-- wp:paragraph --><p>Water rose{mark}.</p><!-- /wp:paragraph --><!-- wp:footnotes /-->", post
    )

    assert body.tidy(read) == "<p>Water rose[^1].</p>"
    assert post.notes == [("1", "Port <em>authority</em>")]


@pytest.mark.parametrize("value", ["", "{", "[1]", '{"a":1}', '[{"id":1}]', "[" * 5000])
def test_notes_that_are_none(value: str) -> None:
    assert markup.declared_notes(value) == {}


@pytest.mark.parametrize(
    "bomb",
    ["[" * 100_000, "[caption]" * 20_000, "[a_b " * 50_000, "<p" * 100_000, "<!--" * 100_000, "<pre>" * 30_000, '<sup data-fn="a">' * 20_000, "[quote]" * 20_000 + "[/quote]" * 20_000],
)  # fmt: skip
def test_hostile_text_grows_to_little_more(bomb: str) -> None:
    assert len(markup.html(bomb, markup.Post())) < 10 * len(bomb)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('a:2:{s:2:"fr";i:400;s:2:"en";s:3:"398";}', {"fr": 400, "en": "398"}),
        ('a:1:{s:4:"sync";a:1:{i:0;b:1;}}', {"sync": {0: True}}),
        ('s:5:"Ä ö";', "Ä ö"),
        ("d:1.5;", 1.5),
        ("N;", None),
        ('O:8:"stdClass":0:{}', None),
        ('a:1:{s:2:"fr"', None),
        ('s:999:"x";', None),
        ("a:99999999:{", None),
        ('a:1:{i:0;' * 50, None),
    ],
)  # fmt: skip
def test_what_php_serialised(text: str, value: object) -> None:
    assert loads(text) == value
