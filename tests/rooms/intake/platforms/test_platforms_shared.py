"""Exports as platforms write them, against counts and values taken from the files by other means."""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.conftest import SHARED
from tests.rooms.intake.platforms.exports import authors, items, left, names, read, terms, value

from masthead.intake.archive import State
from masthead.intake.readers.archives import registry

pytestmark = pytest.mark.shared

EXPORTS = SHARED / "newsletter-platform-exports"
MEMBERS = sorted(EXPORTS.glob("*-members/*"))
BEST = [
    "substack", "medium", "beehiiv/posts.csv", "blogger/response.json", "buttondown", "chorus", "curated/12.json", "jekyll",
    "letterdrop/api-response.json", "libsyn/feed.xml", "libsyn/feed.json", "tinynews", "wix/posts.csv", "wordpress-api",
]  # fmt: skip


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def tables(pattern: str, *wanted: str) -> Iterator[Path]:
    """The tables of a folder that have these columns, whatever they are called."""
    for path in sorted(EXPORTS.glob(pattern)):
        with path.open(encoding="utf-8-sig") as file:
            if all(name in file.readline() for name in wanted):
                yield path


@pytest.mark.parametrize("name", BEST)
def test_every_export_is_known(name: str) -> None:
    assert registry.kind(EXPORTS / name) == name.partition("/")[0]


def test_substack_tells_posts_drafts_podcasts_threads_and_pages_apart() -> None:
    found = items(EXPORTS / "substack")
    said = [row for table in tables("substack/*.csv", "post_id") for row in rows(table)]
    assert Counter(item.kind for item in found) == Counter(row["type"] for row in said)
    for item, row in zip(found, said, strict=True):
        public = row["is_published"].lower() == "true" and row["audience"] == "everyone"
        assert (item.state is State.PUBLISHED) == public
        assert row["post_id"] == f"{item.identifier}.{item.slug}"
        if public:
            assert value(item.draft.published)[:19] == row["post_date"][:19]
        assert "ubscribe" not in item.draft.body_html
        assert "Sign up" not in item.draft.body_html
        assert "Leave a comment" not in item.draft.body_html


def test_substack_is_the_same_in_a_zip(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "export.zip", "w") as made:
        for path in sorted((EXPORTS / "substack").rglob("*.*")):
            made.write(path, path.relative_to(EXPORTS / "substack"))
    packed, unpacked = items(tmp_path / "export.zip"), items(EXPORTS / "substack")
    assert [item.draft.body_html for item in packed] == [item.draft.body_html for item in unpacked]


def test_medium_tells_posts_drafts_and_responses_apart() -> None:
    pages = sorted((EXPORTS / "medium").rglob("posts/*.html"))
    found, responses = items(EXPORTS / "medium"), left(EXPORTS / "medium")
    assert len(found) + sum(each.kind == "comment" for each in responses) == len(pages)
    for item in found:
        page = next(
            page.read_text()
            for page in pages
            if f'class="p-name">{value(item.draft.headline)}<' in page.read_text()
        )
        assert (item.state is State.DRAFT) == ("p-canonical" not in page and "dt-published" not in page)
        day = re.search(r'dt-published" datetime="([^".]+)', page)
        assert (value(item.draft.published) or "") == (f"{day[1]}Z" if day else "")
        assert len(terms(item)) == page.count("/tag/")
        assert len(item.draft.pictures) == page.count("<img")
        assert value(item.draft.standfirst) in page
        assert "Exported from" not in item.draft.body_text
        assert item.draft.body_html.count("<blockquote>") == page.count("<blockquote")


def test_medium_names_the_author_and_no_address_of_mail() -> None:
    (author,) = authors(EXPORTS / "medium")
    assert author.name == "User Name"
    assert "@" not in repr(author)


@pytest.mark.parametrize("path", list(tables("beehiiv/*", "web_title")), ids=str)
def test_beehiiv_posts_are_its_rows(path: Path) -> None:
    for item, row in zip(items(path), rows(path), strict=True):
        assert (value(item.draft.headline), value(item.draft.standfirst)) == (
            row["web_title"],
            row["web_subtitle"],
        )
        assert [name for _, name in terms(item)] == row["content_tags"].split("; ")
        assert (item.state is State.PUBLISHED) == (row["status"] == "confirmed" and row["audience"] == "free")
        assert item.draft.body_text == re.sub(r"<[^>]+>", "", row["content_html"])
        assert value(item.draft.published) == row["created_at"].replace(" ", "T")


@pytest.mark.parametrize("path", MEMBERS, ids=str)
def test_lists_of_subscribers_are_counted_and_nothing_of_them_comes_out(path: Path) -> None:
    (said,) = read(path)
    lines = [line for line in path.read_text().splitlines() if line.strip()]
    number = len(lines) - (0 if path.suffix == ".txt" else 1)
    assert f"{number} subscribers" in said.why  # type: ignore[union-attr]
    assert not re.search(r"\S@\S", repr(said))


def test_blogger_posts_are_those_of_the_answer() -> None:
    path = EXPORTS / "blogger" / "response.json"
    for item, post in zip(items(path), json.loads(path.read_text()), strict=True):
        assert value(item.draft.published) == post["published"]
        assert [name.replace("&", "&amp;") for _, name in terms(item)] == [
            re.sub("&(?!amp;)", "&amp;", label) for label in post["labels"]
        ]
        assert item.addresses == (post["url"],)


def test_wordpress_posts_pages_and_people_are_those_of_the_answers() -> None:
    path = EXPORTS / "wordpress-api"
    objects = [
        each
        for file in path.glob("*.json")
        for data in [json.loads(file.read_text())]
        for each in (data if isinstance(data, list) else [data])
    ]
    posts = [each for each in objects if "content" in each]
    found = items(path)
    assert Counter(item.kind for item in found) == Counter(post["type"] for post in posts)
    assert sorted(value(item.draft.published) for item in found) == sorted(
        f"{post['date_gmt']}Z" for post in posts
    )
    assert {user["name"] for user in objects if "avatar_urls" in user} <= {
        each.name for each in authors(path)
    }
    (together,) = (item for item in found if item.identifier == "99999")
    assert names(together) == ["Alice Smith", "Bob Jones"]


def test_the_others_have_as_many_as_their_files() -> None:
    tinynews = json.loads((EXPORTS / "tinynews" / "articles.json").read_text())
    assert len(items(EXPORTS / "tinynews")) == sum(len(article["translations"]) for article in tinynews)
    assert len(authors(EXPORTS / "tinynews")) == 2
    letterdrop = json.loads((EXPORTS / "letterdrop" / "api-response.json").read_text())
    assert len(items(EXPORTS / "letterdrop")) == len(letterdrop["posts"])
    assert len(items(EXPORTS / "chorus")) == len(list((EXPORTS / "chorus").glob("*.json")))
    assert len(items(EXPORTS / "jekyll")) == len(list((EXPORTS / "jekyll").glob("*.*")))
    assert len(items(EXPORTS / "buttondown")) == len(rows(EXPORTS / "buttondown" / "emails.csv"))
    assert len(items(EXPORTS / "wix")) == len(rows(EXPORTS / "wix" / "posts.csv"))
    feed = (EXPORTS / "libsyn" / "feed.xml").read_text()
    for name in ("feed.xml", "feed.json"):
        assert len(items(EXPORTS / "libsyn" / name)) == feed.count("<item>")


def test_both_forms_of_a_feed_give_the_same() -> None:
    first, second = (items(EXPORTS / "libsyn" / name) for name in ("feed.xml", "feed.json"))
    assert [item.draft.body_html for item in first] == [item.draft.body_html for item in second]
    assert [value(item.draft.published) for item in first] == [value(item.draft.published) for item in second]


def test_both_lists_of_buttondown_give_the_same() -> None:
    found = {value(item.draft.headline): item for item in items(EXPORTS / "buttondown")}
    assert len(found["This is a Plain Post"].draft.footnotes) == 2
    assert found["This is a Plain Post"].draft.pictures[0].alt == "Landscape photo"
    assert value(found["This is a Fancy Post"].draft.published) == "2023-01-05T13:00:00+00:00"


def test_a_header_says_what_jekyll_makes_of_it() -> None:
    told = {item.identifier: item for item in items(EXPORTS / "jekyll")}
    assert [item.identifier for item in told.values() if item.state is State.DRAFT] == [
        "2022-06-05-published-false.md"
    ]
    assert value(told["2021-9-1-alt-date-format.md"].draft.published) == "2021-09-01"
    assert told["2022-06-09-basename.md"].slug == "custom-basename"
    assert terms(told["2022-06-03-front-matter-tags-cats.md"]) == [
        ("category", "News"), ("category", "Posts"), ("category", "Articles"),
        ("tag", "Lorem Ipsum"), ("tag", "dolor"), ("tag", "Simet-Amet"),
    ]  # fmt: skip


def test_squarespace_is_read_as_the_wordpress_export_it_imitates() -> None:
    path = EXPORTS / "squarespace" / "sample.xml"
    text = path.read_text()
    found = items(path)
    assert len(found) == text.count("<wp:post_type>post<") + text.count("<wp:post_type>page<")
    assert sum(item.state is State.DRAFT for item in found) == text.count("<wp:status>draft<")
    assert not any("data-src" in item.draft.body_text for item in found)
    assert sum(len(item.draft.pictures) for item in found) > 0
    assert not re.search(r"\S@\S", repr(authors(path)))
