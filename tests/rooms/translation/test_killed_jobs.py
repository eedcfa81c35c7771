"""Real workers on a real database, killed and working side by side: what is asked is counted by the engine itself."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
ARTICLES, LANGUAGES = 6, ("fr", "ar")
SENTENCES = 5  # of each article, its headline among them


def _environment(home: Path, **more: str) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {
        **kept,
        "MASTHEAD_HOME": str(home),
        "MASTHEAD_ENGINES": "tests.rooms.translation.counting.Counting",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "DJANGO_SETTINGS_MODULE": "masthead.project.settings",
        **more,
    }


def _start(home: Path, *words: str, **more: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", *words],
        env=_environment(home, **more),
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _one(home: Path, sql: str) -> object:
    database = sqlite3.connect(home / "outlet.sqlite3")
    found = database.execute(sql).fetchone()[0]
    database.close()
    return found


def _asked(home: Path) -> Counter[str]:
    return Counter((home / "asked.txt").read_text().splitlines())


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("outlet")
    words = ("masthead", "init", "The Gazette", "--url", "https://new.example", "--languages", "de,fr,ar")
    assert _start(home, *words).wait() == 0
    assert _start(home, "tests.rooms.translation.counting", str(ARTICLES)).wait() == 0
    return home


@pytest.fixture
def home(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "outlet"))


def test_a_job_that_is_killed_again_and_again_finishes_and_asks_nothing_twice(home: Path) -> None:
    kills = 0
    for calls in (1, 3, 8, 2):
        kills += _start(home, "masthead", "work", "--once", COUNTING_KILL_BEFORE=str(calls)).wait() == -9

    assert _start(home, "masthead", "work", "--once").wait() == 0

    asked = _asked(home)
    assert kills == 4
    assert (len(asked), set(asked.values())) == (ARTICLES * len(LANGUAGES) * SENTENCES, {1})
    assert _one(home, "SELECT state FROM translation_job") == "done"
    assert _one(home, "SELECT count(*) FROM translation_jobitem WHERE state = 'done'") == 12
    assert _one(home, "SELECT count(*) FROM article_edition WHERE state = 'live'") == 6 * 3


def test_a_kill_in_the_middle_of_a_question_costs_that_question_and_no_other(home: Path) -> None:
    assert _start(home, "masthead", "work", "--once", COUNTING_KILL_WITHIN="4").wait() == -9

    assert _start(home, "masthead", "work", "--once").wait() == 0

    asked = _asked(home)
    assert len(asked) == ARTICLES * len(LANGUAGES) * SENTENCES
    assert sum(1 for times in asked.values() if times > 1) <= 2, "a question holds two sentences"
    assert _one(home, "SELECT count(*) FROM translation_spending WHERE NOT answered") == 1


def test_two_workers_do_not_overspend_and_ask_nothing_twice(home: Path) -> None:
    database = sqlite3.connect(home / "outlet.sqlite3")
    database.execute("INSERT INTO translation_budget (id, per_day, requests) VALUES (1, 9, 100)")
    database.commit()
    database.close()
    articles = [str(number) for number in range(1, ARTICLES + 1)]
    workers = [
        _start(home, "masthead", "translate", *order, "--to", "fr,ar") for order in (articles, articles[::-1])
    ]
    for process in workers:
        process.wait()

    spent = float(str(_one(home, "SELECT sum(cost) FROM translation_spending")))
    assert spent <= 9
    assert spent > 8, "as much as there is money for"
    assert set(_asked(home).values()) == {1}
