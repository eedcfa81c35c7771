"""Ghost exports: what comes of each table, and what stays behind."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from tests.rooms.intake.archives.exports import LONG, ghost, one, only, piece, read

from masthead.intake.archive import Attached, Author, Filed, Item, Left, State
from masthead.intake.errors import Malformed, TooLarge, UnknownFormat
from masthead.intake.readers.archives import registry
from masthead.intake.readers.archives.ghost import tables

USERS = [
    {"id": "u1", "name": "Jana Dorn", "slug": "jana", "bio": "Writes on rivers.", "email": "jana@mail.example", "password": "$2a$10$hash"},
    {"id": "u2", "name": "Emre Costa", "slug": "emre"},
]  # fmt: skip
TAGS = [
    {"id": "t1", "name": "Floods", "slug": "floods", "description": "High water"},
    {"id": "t2", "name": "#weekly", "slug": "hash-weekly", "visibility": "internal"},
    {"id": "t3", "name": "Unused", "slug": "unused"},
]


@pytest.mark.parametrize("plain", [False, True])
def test_a_post_becomes_an_item_with_all_that_it_says(tmp_path: Path, plain: bool) -> None:
    text = ghost(
        plain=plain,
        posts=[piece(custom_excerpt="The lower town under water.", updated_at="2024-05-03 07:30:00", canonical_url="https://herald.example/1")],
        users=USERS,
        tags=TAGS,
        posts_authors=[
            {"post_id": "p1", "author_id": "u1", "sort_order": 1},
            {"post_id": "p1", "author_id": "u2", "sort_order": 0},
        ],
        posts_tags=[{"post_id": "p1", "tag_id": "t1"}, {"post_id": "p1", "tag_id": "t2"}],
    )  # fmt: skip
    item = one(tmp_path, text)

    flat = item.draft.to_json()
    assert (item.identifier, item.state, item.slug, item.addresses) == (
        "p1",
        State.PUBLISHED,
        "river",
        ("/river/",),
    )
    assert flat["headline"] == "River floods the lower town"
    assert flat["standfirst"] == "The lower town under water."
    assert [row["name"] for row in flat["bylines"]] == ["Emre Costa", "Jana Dorn"]
    assert flat["terms"] == [{"name": "Floods", "kind": "tag", "slug": "floods"}]
    assert (flat["published"], flat["updated"]) == ("2024-05-02T07:30:00Z", "2024-05-03T07:30:00Z")
    assert flat["canonical"] == "https://herald.example/1"
    assert (flat["language"], flat["outlet"]) == ("en", "The Gazette")
    assert flat["body_html"] == f"<p>{LONG}</p>"


def test_authors_and_tags_come_also_when_nothing_carries_them(tmp_path: Path) -> None:
    pieces = read(tmp_path, ghost(posts=[], users=USERS, tags=TAGS))

    assert only(Author, pieces) == [
        Author("u1", "Jana Dorn", "jana", "Writes on rivers."),
        Author("u2", "Emre Costa", "emre"),
    ]
    assert [filed.name for filed in only(Filed, pieces)] == ["Floods", "Unused"]
    assert [(left.identifier, left.kind) for left in only(Left, pieces)] == [("t2", "tag")]


def test_members_and_secrets_stay_behind(tmp_path: Path) -> None:
    text = ghost(
        posts=[piece()],
        users=USERS,
        members=[{"id": "m1", "email": "reader@mail.example"}, {"id": "m2", "email": "other@mail.example"}],
        tokens=[{"token": "hush-hush"}],
        api_keys=[{"secret": "hush-hush"}],
        settings=[{"key": "ghost_private_key", "value": "hush-hush"}],
    )
    pieces = read(tmp_path, text)

    assert [left.why for left in only(Left, pieces)] == [
        "2 members with their addresses of mail are not read."
    ]
    assert not [word for word in ("mail.example", "hush-hush", "$2a$") if word in repr(pieces)]


@pytest.mark.parametrize(
    ("said", "state"),
    [
        ({}, State.PUBLISHED),
        ({"visibility": None}, State.PUBLISHED),
        ({"status": "draft"}, State.DRAFT),
        ({"status": "scheduled", "published_at": "2199-01-01T00:00:00.000Z"}, State.SCHEDULED),
        ({"status": "sent"}, State.PRIVATE),
        ({"status": "of-a-later-version"}, State.DRAFT),
        ({"visibility": "members"}, State.PRIVATE),
        ({"visibility": "paid"}, State.PRIVATE),
        ({"visibility": "tiers"}, State.PRIVATE),
        ({"visibility": "label:vip", "status": "draft"}, State.PRIVATE),
    ],
)
def test_only_what_everybody_could_read_is_published(
    tmp_path: Path, said: dict[str, Any], state: State
) -> None:
    assert one(tmp_path, ghost(posts=[piece(**said)])).state == state


def test_a_scheduled_post_keeps_its_day(tmp_path: Path) -> None:
    item = one(tmp_path, ghost(posts=[piece(status="scheduled", published_at="2199-01-01T00:00:00.000Z")]))

    assert item.draft.published is not None
    assert item.draft.published.value == "2199-01-01T00:00:00Z"


def test_posts_of_ghost_1_are_read(tmp_path: Path) -> None:
    old = {
        "id": 4, "title": "Old", "slug": "old", "markdown": "One\n\nTwo", "page": 1, "status": "published", "language": "de_DE",
        "author_id": 1, "published_at": 1388318310783,
    }  # fmt: skip
    users = [{"id": 1, "name": "Ana Berg", "slug": "ana"}]

    item = one(tmp_path, ghost(posts=[old], users=users, posts_tags=[]))

    assert (item.identifier, item.is_page) == ("4", True)
    assert [found.value.name for found in item.draft.bylines] == ["Ana Berg"]
    assert item.draft.published is not None
    assert item.draft.published.value == "2013-12-29T11:58:30Z"
    assert item.draft.body_html == "<p>One</p><p>Two</p>"


def test_addresses_of_the_old_site_are_paths_where_nobody_names_it(tmp_path: Path) -> None:
    html = (
        '<p>a</p><figure><img src="__GHOST_URL__/content/images/a.jpg"><figcaption>Weir</figcaption></figure>'
    )

    item = one(tmp_path, ghost(posts=[piece(html=html, feature_image="__GHOST_URL__/content/images/b.jpg")]))

    assert [picture.url for picture in item.draft.pictures] == ["/content/images/a.jpg"]
    assert item.lead == "/content/images/b.jpg"


def test_addresses_are_whole_where_the_export_names_its_site(tmp_path: Path) -> None:
    html = '<p>a <a href="__GHOST_URL__/b/">b</a></p>'

    item = one(
        tmp_path,
        ghost(posts=[piece(html=html)], settings=[{"key": "url", "value": "https://gazette.example/"}]),
    )

    assert item.draft.body_html == '<p>a <a href="https://gazette.example/b/">b</a></p>'


@pytest.mark.parametrize("site", ["https://old.example", "https://old.example/blog/"])
def test_a_site_that_is_named_beside_the_export_makes_addresses_whole(tmp_path: Path, site: str) -> None:
    html = '<p>a <a href="__GHOST_URL__/b/">b</a></p><img src="__GHOST_URL__/content/images/a.jpg">'
    path = tmp_path / "export"
    path.write_text(ghost(posts=[piece(html=html, feature_image="__GHOST_URL__/content/images/b.jpg")]))

    (item,) = only(Item, list(registry.pieces(path, site)))

    root = site.rstrip("/")
    assert item.draft.body_html == f'<p>a <a href="{root}/b/">b</a></p>'
    assert [picture.url for picture in item.draft.pictures] == [f"{root}/content/images/a.jpg"]
    assert item.lead == f"{root}/content/images/b.jpg"
    assert item.addresses == ("/river/",)
    assert not item.draft.warnings


def test_the_words_beside_a_feature_image_are_kept(tmp_path: Path) -> None:
    meta = {"post_id": "p1", "feature_image_alt": "A weir", "feature_image_caption": "<em>The</em> weir"}

    pieces = read(tmp_path, ghost(posts=[piece(feature_image="https://g.example/b.jpg")], posts_meta=[meta]))

    assert only(Attached, pieces) == [
        Attached("https://g.example/b.jpg", "https://g.example/b.jpg", alt="A weir", caption="The weir")
    ]


@pytest.mark.parametrize(
    ("said", "expected"),
    [({"locale": "pt_BR"}, "pt-BR"), ({"tags": [{"name": "#fr"}]}, "fr"), ({"tags": [{"name": "#lang-de"}]}, "de"), ({"tags": [{"name": "#wp"}]}, "en")],
)  # fmt: skip
def test_a_post_may_say_its_own_language(tmp_path: Path, said: dict[str, Any], expected: str) -> None:
    found = one(tmp_path, ghost(posts=[piece(**said)])).draft.language

    assert found is not None
    assert found.value == expected


def test_html_that_lacks_half_of_the_document_is_not_believed(tmp_path: Path) -> None:
    paragraphs = [{"type": "paragraph", "children": [{"type": "text", "text": LONG}]} for _ in range(4)]
    document = json.dumps({"root": {"children": paragraphs}})

    item = one(tmp_path, ghost(posts=[piece(lexical=document)]))

    assert item.draft.body_text.count(LONG) == 4


def test_what_migration_tools_write_is_read(tmp_path: Path) -> None:
    row = {"title": "River", "slug": "river", "html": "<p>a</p>", "status": "published", "author": {"url": "x", "data": {"name": "Ana Berg", "slug": "ana"}}, "tags": [{"url": "y", "data": {"name": "Floods", "slug": "floods"}}]}  # fmt: skip

    pieces = read(tmp_path, json.dumps({"posts": [{"url": "https://old.example/river", "data": row}]}))

    (item,) = only(Item, pieces)
    assert item.addresses == ("https://old.example/river",)
    assert [found.value.name for found in (*item.draft.bylines, *item.draft.terms)] == ["Ana Berg", "Floods"]


def test_comments_are_read_without_addresses(tmp_path: Path) -> None:
    rows = [
        {"id": "c1", "post_id": "p1", "member_id": "m1", "html": "<p>Well said.</p>", "status": "published", "created_at": "2024-05-02T08:00:00.000Z"},
        {"id": "c2", "post_id": "p1", "member_id": "m1", "parent_id": "c1", "html": "<p>Thanks.</p>", "status": "hidden"},
        {"id": "c3", "post_id": "p1", "html": "<p>Gone.</p>", "status": "deleted"},
    ]  # fmt: skip
    item = one(
        tmp_path,
        ghost(
            posts=[piece()], comments=rows, members=[{"id": "m1", "name": "Lena", "email": "l@mail.example"}]
        ),
    )

    assert [(c.identifier, c.name, c.text, c.parent, c.approved) for c in item.comments] == [
        ("c1", "Lena", "Well said.", "", True),
        ("c2", "Lena", "Thanks.", "c1", False),
    ]


def test_broken_json_names_its_line(tmp_path: Path) -> None:
    text = json.dumps(json.loads(ghost(posts=[piece()])), indent=1)
    broken = text[: len(text) // 2]

    with pytest.raises(Malformed, match=f"line {broken.count(chr(10)) + 1}"):
        read(tmp_path, broken)


@pytest.mark.parametrize(
    "text", ['{"db": [{"data": {}}]}', '{"db": []}', '{"db": [1]}', '{"db": [' + "[" * 100_000]
)
def test_what_only_begins_like_an_export_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(Malformed):
        read(tmp_path, text)


def test_other_json_is_no_export_of_ghost(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat):
        read(tmp_path, '{"posts": [{"id": 1, "title": {"rendered": "x"}}]}')


def test_an_export_beyond_the_bound_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as out:
        out.write(b'{"db": [')
        out.truncate(tables.LARGEST + 1)

    with pytest.raises(TooLarge, match="export in parts"):
        next(registry.pieces(path))
