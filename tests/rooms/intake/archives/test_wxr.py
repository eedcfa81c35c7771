"""WordPress exports: what comes of each thing in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.rooms.intake.archives.exports import (
    LONG,
    attachment,
    author,
    carried,
    comment,
    one,
    only,
    post,
    read,
    term,
    wxr,
)

from masthead.intake.archive import Attached, Author, Filed, Item, Left, State
from masthead.intake.draft import Picture


def test_a_post_becomes_an_item_with_all_that_it_says(tmp_path: Path) -> None:
    item = one(
        tmp_path,
        wxr(
            author("jana", "Jana Dorn"),
            post(
                LONG,
                carried("category", "floods", "Floods"),
                creator="jana",
                excerpt="The <em>lower</em> town under water.",
                post_date="2024-05-02 09:30:00",
                post_date_gmt="2024-05-02 07:30:00",
                post_modified="2024-05-03 09:30:00",
                post_modified_gmt="2024-05-03 07:30:00",
            ),
        ),
    )

    flat = item.draft.to_json()
    assert (item.identifier, item.state, item.slug, item.is_page) == ("7", State.PUBLISHED, "piece-7", False)
    assert flat["headline"] == "River floods the lower town"
    assert flat["standfirst"] == "The lower town under water."
    assert flat["bylines"] == [{"name": "Jana Dorn", "role": "author"}]
    assert flat["terms"] == [{"name": "Floods", "kind": "category", "slug": "floods"}]
    assert flat["published"] == "2024-05-02T09:30:00+02:00"
    assert flat["updated"] == "2024-05-03T09:30:00+02:00"
    assert flat["language"] == "en-GB"
    assert flat["outlet"] == "The Gazette"
    assert flat["body_html"] == f"<p>{LONG}</p>"


def test_the_line_is_where_the_item_begins(tmp_path: Path) -> None:
    text = wxr(post(number=1), post("\n\nLater.\n", number=2))

    lines = [item.line for item in only(Item, read(tmp_path, text))]

    assert lines == [at for at, line in enumerate(text.split("\n"), start=1) if line == "<item>"]


@pytest.mark.parametrize(
    ("status", "password", "state"),
    [
        ("publish", "", State.PUBLISHED),
        ("draft", "", State.DRAFT),
        ("pending", "", State.DRAFT),
        ("some-plugins-own", "", State.DRAFT),
        ("", "", State.DRAFT),
        ("future", "", State.SCHEDULED),
        ("private", "", State.PRIVATE),
        ("publish", "open sesame", State.PRIVATE),
    ],
)
def test_only_what_is_plainly_public_is_published(
    tmp_path: Path, status: str, password: str, state: State
) -> None:
    assert one(tmp_path, wxr(post(status=status, post_password=password))).state == state


def test_a_password_is_not_read(tmp_path: Path) -> None:
    assert "open sesame" not in repr(read(tmp_path, wxr(post(post_password="open sesame"))))


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ({"post_type": "nav_menu_item"}, "nav_menu_item"),
        ({"post_type": "revision", "status": "inherit"}, "revision"),
        ({"post_type": "recipe"}, "recipe"),
        ({"status": "trash"}, "post"),
        ({"status": "auto-draft"}, "post"),
    ],
)
def test_what_is_no_article_is_left_with_a_reason(tmp_path: Path, said: dict[str, str], kind: str) -> None:
    (left,) = read(tmp_path, wxr(post(**said)))

    assert isinstance(left, Left)
    assert (left.identifier, left.kind) == ("7", kind)
    assert left.why.endswith(".")
    assert left.line > 1


def test_a_draft_that_was_never_given_a_day_has_none(tmp_path: Path) -> None:
    item = one(
        tmp_path,
        wxr(post(status="draft", post_date="2024-05-02 09:30:00", post_date_gmt="0000-00-00 00:00:00")),
    )

    assert item.draft.published is None


def test_old_addresses_are_kept(tmp_path: Path) -> None:
    item = one(
        tmp_path,
        wxr(post(LONG, "<guid>https://gazette.example/?p=7</guid>", meta={"_wp_old_slug": "first-name"})),
    )

    assert item.addresses == (
        "https://gazette.example/2024/05/piece-7/",
        "https://gazette.example/?p=7",
        "https://gazette.example/2024/05/first-name/",
    )


def test_comments_come_in_threads_and_without_addresses(tmp_path: Path) -> None:
    pieces = read(
        tmp_path,
        wxr(
            post(
                LONG,
                comment(1, "First <b>line</b>.\n\nSecond."),
                comment(2, parent=1),
                comment(3, approved="0"),
                comment(4, approved="spam"),
                comment(5, parent=4),
                comment(6, kind="pingback"),
            )
        ),
    )
    (item,), left = only(Item, pieces), only(Left, pieces)

    assert [(c.identifier, c.parent, c.approved) for c in item.comments] == [
        ("1", "", True),
        ("2", "1", True),
        ("3", "", False),
        ("5", "", True),
    ]
    assert item.comments[0].text == "First line.\n\nSecond."
    assert item.comments[0].at == "2024-05-02T10:00:00+02:00"
    assert [(piece.identifier, piece.kind) for piece in left] == [("4", "comment"), ("6", "comment")]
    assert "mail.example" not in repr(pieces)
    assert "192.0.2.7" not in repr(pieces)


def test_somebody_named_only_at_an_item_is_an_author(tmp_path: Path) -> None:
    pieces = read(
        tmp_path, wxr(author("jana", "Jana Dorn"), post(creator="emre"), post(creator="emre", number=8))
    )

    assert [(piece.identifier, piece.name) for piece in only(Author, pieces)] == [
        ("jana", "Jana Dorn"),
        ("emre", "emre"),
    ]


def test_an_address_of_mail_is_no_name(tmp_path: Path) -> None:
    assert "@" not in repr(
        read(tmp_path, wxr(author("x@y.example", "x@y.example"), post(creator="boris@mail.example")))
    )


def test_guest_authors_are_known_wherever_they_stand(tmp_path: Path) -> None:
    guest = post(
        "", number=90, post_type="guest-author", post_name="cap-chen",
        meta={"cap-display_name": "Chen Adler", "cap-user_login": "chen", "cap-description": "Writes on rivers.", "cap-user_email": "c@mail.example"},
    )  # fmt: skip
    pieces = read(
        tmp_path,
        wxr(
            author("jana", "Jana Dorn"),
            post(
                LONG,
                carried("author", "cap-jana", "jana"),
                carried("author", "cap-chen", "chen"),
                creator="desk",
            ),
            guest,
        ),
    )
    (item,) = only(Item, pieces)

    assert [found.value.name for found in item.draft.bylines] == ["Jana Dorn", "Chen Adler"]
    assert Author("chen", "Chen Adler", "chen", "Writes on rivers.") in pieces
    assert not item.draft.terms


def test_terms_are_told_once_and_machinery_is_left(tmp_path: Path) -> None:
    pieces = read(
        tmp_path,
        wxr(
            "<wp:category><wp:category_nicename>floods</wp:category_nicename><wp:cat_name>Floods</wp:cat_name></wp:category>",
            "<wp:tag><wp:tag_slug>unused</wp:tag_slug><wp:tag_name>Unused</wp:tag_name></wp:tag>",
            term("country", "cz", "Czechia", "On the <b>Elbe</b>"),
            term("nav_menu", "main", "Main"),
            post(
                LONG,
                carried("category", "floods", "Floods"),
                carried("post_tag", "sluice", "Sluice"),
                carried("post_format", "post-format-aside", "Aside"),
            ),
        ),
    )

    assert only(Filed, pieces) == [
        Filed("category:floods", "Floods", "category", "floods"),
        Filed("post_tag:unused", "Unused", "tag", "unused"),
        Filed("country:cz", "Czechia", "region", "cz", "On the Elbe"),
        Filed("post_tag:sluice", "Sluice", "tag", "sluice"),
    ]
    assert [piece.identifier for piece in only(Left, pieces)] == ["nav_menu:main"]
    assert [found.value.name for found in only(Item, pieces)[0].draft.terms] == ["Floods", "Sluice"]


def test_a_term_named_twice_in_an_old_export_is_one(tmp_path: Path) -> None:
    item = one(tmp_path, wxr(post(LONG, "<category>Floods</category>", '<category domain="category" nicename="floods">Floods</category>')))  # fmt: skip

    assert [found.value.name for found in item.draft.terms] == ["Floods"]


def test_pictures_are_those_of_the_media_library(tmp_path: Path) -> None:
    body = (
        '<!-- wp:image {"id":40} -->\n<figure class="wp-block-image"><img src="/uploads/river-300x200.jpg" alt="" class="wp-image-40"/>'
        "<figcaption>The weir. Photo: Ana Berg</figcaption></figure>\n<!-- /wp:image -->\n\n"
        f"<!-- wp:paragraph -->\n<p>{LONG}</p>\n<!-- /wp:paragraph -->"
    )
    pieces = read(
        tmp_path,
        wxr(
            post(body, meta={"_thumbnail_id": "41"}),
            attachment(40, "https://gazette.example/uploads/river.jpg", alt="A weir"),
            attachment(41, "https://gazette.example/uploads/town.jpg", caption="The town"),
        ),
    )
    (item,) = only(Item, pieces)

    assert item.draft.pictures == (
        Picture("https://gazette.example/uploads/river.jpg", "A weir", "The weir.", "Ana Berg"),
    )
    assert item.draft.body_text == LONG
    assert item.lead == "41"
    assert only(Attached, pieces)[1] == Attached(
        "41", "https://gazette.example/uploads/town.jpg", "River floods the lower town", caption="The town"
    )


def test_polylang_says_the_language_and_what_belongs_together(tmp_path: Path) -> None:
    german = "Der Fluss stieg in der Nacht um drei Meter."
    items = only(
        Item,
        read(
            tmp_path,
            wxr(
                term("language", "de", "Deutsch", 'a:3:{s:6:"locale";s:12:"de_DE_formal";s:3:"rtl";i:0;s:9:"flag_code";s:2:"de";}'),
                term("post_translations", "pll_1", "pll_1", 'a:2:{s:2:"de";i:8;s:2:"en";i:9;}'),
                post(LONG, carried("language", "en", "English"), carried("post_translations", "pll_1", "pll_1"), number=9),
                post(german, number=8),
                post(LONG, number=10),
            ),
        ),
    )  # fmt: skip

    assert [(item.group, item.draft.language and item.draft.language.value) for item in items] == [
        ("pll_1", "en"),
        ("pll_1", "de-DE"),
        ("", "en-GB"),
    ]


def test_wpml_says_the_language_and_what_belongs_together(tmp_path: Path) -> None:
    told = {"_wpml_import_language_code": "fr", "_wpml_import_translation_group": "12"}

    item = one(tmp_path, wxr(post(meta=told)))

    assert item.group == "wpml-12"
    assert item.draft.language is not None
    assert item.draft.language.value == "fr"


def test_words_for_search_engines_stand_in_for_an_excerpt_that_is_not_there(tmp_path: Path) -> None:
    meta = {
        "_yoast_wpseo_metadesc": "The flood in short.",
        "_yoast_wpseo_canonical": "https://herald.example/flood",
    }

    flat = one(tmp_path, wxr(post(meta=meta))).draft.to_json()

    assert flat["standfirst"] == "The flood in short."
    assert flat["canonical"] == "https://herald.example/flood"


def test_a_template_of_a_plugin_is_no_standfirst(tmp_path: Path) -> None:
    assert one(tmp_path, wxr(post(meta={"_yoast_wpseo_metadesc": "%%title%%"}))).draft.standfirst is None


def test_a_page_is_one_and_a_post_without_a_word_is_not_lost(tmp_path: Path) -> None:
    items = only(
        Item, read(tmp_path, wxr(post("", title="", post_type="page"), post("", title="", number=8)))
    )

    assert [item.is_page for item in items] == [True, False]


def test_an_episode_keeps_its_sound(tmp_path: Path) -> None:
    item = one(tmp_path, wxr(post(meta={"enclosure": "https://media.example/1.mp3\n123\naudio/mpeg"})))

    assert '<a href="https://media.example/1.mp3">' in item.draft.body_html


@pytest.mark.parametrize("version", ["1.0", "1.1", "1.2"])
def test_every_version_is_read(tmp_path: Path, version: str) -> None:
    text = wxr(post(), version=version).replace("/export/1.2/", f"/export/{version}/")

    assert one(tmp_path, text).identifier == "7"


def test_a_second_reading_yields_the_same(tmp_path: Path) -> None:
    text = wxr(author("jana", "Jana Dorn"), post(LONG, comment(1)), term("genre", "a", "A"))

    assert read(tmp_path, text) == read(tmp_path, text)
