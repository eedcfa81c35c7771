"""An outlet moves here with everything: what readers had before, they have again."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from benchmarks.move_in import rows
from django.core.management import call_command
from django.test import Client
from tests import archives
from tests.archives import comment, item

from masthead.article.models import Article, Edition, Outlet
from masthead.intake.readers.archives import registry
from masthead.press import files
from masthead.press.server import Pages
from masthead.record.verify import verify_chain

ROOT = Path(__file__).parents[2]
ENGLISH = {
    "language": "en",
    "headline": "The 1st river",
    "html": '<p>The 1st river is <a href="https://quelle.example/">long</a>. It runs to the north.</p>'
    "<h2>Source</h2><p>It rises in the mountains.</p>",
    "slug": "river-1",
    "by": ["Tariq Translator"],
    "addresses": ["https://old.example/en/river-1/"],
}


@pytest.fixture
def ask(client: Client) -> Callable[..., tuple[str, str, str]]:
    """(status, Location, body) as the web process answers: pressed pages, Django behind them."""

    def django(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        answered = client.get(environ["PATH_INFO"], QUERY_STRING=environ["QUERY_STRING"])
        start_response(f"{answered.status_code} .", list(answered.items()))
        return [answered.content]

    def ask(path: str, query: str = "") -> tuple[str, str, str]:
        said: list[tuple[str, dict[str, str]]] = []
        body = Pages(files.root(), files.root(), django)(
            {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query},
            lambda status, headers: said.append((status.split()[0], dict(headers))),
        )
        return said[0][0], said[0][1].get("Location", ""), b"".join(body).decode()

    return ask


def test_an_archive_in_two_languages_is_read_at_its_new_and_its_old_addresses(
    outlet: Outlet,
    work: Callable[[], None],
    ask: Callable[..., tuple[str, str, str]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(registry, "ARCHIVES", dict(registry.ARCHIVES))
    archives.register()
    path = archives.write(
        tmp_path / "export.lines",
        [
            # The translation stands before its original.
            item(9, **ENGLISH, group="river", comments=[comment(2, text="Well said.")]),
            item(1, group="river", comments=[comment(1)], terms=[["Flüsse"]]),
            item(2),
            item(3, state="private"),
        ],
    )

    call_command("move-in", str(path), "--by", "Edith")
    work()

    article = Article.objects.get(slug="fluss-1")
    assert set(Edition.objects.live().values_list("article__slug", "language")) == {
        ("fluss-1", "de"), ("fluss-1", "en"), ("fluss-2", "de"),
    }  # fmt: skip
    assert ask("/2015/03/fluss-1/") == ("301", "/de/articles/fluss-1/", "")
    assert ask("/", "p=1") == ("301", "/de/articles/fluss-1/", "")
    assert ask("/en/river-1/") == ("301", "/en/articles/fluss-1/", "")
    assert ask("/2015/03/fluss-3/")[0] == "404"
    german, english = ask("/de/articles/fluss-1/")[2], ask("/en/articles/fluss-1/")[2]
    assert "Das 1. Wort dazu." in german
    assert '<a href="https://quelle.example/">long</a>' in english
    assert "Well said." in english
    assert "Tariq Translator" in english
    assert "Der 1. Fluss" in ask("/de/themes/flusse/")[2]
    assert 'datetime="2015-03-02' in german
    assert not Edition.objects.filter(article=article).exclude(language__in=("de", "en")).exists()
    assert list(verify_chain()) == []


def test_a_report_is_printed_again_for_programs(
    outlet: Outlet, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(registry, "ARCHIVES", dict(registry.ARCHIVES))
    archives.register()
    path = archives.write(tmp_path / "export.lines", [item(1), item(2, language="tlh")])
    with pytest.raises(SystemExit) as ended:
        call_command("move-in", str(path))
    assert ended.value.code == 1
    assert "failed: line 3, article post-2 “Der 2. Fluss”." in capsys.readouterr().out

    with pytest.raises(SystemExit):
        call_command("move-in", "--report", "--json")

    told = json.loads(capsys.readouterr().out)
    assert told["kinds"]["article"]["found"] == 2
    assert [(row["identifier"], row["line"]) for row in told["items"]] == [("post-2", 3)]


def _masthead(home: Path, *words: str) -> subprocess.Popen[bytes]:
    """A process that knows the tests' own archives, on an outlet in a folder of its own."""
    environment = {**os.environ, "MASTHEAD_HOME": str(home), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    environment.pop("DATABASE_URL", None)
    code = (
        "import django, os; os.environ['DJANGO_SETTINGS_MODULE'] = 'masthead.project.settings'; django.setup()\n"
        "from tests import archives; archives.register()\n"
        f"from django.core.management import call_command; call_command(*{words!r})"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _moved(home: Path) -> int:
    database = sqlite3.connect(home / "outlet.sqlite3")
    number: int = database.execute("SELECT count(*) FROM intake_moveditem").fetchone()[0]
    database.close()
    return number


def test_a_move_that_is_killed_and_gone_on_with_brings_the_same_as_one_in_one_go(tmp_path: Path) -> None:
    export = archives.write(
        tmp_path / "export.lines",
        [
            item(
                number,
                comments=[comment(number)],
                terms=[[f"Thema {number % 7}"]],
                group=f"river-{number % 60}" if number % 60 < 10 else "",
                language="de" if number < 60 else "en",
            )
            for number in range(120)
        ],
    )
    once, killed = tmp_path / "once", tmp_path / "killed"
    for home in (once, killed):
        home.mkdir()
        assert _masthead(home, "init", "The Gazette", "--url", "https://new.example").wait() == 0
    assert _masthead(once, "move-in", str(export), "--by", "Edith").wait() == 0

    kills = 0
    for after in (1, 40, 90):
        process = _masthead(killed, "move-in", str(export), "--by", "Edith")
        while process.poll() is None and _moved(killed) < after:
            time.sleep(0.005)
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
            kills += 1
        process.wait()
    assert _masthead(killed, "move-in", str(export), "--by", "Edith").wait() == 0

    assert kills > 0
    assert rows(killed) == rows(once)
