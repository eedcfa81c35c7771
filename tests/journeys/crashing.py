"""Kill the press at any moment, again and again, while readers read; then look whether anything was lost or left over."""

from __future__ import annotations

import gzip
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import brotli
from tests.journeys import forks
from tests.journeys.readers import Readers

from masthead.project.management.commands import serve

ROOT = Path(__file__).parents[2]
DATABASE = "outlet.sqlite3"
Do = Callable[..., dict[str, Any]]


@dataclass(slots=True)
class Found:
    """What happened, and, in sentences, what should not have."""

    acts: int = 0
    kills: int = 0
    fetches: int = 0
    unfinished_files: set[str] = field(default_factory=set)
    """Those that a killed process had written and not put in their places: without any, the kills came too early."""
    statuses: dict[int, int] = field(default_factory=dict)
    torn: list[str] = field(default_factory=list)
    dangling: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    left_over: list[str] = field(default_factory=list)
    unrecorded: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)

    @property
    def wrong(self) -> list[str]:
        return [
            *(self.torn + self.dangling + self.missing + self.differing),
            *(self.left_over + self.unrecorded + self.failed),
        ]


def run(folder: Path, *, kills: int, compare_every: int, seed: int = 51) -> Found:
    """``kills`` processes are killed while they publish, correct, move and withdraw articles.

    Whenever so many have been (``compare_every``), all files are compared with those that a clean press makes.
    """
    home, clean, chance, found = folder / "outlet", folder / "clean", Random(seed), Found()
    with forked(home) as do, forked(clean) as do_clean:
        do("prepare")
        whole = do("act", number=100, kind="correct")["took"]
        with serving(home, folder / "web") as port, Readers(port, seed=seed) as readers:
            compared = 0
            # On a busy machine few kills come in time, so there may be more of them.
            for number in range(101, 101 + 4 * kills):
                if found.kills >= kills and found.unfinished_files:
                    break
                _act(do, number, whole, chance, found)
                _look_at_staged(home, port, found)
                if chance.random() < 0.2:
                    continue  # the next comes before anybody has done what is due
                answer = do("drain")["answer"]
                look_at(home, answer, found)
                if found.kills >= compared + compare_every:
                    compared = found.kills
                    compare(home, clean, do_clean, found)
            look_at(home, do("drain")["answer"], found)
            compare(home, clean, do_clean, found)
        recorded = do("recorded")["answer"]
    found.fetches, found.statuses = readers.fetches, dict(readers.statuses)
    found.torn += readers.torn
    found.dangling += readers.dangling
    found.failed += readers.failed
    found.failed += [
        f"{count} answers with {status}" for status, count in readers.statuses.items() if status >= 500
    ]
    found.unrecorded = [path for path, digest in sorted(readers.read) if digest not in recorded.get(path, ())]
    return found


def _act(do: Do, number: int, whole: float, chance: Random, found: Found) -> None:
    """Half of the kills come at any moment, half while files are written and placed."""
    kind = chance.choice(forks.ACTS)
    if number % 2:
        killed = do("act", number=number, kind=kind, when="writing", kill_after=chance.uniform(0, 0.06))
    else:
        killed = do("act", number=number, kind=kind, kill_after=chance.uniform(0, whole))
    found.acts += 1
    found.kills += killed["killed"]


def _look_at_staged(home: Path, port: int, found: Found) -> None:
    """What was not put in its place is handed out to nobody."""
    pressed = home / "pressed"
    staged = [file for file in (pressed / ".staging").rglob("*") if file.is_file()]
    found.unfinished_files |= {str(file) for file in staged}
    for file in staged[:1]:
        path = f"/{file.relative_to(pressed).as_posix()}"
        with socket.create_connection(("127.0.0.1", port), timeout=60) as caller:
            caller.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            status = caller.recv(100).split(b" ")[1]
        if status != b"404":
            found.left_over.append(f"{path} is served")


def look_at(home: Path, answer: dict[str, Any], found: Found) -> None:
    """After a recovery: all that was begun is done, and the files are those the database knows."""
    found.failed += [f"{row}" for row in answer["unfinished"]] + answer["faults"]
    expected = {f"{slug} {code}" for slug in answer["articles"] for code in forks.LANGUAGES}
    found.missing += sorted(f"the edition {name}" for name in expected - set(answer["editions"]))
    there: dict[str, set[str]] = {}
    for path, body in bodies(home):
        there.setdefault(path, set()).add(sha256(body).hexdigest())
    known = answer["artifacts"]
    found.missing += sorted(known.keys() - there.keys())
    found.left_over += sorted(there.keys() - known.keys())
    found.differing += sorted(path for path in known.keys() & there.keys() if there[path] != {known[path]})


def compare(home: Path, clean: Path, do_clean: Do, found: Found) -> None:
    """Every file as a press makes it that has the same database and no file."""
    shutil.rmtree(clean, ignore_errors=True)
    shutil.copytree(home, clean, ignore=shutil.ignore_patterns("pressed", f"{DATABASE}*"))
    with (
        closing(sqlite3.connect(home / DATABASE)) as source,
        closing(sqlite3.connect(clean / DATABASE)) as target,
    ):
        source.backup(target)
    do_clean("press")
    here, there = _unsqueezed(files(home)), _unsqueezed(files(clean))
    found.missing += sorted(there.keys() - here.keys())
    found.left_over += sorted(here.keys() - there.keys())
    found.differing += sorted(name for name in here.keys() & there.keys() if here[name] != there[name])


def _unsqueezed(found: dict[str, bytes]) -> dict[str, bytes]:
    """With brotli unpacked: how small it is depends on whether the worker had nothing else to do."""
    return {name: brotli.decompress(body) if name.endswith(".br") else body for name, body in found.items()}


def files(home: Path) -> dict[str, bytes]:
    """Every pressed file that can be served."""
    pressed = home / "pressed"
    return {
        inside.as_posix(): file.read_bytes()
        for file in pressed.rglob("*")
        if file.is_file()
        and not (inside := file.relative_to(pressed))
        .parts[0]
        .startswith((".staging", ".generation", ".squeezing"))
    }


def bodies(home: Path) -> Iterator[tuple[str, bytes]]:
    """(address, body) of every page, the compressed forms unpacked."""
    for name, body in files(home).items():
        if name.startswith("assets/"):
            continue
        if name.endswith(".br"):
            body, name = brotli.decompress(body), name.removesuffix(".br")
        elif name.endswith(".gz"):
            body, name = gzip.decompress(body), name.removesuffix(".gz")
        yield f"/{name}".removesuffix("index.html"), body


def environment(home: Path, **more: str) -> dict[str, str]:
    found = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return {
        **found,
        "MASTHEAD_HOME": str(home),
        "MASTHEAD_ENGINES": "pseudo",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        **more,
    }


@contextmanager
def forked(home: Path) -> Iterator[Do]:
    """Have something done in a process of its own; ``tests.journeys.forks`` says what."""
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.forks"],
        cwd=ROOT,
        env=environment(home),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdin
    assert server.stdout

    def do(what: str, **values: Any) -> dict[str, Any]:
        assert server.stdin
        assert server.stdout
        server.stdin.write(json.dumps({"do": what, **values}) + "\n")
        server.stdin.flush()
        answer: dict[str, Any] = json.loads(server.stdout.readline())
        assert not answer["failed"], what
        return answer

    try:
        yield do
    finally:
        server.stdin.close()
        server.wait(timeout=20)
        server.stdout.close()


@contextmanager
def serving(home: Path, behind: Path) -> Iterator[int]:
    """The outlet served as “masthead serve” does, without its worker; the port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    commands = [serve.pages("127.0.0.1", port, str(behind), shared=False), serve.web(str(behind), 4)]
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=environment(home, MASTHEAD_SOCKET=str(behind)))
        for command in commands
    ]
    try:
        until = time.monotonic() + 60
        while not behind.exists() or not _listens(port):
            assert time.monotonic() < until, "the server does not start"
            time.sleep(0.05)
        yield port
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(20)


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=5).close()
    except OSError:
        return False
    return True
