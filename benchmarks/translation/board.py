"""The board of 1,000 articles in 52 editions, and an act on 5,000 cells that is killed half-way.

``python -m benchmarks.translation board``. An outlet in a temporary home; nothing is left behind. Opening the board and
each filter is one request of a person who is logged in, with the page it answers. The job's worker is killed (SIGKILL)
again and again; the engine itself writes down every sentence that it is asked for.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from benchmarks.harness import cpu_ms

ARTICLES = 1_000
OPEN = ("sv", "sw", "th", "tr", "uk")  # languages that nothing is in yet: as many cells as articles, each
KILLS = 3
CPU = 500  # ms, the most that a filter may take
_ME = "benchmarks.translation.board"
_ROOT = Path(__file__).parents[2]


class Counting:
    """An engine that costs a little and writes down what it is asked."""

    name = "counting"
    version = "1"
    markup = True
    leaves_machine = False
    price_per_million = Decimal(20)
    batch = 50
    characters = 10_000
    glossary = False
    disguise = True

    @classmethod
    def from_settings(cls) -> Counting:
        return cls()

    def supports(self, source: str, target: str) -> bool:
        return source != target

    def route(self, source: str, target: str) -> tuple[str, ...]:
        return source, target

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[Any]:
        from masthead.translation.engines.base import Answer

        with open(os.path.join(os.environ["MASTHEAD_HOME"], "asked.txt"), "a", encoding="utf-8") as asked:
            asked.writelines(f"{target}: {text}\n" for text in texts)
        return [Answer(f"{target} {text}", self.name, self.version) for text in texts]


def run(articles: int = ARTICLES) -> dict[str, dict[str, Any]]:
    with tempfile.TemporaryDirectory(prefix="masthead-bench-") as folder:
        home = Path(folder)
        _do(home, "masthead", "init", "The Gazette", "--url", "https://new.example")
        _do(home, _ME, "build", str(articles))
        seen = json.loads(_do(home, _ME, "look"))
        killed = _killed(home, articles * len(OPEN))
    found: dict[str, dict[str, Any]] = {
        "board: articles × editions": {"masthead": articles * 52, "unit": "", "lower_is_better": False}
    }
    for name, (queries, milliseconds) in seen.items():
        found[f"board, {name}: queries"] = {"masthead": queries, "unit": ""}
        found[f"board, {name}: CPU"] = {"masthead": milliseconds, "unit": "ms", "bound": CPU}
    return found | killed


def _do(home: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words],
        env=_environment(home),
        cwd=_ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    return done.stdout


def _environment(home: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {
        **kept,
        "MASTHEAD_HOME": str(home),
        "MASTHEAD_ENGINES": f"{_ME}.Counting",
        "DJANGO_SETTINGS_MODULE": "masthead.project.settings",
        "PYTHONPATH": os.pathsep.join([str(_ROOT / "src"), str(_ROOT)]),
    }


def _killed(home: Path, cells: int) -> dict[str, dict[str, Any]]:
    """Begin the job, kill its worker again and again, and let the last one finish."""
    _do(home, _ME, "propose")
    began, kills = time.monotonic(), 0
    for kill in range(KILLS + 1):
        process = subprocess.Popen([sys.executable, "-m", _ME, "work"], env=_environment(home), cwd=_ROOT)
        while (
            kill < KILLS
            and process.poll() is None
            and _items(home, "done") < max(1, cells * (kill + 1) // (KILLS + 1))
        ):
            time.sleep(random.random() / 5)
        if kill < KILLS and process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.wait()
    seconds = time.monotonic() - began
    asked = Counter((home / "asked.txt").read_text(encoding="utf-8").splitlines())
    return {
        "job: cells": {"masthead": _items(home), "unit": "", "lower_is_better": False},
        "job: cells that are not done": {"masthead": _items(home) - _items(home, "done"), "unit": "", "bound": 0},
        "job: kills": {"masthead": kills, "unit": ""},
        "job: sentences asked for": {"masthead": len(asked), "unit": ""},
        # A question that is under way when its worker is killed has to be put again: nobody knows its answer.
        "job: sentences asked for twice": {
            "masthead": sum(1 for times in asked.values() if times > 1), "unit": "", "bound": kills * Counting.batch,
        },
        "job: cells a second": {"masthead": _items(home, "done") / seconds, "unit": "1/s", "lower_is_better": False},
    }  # fmt: skip


def _items(home: Path, state: str = "") -> int:
    database = sqlite3.connect(home / "outlet.sqlite3", timeout=30)
    where = "WHERE state = ?" if state else ""
    number = database.execute(
        f"SELECT count(*) FROM translation_jobitem {where}", (state,) if state else ()
    ).fetchone()[0]
    database.close()
    return int(number)


def _build(articles: int) -> None:
    """Articles and editions as rows, a few hundred words each; what the board shows, in every state."""
    from datetime import timedelta

    from django.utils import timezone

    from masthead.article.content import Content, Text
    from masthead.article.models import Article, Edition, Region
    from masthead.lib import languages
    from masthead.translation.models import Spending

    now, chance = timezone.now(), random.Random(7)
    region = Region.objects.create(name="Europe", slug="europe")
    rows = [
        Article(
            language="en", headline=f"The river {number}", slug=f"river-{number}", live=True,
            first_published_at=now - timedelta(hours=number),
        )
        for number in range(articles)
    ]  # fmt: skip
    rows = Article.objects.bulk_create(rows)
    Article.regions.through.objects.bulk_create(
        Article.regions.through(article_id=row.pk, region_id=region.pk) for row in rows[::10]
    )
    codes = [code for code in languages.CODES if code not in OPEN]
    for row in rows:
        text = "".join(
            f"<p>River {row.pk} rises in valley {part}. {'It is long and wet. ' * 10}</p>"
            for part in range(6)
        )
        content = Content(row.headline, blocks=(Text("a0", text),)).to_json()
        Edition.objects.bulk_create(_edition(Edition, row, code, content, now, chance) for code in codes)
        Spending.objects.bulk_create(
            Spending(
                article=row,
                language=code,
                engine="counting",
                segments=9,
                words=300,
                characters=1500,
                cost=Decimal("0.03"),
            )
            for code in codes[:10]
        )


def _edition(
    model: Any, row: Any, code: str, content: dict[str, Any], now: Any, chance: random.Random
) -> Any:
    original, fate = code == row.language, chance.random()
    return model(
        article=row, language=code, is_original=original, headline=row.headline, content=content, published_at=now,
        state="held" if fate < 0.1 and not original else "live",
        trails=0.1 <= fate < 0.15 and not original,
        by_engine=0 if original else 9,
        reviewed_by="Tariq" if 0.5 < fate < 0.6 and not original else "",
    )  # fmt: skip


def _look() -> None:
    """{what: [queries, ms of CPU]} of the screen, as JSON."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext
    from django.urls import reverse

    from masthead.article.models import Region
    from masthead.desk.models import User

    client = Client()
    client.force_login(User.objects.get())
    address, region = reverse("translation_board"), Region.objects.get().pk
    pages = {
        "open": {}, "page 30": {"page": "30"}, "missing": {"state": "missing"}, "stale": {"state": "stale"},
        "held in Arabic and French": {"state": "held", "language": ["ar", "fr"]}, "region": {"region": region},
        "headline": {"text": "river 77"}, "dates": {"since": "2020-01-01", "until": "2099-01-01"}, "cost": {"cost": "0.2"},
        "reviewed by": {"reviewed_by": "Tariq"}, "missing in Thai": {"state": "missing", "language": ["th"]},
    }  # fmt: skip

    def get(query: dict[str, Any]) -> None:
        assert client.get(address, query, headers={"host": "localhost"}).status_code == 200

    found = {}
    for name, query in pages.items():
        get(query)
        with CaptureQueriesContext(connection) as captured:
            get(query)
        found[name] = [len(captured), cpu_ms(lambda query=query: get(query), times=5)[0]]  # type: ignore[misc]
    print(json.dumps(found))


def _propose() -> None:
    from masthead.translation import jobs
    from masthead.translation.board import Filters

    jobs.propose(
        "translate", jobs.everything(Filters(state="missing", languages=OPEN)), by="bench", confirm=False
    )


def _work() -> None:
    """Only the job: what the press makes of it is measured elsewhere."""
    from masthead.translation import doing
    from masthead.translation.models import Job

    job = Job.objects.get()
    while doing.work(job.pk):
        pass


def _main(verb: str, *words: str) -> None:
    import django

    django.setup()
    verbs: dict[str, Any] = {
        "build": lambda number: _build(int(number)),
        "look": _look,
        "propose": _propose,
        "work": _work,
    }
    verbs[verb](*words)


if __name__ == "__main__":
    _main(*sys.argv[1:])
