"""What readers and the files show of 200 kills of a press at work; anything but 0 is a fault, and is told."""

from __future__ import annotations

import os
from pathlib import Path

import django

from benchmarks.harness import Figure

KILLS = 200
COMPARE_EVERY = 10


def run(home: Path, kills: int = KILLS) -> list[Figure]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "masthead.project.settings"
    os.environ["MASTHEAD_HOME"] = str(home / "none")
    django.setup()
    from tests.journeys import crashing

    found = crashing.run(home, kills=kills, compare_every=COMPARE_EVERY)
    print(*found.wrong, sep="\n")
    print("answers by status:", dict(sorted(found.statuses.items())))
    return [
        Figure("processes killed", found.kills, unit="kills"),
        Figure("files they had not put in their places", len(found.unfinished_files), unit="files"),
        Figure("fetched meanwhile", found.fetches, unit="answers"),
        *(
            Figure(name, len(rows), bound=0, unit="")
            for name, rows in {
                "torn pages": found.torn,
                "articles named by a list and not there": found.dangling,
                "missing after recovery": found.missing,
                "differing from a clean press": found.differing,
                "left over after recovery": found.left_over,
                "read, and not in the record": found.unrecorded,
                "other faults": found.failed,
            }.items()
        ),
    ]
