"""Pressed pages over WSGI, and everything else by Django.

This server knows all that can be asked of a page: parts, conditions, addresses without their slash, the front page in
the reader's language. What most readers ask is answered before it, by ``front.py``, from the same stock.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

from masthead.lib import languages
from masthead.press import negotiation
from masthead.press.headers import SECURITY
from masthead.press.stock import MEMORY, Ready, Stock, fields

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

LOOK_EVERY = 0.25  # seconds
_PIECE = 256 * 1024


class Pages:
    """The stock as a WSGI application in front of another."""

    def __init__(self, pressed: Path, media: Path, otherwise: Application, room: int = MEMORY) -> None:
        self._stock = Stock(pressed, media, room)
        self._otherwise = otherwise
        self._looked = 0.0

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return self._otherwise(environ, start_response)
        now = time.monotonic()
        if now - self._looked > LOOK_EVERY or environ.get("QUERY_STRING"):
            self._looked = now
            self._stock.look()
        try:
            # WSGI gives bytes dressed as Latin-1 (PEP 3333).
            name = environ["PATH_INFO"].encode("latin-1").decode("utf-8")
        except UnicodeError:
            return self._otherwise(environ, start_response)
        ready = self._stock.find(name, negotiation.encoding(environ.get("HTTP_ACCEPT_ENCODING", "")))
        if ready is None:
            return self._elsewhere(name, environ, start_response)
        return _answer(ready, environ, start_response)

    def _elsewhere(self, name: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if name == "/" and not _asks_for_an_old_address(environ.get("QUERY_STRING", "")):
            return self._front(environ, start_response)
        if "." not in name.rpartition("/")[2] and not name.endswith("/") and self._stock.has(f"{name}/"):
            start_response("301 Moved Permanently", [("Location", quote(f"{name}/")), *_NO_BODY])
            return []
        return self._otherwise(environ, start_response)

    def _front(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The front page in the language the reader's browser asks for, of those there are."""
        wanted = negotiation.preferred(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        code = next(
            (code for code in (*wanted, "en", *languages.CODES) if self._stock.has(f"/{code}/")), None
        )
        if code is None:
            return self._otherwise(environ, start_response)
        start_response(
            "302 Found",
            [
                ("Location", f"/{code}/"),
                ("Vary", "Accept-Language"),
                ("Cache-Control", "public, max-age=60"),
                *_NO_BODY,
                *SECURITY,
            ],
        )
        return []


# Names under which other systems show an article at the front page: /?p=12.
_OLD = frozenset({"p", "page_id", "id", "post", "post_id", "article", "article_id", "story", "sid", "itemid"})


def _asks_for_an_old_address(query: str) -> bool:
    return bool(query) and any(part.partition("=")[0].lower() in _OLD for part in query.split("&", 9)[:9])


_NO_BODY = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "0")]


def _answer(ready: Ready, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
    if_none_match, since = environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")
    if (if_none_match or since) and negotiation.unchanged(if_none_match, since, ready.etag, ready.modified):
        start_response("304 Not Modified", fields(ready.brief))
        return []
    whole = environ["REQUEST_METHOD"] == "GET"
    if whole and ready.parted and "HTTP_RANGE" in environ:
        part = negotiation.part(environ["HTTP_RANGE"], ready.size)
        if part and negotiation.may_be_parted(environ.get("HTTP_IF_RANGE"), ready.etag, ready.modified):
            return _part(ready, *part, start_response)
    start_response("200 OK", fields(ready.head))
    return _bytes(ready, 0, ready.size) if whole else []


def _part(ready: Ready, first: int, end: int, start_response: StartResponse) -> Iterable[bytes]:
    said = [pair for pair in fields(ready.head) if pair[0] != "Content-Length"]
    said.append(("Content-Length", str(end - first)))
    if first == end:
        start_response("416 Range Not Satisfiable", [*said, ("Content-Range", f"bytes */{ready.size}")])
        return []
    said.append(("Content-Range", f"bytes {first}-{end - 1}/{ready.size}"))
    start_response("206 Partial Content", said)
    return _bytes(ready, first, end)


def _bytes(ready: Ready, first: int, end: int) -> Iterable[bytes]:
    return [ready.body[first:end]] if ready.body is not None else _from_disk(ready.sent, first, end)


def _from_disk(file: str, first: int, end: int) -> Iterator[bytes]:
    with open(file, "rb") as handle:
        handle.seek(first)
        while first < end and (piece := handle.read(min(_PIECE, end - first))):
            first += len(piece)
            yield piece
