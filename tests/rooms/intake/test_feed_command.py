"""``masthead feed`` and what ``masthead read`` says of a feed."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from pytest_httpserver import HTTPServer
from tests.rooms.intake.feeds import item, rss

from masthead.intake.errors import NotOneArticle
from masthead.intake.read import read


def run(verb: str, *names: str | Path, **options: Any) -> tuple[str, str, int]:
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command(verb, *map(str, names), stdout=out, stderr=err, **options)
    except SystemExit as left:
        code = int(str(left.code))
    return out.getvalue(), err.getvalue(), code


@pytest.fixture
def two(tmp_path: Path) -> Path:
    file = tmp_path / "feed.xml"
    file.write_text(rss(item(1), item(2), top="<language>en</language>"))
    return file


def test_each_item_is_an_object_on_a_line(two: Path) -> None:
    out, err, code = run("feed", two, json=True)
    first, second = map(json.loads, out.splitlines())

    assert (err, code) == ("", 0)
    assert [row["identifier"] for row in (first, second)] == ["river-1", "river-2"]
    assert first["source"] == str(two)
    assert first["feed"]["title"] == "The Gazette"
    assert first["language"] == "en"


def test_without_json_people_can_read_it(two: Path) -> None:
    out, _, _ = run("feed", two)

    assert out.startswith("The Gazette\n")
    assert "River floods the lower town 2" in out
    assert "2 items" in out


def test_a_bad_file_does_not_stop_the_others(two: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text("<!doctype html><html><body>no</body></html>")

    out, _, code = run("feed", page, two, json=True)
    rows = [json.loads(line) for line in out.splitlines()]

    assert code == 1
    assert [row.get("error", {}).get("code") for row in rows] == ["not-a-feed", None, None]


def test_a_feed_is_fetched_by_the_one_door(two: Path, httpserver: HTTPServer) -> None:
    httpserver.expect_request("/feed").respond_with_data(two.read_bytes(), content_type="application/rss+xml")
    url = httpserver.url_for("/feed")

    refused, _, _ = run("feed", url, json=True)
    out, _, code = run("feed", url, json=True, allow=["localhost"])

    assert json.loads(refused)["error"]["code"] in {"address-private", "port-refused"}
    assert (len(out.splitlines()), code) == (2, 0)


def test_reading_a_feed_gives_a_draft_for_each_item(two: Path) -> None:
    out, _, code = run("read", two, json=True)
    rows = [json.loads(line) for line in out.splitlines()]

    assert code == 0
    assert [row["headline"] for row in rows] == [
        "River floods the lower town 1",
        "River floods the lower town 2",
    ]
    assert rows[0]["found"]["headline"]["where"] == "feed:title"


def test_one_article_is_not_taken_from_a_feed_of_two(two: Path) -> None:
    with pytest.raises(NotOneArticle):
        read(str(two))
