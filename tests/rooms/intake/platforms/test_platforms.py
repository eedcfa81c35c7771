"""Archives of newsletter and blog platforms: what is read from each, and what is left with its reason."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.rooms.intake.platforms import exports
from tests.rooms.intake.platforms.exports import (
    SENTENCE,
    authors,
    folder,
    items,
    left,
    names,
    only,
    packed,
    read,
    terms,
    value,
)

from masthead.intake.archive import Attached, Item, State
from masthead.intake.errors import BrokenArchive, IntakeError, UnknownFormat, UnsafeArchive
from masthead.intake.readers.archives import registry

EVERY = [pytest.param(name, files, id=f"{name}-{next(iter(files))}") for name, files in exports.every()]


@pytest.mark.parametrize(("name", "files"), EVERY)
def test_an_export_is_known_in_a_folder_in_an_archive_and_in_a_folder_of_an_archive(
    tmp_path: Path, name: str, files: exports.Files
) -> None:
    inner = {f"export-2024/{file}": text for file, text in files.items()}
    assert registry.kind(folder(tmp_path / "folder", files)) == name
    assert registry.kind(packed(tmp_path / "export.zip", files)) == name
    assert registry.kind(packed(tmp_path / "inner.zip", inner)) == name


@pytest.mark.parametrize(("name", "files"), EVERY)
def test_a_folder_and_an_archive_hold_the_same(tmp_path: Path, name: str, files: exports.Files) -> None:
    def told(path: Path) -> list[str]:
        return sorted(piece.identifier for piece in read(path))

    assert told(folder(tmp_path / "folder", files)) == told(packed(tmp_path / "export.zip", files))


@pytest.mark.parametrize(("name", "files"), EVERY)
def test_no_address_of_mail_comes_out(tmp_path: Path, name: str, files: exports.Files) -> None:
    assert "@example" not in repr(read(folder(tmp_path / "export", files)))


@pytest.mark.parametrize(
    ("name", "files"),
    [(name, files) for name, files in exports.every() if name not in {"subscribers", "jekyll"}],
)
def test_every_platform_gives_headline_text_and_day(tmp_path: Path, name: str, files: exports.Files) -> None:
    first = items(folder(tmp_path / "export", files))[0]
    headline = value(first.draft.headline)
    assert headline.startswith(("The harbour", "Issue 12"))
    assert SENTENCE in first.draft.body_text
    assert value(first.draft.published).startswith("2024-03-02")
    assert first.draft.headline is not None
    assert first.draft.headline.where == f"{name}:title"


def test_what_nobody_knows_is_refused_with_the_names_of_what_is_known(tmp_path: Path) -> None:
    (tmp_path / "a.bin").write_bytes(b"words")
    with pytest.raises(UnknownFormat, match="substack"):
        read(tmp_path / "a.bin")


def test_a_hostile_archive_is_refused_before_it_is_known(tmp_path: Path) -> None:
    with pytest.raises(UnsafeArchive):
        read(packed(tmp_path / "a.zip", {"../posts.csv": "post_id,is_published,audience"}))


def test_an_address_of_mail_is_no_name(tmp_path: Path) -> None:
    row = {**exports.WIX, "Author": "ada@example.com"}
    assert names(only(items(folder(tmp_path, {"posts.csv": exports.table([row])})))) == []


# Substack


def substack(to: Path, *rows: dict[str, str], html: str = f"<p>{SENTENCE}</p>") -> list[Item]:
    return items(folder(to, exports.substack(*rows, html=html)))


@pytest.mark.parametrize("audience", ["only_paid", "founding", "only_free", "ONLY_PAID", "", "a new tier"])
@pytest.mark.parametrize("published", ["true", "false", "TRUE"])
def test_only_what_was_for_everyone_is_public(tmp_path: Path, audience: str, published: str) -> None:
    item = only(substack(tmp_path, exports.substack_row(audience=audience, is_published=published)))
    assert item.state is State.PRIVATE
    assert "paying" in item.draft.warnings[0]


def test_a_mail_to_some_is_private(tmp_path: Path) -> None:
    item = only(substack(tmp_path, exports.substack_row(type="adhoc_email")))
    assert item.state is State.PRIVATE


@pytest.mark.parametrize("kind", ["newsletter", "podcast", "thread", "page", "video"])
def test_kinds_are_told_apart(tmp_path: Path, kind: str) -> None:
    item = only(substack(tmp_path, exports.substack_row(type=kind)))
    assert (item.kind, item.is_page) == (kind, kind == "page")


def test_a_draft_has_no_day_and_no_address(tmp_path: Path) -> None:
    item = only(substack(tmp_path, exports.substack_row(is_published="false")))
    assert item.state is State.DRAFT
    assert (item.draft.published, item.addresses, item.slug) == (None, (), "the-harbour")


def test_title_subtitle_number_and_path_of_a_post(tmp_path: Path) -> None:
    row = exports.substack_row(title="Tom &amp; the sea", subtitle="&#x201C;Closed&#x201D;")
    item = only(substack(tmp_path, row))
    assert value(item.draft.headline) == "Tom & the sea"
    assert value(item.draft.standfirst) == "“Closed”"
    assert (item.identifier, item.addresses, item.line) == ("1001", ("/p/the-harbour",), 2)


def test_an_episode_links_to_its_sound(tmp_path: Path) -> None:
    row = exports.substack_row(type="podcast", podcast_url="https://cdn.example.com/1.mp3")
    assert 'href="https://cdn.example.com/1.mp3"' in only(substack(tmp_path, row)).draft.body_html


def test_a_page_without_a_row_is_left(tmp_path: Path) -> None:
    files = {**exports.substack(exports.substack_row()), "posts/9.lost.html": "<p>Lost.</p>"}
    (lost,) = left(folder(tmp_path, files))
    assert (lost.identifier, lost.kind) == ("posts/9.lost.html", "post")
    assert "paying" in lost.why


def test_a_row_without_a_page_is_an_item_without_text(tmp_path: Path) -> None:
    item = only(items(folder(tmp_path, {"posts.csv": exports.table([exports.substack_row()])})))
    assert (item.draft.body_html, item.state) == ("", State.DRAFT)
    assert "no text" in item.draft.warnings[0]


def test_lists_of_readers_beside_the_posts_are_counted_and_left(tmp_path: Path) -> None:
    files = {
        **exports.substack(exports.substack_row()),
        "email_list.tide.csv": exports.SUBSCRIBERS,
        "posts/1001.opens.csv": "post_id,timestamp,email\n1001,2024,ada@example.com\n",
    }
    told = {each.kind: each.why for each in left(folder(tmp_path, files))}
    assert "2 subscribers" in told["member"]
    assert "not read" in told["statistics"]
    assert "@" not in repr(told)


def test_the_publications_own_address_is_found_in_its_buttons(tmp_path: Path) -> None:
    html = f'<p>{SENTENCE}</p><p class="button-wrapper"><a class="button" href="https://tide.substack.com/subscribe?">Subscribe</a></p>'
    item = only(substack(tmp_path, exports.substack_row(), html=html))
    assert value(item.draft.canonical) == "https://tide.substack.com/p/the-harbour"
    assert "ubscribe" not in item.draft.body_html


def test_a_broken_table_says_where(tmp_path: Path) -> None:
    files = exports.substack(exports.substack_row())
    files["posts.csv"] += '1003.x,"unfinished' + "x" * 20_000_001
    with pytest.raises(BrokenArchive, match="breaks at line"):
        read(folder(tmp_path, files))


# Medium


def test_author_tags_address_and_number_of_a_post(tmp_path: Path) -> None:
    item = only(
        items(
            folder(
                tmp_path,
                {"posts/a.html": exports.medium(f"<p>{SENTENCE}</p>", subtitle="Who?", tags=["Sea"])},
            )
        )
    )
    assert names(item) == ["Ada Moor"]
    assert terms(item) == [("tag", "Sea")]
    assert value(item.draft.standfirst) == "Who?"
    assert (item.identifier, item.slug) == ("0123456789ab", "the-harbour")
    assert item.addresses == (
        "https://medium.com/@ada/the-harbour-0123456789ab",
        "https://medium.com/p/0123456789ab",
    )


def test_the_printed_title_and_subtitle_are_not_repeated(tmp_path: Path) -> None:
    body = f'<h3 class="graf graf--h3 graf--title">The harbour</h3><h4 class="graf graf--subtitle">Who?</h4><p>{SENTENCE}</p>'
    item = only(items(folder(tmp_path, {"posts/a.html": exports.medium(body, subtitle="Who?")})))
    assert item.draft.body_html == f"<p>{SENTENCE}</p>"


@pytest.mark.parametrize("name", ["posts/draft_The-harbour-0123456789ab.html", "posts/a.html"])
def test_a_post_without_day_and_address_is_a_draft(tmp_path: Path, name: str) -> None:
    page = exports.medium(
        f"<p>{SENTENCE}</p>", footer='<p><a href="https://medium.com/p/ab12ab12ab12">View original.</a></p>'
    )
    item = only(items(folder(tmp_path, {name: page})))
    assert (item.state, item.identifier) == (State.DRAFT, "ab12ab12ab12")


def test_a_response_is_left(tmp_path: Path) -> None:
    page = exports.medium(
        f'<p class="graf graf--p graf--leading">{SENTENCE} And more.</p>', title=f"{SENTENCE[:40]}…"
    )
    (response,) = read(folder(tmp_path, {"posts/a.html": page}))
    assert (response.kind, response.identifier) == ("comment", "0123456789ab")  # type: ignore[union-attr]


def test_a_post_that_begins_with_its_title_is_no_response(tmp_path: Path) -> None:
    page = exports.medium(f'<p class="graf graf--p graf--leading">{SENTENCE}</p>', title="The harbour")
    assert only(items(folder(tmp_path, {"posts/a.html": page}))).state is State.PUBLISHED


def test_the_profile_is_an_author_without_mail(tmp_path: Path) -> None:
    profile = '<section class="h-card"><h3 class="p-name">Ada Moor</h3><a class="u-url" href="https://medium.com/@ada">@ada</a><b>Email address:</b> ada@example.com</section>'
    files = {
        "posts/a.html": exports.medium(f"<p>{SENTENCE}</p>"),
        "profile/profile.html": profile,
        "claps/1.html": "<p>Clapped</p>",
    }
    path = folder(tmp_path, files)
    (author,) = authors(path)
    assert (author.identifier, author.name, author.biography) == ("ada", "Ada Moor", "")
    assert [each.identifier for each in left(path)] == ["claps"]


# Others


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({}, State.PUBLISHED),
        ({"status": "draft"}, State.DRAFT),
        ({"status": "scheduled"}, State.SCHEDULED),
        ({"status": "archived"}, State.DRAFT),
        ({"audience": "premium"}, State.PRIVATE),
        ({"audience": "both"}, State.PRIVATE),
        ({"audience": ""}, State.PRIVATE),
    ],
)
def test_beehiiv_status_and_audience(tmp_path: Path, fields: dict[str, str], state: State) -> None:
    item = only(items(folder(tmp_path, {"posts.csv": exports.table([{**exports.BEEHIIV, **fields}])})))
    assert item.state is state


def test_beehiiv_thumbnails_lie_at_the_site_that_is_named_beside_the_export(tmp_path: Path) -> None:
    row = {**exports.BEEHIIV, "thumbnail_url": "/uploads/a.jpg"}
    path = folder(tmp_path / "export", {"posts.csv": exports.table([row])})

    (bare,), (sited,) = items(path), registry.pieces(path, "https://old.example")

    assert (bare.lead, bare.draft.warnings) == (
        "",
        ("A picture at /uploads/a.jpg has no whole address and is left.",),
    )
    assert isinstance(sited, Item)
    assert (sited.lead, sited.draft.warnings) == ("https://old.example/uploads/a.jpg", ())


def test_beehiiv_mails_are_read_without_what_stands_around_the_text(tmp_path: Path) -> None:
    item = only(items(folder(tmp_path, {"posts.csv": exports.table([exports.BEEHIIV])})))
    assert item.draft.body_html == f"<h2>Morning</h2><p>{SENTENCE}</p>"
    assert terms(item) == [("tag", "Sea"), ("tag", "Towns")]


def test_wordpress_answers_name_people_terms_and_the_lead(tmp_path: Path) -> None:
    path = folder(tmp_path, {"a.json": json.dumps(exports.WORDPRESS)})
    item = only(items(path))
    assert value(item.draft.headline) == "The harbour & the town"
    assert value(item.draft.published) == "2024-03-02T08:30:00Z"
    assert value(item.draft.standfirst) == "Who closed it, and why?"
    assert terms(item) == [("category", "Sea & coast"), ("tag", "ports")]
    assert (item.draft.pictures[0].alt, item.draft.pictures[0].caption) == ("A quay", "The quay.")
    assert [author.biography for author in authors(path)] == ["Writes about ports."]


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"content": {"rendered": "<p>x</p>", "protected": True}}, State.PRIVATE),
        ({"status": "private"}, State.PRIVATE),
        ({"status": "draft"}, State.DRAFT),
        ({"status": "future"}, State.SCHEDULED),
        ({"status": "somehow"}, State.DRAFT),
    ],
)
def test_wordpress_states(tmp_path: Path, fields: dict[str, object], state: State) -> None:
    assert (
        only(items(folder(tmp_path, {"a.json": json.dumps({**exports.WORDPRESS, **fields})}))).state is state
    )


def test_an_excerpt_that_wordpress_cut_is_no_standfirst(tmp_path: Path) -> None:
    cut = {**exports.WORDPRESS, "excerpt": {"rendered": f"<p>{SENTENCE[:50]} [&hellip;]</p>"}}
    assert only(items(folder(tmp_path, {"a.json": json.dumps(cut)}))).draft.standfirst is None


def test_bloggers_backup_has_posts_drafts_and_comments(tmp_path: Path) -> None:
    first, second = items(folder(tmp_path, {"feed.atom": exports.BLOGGER_ATOM}))
    assert (first.state, second.state) == (State.PUBLISHED, State.DRAFT)
    assert [(comment.name, comment.text) for comment in first.comments] == [("Bo", "I was there.")]
    assert terms(first) == [("tag", "Sea")]
    assert first.line == 5


def test_entities_of_a_files_own_are_refused(tmp_path: Path) -> None:
    bomb = exports.BLOGGER_ATOM.replace(
        "<feed", '<!DOCTYPE feed [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><feed', 1
    )
    with pytest.raises(UnsafeArchive):
        read(folder(tmp_path, {"feed.atom": bomb}))


def test_an_issue_of_links_is_one_text(tmp_path: Path) -> None:
    item = only(items(folder(tmp_path, {"12.json": json.dumps(exports.CURATED)})))
    assert item.draft.body_html.startswith(
        '<h2>News</h2><p><a href="https://port.example.org/quay">A quay sinks</a></p>'
    )
    assert value(item.draft.standfirst) == "Ports and people"


def test_a_form_to_subscribe_is_no_text(tmp_path: Path) -> None:
    item = only(items(folder(tmp_path, {"a.json": json.dumps(exports.LETTERDROP)})))
    assert item.draft.body_html == f"<p>{SENTENCE}</p>"


def test_components_become_a_body_and_a_poll_is_left(tmp_path: Path) -> None:
    item = only(items(folder(tmp_path, {"a.json": json.dumps(exports.CHORUS)})))
    assert item.draft.body_html == (
        f"<p>{SENTENCE}</p><h3>Evening</h3><ol><li>One</li><li>Two</li></ol><blockquote><p>Nobody asked us.</p></blockquote>"
        "<table><tr><th>Day</th><th>Ships</th></tr><tr><td>Monday</td><td>3</td></tr></table>"
    )
    assert names(item) == ["Ada Moor", "Bo Lund"]
    assert item.draft.warnings == ("A poll is left.",)


def test_translations_are_items_of_one_group(tmp_path: Path) -> None:
    first, second = items(folder(tmp_path, {"a.json": json.dumps(exports.TINYNEWS)}))
    assert (first.group, second.group) == ("4", "4")
    assert (first.state, second.state) == (State.PUBLISHED, State.DRAFT)
    assert first.identifier != second.identifier
    assert first.draft.body_html == f"<h2>Morning</h2><p><strong>{SENTENCE}</strong></p><ul><li>One</li></ul>"
    assert terms(first) == [("category", "sea"), ("tag", "Ports")]


def test_an_episode_of_libsyn_has_its_sound_and_show(tmp_path: Path) -> None:
    item = only(items(folder(tmp_path, {"feed.xml": exports.LIBSYN})))
    assert (item.kind, item.identifier, item.slug) == ("podcast", "77", "the-harbour")
    assert value(item.draft.outlet) == "Tide"
    assert "the-harbour.mp3?dest-id=1" in item.draft.body_html


def test_wix_text_is_read_from_its_json(tmp_path: Path) -> None:
    item = only(items(folder(tmp_path, {"posts.csv": exports.table([exports.WIX])})))
    assert item.draft.body_html == f"<h3>Morning</h3><p><strong>{SENTENCE}</strong></p>"
    assert [picture.url for picture in item.draft.pictures] == [
        "https://static.wixstatic.com/media/a_b~mv2.jpg",
        "https://static.wixstatic.com/media/c~mv2.jpg",
    ]


def test_wix_text_that_is_no_json_is_read_from_its_plain_words(tmp_path: Path) -> None:
    row = {**exports.WIX, "Rich Content": "not-json", "Published Date": ""}
    item = only(items(folder(tmp_path, {"posts.csv": exports.table([row])})))
    assert item.draft.body_html == f"<p>{SENTENCE}</p>"
    assert item.state is State.DRAFT


def test_mails_of_buttondown_are_markdown_or_html(tmp_path: Path) -> None:
    path = folder(tmp_path, exports.BUTTONDOWN)
    first, second = items(path)
    assert first.draft.body_html == f"<h2>Morning</h2><p>{SENTENCE}[^1]</p>"
    assert first.draft.footnotes == (("1", "A note."),)
    assert "subscribe_form" in first.draft.warnings[0]
    assert (second.draft.body_html, second.state) == ("<p>Soon.</p>", State.DRAFT)
    assert [each.identifier for each in left(path)] == ["emails/orphan.md"]


def test_a_mail_to_some_of_buttondown_is_private(tmp_path: Path) -> None:
    row = {"id": "1", "subject": "x", "publish_date": "2024-03-02", "slug": "x", "email_type": "premium"}
    assert only(items(folder(tmp_path, {"emails.csv": exports.table([row])}))).state is State.PRIVATE


def test_texts_with_headers_are_posts_drafts_and_pages(tmp_path: Path) -> None:
    path = folder(tmp_path, exports.JEKYLL)
    told = {item.identifier: item for item in items(path)}
    post = told["_posts/2024-03-02-the-harbour.md"]
    assert value(post.draft.published) == "2024-03-02"
    assert post.addresses == ("/sea/2024/03/02/the-harbour/",)
    assert terms(post) == [("category", "sea"), ("tag", "ports"), ("tag", "small towns")]
    assert post.draft.pictures[0].url == "https://tide.example.com/images/quay.jpg"
    assert told["_posts/2024-03-05-hidden.md"].state is State.DRAFT
    assert told["_drafts/soon.md"].state is State.DRAFT
    assert told["about.md"].is_page
    assert [each.identifier for each in left(path)] == ["README.md"]


def test_a_picture_that_lies_in_the_export_is_attached(tmp_path: Path) -> None:
    files = {name: text for name, text in exports.JEKYLL.items() if name != "_config.yml"}
    path = folder(tmp_path, files)
    assert [piece for piece in read(path) if isinstance(piece, Attached)] == [
        Attached("/images/quay.jpg", "/images/quay.jpg", member="images/quay.jpg")
    ]
    assert [picture.url for item in items(path) for picture in item.draft.pictures] == ["/images/quay.jpg"]


@pytest.mark.parametrize(
    ("text", "platform"),
    [
        (exports.SUBSCRIBERS, "Substack"),
        (
            "Email Address,First Name,MEMBER_RATING,OPTIN_TIME\na@b.example,Ada,1,\nc@d.example,Bo,1,\n",
            "Mailchimp",
        ),
        (
            "email,status,tier,stripe_customer_id\na@b.example,active,free,\nc@d.example,active,free,\n",
            "beehiiv",
        ),
        ("a@b.example\n\nc@d.example\n", ""),
    ],
)
def test_a_list_of_subscribers_is_said_to_be_one(tmp_path: Path, text: str, platform: str) -> None:
    (tmp_path / "members.csv").write_text(text)
    (only_left,) = left(tmp_path / "members.csv")
    assert "2 subscribers" in only_left.why
    assert platform in only_left.why
    assert "circulation" in only_left.why
    assert "@" not in repr(only_left)


def test_json_that_is_nested_without_end_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text("[" * 100_000)
    with pytest.raises(IntakeError):
        read(tmp_path / "a.json")
