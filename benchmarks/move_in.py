"""How fast a WordPress export moves in, in how much memory, and whether one that was killed comes whole.

``python -m benchmarks.move_in [--articles N]``. Outlets in temporary homes; nothing is left behind. The first moves
in at once. The second is killed (SIGKILL) half-way and gone on with; its rows must be those of the first.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from hashlib import sha256
from pathlib import Path

from benchmarks import wxr
from benchmarks.harness import Figure, provenance, report

ARTICLES = 10_000
# What must be the same, without what tells times and processes apart.
_ROWS = (
    "SELECT slug, headline, live, first_published_at, created_at, body, language FROM article_article ORDER BY slug",
    "SELECT a.slug, e.language, e.is_original, e.state, e.content, e.published_at, e.updated_at, e.by_person "
    "FROM article_edition e JOIN article_article a ON a.id = e.article_id ORDER BY a.slug, e.language",
    "SELECT a.slug, p.name, b.role, b.language FROM article_byline b JOIN article_article a ON a.id = b.article_id "
    "JOIN article_person p ON p.id = b.person_id ORDER BY 1, 2, 3, 4",
    "SELECT a.slug, t.name, t.slug FROM article_article_themes j JOIN article_article a ON a.id = j.article_id "
    "JOIN article_theme t ON t.id = j.theme_id ORDER BY 1, 2",
    "SELECT a.slug, c.name, c.text, c.state, c.created_at, c.language FROM reading_comment c "
    "JOIN article_article a ON a.id = c.article_id ORDER BY 1, 2, 3",
    "SELECT m.path, a.slug, m.language FROM press_moved m JOIN article_article a ON a.id = m.article ORDER BY 1",
    "SELECT i.key, i.kind, i.outcome, i.line, i.brought, i.comments, a.slug FROM intake_moveditem i "
    "LEFT JOIN article_article a ON a.id = i.article_id ORDER BY 1",
    "SELECT kind, count(*) FROM record_entry GROUP BY kind ORDER BY kind",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--articles", type=int, default=ARTICLES, help="articles of the export (%(default)s)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="masthead-bench-") as folder:
        export = wxr.write(Path(folder) / "export.xml", articles=options.articles)
        once, twice = _outlet(Path(folder) / "once"), _outlet(Path(folder) / "twice")
        began = time.monotonic()
        told, cpu, peak = _move(once, export)
        seconds = time.monotonic() - began
        found = sum(kind["found"] for kind in told["kinds"].values())
        failed = sum(kind["failed"] + kind["open"] for kind in told["kinds"].values())
        killed_at = _killed(twice, export, options.articles // 2)
        _move(twice, export)
        same = rows(once) == rows(twice)
    articles = told["kinds"]["article"]["found"]
    figures = [
        Figure("articles a second of CPU", articles / cpu, unit="1/s", lower_is_better=False),
        Figure("articles a second", articles / seconds, unit="1/s", lower_is_better=False),
        Figure("peak memory", peak, unit="MB", bound=400),
        Figure("pieces found", found, unit=""),
        Figure("pieces that failed or are open", failed, unit="", bound=0),
        Figure("killed after articles", killed_at, unit=""),
        Figure("rows differ after kill and resume", 0 if same else 1, unit="", bound=0),
    ]
    report("move-in", figures, source=provenance("django", "wagtail"))
    if failed or not same:
        sys.exit(1)


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {**kept, "MASTHEAD_HOME": str(home)}


def _masthead(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "masthead", *words]


def _outlet(home: Path) -> Path:
    home.mkdir()
    words = ("init", "The Gazette", "--url", "https://new.example", "--languages", "en,de")
    subprocess.run(_masthead(home, *words), env=_environment(home), check=True, stdout=subprocess.DEVNULL)
    return home


def _move(home: Path, export: Path) -> tuple[dict[str, dict[str, dict[str, int]]], float, float]:
    """(the report, seconds of CPU, peak memory in MB) of one run."""
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(
            _masthead(home, "move-in", str(export), "--by", "bench", "--json"),
            env=_environment(home),
            stdout=out,
        )
        _, _, used = os.wait4(process.pid, 0)
        process.returncode = 0
        out.seek(0)
        return json.load(out), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _killed(home: Path, export: Path, articles: int) -> int:
    """Kill a move once it has brought so many articles; answers how many it had brought."""
    process = subprocess.Popen(
        _masthead(home, "move-in", str(export), "--by", "bench"),
        env=_environment(home),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    while _articles(home) < articles:
        if process.poll() is not None:
            raise SystemExit("The move ended before it could be killed.")
        time.sleep(0.1)
    process.send_signal(signal.SIGKILL)
    process.wait()
    return _articles(home)


def _articles(home: Path) -> int:
    with sqlite3.connect(home / "outlet.sqlite3") as database:
        number: int = database.execute("SELECT count(*) FROM article_article").fetchone()[0]
    database.close()
    return number


def rows(home: Path) -> str:
    """A digest of all rows that matter."""
    digest = sha256()
    database = sqlite3.connect(home / "outlet.sqlite3")
    for query in _ROWS:
        for row in database.execute(query):
            digest.update(repr(row).encode())
    database.close()
    return digest.hexdigest()


if __name__ == "__main__":
    main()
