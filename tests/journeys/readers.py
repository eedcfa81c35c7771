"""Readers who fetch without end what an outlet serves, and look whether each answer is whole and leads somewhere."""

from __future__ import annotations

import gzip
import re
import threading
from collections import Counter
from hashlib import sha256
from http.client import HTTPConnection, HTTPException
from random import Random
from urllib.parse import quote, unquote

import brotli
from tests.journeys.forks import BASE, LANGUAGES

WAIT = 60  # seconds for an answer
_LINK = re.compile(
    rf"""(?:{re.escape(BASE)}|["'])(/(?:{"|".join(LANGUAGES)})/articles/[^"'<>\s]+?/)(?=["'<\s])"""
)
_ENDS = (b"</html>", b"</rss>", b"</feed>", b"</urlset>", b"</sitemapindex>", b"}")
_DECODE = {"": bytes, "br": brotli.decompress, "gzip": gzip.decompress}
Page = tuple[str, str]  # an address and the digest of what was read there


def _lists() -> list[str]:
    """Addresses of pages that name articles."""
    ways = ("", "regions/mitteleuropa/", "authors/ada-autorin/")
    found = ["/sitemap.xml"]
    for code in LANGUAGES:
        for way in ways:
            found += [f"/{code}/{way}{name}" for name in ("", "feed.xml", "atom.xml", "feed.json")]
        found += [f"/sitemaps/{code}-0.xml", f"/sitemaps/news-{code}.xml"]
    return found


class Readers:
    """A few readers, each in a thread, from ``with`` to its end. What they found wrong stands in lists of sentences."""

    def __init__(self, port: int, count: int = 3, seed: int = 51) -> None:
        self._port = port
        self._going = threading.Event()
        self._lock = threading.Lock()
        self._threads = [
            threading.Thread(target=self._read_on, args=(Random(seed + number),)) for number in range(count)
        ]
        self.known: set[str] = set()
        self.read: set[Page] = set()
        self.tags: dict[tuple[str, str], str] = {}
        self.statuses: Counter[int] = Counter()
        self.torn: list[str] = []
        self.dangling: list[str] = []
        self.failed: list[str] = []

    def __enter__(self) -> Readers:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._going.set()
        for thread in self._threads:
            thread.join()

    @property
    def fetches(self) -> int:
        return self.statuses.total()

    def _read_on(self, chance: Random) -> None:
        lists = _lists()
        while not self._going.is_set():
            connection = HTTPConnection("127.0.0.1", self._port, timeout=WAIT)
            try:
                for _ in range(50):
                    if self._going.is_set():
                        break
                    self._read_one(connection, chance, lists)
            except (OSError, HTTPException) as error:
                with self._lock:
                    self.failed.append(f"{type(error).__name__}: {error}")
            finally:
                connection.close()

    def _read_one(self, connection: HTTPConnection, chance: Random, lists: list[str]) -> None:
        with self._lock:
            known = sorted(self.known)
        if known and chance.random() < 0.3:
            self._fetch(connection, chance.choice(known), chance)
            return
        listed = chance.choice(lists)
        _, body = self._fetch(connection, listed, chance)
        named = {unquote(path) for path in _LINK.findall(body.decode())}
        with self._lock:
            self.known |= named
        for path in sorted(named):
            status, _ = self._fetch(connection, path, chance, method=chance.choice(("GET", "HEAD")))
            if status == 404:
                with self._lock:
                    self.dangling.append(f"{listed} names {path}")

    def _fetch(
        self, connection: HTTPConnection, path: str, chance: Random, method: str = "GET"
    ) -> tuple[int, bytes]:
        """Status and body, unpacked; no body but that of a page that is there."""
        encoding = chance.choice(("", "br", "gzip"))
        connection.request(method, quote(path), headers={"Accept-Encoding": encoding or "identity"})
        answer = connection.getresponse()
        try:
            sent = answer.read()
        except HTTPException:
            self._torn(path, "ends before its end")
            raise
        if answer.getheader("Connection") == "close":
            connection.close()
        with self._lock:
            self.statuses[answer.status] += 1
        if answer.status != 200 or method == "HEAD":
            return answer.status, b""
        used = answer.getheader("Content-Encoding") or ""
        try:
            body: bytes = _DECODE[used](sent)
        except (OSError, EOFError, brotli.error):
            self._torn(path, f"cannot be unpacked from {used}")
            return answer.status, b""
        if not body.rstrip().endswith(_ENDS):
            self._torn(path, "ends before its end")
        digest, tag = sha256(body).hexdigest(), answer.getheader("ETag") or ""
        with self._lock:
            self.read.add((path, digest))
            same = self.tags.setdefault((path, tag), digest) == digest
        if tag and not same:
            self._torn(path, f"is two pages under one tag {tag}")
        return answer.status, body

    def _torn(self, path: str, why: str) -> None:
        with self._lock:
            self.torn.append(f"{path} {why}")
