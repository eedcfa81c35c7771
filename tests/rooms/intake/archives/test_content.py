"""The HTML in which other systems keep a text: what is theirs goes, what is shown from elsewhere becomes a link."""

from __future__ import annotations

import json
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masthead.intake import body
from masthead.intake.draft import Picture
from masthead.intake.readers.archives.content.addresses import original, web
from masthead.intake.readers.archives.content.reader import read
from masthead.intake.readers.archives.templates import without_tags


def html(text: str, **options: object) -> str:
    return body.render(read(text, **options).parts)  # type: ignore[arg-type]


def data(**attributes: object) -> str:
    return f'data-attrs="{escape(json.dumps(attributes))}"'


@pytest.mark.parametrize(
    "theirs",
    [
        '<div class="subscription-widget-wrap"><p class="cta-caption">Thanks for reading! Subscribe for free.</p><form><input></form></div>',
        '<p class="button-wrapper"><a class="button primary" href="https://a.substack.com/subscribe?">Subscribe now</a></p>',
        f'<p class="button-wrapper" {data(action="share")}><a href="https://a.substack.com/p/x?action=share">Share</a></p>',
        '<p class="button-wrapper"><a href="https://a.substack.com/p/x/comments">Leave a comment</a></p>',
        '<p class="button-wrapper"><a href="%%share_url%%">Share</a></p>',
        '<div class="captioned-button-wrap"><div class="preamble"><p>Tell a friend</p></div></div>',
        '<div class="paywall-jump" data-component-name="PaywallToDOM"></div>',
        '<iframe src="https://a.example.com/embedsubscribe/1"></iframe>',
        '<div class="sharedaddy">Share this</div>',
        "<script>alert(1)</script><style>p{}</style><form><p>Your name</p></form>",
    ],
)
def test_what_belongs_to_the_platform_goes(theirs: str) -> None:
    assert html(f"<p>One.</p>{theirs}<p>Two.</p>") == "<p>One.</p><p>Two.</p>"


def test_a_button_that_leads_elsewhere_is_a_link() -> None:
    button = '<p class="button-wrapper"><a class="button" href="https://donate.example.org/now"><span>Donate</span></a></p>'
    assert html(button) == '<p><a href="https://donate.example.org/now">Donate</a></p>'


@pytest.mark.parametrize(
    ("embed", "url"),
    [
        (f'<div class="youtube-wrap" {data(videoId="dQw4w9WgXcQ")}><iframe src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ?rel=0"></iframe></div>', "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ('<iframe src="https://www.youtube.com/embed/dQw4w9WgXcQ?start=3"></iframe>', "https://www.youtube.com/watch?v=dQw4w9WgXcQ"),
        ('<figure><iframe src="//player.vimeo.com/video/123"></iframe></figure>', "https://vimeo.com/123"),
        (f'<div class="embedded-post-wrap" {data(url="https://b.example.com/p/y", title="Y")}><a href="#">x</a></div>', "https://b.example.com/p/y"),
        (f'<div class="instagram" {data(instagram_id="Cx1")}>x</div>', "https://www.instagram.com/p/Cx1/"),
        ('<video controls><source src="https://a.example.com/a.mp4"></video>', "https://a.example.com/a.mp4"),
        ('<audio src="https://a.example.com/a.mp3"></audio>', "https://a.example.com/a.mp3"),
    ],
)  # fmt: skip
def test_what_is_shown_from_elsewhere_is_a_link(embed: str, url: str) -> None:
    assert f'<a href="{url}">' in html(f"<p>One.</p>{embed}")


def test_a_quoted_post_is_a_quotation_with_its_address() -> None:
    tweet = f'<div class="tweet" {data(url="https://twitter.com/a/status/1", full_text="Ships wait.", name="A")}><p>x</p></div>'
    assert html(tweet) == (
        '<blockquote><p>Ships wait.</p></blockquote><p><a href="https://twitter.com/a/status/1">A</a></p>'
    )


def test_what_has_no_address_to_link_to_is_said_to_be_left() -> None:
    assert read('<video><source src="movie.mp4"></video>').warnings == (
        "A video at movie.mp4 has no whole address and is left.",
    )


@pytest.mark.parametrize(
    ("name", "what"),
    [("poll-embed", "poll"), ("native-audio-embed", "sound"), ("native-video-embed", "film")],
)
def test_what_only_the_platform_can_show_is_said_to_be_left(name: str, what: str) -> None:
    found = read(f'<p>One.</p><div class="{name}" {data(id=1)}></div>')
    assert found.warnings == (f"A {what} that only the platform can show is left.",)


def test_a_pulled_quotation_is_a_quotation() -> None:
    assert html('<div class="pullquote"><p>Nobody asked us.</p></div>') == (
        "<blockquote><p>Nobody asked us.</p></blockquote>"
    )


def test_pictures_leave_the_text_with_their_legends() -> None:
    found = read(
        '<p>One.</p><figure><a href="https://a.example.com/large.jpg"><img src="https://a.example.com/a.jpg" alt="A quay"></a>'
        "<figcaption>The quay. Photo: Ada Moor</figcaption></figure><p>Two.</p>"
    )
    assert body.render(found.parts) == "<p>One.</p><p>Two.</p>"
    assert found.pictures == (Picture("https://a.example.com/a.jpg", "A quay", "The quay.", "Ada Moor"),)


@pytest.mark.parametrize(
    ("around", "caption"),
    [
        ('<table class="tr-caption-container"><tr><td>{}</td></tr><tr><td class="tr-caption">The quay</td></tr></table>', "The quay"),
        ('<div class="wp-caption">{}<p class="wp-caption-text">The quay</p></div>', "The quay"),
        ('<div>{}<span class="wp-caption-text">The quay</span></div>', "The quay"),
        ('<div class="captioned-image-container"><figure>{}<figcaption class="image-caption">The quay</figcaption></figure></div>', "The quay"),
        ("<p>{}</p>", ""),
    ],
)  # fmt: skip
def test_legends_of_every_platform(around: str, caption: str) -> None:
    found = read("<p>One.</p>" + around.format('<img src="https://a.example.com/a.jpg">'))
    assert [picture.caption for picture in found.pictures] == [caption]
    assert body.render(found.parts) == "<p>One.</p>"


def test_the_larger_size_of_a_picture_is_taken() -> None:
    found = read(
        '<a href="https://a.example.com/s1600/a.jpg"><img src="https://a.example.com/s640/a.jpg"></a>'
    )
    assert found.pictures[0].url == "https://a.example.com/s1600/a.jpg"


def test_a_resized_picture_of_substack_has_its_own_address() -> None:
    resized = "https://substackcdn.com/image/fetch/$s_!x!,w_1456,c_limit/https%3A%2F%2Fsubstack-post-media.s3.amazonaws.com%2Fpublic%2Fimages%2Fa_1.jpeg"
    assert original(resized) == "https://substack-post-media.s3.amazonaws.com/public/images/a_1.jpeg"


def test_a_gallery_is_its_pictures() -> None:
    gallery = {
        "images": [{"src": "https://a.example.com/1.jpg"}, {"src": "https://a.example.com/2.jpg"}],
        "caption": "Ships",
    }
    found = read(f'<div class="image-gallery-embed" {data(gallery=gallery)}>x</div>')
    assert [(picture.url[-5:], picture.caption) for picture in found.pictures] == [
        ("1.jpg", "Ships"),
        ("2.jpg", "Ships"),
    ]


SUBSTACK_NOTES = (
    '<p>Closed<a class="footnote-anchor" id="footnote-anchor-1" href="#footnote-1">1</a>, they said'
    '<a class="footnote-anchor" id="footnote-anchor-2" href="#footnote-2">2</a>.</p>'
    '<div class="footnote"><a id="footnote-1" href="#footnote-anchor-1" class="footnote-number">1</a><div class="footnote-content"><p>By <em>whom</em>?</p></div></div>'
    '<div class="footnote"><a id="footnote-2" href="#footnote-anchor-2" class="footnote-number">2</a><div class="footnote-content"><p>See <a href="https://b.example.com/">B</a>.</p></div></div>'
)
LISTED_NOTES = (
    '<p>Closed<sup id="fnref:1"><a href="#fn:1" class="footnote-ref">1</a></sup>, they said<sup id="fnref:2"><a href="#fn:2">2</a></sup>.</p>'
    '<section class="footnotes"><hr><ol><li id="fn:1"><p>By <em>whom</em>? <a href="#fnref:1">↩</a></p></li>'
    '<li id="fn:2"><p>See <a href="https://b.example.com/">B</a>. <a href="#fnref:2">↩︎</a></p></li></ol></section>'
)
WORD_NOTES = (
    '<p>Closed<a href="#_ftn1" name="_ftnref1">[1]</a>, they said<a href="#_ftn2" name="_ftnref2">[2]</a>.</p>'
    '<p><a href="#_ftnref1" name="_ftn1">[1]</a> By <em>whom</em>?</p><p><a href="#_ftnref2" name="_ftn2">[2]</a> See <a href="https://b.example.com/">B</a>.</p>'
)


@pytest.mark.parametrize("notes", [SUBSTACK_NOTES, LISTED_NOTES, WORD_NOTES])
def test_footnotes_leave_the_text_and_keep_their_place(notes: str) -> None:
    found = read(notes)
    assert body.render(found.parts) == "<p>Closed[^1], they said[^2].</p>"
    assert found.footnotes == (
        ("1", "By <em>whom</em>?"),
        ("2", 'See <a href="https://b.example.com/">B</a>.'),
    )


def test_a_link_within_the_page_is_no_footnote() -> None:
    found = read('<p><a href="#2">2</a></p><h2 id="2">Second part</h2><p>Words.</p>')
    assert found.footnotes == ()
    assert "Second part" in body.render(found.parts)


def test_set_lines_stay_lines() -> None:
    assert html("<pre><code>one\n  two</code></pre>") == "<p><code>one<br>two</code></p>"


def test_a_table_that_lays_out_a_mail_is_text_and_a_table_with_headers_stays() -> None:
    mail = "<table><tr><td><p>One.</p><table><tr><th>Day</th><th>Ships</th></tr><tr><td>Monday</td><td>3</td></tr></table></td></tr></table>"
    assert html(mail, layout=True) == (
        "<p>One.</p><table><tr><th>Day</th><th>Ships</th></tr><tr><td>Monday</td><td>3</td></tr></table>"
    )


def test_tags_of_templates_go_and_are_named() -> None:
    assert without_tags("a {{ site.baseurl }}/b {% include x.html %} {% raw %}c{% endraw %}") == (
        "a /b  c",
        ("The template’s {% include x.html %} is left.",),
    )


def test_text_beside_a_picture_stays_when_its_legend_goes() -> None:
    found = read(
        '<div><img src="https://a.example.com/a.jpg"><p class="caption">The quay</p><p>Words.</p></div>'
    )
    assert body.render(found.parts) == "<p>Words.</p>"
    assert [picture.caption for picture in found.pictures] == ["The quay"]


def test_a_legend_of_several_pictures_is_said_of_each_that_has_none_of_its_own() -> None:
    found = read(
        '<figure><ul><li><figure><img src="https://a.example.com/1.jpg"></figure></li>'
        '<li><figure><img src="https://a.example.com/2.jpg"><figcaption>Own</figcaption></figure></li></ul>'
        "<figcaption>All</figcaption></figure>"
    )
    assert [picture.caption for picture in found.pictures] == ["All", "Own"]
    assert found.parts == ()


def test_a_picture_that_stands_twice_is_told_once() -> None:
    image = '<p><img src="https://a.example.com/1.jpg" alt="A quay"></p>'
    assert len(read(image * 3).pictures) == 1


def test_a_note_that_is_referred_to_twice_has_two_marks() -> None:
    again = LISTED_NOTES.replace("they said<sup", 'they<sup><a href="#fn:1">[1:1]</a></sup> said<sup')
    assert body.render(read(again).parts) == "<p>Closed[^1], they[^1] said[^2].</p>"


def test_footnotes_of_wordpress_are_known_by_their_list() -> None:
    found = read(
        '<p>Closed<sup data-fn="4f0e" class="fn"><a href="#4f0e" id="4f0e-link">1</a></sup>.</p>'
        '<ol class="wp-block-footnotes"><li id="4f0e">By whom? <a href="#4f0e-link">↩︎</a></li></ol>'
    )
    assert (body.render(found.parts), found.footnotes) == ("<p>Closed[^1].</p>", (("1", "By whom?"),))


def test_buttons_of_a_page_stay_links_each() -> None:
    buttons = '<div class="wp-block-buttons"><div class="wp-block-button"><a href="https://a.example.com/1">One</a></div><div class="wp-block-button"><a href="https://a.example.com/2">Two</a></div></div>'
    assert html(buttons) == (
        '<p><a href="https://a.example.com/1">One</a></p><p><a href="https://a.example.com/2">Two</a></p>'
    )


@pytest.mark.parametrize(
    "lines",
    [
        "<pre>one\ntwo</pre>",
        "<pre>\n<span>one</span>\n<span>two</span>\n</pre>",
        "<pre><br>one<br>two<br></pre>",
        "<pre>one\n    two</pre>",
    ],
)
def test_lines_of_a_poem_stay_lines(lines: str) -> None:
    assert html(lines) == "<p>one<br>two</p>"


def test_a_text_longer_than_any_book_is_cut_and_that_is_said() -> None:
    found = read(f"<p>{'word ' * 810_000}</p>")
    assert len(found.words) < 4_000_000
    assert found.warnings == ("The text is longer than 4,000,000 characters; the rest was left out.",)


@pytest.mark.parametrize(
    ("address", "base", "whole"),
    [
        ("//a.example.com/x", "", "https://a.example.com/x"),
        ("/x", "https://a.example.com/y/z", "https://a.example.com/x"),
        (" https://a.example.com/a b\n", "", "https://a.example.com/a%20b"),
        ("/x", "", ""),
        ("javascript:alert(1)", "https://a.example.com/", ""),
        ("https://[", "", ""),
        (None, "https://a.example.com/", ""),
    ],
)
def test_whole_addresses(address: str | None, base: str, whole: str) -> None:
    assert web(address, base) == whole


@given(st.lists(st.sampled_from([
    "<p>", "</p>", "<figure>", "</figure>", "<img src='https://a.b/c.jpg'>", "<a href='#fn1'>1</a>", "<li id='fn1'>", "</li>",
    "<div class='wp-caption'>", "</div>", "<table>", "<tr>", "<td>", "</table>", "<iframe src='https://a.b/'>", "<pre>", "<div class='button-wrapper'>",
    "<div class='footnote' id='fn1'>", "<sup>", "</sup>", "<div class='tweet' data-attrs='{\"url\":\"https://a.b\"}'>", "words", "\x00", "<!--", "-->", "&#0;", "<a id=fn1 href='#fn1'>1</a>",
]), max_size=25))  # fmt: skip
def test_no_html_breaks_it_and_what_comes_out_is_body_html(pieces: list[str]) -> None:
    text = html("".join(pieces), layout=len(pieces) % 2 == 0)
    assert body.tidy(text) == text
