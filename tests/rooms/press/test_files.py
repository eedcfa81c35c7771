"""Each file appears whole or not at all, with its compressed forms."""

from __future__ import annotations

import gzip
import os
import resource
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import brotli
import pytest

from masthead.lib import processes
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


def test_what_was_left_by_the_dead_and_by_those_who_failed_is_found() -> None:
    staging = files.root() / ".staging"
    ended = subprocess.Popen(["true"])
    ended.wait()
    dead = processes.name().replace(f":{os.getpid()}:", f":{ended.pid}:")
    for name in ("of-old", "young", "nobody-1", dead, processes.name()):
        (staging / name / "0").mkdir(parents=True)
    (staging / dead / "placed.json").write_text('{"/de/": "abc"}')
    os.utime(staging / "of-old", (0, 0))

    found = {folder.name: pages for pages, folder in files.abandoned()}

    assert found == {"of-old": {}, "nobody-1": {}, dead: {"/de/": "abc"}}


def test_there_may_be_nothing_to_find() -> None:
    assert list(files.abandoned()) == []
    assert not files.root().exists()


def test_a_file_for_which_there_is_no_room_leaves_nothing() -> None:
    files.write("de/index.html", b"old")

    def place_both() -> None:
        with file_size_limit(4096), files.Staging() as staging:
            staging.add("de/index.html", os.urandom(2000))
            staging.add("fr/index.html", os.urandom(8000))
            staging.place()

    with pytest.raises(OSError, match="too large"):
        place_both()

    assert (files.root() / "de/index.html").read_bytes() == b"old"
    assert _names() == {"de/index.html", "de/index.html.br", "de/index.html.gz"}
    assert list((files.root() / ".staging").iterdir()) == []


@contextmanager
def file_size_limit(size: int) -> Iterator[None]:
    """The system refuses to write more than ``size`` bytes to a file."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


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
