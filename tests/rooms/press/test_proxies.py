"""Real nginx and Caddy with the configurations that we print, beside our own server on the same files."""

from __future__ import annotations

import gzip
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from tests import factories as make
from tests.rooms.press.answers import Answer, Ask

from masthead.press import files, proxies
from masthead.press.headers import FOREVER, PAGE_CACHE, SECURITY
from masthead.press.stock import Stock, fields

PAGE = "<!doctype html><html lang=ar><title>نهر</title><p>" + "نهر طويل. " * 200
SAME = {
    "content-type",
    "content-encoding",
    "content-language",
    "content-disposition",
    "cache-control",
    "vary",
}


class _Masthead(BaseHTTPRequestHandler):
    """The outlet behind: says what it was asked for and by whom."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        said = f"{self.command} {self.path} {self.headers['Host']} {self.headers['X-Forwarded-For']} {body.decode()}"
        self.send_response(410 if "gone" in self.path else 301 if "old" in self.path else 200)
        if "old" in self.path:
            self.send_header("Location", "/ar/")
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(said.encode())))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(said.encode())

    do_POST = do_HEAD = do_GET

    def log_message(self, *_: object) -> None: ...


@pytest.fixture
def site(home: Path) -> Iterator[proxies.Site]:
    for name in ("ar/index.html", "zh-hant/articles/nahr/index.html", "ar/404.html"):
        files.write(name, PAGE.encode())
    for name in (
        "ar/feed.xml",
        "ar/atom.xml",
        "ar/feed.json",
        "sitemap.xml",
        "robots.txt",
        "rsl.xml",
        "rsl/ar.xml",
    ):
        files.write(name, b"<x/>" * 100)
    for name in (".well-known/tdmrep.json", ".well-known/security.txt"):
        files.write(name, b"<x/>" * 100)
    files.write("assets/site-0123456789.css", b"p{}" * 100)
    files.write("assets/icon.svg", b"<svg/>")
    (home / "pressed/ar/themes").mkdir()
    (home / "pressed/ar/articles/nahr").mkdir(parents=True)
    (home / "pressed/ar/articles/nahr/nahr.pdf").write_bytes(b"%PDF")
    for name in (
        "images/rhein.png",
        "images/page.html",
        "images/rhein.webp",
        ".hidden",
        "documents/draft.pdf",
        "original_images/rhein.jpg",
    ):
        file = home / "media" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"0123456789")
    (home / "outlet.sqlite3").write_bytes(b"SECRET")
    files.announce()
    behind = ThreadingHTTPServer(("127.0.0.1", 0), _Masthead)
    threading.Thread(target=behind.serve_forever, args=(0.02,), daemon=True).start()
    yield proxies.Site(
        "127.0.0.1",
        home / "pressed",
        home / "media",
        f"127.0.0.1:{behind.server_port}",
        listen=f"127.0.0.1:{_port()}",
    )
    behind.shutdown()
    behind.server_close()


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(
    params=[pytest.param("nginx", marks=pytest.mark.nginx), pytest.param("caddy", marks=pytest.mark.caddy)]
)
def ask(request: pytest.FixtureRequest, site: proxies.Site, tmp_path: Path) -> Iterator[Ask]:
    port = int(site.listen.rpartition(":")[2])
    command = (_nginx if request.param == "nginx" else _caddy)(site, tmp_path)
    log = tmp_path / "server.log"
    with log.open("wb") as said:
        server = subprocess.Popen(
            command, stdout=said, stderr=said, env={**os.environ, "HOME": str(tmp_path)}
        )
    try:
        _await(port, server, log)
        yield lambda path, method="GET", body=None, **sent: _ask(port, path, method, body, **sent)
    finally:
        server.terminate()
        server.wait(20)


def _nginx(site: proxies.Site, folder: Path) -> list[str]:
    scratch = "".join(
        f"{name}_temp_path {folder}/{name};\n"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    user = "user root;\n" if os.geteuid() == 0 else ""
    (folder / "nginx.conf").write_text(
        f"daemon off;\nmaster_process off;\n{user}pid {folder}/pid;\nevents {{}}\n"
        f"http {{\naccess_log off;\n{scratch}{proxies.nginx(site)}\n}}\n"
    )
    return [shutil.which("nginx") or "/usr/sbin/nginx", "-e", "stderr", "-c", str(folder / "nginx.conf")]


def _caddy(site: proxies.Site, folder: Path) -> list[str]:
    text = proxies.caddy(site).replace(
        f"\n{site.host} {{", f"\nhttp://:{site.listen.rpartition(':')[2]} {{\n\tbind 127.0.0.1", 1
    )
    (folder / "Caddyfile").write_text("{\n\tadmin off\n\tauto_https off\n}\n" + text)
    return [
        shutil.which("caddy") or "caddy",
        "run",
        "--config",
        str(folder / "Caddyfile"),
        "--adapter",
        "caddyfile",
    ]


def _await(port: int, server: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            assert server.poll() is None, log.read_text()
            assert time.monotonic() < until, log.read_text()
            time.sleep(0.05)


def _ask(port: int, path: str, method: str = "GET", body: bytes | None = None, **sent: str) -> Answer:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(
            method, path, body, {name.replace("_", "-").title(): value for name, value in sent.items()}
        )
        answer = connection.getresponse()
        return Answer(
            answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()
        )
    finally:
        connection.close()


@pytest.mark.parametrize(
    "path",
    [
        "/ar/",
        "/zh-hant/articles/nahr/",
        "/ar/404.html",
        "/ar/feed.xml",
        "/ar/atom.xml",
        "/ar/feed.json",
        "/sitemap.xml",
        "/robots.txt",
        "/rsl.xml",
        "/rsl/ar.xml",
        "/.well-known/tdmrep.json",
        "/.well-known/security.txt",
        "/assets/site-0123456789.css",
        "/assets/icon.svg",
        "/media/images/rhein.png",
        "/media/images/rhein.webp",
        "/media/images/page.html",
    ],
)
def test_a_file_comes_with_the_headers_that_masthead_sends(ask: Ask, site: proxies.Site, path: str) -> None:
    ours = Stock(site.pressed, site.media).find(path, "gz")
    assert ours is not None
    expected = {name.lower(): value for name, value in fields(ours.head)}

    answer = ask(path, accept_encoding="gzip")

    assert (answer.status, answer.body) == (200, ours.body)
    wanted = SAME | {name.lower() for name, _ in SECURITY}
    assert {name: answer.headers.get(name) for name in wanted} == {
        name: expected.get(name) for name in wanted
    }


def test_who_has_it_is_told_so_and_parts_can_be_had(ask: Ask) -> None:
    page, picture = ask("/ar/", accept_encoding="gzip"), ask("/media/images/rhein.png")

    assert gzip.decompress(page.body).decode() == PAGE
    assert ask("/ar/", accept_encoding="gzip", if_none_match=page.headers["etag"]).status == 304
    part = ask("/media/images/rhein.png", range="bytes=2-4", if_range=picture.headers["etag"])
    assert (part.status, part.body) == (206, b"234")
    assert ask("/ar/", "HEAD").body == b""


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/?p=12",
        "/desk/",
        "/ar/search/?q=a",
        "/ar/articles/none/",
        "/ar/articles",
        "/ar/themes/",
        "/static/x.css",
        "/media/documents/draft.pdf",
        "/media/original_images/rhein.jpg",
        "/media/none.png",
        "/ar/articles/nahr/nahr.pdf",
        "/.generation",
        "/media/.hidden",
    ],
)
def test_everything_else_is_asked_of_masthead(ask: Ask, path: str) -> None:
    answer = ask(path, host="river.example")

    assert (answer.status, answer.body.decode()) == (200, f"GET {path} river.example 127.0.0.1 ")
    assert answer.headers["cache-control"] == "no-store"


def test_what_masthead_says_of_an_address_is_handed_on(ask: Ask) -> None:
    assert ask("/ar/articles/gone/").status == 410
    moved = ask("/ar/articles/old/")
    assert (moved.status, moved.headers["location"]) == (301, "/ar/")


def test_a_form_goes_to_masthead_even_where_a_file_stands(ask: Ask) -> None:
    answer = ask("/ar/", "POST", b"q=1", x_forwarded_for="8.8.8.8")

    assert answer.body.decode().startswith("POST /ar/ ")
    assert answer.body.decode().endswith(" 127.0.0.1 q=1")


@pytest.mark.parametrize(
    "path", ["/../outlet.sqlite3", "/ar/../../outlet.sqlite3", "/media/../outlet.sqlite3"]
)
def test_no_path_leads_out_of_the_two_folders(ask: Ask, path: str) -> None:
    assert b"SECRET" not in ask(path).body


@pytest.mark.django_db
@pytest.mark.parametrize("server", ["nginx", "caddy"])
def test_the_command_prints_it_for_this_outlet(
    capsys: pytest.CaptureFixture[str], home: Path, server: str
) -> None:
    make.outlet(url="https://river.example")

    call_command("proxy", server, behind="10.0.0.2:9000")

    printed = capsys.readouterr().out
    assert "river.example" in printed
    assert str(home / "pressed") in printed
    assert "10.0.0.2:9000" in printed
    assert PAGE_CACHE in printed
    assert FOREVER in printed


@pytest.mark.django_db
@pytest.mark.parametrize("options", [{}, {"host": "a; b"}, {"host": "a", "behind": "x {"}])
def test_what_could_not_stand_in_a_configuration_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(CommandError):
        call_command("proxy", "nginx", **options)
