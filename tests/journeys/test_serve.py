"""One command, several processes: they live together, end together, and leave the port free."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

ROOT = Path(__file__).parents[2]
ENDS_WITHIN = 12.0  # seconds: the supervisor's grace, and what a busy machine adds
Serve = Callable[[], "subprocess.Popen[bytes]"]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Of an install that is migrated and has its static files."""
    found = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    found |= {"MASTHEAD_HOME": str(tmp_path_factory.mktemp("served")), "PYTHONPATH": str(ROOT / "src")}
    for command in (["migrate", "--verbosity=0"], ["collectstatic", "--no-input", "--verbosity=0"]):
        subprocess.run([sys.executable, "-m", "masthead", *command], env=found, cwd=ROOT, check=True)
    return found


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def serve(environment: dict[str, str], port: int) -> Iterator[Serve]:
    started: list[subprocess.Popen[bytes]] = []

    def serve() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "masthead", "serve", "--port", str(port)]
        started.append(
            subprocess.Popen(
                command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
        )
        return started[-1]

    yield serve
    for process in started:
        process.kill()
        process.wait()
        if process.stdout:
            process.stdout.close()


def _answers(port: int) -> bool:
    try:
        with urlopen(f"http://127.0.0.1:{port}/", timeout=5):
            return True
    except HTTPError:
        return True
    except OSError:
        return False


def _until(said: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not said():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _children(process: int) -> list[int]:
    """The processes that say in their environment that this one supervises them."""
    mark = f"MASTHEAD_SUPERVISOR={process}\0".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if mark in (folder / "environ").read_bytes() + b"\0":
                found.append(int(folder.name))
        except OSError:
            continue
    return found


linux = pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="looks for processes in /proc")


@linux
def test_what_is_told_to_stop_stops_with_all_its_processes(serve: Serve, port: int) -> None:
    server = serve()
    assert _until(lambda: _answers(port), 60)
    assert len(_children(server.pid)) >= 2

    server.send_signal(signal.SIGTERM)

    assert server.wait(ENDS_WITHIN) == 0
    assert _children(server.pid) == []
    assert not _answers(port)


@linux
def test_what_is_killed_takes_its_processes_with_it(serve: Serve, port: int) -> None:
    server = serve()
    assert _until(lambda: _answers(port), 60)

    server.kill()
    server.wait()

    assert _until(lambda: _children(server.pid) == [], ENDS_WITHIN)
    assert not _answers(port)


@linux
def test_what_is_told_to_stop_while_it_starts_stops_too(serve: Serve, port: int) -> None:
    server = serve()
    assert _until(lambda: len(_children(server.pid)) >= 2, 60)
    time.sleep(0.7)  # the web server's own process is importing the project now

    server.send_signal(signal.SIGTERM)

    assert server.wait(ENDS_WITHIN) == 0
    assert _until(lambda: _children(server.pid) == [], 5)


@linux
def test_a_process_that_ends_is_started_again(serve: Serve, port: int) -> None:
    server = serve()
    assert _until(lambda: _answers(port), 60)
    before = set(_children(server.pid))

    for process in before:
        os.kill(process, signal.SIGKILL)

    assert _until(lambda: len(set(_children(server.pid)) - before) >= 2, 30)
    assert _until(lambda: _answers(port), 60)


def test_a_port_that_is_taken_is_refused_in_a_sentence(environment: dict[str, str], port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()

        done = subprocess.run(
            [sys.executable, "-m", "masthead", "serve", "--port", str(port)],
            env=environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    assert done.returncode == 1
    assert re.search(rf"Somebody already listens at 127\.0\.0\.1:{port}\. Choose another", done.stderr)
    assert "Traceback" not in done.stderr
