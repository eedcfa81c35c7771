"""``masthead read`` of whole archives: an object for each item, and an error object for a bad one."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from tests.rooms.intake.archives.exports import LONG, comment, ghost, piece, post, wxr
from tests.rooms.intake.pages import page

from masthead.intake.sources.delivery import LARGEST


def run(*names: Path, as_json: bool = True) -> tuple[list[str], str, int]:
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command("read", *map(str, names), json=as_json, stdout=out, stderr=err)
    except SystemExit as left:
        code = int(str(left.code))
    return out.getvalue().splitlines(), err.getvalue(), code


def rows(*names: Path) -> tuple[list[dict[str, Any]], str, int]:
    lines, err, code = run(*names)
    return [json.loads(line) for line in lines], err, code


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "export.xml"
    path.write_text(
        wxr(post(LONG, comment(1), number=1, meta={"_thumbnail_id": "9"}), post(number=2, status="draft"), post(number=3, post_type="nav_menu_item"))
    )  # fmt: skip
    return path


def test_each_item_is_an_object_a_line(export: Path) -> None:
    (first, second), err, code = rows(export)

    assert code == 0
    assert first["source"] == str(export)
    assert first["headline"] == "River floods the lower town"
    assert [first[name] for name in ("state", "slug", "group", "line", "kind", "is_page", "lead")] == [
        "published", "piece-1", "", 8, "post", False, "9",
    ]  # fmt: skip
    assert first["addresses"] == ["https://gazette.example/2024/05/piece-1/"]
    assert [row["text"] for row in first["comments"]] == ["Well said."]
    assert second["state"] == "draft"
    assert err.strip() == f"{export}: what is no article was left: 1 nav_menu_item."


def test_several_inputs_are_read_in_one_start_and_a_bad_one_is_an_object(
    export: Path, tmp_path: Path
) -> None:
    html, bad, other = tmp_path / "page.html", tmp_path / "bad.xml", tmp_path / "ghost.json"
    html.write_text(page())
    bad.write_text(export.read_text()[:-30])
    other.write_text(ghost(posts=[piece()]))

    found, _, code = rows(html, bad, tmp_path / "none.xml", other)

    assert code == 1
    assert [row.get("error", {}).get("code") for row in found] == [None, "malformed", "no-such-file", None]
    assert "line" in found[1]["error"]["message"]
    assert found[3]["state"] == "published"


def test_an_archive_may_be_larger_than_a_page(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    text = wxr(post(), f"<generator>{'x' * 1000}</generator>\n" * (LARGEST // 1000))
    path.write_text(text)

    found, _, code = rows(path)

    assert (len(found), code) == (1, 0)
    assert path.stat().st_size > LARGEST


def test_for_people_each_item_names_its_line(export: Path) -> None:
    lines, _, _ = run(export, as_json=False)

    assert f"{export}, line 8" in lines
    assert any(line.strip() == LONG for line in lines)
