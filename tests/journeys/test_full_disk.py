"""On a full disk readers read on, an editor is told what to do, nothing is half done, and what waits is done later."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tests.journeys import crashing

SIZE = 64 * 1024 * 1024


def _mounted(folder: Path) -> bool:
    options = ["-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs"]
    try:
        return subprocess.run(["mount", *options, folder], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk of its own."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if not _mounted(folder):
        pytest.skip("a small disk can only be mounted by root, with “mount” and leave to use it")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


class Filler:
    """A file that takes all the room there is, but for what is left."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / "filler"

    def leave(self, room: int) -> None:
        self._file.unlink(missing_ok=True)
        about = os.statvfs(self._file.parent)
        with self._file.open("wb") as file:
            os.posix_fallocate(file.fileno(), 0, about.f_bavail * about.f_frsize - room)


def _publish(home: Path, article: int) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "masthead", "publish", str(article)],
        env=crashing.environment(home),
        cwd=crashing.ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_full_disk_stops_nobody_from_reading_and_loses_nothing(disk: Path, tmp_path: Path) -> None:
    home = disk / "outlet"
    filler = Filler(disk)
    with crashing.forked(home) as do:
        do("prepare")
        made: dict[str, Any] = do("draft")["answer"]
        key, page = made["article"], home / f"pressed/de/articles/{made['slug']}/index.html"
        before, rows = crashing.files(home), do("look", article=key)["answer"]

        # Nothing can be saved.
        filler.leave(0)
        sent = do("send", cookie=made["cookie"], article=key)["answer"]
        told = _publish(home, key)

        assert sent["status"] == 507
        assert "Nothing was changed. Keep this page open" in sent["said"]
        assert "Free some space" in sent["today"]
        assert told.returncode == 1
        assert told.stderr.startswith("masthead: The disk is full")
        assert "Traceback" not in told.stderr
        assert crashing.files(home) == before

        # The database has room, the pages have not.
        filler.leave(4 * 1024 * 1024)
        assert do("look", article=key)["answer"] == rows
        told = _publish(home, key)

        assert told.returncode == 1
        assert "the worker presses its pages as soon as there is room" in told.stderr
        assert crashing.files(home) == before
        waiting = do("look", article=key)["answer"]
        assert (waiting["live"], set(waiting["tasks"]), waiting["faults"]) == (True, {"READY"}, [])

        # The room ends while pages are written.
        for room in (50_000, 200_000, 400_000):
            filler.leave(room)
            do("squeeze")
            forms: dict[str, set[bytes]] = {}
            for path, body in crashing.bodies(home):
                forms.setdefault(path, set()).add(body)
            assert [path for path, told_apart in forms.items() if len(told_apart) > 1] == []

        filler.leave(SIZE // 2)
        do("work")
        found = crashing.Found()
        crashing.look_at(home, do("drain")["answer"], found)
        with crashing.forked(tmp_path / "clean") as do_clean:
            crashing.compare(home, tmp_path / "clean", do_clean, found)

    assert found.wrong == []
    assert "<h1 data-line>Ein neuer Fluss</h1>" in page.read_text("utf-8")
    assert f"/de/articles/{made['slug']}/" in (home / "pressed/de/index.html").read_text("utf-8")
