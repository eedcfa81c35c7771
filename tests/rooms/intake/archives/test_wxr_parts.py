"""Exports of WordPress, and those that imitate them, inside folders and ZIP archives, whole or in parts."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest
from tests.rooms.intake.archives.exports import attachment, author, only, post, term, wxr

from masthead.intake.archive import Author, Filed, Item, Left, Piece
from masthead.intake.errors import Malformed, SeveralSites
from masthead.intake.readers.archives import registry

FIRST = wxr(author("ana", "Ana Berg"), term("post_tag", "river", "River"), post(number=7, creator="ana", meta={"_thumbnail_id": "9"}))  # fmt: skip
SECOND = wxr(author("ana", "Ana Berg"), term("post_tag", "river", "River"), post('<img class="wp-image-9" src="https://gazette.example/a-300x200.jpg">', number=8, creator="ana"))  # fmt: skip
FILES = wxr(attachment(9, "https://gazette.example/a.jpg", alt="Weir"))


def packed(path: Path, **parts: str) -> Path:
    """A ZIP archive with everything in one folder more, as WordPress.com gives it."""
    with ZipFile(path, "w") as made:
        for name, text in parts.items():
            made.writestr(f"gazette.wordpress.2026-11-22/{name}.xml", text)
        made.writestr("__MACOSX/._x.xml", "x")
    return path


def unpacked(path: Path, **parts: str) -> Path:
    path.mkdir()
    (path / "photo.jpg").write_bytes(b"\xff\xd8\xff")
    for name, text in parts.items():
        (path / f"{name}.xml").write_text(text)
    return path


def told(path: Path) -> list[Piece]:
    assert registry.kind(path) == "wordpress"
    return list(registry.pieces(path))


@pytest.mark.parametrize("holding", [packed, unpacked])
def test_several_parts_are_one_archive(tmp_path: Path, holding: object) -> None:
    pieces = told(holding(tmp_path / "export", a=FIRST, b=SECOND, c=FILES))  # type: ignore[operator]

    assert [item.identifier for item in only(Item, pieces)] == ["7", "8"]
    assert [who.name for who in only(Author, pieces)] == ["Ana Berg"]
    assert [filed.name for filed in only(Filed, pieces)] == ["River"]
    # A picture's words stand in another part than the article that shows it.
    assert [(picture.url[-5:], picture.alt) for picture in only(Item, pieces)[1].draft.pictures] == [("a.jpg", "Weir")]  # fmt: skip


def test_one_part_reads_as_the_file_itself(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(FIRST)
    plain, inside = told(tmp_path / "a.xml"), told(packed(tmp_path / "a.zip", a=FIRST))

    assert [item.draft.body_html for item in only(Item, plain)] == [
        item.draft.body_html for item in only(Item, inside)
    ]
    assert [type(piece) for piece in plain] == [type(piece) for piece in inside]


def test_an_item_that_stands_in_two_parts_comes_once_and_that_is_said(tmp_path: Path) -> None:
    pieces = told(packed(tmp_path / "export", a=FIRST, b=FIRST))

    assert len(only(Item, pieces)) == 1
    assert [left.why for left in only(Left, pieces)] == ["It stands in an earlier file of the export."]


def test_items_of_one_file_with_the_same_number_both_come(tmp_path: Path) -> None:
    assert len(only(Item, told(packed(tmp_path / "export", a=wxr(post(number=7), post(number=7)))))) == 2


def test_exports_of_two_sites_are_not_mixed(tmp_path: Path) -> None:
    other = FIRST.replace("<link>https://gazette.example<", "<link>https://herald.example<")

    with pytest.raises(SeveralSites, match=r"a\.xml .* and .*b\.xml .* Move each in on its own"):
        told(packed(tmp_path / "export", a=FIRST, b=other))


def test_a_damaged_part_is_named_before_anything_comes(tmp_path: Path) -> None:
    path = packed(tmp_path / "export", a=FIRST, b=SECOND.replace("</channel>", ""))

    with pytest.raises(Malformed, match=r"b\.xml in .* is damaged in line"):
        next(registry.pieces(path))


def test_a_site_of_markdown_that_holds_an_old_export_is_no_export(tmp_path: Path) -> None:
    folder = unpacked(tmp_path / "site", wordpress=FIRST)
    (folder / "2020-01-01-a.md").write_text("---\ntitle: A\n---\nWords.\n")

    assert registry.kind(folder) == "jekyll"
