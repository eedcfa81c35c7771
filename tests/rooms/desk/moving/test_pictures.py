"""Pictures come out of the export, or are fetched where that was asked for."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests import archives
from tests import factories as make
from tests.archives import item
from tests.rooms.desk.moving.conftest import Move

from masthead.article.models import Article, Outlet, Picture
from masthead.article.snapshot import content_of
from masthead.desk.moving import pictures
from masthead.desk.moving.move import Moved, move_in
from masthead.intake.archive import Piece
from masthead.intake.models import MovedItem
from masthead.intake.readers.archives import registry
from masthead.lib.fetch import FetchError

URL = "https://old.example/uploads/fluss.png"
FILE = {"is": "attached", "identifier": "file-7", "url": URL, "alt": "Ein Fluss", "caption": "Im Winter"}


@pytest.fixture(autouse=True)
def net(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What was asked for; one address has a picture."""
    asked: list[str] = []

    class Got:
        body = make.png()

    def fetch(url: str, **options: Any) -> Got:
        asked.append(url)
        if url != URL:
            raise FetchError("not-found", f"{url} answers 404.")
        return Got()

    monkeypatch.setattr(pictures, "fetch", fetch)
    return asked


def _tally(moved: Moved, kind: str) -> tuple[int, dict[str, int]]:
    tally = next(tally for tally in moved.tallies if tally.kind == kind)
    return tally.found, tally.outcomes


def test_nothing_is_fetched_unasked(move: Move, net: list[str]) -> None:
    moved = move(FILE, item(1, lead="file-7"))

    assert net == []
    assert not Picture.objects.exists()
    assert _tally(moved, "picture") == (1, {"left": 1})
    assert _tally(moved, "file") == (1, {"left": 1})
    assert "--pictures" in MovedItem.objects.get(kind="file").why
    assert moved.whole


def test_the_picture_at_the_head_comes_with_its_words_once(move: Move) -> None:
    moved = move(FILE, item(1, lead="file-7"), item(2, lead=URL), pictures=True)

    picture = Picture.objects.get()
    first, second = Article.objects.order_by("pk")
    assert (first.lead_picture, first.lead_alt, first.lead_caption) == (picture, "Ein Fluss", "Im Winter")
    assert second.lead_picture == picture
    assert _tally(moved, "picture") == (2, {"arrived": 2})
    assert _tally(moved, "file") == (1, {"arrived": 1})


def test_other_pictures_stand_below_the_text(move: Move) -> None:
    move(item(1, pictures=[[URL, "Alt", "Unterschrift", "Paula"]]), pictures=True)

    block = content_of(Article.objects.get()).blocks[-1]
    assert (block.kind, block.alt, block.caption, block.credit) == ("picture", "Alt", "Unterschrift", "Paula")  # type: ignore[union-attr]


def test_a_picture_that_cannot_be_had_is_said_and_the_article_comes(move: Move) -> None:
    moved = move(item(1, lead="https://old.example/gone.png"), pictures=True)

    assert Article.objects.get().lead_picture is None
    row = MovedItem.objects.get()
    assert row.outcome == "arrived"
    assert "gone.png answers 404" in row.why
    assert _tally(moved, "picture") == (1, {"left": 1})
    assert moved.whole


def test_a_smaller_copy_is_known_by_its_name_and_not_printed_twice(move: Move, net: list[str]) -> None:
    small = "https://old.example/uploads/fluss-300x200.png"

    moved = move(FILE, item(1, lead="file-7", pictures=[[small, "", "", ""]]), pictures=True)

    assert small not in net
    article = Article.objects.get()
    assert article.lead_alt == "Ein Fluss"
    assert [block.kind for block in content_of(article).blocks] == ["text", "heading", "text"]
    assert _tally(moved, "picture") == (2, {"arrived": 2})


def test_a_second_run_fetches_nothing_again(move: Move, net: list[str]) -> None:
    rows = [item(1, lead=URL)]
    move(*rows, pictures=True)
    before = len(net)

    move(*rows, pictures=True)

    assert len(net) == before
    assert Picture.objects.count() == 1


@pytest.mark.parametrize("packed", [True, False])
def test_pictures_in_the_export_itself_always_come(
    outlet: Outlet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, net: list[str], packed: bool
) -> None:
    rows = [
        {**FILE, "member": "images/fluss.png"},
        {**FILE, "identifier": "x", "url": "", "member": "../../etc/passwd"},
    ]
    lines = archives.write(tmp_path / "rows.lines", [*rows, item(1, lead="file-7")])
    export = tmp_path / ("export.zip" if packed else "export")
    if packed:
        with zipfile.ZipFile(export, "w") as made:
            made.writestr("images/fluss.png", make.png())
    else:
        (export / "images").mkdir(parents=True)
        (export / "images" / "fluss.png").write_bytes(make.png())

    def pieces(path: Path, site: str) -> Iterator[Piece]:
        return archives.pieces(lines)

    monkeypatch.setitem(registry.ARCHIVES, "packed", (lambda path, head: path == export, pieces))

    moved = move_in(export, by="Edith")

    assert net == []
    assert Article.objects.get().lead_picture == Picture.objects.get()
    assert _tally(moved, "file") == (2, {"arrived": 1, "left": 1})
