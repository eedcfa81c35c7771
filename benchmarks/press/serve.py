"""What serving a page costs, beside nginx on the same files; what readers wait while others work; memory when idle.

Cost is CPU of the server's processes, from ``/proc``, over many requests of ``wrk`` on connections that are kept; the
client's does not count. The two servers have their turns one after the other, and the median of all turns is taken.
**Hot**: 10,000 pages, asked for as readers do, few often and many seldom (Zipf, exponent 1). **Cold**: one after the
other, with a memory of 1 MB, so that every page comes from the disk (which the system may hold in its own memory).
"""

from __future__ import annotations

import bisect
import itertools
import os
import random
import re
import shutil
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from urllib.request import urlopen

from benchmarks.harness import Figure
from benchmarks.press import outlets

PAGES = 10_000
CONNECTIONS = 16
TURNS = 9
SECONDS = 2  # of a turn
PACE = 0.005  # seconds between two requests whose waiting is measured
WAITED = 4_000  # requests
NGINX = shutil.which("nginx") or "/usr/sbin/nginx"


def run(home: Path) -> list[Figure]:
    if shutil.which("wrk") is None:
        raise SystemExit("Requests come from wrk, which is not installed (Debian: apt install wrk).")
    outlets.prepare(home)
    paths = _pages(home)
    subprocess.run([sys.executable, "-m", "masthead", "reindex"], check=True)
    readers = _script(home / "readers.lua", _zipf(paths, 100_000))
    crawler = _script(home / "crawler.lua", paths)
    figures: list[Figure] = []
    with _nginx(home) as (nginx, nginx_port), _masthead(home) as (processes, port):
        pages = processes["pages"]
        figures += _cost("hot page, CPU", readers, (pages, port), (nginx, nginx_port), bound=1.3)
        with _small(home) as (small, small_port):
            figures += _cost("cold page, CPU", crawler, (small, small_port), (nginx, nginx_port), bound=3.0)
        wanted = _zipf(paths, WAITED)
        peers = {"nginx": _p99(nginx_port, wanted)} if nginx else {}
        figures.append(Figure("p99 of waiting, hot page", _p99(port, wanted), peers))
        with _editor(home), _searching(port) as searched:
            peers = {"nginx": _p99(nginx_port, wanted)} if nginx else {}
            figures.append(
                Figure("p99 of waiting, while one publishes and one searches", _p99(port, wanted), peers)
            )
        print(f"{searched[0]} searches ran beside it")
    with _masthead(home) as (processes, port):
        time.sleep(5)
        supervisor = processes.pop("supervisor")
        for name, process in processes.items():
            figures.append(Figure(f"idle memory, {name}", _memory(_family(process)), unit="MB"))
        figures.append(Figure("idle memory, supervisor", _memory([supervisor]), unit="MB"))
        figures.append(Figure("idle memory, all", _memory(_family(supervisor)), unit="MB"))
    return figures


def _pages(home: Path) -> list[str]:
    """As many pages as ``PAGES``, each in a file of its own, from a long article in all languages."""
    from benchmarks.press.publish import publish
    from masthead.press import files

    outlets.warm(outlets.article(0))
    publish(0)
    models = sorted(files.root().glob("*/articles/declaration-0/index.html"))
    paths = []
    for start in range(0, PAGES, 500):
        with files.Staging() as staging:
            for number in range(start, min(start + 500, PAGES)):
                model = models[number % len(models)]
                code = model.relative_to(files.root()).parts[0]
                name = f"river-{number}"
                paths.append(f"/{code}/articles/{name}/")
                body = model.read_bytes().replace(b"declaration-0", name.encode())
                staging.add(f"{paths[-1][1:]}index.html", body)
            staging.place()
    files.announce()
    return paths


def _zipf(paths: Sequence[str], times: int) -> list[str]:
    chance = random.Random(51)
    order = chance.sample(list(paths), len(paths))
    weights = list(itertools.accumulate(1 / place for place in range(1, len(order) + 1)))
    return [order[bisect.bisect(weights, chance.random() * weights[-1])] for _ in range(times)]


def _script(file: Path, paths: Sequence[str]) -> Path:
    """For wrk: these paths in their order, with the headers of a browser."""
    fields = {
        "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,*/*;q=0.8",
        "Accept-Encoding": "gzip",
        "Accept-Language": "de-AT,de;q=0.8,en;q=0.5",
        "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
        "Sec-Fetch-Dest": "document",
        "Sec-Fetch-Mode": "navigate",
    }
    said = "".join(f'wrk.headers["{name}"] = "{value}"\n' for name, value in fields.items())
    listed = ",".join(f'"{path}"' for path in paths)
    file.write_text(
        f"{said}local paths = {{{listed}}}\nlocal at = 0\n"
        'request = function() at = at % #paths + 1 return wrk.format("GET", paths[at]) end\n'
    )
    return file


Server = tuple[int | None, int]


def _cost(name: str, script: Path, ours: Server, peer: Server, *, bound: float) -> list[Figure]:
    """CPU milliseconds a request of both, and how many times the peer's ours is."""
    spent: dict[str, list[float]] = {"masthead": [], "nginx": []}
    for turn in range(TURNS + 1):
        for who, (process, port) in (("nginx", peer), ("masthead", ours)):
            if process is not None:
                took = _turn(process, port, script)
                if turn:
                    spent[who].append(took)
    masthead = statistics.median(spent["masthead"])
    if not spent["nginx"]:
        return [Figure(name, masthead)]
    nginx = statistics.median(spent["nginx"])
    times = statistics.median(a / b for a, b in zip(spent["masthead"], spent["nginx"], strict=True))
    return [
        Figure(name, masthead, {"nginx": nginx}),
        Figure(f"{name}, times nginx", times, {"nginx": 1.0}, unit="times", bound=bound),
    ]


def _turn(process: int, port: int, script: Path) -> float:
    before = _cpu(process)
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", str(script)]
    said = subprocess.run(
        [*command, f"http://127.0.0.1:{port}"], capture_output=True, text=True, check=True
    ).stdout
    if "Non-2xx" in said or (found := re.search(r"(\d+) requests in", said)) is None:
        raise SystemExit(f"Not all requests were answered with a page:\n{said}")
    return (_cpu(process) - before) * 1000 / int(found[1])


def _family(process: int) -> list[int]:
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
            children.setdefault(parent, []).append(int(folder.name))
    found = [process]
    for one in found:
        found += children.get(one, [])
    return found


def _cpu(process: int) -> float:
    """Seconds of user and system time of a process and its children."""
    ticks = 0
    for one in _family(process):
        fields = Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory(processes: Sequence[int]) -> float:
    """Megabytes of these; what several share is counted in shares (PSS)."""
    kilobytes = 0
    for one in processes:
        with suppress(OSError):
            said = Path(f"/proc/{one}/smaps_rollup").read_text()
            kilobytes += int(re.findall(r"^Pss:\s+(\d+)", said, re.MULTILINE)[0])
    return kilobytes / 1024


def _p99(port: int, paths: Sequence[str]) -> float:
    """Milliseconds within which 99 of 100 pages come, on one connection at an even pace."""
    took = []
    with socket.create_connection(("127.0.0.1", port)) as caller:
        due = time.perf_counter()
        for path in paths:
            due += PACE
            time.sleep(max(0.0, due - time.perf_counter()))
            began = time.perf_counter()
            caller.sendall(
                f"GET {path} HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: gzip\r\n\r\n".encode()
            )
            answer = caller.recv(262_144)
            head, _, body = answer.partition(b"\r\n\r\n")
            length = re.search(rb"(?i)content-length: (\d+)", head)
            if length is None or b" 200 " not in head[:20]:
                raise SystemExit(f"{path} was not answered with a page: {head[:200]!r}")
            missing = int(length[1]) - len(body)
            while missing > 0:
                missing -= len(caller.recv(missing))
            took.append((time.perf_counter() - began) * 1000)
    return statistics.quantiles(took, n=100)[98]


@contextmanager
def _nginx(home: Path) -> Iterator[Server]:
    """One worker of nginx on the same files, with the configuration that we print for it."""
    from masthead.press import proxies

    built = (
        subprocess.run([NGINX, "-V"], capture_output=True, text=True, check=False).stderr
        if Path(NGINX).exists()
        else ""
    )
    if "http_gzip_static_module" not in built:
        print(
            "nginx is left out: " + ("it was built without gzip_static" if built else "it is not installed")
        )
        yield None, 0
        return
    port = free_port()
    folder = home / "nginx"
    folder.mkdir()
    scratch = "\n".join(f"{name}_temp_path {folder}/{name};" for name in _SCRATCH)
    site = proxies.nginx(
        proxies.Site("localhost", home / "pressed", home / "media", "127.0.0.1:9", listen=f"127.0.0.1:{port}")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log; worker_processes 1;\n"
        f"{'user root;' if os.geteuid() == 0 else ''}\nevents {{ worker_connections 1024; }}\n"
        f"http {{ access_log off; sendfile on; tcp_nopush on; keepalive_requests 10000000;\n{scratch}\n{site}\n}}\n"
    )
    with running([NGINX, "-c", str(folder / "nginx.conf"), "-e", str(folder / "error.log")], port) as number:
        yield number, port


_SCRATCH = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


@contextmanager
def _masthead(home: Path) -> Iterator[tuple[dict[str, int], int]]:
    """The outlet as ``masthead serve`` runs it: its processes by name."""
    port = free_port()
    with running([sys.executable, "-m", "masthead", "serve", "--port", str(port)], port) as number:
        urlopen(f"http://127.0.0.1:{port}/en/search/?q=river", timeout=60).read()
        names = {"masthead.project.pages": "pages", "granian": "web", "work": "worker"}
        processes = {"supervisor": number}
        for one in _family(number)[1:]:
            words = Path(f"/proc/{one}/cmdline").read_text().split("\0")
            for word, name in names.items():
                if word in words and name not in processes:
                    processes[name] = one
        yield processes, port


@contextmanager
def _small(home: Path) -> Iterator[Server]:
    """A process of pages with next to no memory."""
    port = free_port()
    pages = [
        sys.executable,
        "-m",
        "masthead.project.pages",
        "--port",
        str(port),
        "--behind",
        str(home / "none"),
    ]
    with running(pages, port, MASTHEAD_PAGES_MEMORY="1") as number:
        yield number, port


@contextmanager
def _editor(home: Path) -> Iterator[None]:
    """Somebody who publishes one article after the other in all languages, in a process of their own."""
    process = subprocess.Popen([sys.executable, "-m", "benchmarks.press.serve"])
    try:
        yield
    finally:
        process.terminate()
        process.wait(20)


@contextmanager
def _searching(port: int) -> Iterator[list[int]]:
    """A reader who searches again and again; how often, in a list of one."""
    done, going = [0], threading.Event()

    def search() -> None:
        while not going.is_set():
            with urlopen(f"http://127.0.0.1:{port}/en/search/?q=freedom+{done[0]}", timeout=60) as answer:
                answer.read()
            done[0] += 1

    thread = threading.Thread(target=search)
    thread.start()
    try:
        yield done
    finally:
        going.set()
        thread.join()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], port: int, patience: float = 60.0, **environment: str) -> Iterator[int]:
    """A server, from when it listens, which may take ``patience`` seconds; its process."""
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        _await(port, patience)
        yield process.pid
    finally:
        process.terminate()
        process.wait(20)


def _await(port: int, patience: float, going: Callable[[], float] = time.monotonic) -> None:
    until = going() + patience
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=5).close()
            return
        except OSError:
            if going() > until:
                raise
            time.sleep(0.1)


def _publish_on() -> None:
    import django

    django.setup()
    from benchmarks.press.publish import publish

    for number in itertools.count(1):
        publish(number)


if __name__ == "__main__":
    _publish_on()
