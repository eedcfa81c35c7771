"""What Lighthouse says of the demonstration's front page and of a long article, in English, Arabic and Japanese.

Pages come from ``masthead serve``, as they would to readers, to Lighthouse's own telephone: a slow line and a processor
of a quarter of this one's pace, both reckoned from what it saw (``--throttling-method=simulate``, its default). How busy
this machine is changes that, so the best of up to ``RUNS`` counts; what is found wrong is printed. **Over the wire**: the
article has no pictures, and all that a browser gets for it is counted, headers and the icon too.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.harness import Figure
from benchmarks.press.serve import free_port, running

VERSION = "12.8.2"  # 13 needs Node 22
LANGUAGES = ("en", "ar", "ja")
PAGES = {"front page": "", "article": "articles/universal-declaration-of-human-rights/"}
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
ATTEMPTS = 3
RUNS = 5
WIRE = 40  # kB
_MAKING = 600.0  # seconds in which the demonstration is made and pressed

Report = dict[str, Any]


def run(home: Path) -> list[Figure]:
    if lacking := _lacking():
        print(f"Lighthouse is left out: {lacking}")
        return []
    program = _install()
    home.mkdir(parents=True, exist_ok=True)
    port = free_port()
    url = f"http://localhost:{port}"
    masthead = [sys.executable, "-m", "masthead"]
    own = {"MASTHEAD_HOME": str(home), "MASTHEAD_URL": url}
    os.environ.pop("DATABASE_URL", None)
    with running([*masthead, "serve", "--demonstration", "--port", str(port)], port, _MAKING, **own):
        subprocess.run([*masthead, "work", "--once"], env={**os.environ, **own}, check=True)
        _await_rest(home)
        return [
            figure
            for name, path in PAGES.items()
            for code in LANGUAGES
            for figure in _figures(f"{name}, {code}", f"{url}/{code}/{path}", program, home)
        ]


def _await_rest(home: Path) -> None:
    """Wait until the worker has compressed everything once more: it would take the browser's time."""
    until = time.monotonic() + _MAKING
    with closing(sqlite3.connect(f"file:{home}/outlet.sqlite3?mode=ro", uri=True)) as database:
        while time.monotonic() < until:
            [left] = database.execute("SELECT COUNT(*) FROM press_artifact WHERE NOT squeezed").fetchone()
            if not left:
                return
            time.sleep(1)


def versions() -> str:
    told = subprocess.run([_chromium(), "--version"], capture_output=True, text=True, check=False).stdout
    return f"Lighthouse {VERSION} · {told.strip()}"


def _figures(name: str, url: str, program: Path, home: Path) -> Iterator[Figure]:
    best = _best(program, url, home / "lighthouse.json")
    for category in CATEGORIES:
        score = 100 * float(best["categories"][category]["score"])
        yield Figure(f"{name}: {category}", score, unit="of 100", bound=100, lower_is_better=False)
        for audit in _wrong(best, category):
            print(f"{name}: {category}: {audit}")
    requests = [
        row for row in best["audits"]["network-requests"]["details"]["items"] if "data:" not in row["url"][:5]
    ]
    if name.startswith("article"):
        size = sum(row.get("transferSize") or 0 for row in requests) / 1000
        yield Figure(f"{name}: over the wire", size, unit="kB", bound=WIRE)
    others = sum(urlsplit(row["url"]).netloc != urlsplit(url).netloc for row in requests)
    yield Figure(f"{name}: requests to others", others, unit="", bound=0)


def _best(program: Path, url: str, file: Path) -> Report:
    """The report with the best performance; others are not asked for once nothing can be better."""
    reports: list[Report] = []
    while len(reports) < RUNS and not any(_performance(report) == 1 for report in reports):
        reports.append(_report(program, url, file))
    return max(reports, key=_performance)


def _performance(report: Report) -> float:
    return float(report["categories"]["performance"]["score"])


def _report(program: Path, url: str, file: Path) -> Report:
    command = [
        *("node", str(program), url, "--quiet", "--output=json", f"--output-path={file}"),
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--no-sandbox --headless=new --disable-gpu",
    ]
    for attempt in range(1, ATTEMPTS + 1):  # now and then it loses Chromium's trace, and says to run it again
        done = subprocess.run(
            command, env={**os.environ, "CHROME_PATH": _chromium()}, check=False, timeout=300
        )
        if done.returncode == 0:
            break
        if attempt == ATTEMPTS:
            raise SystemExit(f"Lighthouse could not read {url}, {ATTEMPTS} times.")
    report: Report = json.loads(file.read_text(encoding="utf-8"))
    if said := report.get("runtimeError"):
        raise SystemExit(f"Lighthouse could not read {url}: {said['message']}")
    return report


def _wrong(report: Report, category: str) -> Iterator[str]:
    for row in report["categories"][category]["auditRefs"]:
        audit = report["audits"][row["id"]]
        if row["weight"] and audit["score"] is not None and audit["score"] < 1:
            yield " ".join(filter(None, (audit["id"], str(audit["score"]), audit.get("displayValue"))))


def _lacking() -> str:
    missing = [name for name in ("node", "npm") if shutil.which(name) is None]
    if not _chromium():
        missing.append("chromium")
    return f"not installed: {', '.join(missing)} (Debian: apt install nodejs npm chromium)" if missing else ""


def _chromium() -> str:
    found = (shutil.which(name) for name in ("chromium", "chromium-browser", "google-chrome"))
    return os.environ.get("CHROME_PATH") or next(filter(None, found), "")


def _install() -> Path:
    """Lighthouse in the user's folder of caches, from npm where it is not there yet."""
    caches = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = caches / "masthead" / f"lighthouse-{VERSION}"
    program = folder / "node_modules" / "lighthouse" / "cli" / "index.js"
    if not program.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        quiet = ("--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error")
        subprocess.run(
            ["npm", "install", "--prefix", str(folder), *quiet, f"lighthouse@{VERSION}"], check=True
        )
    return program
