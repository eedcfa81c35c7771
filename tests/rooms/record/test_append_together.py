"""Two processes append at once, from the first entry and the first key on."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

APPENDER = Path(__file__).with_name("appender.py")
PROCESSES = 3
ROUNDS = 25


def start(home: Path, *words: str) -> subprocess.Popen[str]:
    address = os.environ.get("RECORD_TEST_DATABASE_URL", f"sqlite:///{home / 'outlet.sqlite3'}")
    return subprocess.Popen(
        [sys.executable, str(APPENDER), str(home), address, *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
    )


def run(home: Path, *words: str) -> str:
    output, _ = start(home, *words).communicate(timeout=60)
    return output


def test_processes_that_append_at_once_write_one_whole_chain(tmp_path: Path) -> None:
    assert run(tmp_path, "migrate") == ""

    writers = [start(tmp_path, "append", str(name), str(ROUNDS)) for name in range(PROCESSES)]
    outputs = [writer.communicate(timeout=60)[0] for writer in writers]

    assert outputs == [""] * PROCESSES
    assert run(tmp_path, "check").startswith(f"The record holds: {PROCESSES * ROUNDS * 3} entries")
    if "RECORD_TEST_DATABASE_URL" not in os.environ:
        rows = sqlite3.connect(tmp_path / "outlet.sqlite3").execute(
            "SELECT subject FROM record_entry ORDER BY number"
        )
        subjects = [subject for (subject,) in rows]
        # What was appended together stands together.
        assert all(subjects[at] == subjects[at + 1] == subjects[at + 2] for at in range(0, len(subjects), 3))
