"""A crash at any point leaves the old state or the new, and the next start finishes what was begun."""

from __future__ import annotations

from pathlib import Path

from tests.journeys import crashing

KILLS = 20


def test_a_killed_press_tears_loses_and_leaves_nothing(tmp_path: Path) -> None:
    found = crashing.run(tmp_path, kills=KILLS, compare_every=10)

    assert found.wrong == []
    assert found.kills >= KILLS
    assert found.fetches > 100
    assert found.unfinished_files, "no process was killed while it wrote: the test looks at nothing"
