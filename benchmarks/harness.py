"""What every benchmark shares: medians of CPU time, where the figures come from, the table and the file."""

from __future__ import annotations

import json
import platform
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

RESULTS = Path(__file__).parent / "results"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measurement of Masthead beside the same of others. ``bound``: what it must not pass, if anything."""

    name: str
    masthead: float
    peers: Mapping[str, float] = field(default_factory=dict)
    unit: str = "ms"
    bound: float | None = None
    lower_is_better: bool = True


def cpu_ms(*calls: Callable[[], object], times: int, warm: int = 1) -> list[float]:
    """For each call, the median milliseconds of this process's CPU (user and system, all threads).

    CPU and not wall-clock time, and the calls in turn: others may use the same cores, and then only
    this figure holds, and a change of the machine's pace meets all calls alike.
    """
    spent: list[list[float]] = [[] for _ in calls]
    for turn in range(warm + times):
        for call, kept in zip(calls, spent, strict=True):
            before = time.process_time()
            call()
            if turn >= warm:
                kept.append((time.process_time() - before) * 1000)
    return [median(kept) for kept in spent]


def provenance(*packages: str) -> str:
    """One line: the machine, the versions and the commit that figures come from."""
    parts = [
        f"{platform.machine()} {platform.system()} {platform.release()}",
        f"CPython {platform.python_version()}",
        f"SQLite {sqlite3.sqlite_version}",
        *(f"{name} {version(name)}" for name in packages),
        f"commit {_commit()}",
        time.strftime("%Y-%m-%d", time.gmtime()),
    ]
    return " · ".join(parts)


def _commit() -> str:
    def git(*arguments: str) -> str:
        done = subprocess.run(
            ["git", *arguments], cwd=RESULTS.parent, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    number = git("rev-parse", "--short", "HEAD")
    return f"{number or 'unknown'}{' with changes' if git('status', '--porcelain', '--', '../src') else ''}"


def report(name: str, figures: Sequence[Figure], *, source: str) -> None:
    """Print the table with its provenance, and write both to ``benchmarks/results``."""
    said = f"{table(figures)}\n\n{source}\n"
    print(said)
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.txt").write_text(said, encoding="utf-8")
    (RESULTS / f"{name}.json").write_text(
        json.dumps(rows(figures), indent=2, ensure_ascii=False) + "\n", encoding="utf-8"
    )


def rows(figures: Iterable[Figure]) -> dict[str, dict[str, Any]]:
    """{figure: what is written of it}."""
    return {figure.name: _row(figure) for figure in figures}


def _row(figure: Figure) -> dict[str, Any]:
    row: dict[str, Any] = {
        "masthead": round(figure.masthead, 3),
        "peers": {name: round(value, 3) for name, value in figure.peers.items()},
        "lower_is_better": figure.lower_is_better,
        "unit": figure.unit,
    }
    return row if figure.bound is None else {**row, "bound": figure.bound}


def table(figures: Sequence[Figure]) -> str:
    """The figures as a Markdown table, one column for each peer and one for bounds where there are any."""
    peers = list(dict.fromkeys(peer for figure in figures for peer in figure.peers))
    bounded = any(figure.bound is not None for figure in figures)
    grid = [["figure", "masthead", *peers, *(["bound"] if bounded else []), "unit"]]
    for figure in figures:
        cells = [
            figure.masthead,
            *(figure.peers.get(peer) for peer in peers),
            *([figure.bound] if bounded else []),
        ]
        grid.append([figure.name, *(_number(cell) for cell in cells), figure.unit])
    widths = [max(len(row[column]) for row in grid) for column in range(len(grid[0]))]
    lines = [
        "| " + " | ".join(_cell(text, widths[column], column) for column, text in enumerate(row)) + " |"
        for row in grid
    ]
    numeric = range(1, len(widths) - 1)
    rule = "|" + "|".join("-" * (w + 1) + (":" if c in numeric else "-") for c, w in enumerate(widths)) + "|"
    return "\n".join([lines[0], rule, *lines[1:]])


def _cell(text: str, width: int, column: int) -> str:
    return text.ljust(width) if column == 0 else text.rjust(width)


def _number(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:,.0f}" if value >= 1000 or value == int(value) else f"{value:.3g}"
