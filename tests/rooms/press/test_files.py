"""Each file appears whole or not at all, with its compressed forms."""

from __future__ import annotations

import gzip
import os
from pathlib import Path

import brotli
import pytest

from masthead.press import files


def _names() -> set[str]:
    return {file.relative_to(files.root()).as_posix() for file in files.root().rglob("*") if file.is_file()}


def test_a_page_stands_there_with_its_compressed_forms() -> None:
    files.write("ar/index.html", "نهر".encode())

    assert _names() == {"ar/index.html", "ar/index.html.br", "ar/index.html.gz"}
    assert brotli.decompress((files.root() / "ar/index.html.br").read_bytes()).decode() == "نهر"
    assert gzip.decompress((files.root() / "ar/index.html.gz").read_bytes()).decode() == "نهر"


def test_everyone_may_read_a_page_and_nobody_else_write_it() -> None:
    files.write("ar/index.html", b"x")

    assert (files.root() / "ar/index.html").stat().st_mode & 0o777 == 0o644


def test_the_same_page_gives_the_same_bytes_at_any_time() -> None:
    """Gzip would put the time into its head."""
    files.write("a.html", b"x" * 1000)
    first = (files.root() / "a.html.gz").read_bytes()
    files.write("a.html", b"x" * 1000)

    assert (files.root() / "a.html.gz").read_bytes() == first


def test_a_picture_is_not_compressed_again() -> None:
    files.write("a.webp", b"RIFF")

    assert _names() == {"a.webp"}


def test_nothing_is_placed_where_one_file_cannot_be_written(home: Path) -> None:
    files.write("de/index.html", b"old")
    (files.root() / "fr").write_bytes(b"a file where a folder must be")

    def place_both() -> None:
        with files.Staging() as staging:
            staging.add("de/index.html", b"new")
            staging.add("fr/index.html", b"new")
            staging.place()

    with pytest.raises(OSError, match="fr"):
        place_both()

    assert (files.root() / "de/index.html").read_bytes() == b"old"
    assert list((files.root() / ".staging").iterdir()) == []


def test_what_is_not_placed_is_thrown_away() -> None:
    with files.Staging() as staging:
        staging.add("de/index.html", b"new")

    assert _names() == set()


def test_what_a_killed_process_left_is_swept_away_after_an_hour() -> None:
    staging = files.root() / ".staging"
    for name in ("old", "young"):
        (staging / name / "0").mkdir(parents=True)
        (staging / name / "0/0").write_bytes(b"x")
    os.utime(staging / "old", (0, 0))

    files.sweep()

    assert {folder.name for folder in staging.iterdir()} == {"young"}


def test_there_may_be_nothing_to_sweep() -> None:
    files.sweep()

    assert not files.root().exists()


def test_removing_takes_all_forms_and_may_be_done_twice() -> None:
    files.write("de/index.html", b"x")

    files.remove("de/index.html")
    files.remove("de/index.html")

    assert _names() == set()


def test_each_announcement_is_another() -> None:
    files.announce()
    first = (files.root() / ".generation").read_bytes()
    files.announce()

    assert (files.root() / ".generation").read_bytes() != first
