"""Damages what readers read for as long as wanted, and says what broke: ``python -m tests.fuzz --seconds 600``.

Each reader runs in a process of its own, so that one that dies is a finding too. A case is had again by its number:
``python -m tests.fuzz html --case 1234``.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from tempfile import TemporaryDirectory
from typing import Any

MOST = 20
"""Different findings of one reader that are shown."""


def main() -> int:
    ask = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    ask.add_argument("readers", nargs="*", help="names of readers; all without one")
    ask.add_argument("--seconds", type=float, default=60, help="for each reader")
    ask.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="readers at a time")
    ask.add_argument("--first", type=int, default=time.time_ns() // 1000, help="number of the first case")
    ask.add_argument("--case", type=int, help="read this one case and say what becomes of it")
    ask.add_argument("--within", action="store_true", help=argparse.SUPPRESS)
    asked = ask.parse_args()
    if not asked.within and asked.case is None:
        return _all(asked.readers or _names(), asked.seconds, asked.jobs, asked.first)
    _begin()
    if asked.case is not None:
        from tests.rooms.intake import fuzzing

        outcomes = [fuzzing.run(name, asked.case) for name in asked.readers]
        print(*outcomes, sep="\n")
        return int(any(outcome.finding for outcome in outcomes))
    print(json.dumps(_one(asked.readers[0], asked.seconds, asked.first)))
    return 0


def _names() -> list[str]:
    _begin()
    from tests.rooms.intake import fuzzing

    return list(fuzzing.TARGETS)


def _begin() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "masthead.project.settings")
    django.setup()
    logging.disable(logging.CRITICAL)


def _one(name: str, seconds: float, first: int) -> dict[str, Any]:
    from tests.rooms.intake import fuzzing

    until, number, read, slowest = time.monotonic() + seconds, first, 0, 0.0
    findings: dict[str, list[Any]] = {}
    began = time.monotonic()
    while time.monotonic() < until:
        print(number, file=sys.stderr, flush=True)
        before = time.process_time()
        outcome = fuzzing.run(name, number)
        took = time.process_time() - before
        slowest = max(slowest, took)
        found = outcome.finding or (f"slow: {took:.0f} s" if took > fuzzing.SLOW else "")
        if found:
            findings.setdefault(found[:90], [0, number, found])[0] += 1
        read += outcome.read
        number += 1
    return {
        "cases": number - first,
        "read": read,
        "seconds": time.monotonic() - began,
        "processor": sum(os.times()[:4]),
        "slowest": slowest,
        "findings": list(findings.values()),
    }


def _all(names: list[str], seconds: float, jobs: int, first: int) -> int:
    print(
        f"{'reader':14} {'cases':>9} {'a second':>9} {'read':>6} {'slowest':>8} {'CPU':>6} findings",
        flush=True,
    )
    broken = 0
    with TemporaryDirectory() as home, ThreadPoolExecutor(jobs) as pool:
        running = {pool.submit(_apart, name, seconds, first, home): name for name in names}
        for done in as_completed(running):
            name, said = running[done], done.result()
            findings = said["findings"]
            broken += len(findings)
            print(
                f"{name:14} {said['cases']:9,} {said['cases'] / max(said['seconds'], 1):9.1f} "
                f"{said['read'] / max(said['cases'], 1):6.0%} {said['slowest']:7.2f}s {said['processor']:5.0f}s {len(findings)}",
                flush=True,
            )
            for times, number, found in findings[:MOST]:
                print(f"    {times} × {found}\n      python -m tests.fuzz {name} --case {number}", flush=True)
    return int(broken > 0)


def _apart(name: str, seconds: float, first: int, home: str) -> dict[str, Any]:
    began = time.monotonic()
    command = [sys.executable, "-m", "tests.fuzz", name, "--within", "--seconds", str(seconds), "--first", str(first)]  # fmt: skip
    last = str(first)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={"MASTHEAD_HOME": home, **os.environ, "DJANGO_SETTINGS_MODULE": "masthead.project.settings"},
    ) as process:  # fmt: skip
        assert process.stdout is not None
        assert process.stderr is not None
        other: list[str] = []
        for line in process.stderr:
            if line.strip().isdigit():
                last = line.strip()
            else:
                other = [*other[-20:], line]
        answer = process.stdout.read()
    if process.returncode == 0 and answer:
        said: dict[str, Any] = json.loads(answer.splitlines()[-1])
        return said
    died = f"the process ended with {process.returncode}: {' '.join(''.join(other[-3:]).split())[:300]}"
    return {
        "cases": int(last) - first, "read": 0, "seconds": time.monotonic() - began, "processor": 0, "slowest": 0,
        "findings": [[1, int(last), died]],
    }  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
