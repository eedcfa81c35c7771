"""A crash at any point leaves the old state or the new, and the next start finishes what was begun."""

from __future__ import annotations

import gzip
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import brotli
import pytest
from tests.journeys.forks import LANGUAGES

from masthead.press.server import Pages

KILLS = 20
SEED = 51
ROOT = Path(__file__).parents[2]
Do = Callable[..., dict[str, Any]]


@pytest.fixture
def outlet(tmp_path: Path) -> Path:
    return tmp_path / "outlet"


@pytest.fixture
def do(outlet: Path) -> Iterator[Do]:
    """Have something done in a process of its own."""
    environment = {
        **os.environ,
        "MASTHEAD_HOME": str(outlet),
        "MASTHEAD_ENGINES": "pseudo",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
    }
    environment.pop("DATABASE_URL", None)
    server = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.forks"],
        cwd=ROOT,
        env=environment,
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

    yield do
    server.stdin.close()
    server.wait(timeout=20)
    server.stdout.close()


def _bodies(outlet: Path) -> Iterator[tuple[str, bytes]]:
    """(address, body) of every file that can be served, the compressed ones unpacked."""
    pressed = outlet / "pressed"
    for file in pressed.rglob("*"):
        inside = file.relative_to(pressed)
        if file.is_dir() or inside.parts[0].startswith((".staging", ".generation", "assets")):
            continue
        body, name = file.read_bytes(), f"/{inside.as_posix()}"
        if file.suffix == ".br":
            body, name = brotli.decompress(body), name.removesuffix(".br")
        elif file.suffix == ".gz":
            body, name = gzip.decompress(body), name.removesuffix(".gz")
        yield name.removesuffix("index.html"), body


def _answer(pages: Pages, path: str) -> str:
    answered: list[str] = []
    pages({"REQUEST_METHOD": "GET", "PATH_INFO": path}, lambda status, headers: answered.append(status))
    return answered[0]


def _not_there(environ: dict[str, Any], start_response: Any) -> list[bytes]:
    start_response("404 Not Found", [])
    return []


def test_a_killed_process_leaves_the_old_state_or_the_new(do: Do, outlet: Path) -> None:
    random = Random(SEED)
    do("prepare")
    whole = do("publish", version=1)["took"]
    unfinished_files = 0

    # On a busy machine few kills come in time, so there may be more of them.
    for version in range(2, 3 * KILLS):
        # Half of them at any moment, half while files are written and placed.
        moment = {"when": "writing", "kill_after": random.uniform(0, 0.06)} if version % 2 else {}
        killed = do("publish", version=version, **{"kill_after": random.uniform(0, whole), **moment})[
            "killed"
        ]
        after_kill = list(_bodies(outlet))
        staged = [file for file in (outlet / "pressed/.staging").rglob("*") if file.is_file()]
        found = do("drain")["answer"]

        torn = [path for path, body in after_kill if sha256(body).hexdigest() not in found["recorded"][path]]
        assert torn == [], (version, killed)
        pages = Pages(outlet / "pressed", outlet / "media", _not_there)
        names = [file.relative_to(outlet / "pressed").as_posix() for file in staged]
        assert [name for name in names if _answer(pages, f"/{name}") != "404 Not Found"] == []
        unfinished_files += len(staged)
        _assert_all_is_done(outlet, found)
        if version > KILLS and unfinished_files:
            break

    assert unfinished_files > 0, "no process was killed while it wrote: the test looks at nothing"


def _assert_all_is_done(outlet: Path, found: dict[str, Any]) -> None:
    assert found["unfinished"] == []
    assert found["faults"] == []
    assert found["editions"] == sorted(LANGUAGES)
    digests = {(path, sha256(body).hexdigest()) for path, body in _bodies(outlet)}
    assert digests == set(found["artifacts"].items())
    page = (outlet / "pressed/de/articles/fassung/index.html").read_text("utf-8")
    assert f"<h1 data-line>{found['headline']}</h1>" in page
    assert f"Das ist {found['headline']}." in page
