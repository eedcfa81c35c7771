"""Serves pressed pages from memory, and hands everything else to Django.

A WSGI application. A hot page costs a look into a dictionary: body, compressed by the press, and headers are
ready. The press bumps one file when something is new; it is looked at a few times a second, never per request.
"""

from __future__ import annotations

import mimetypes
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import quote

from masthead.lib import languages

Environ = dict[str, Any]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

LOOK_EVERY = 0.25  # seconds
MEMORY = 256 * 1024 * 1024  # bytes of bodies kept
PAGE_CACHE = "public, max-age=60, stale-while-revalidate=600"
FOREVER = "public, max-age=31536000, immutable"
POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY = [
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".jsonld": "application/ld+json",
}
_FEEDS = {
    "feed.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
}
_TERMS = "application/rsl+xml; charset=utf-8"
_PICTURES = {".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"}


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer that needs no more work."""

    etag: str
    headers: list[tuple[str, str]]
    body: bytes


class Pages:
    """The pressed folder as a WSGI application in front of another."""

    def __init__(self, pressed: Path, media: Path, otherwise: Application) -> None:
        self._pressed, self._media, self._otherwise = pressed, media, otherwise
        self._ready: dict[tuple[str, str], Ready] = {}
        self._held = 0
        self._looked = 0.0
        self._generation: int = -1
        self._lock = threading.Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        if method not in ("GET", "HEAD"):
            return self._otherwise(environ, start_response)
        now = time.monotonic()
        if now - self._looked > LOOK_EVERY:
            self._look(now)
        path = environ["PATH_INFO"]
        encoding = _encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        ready = self._ready.get((path, encoding)) or self._find(path, encoding)
        if ready is None:
            return self._elsewhere(path, environ, start_response)
        if environ.get("HTTP_IF_NONE_MATCH") and _matches(environ["HTTP_IF_NONE_MATCH"], ready.etag):
            start_response(
                "304 Not Modified", [pair for pair in ready.headers if pair[0] not in _BODY_HEADERS]
            )
            return []
        start_response("200 OK", ready.headers)
        return [ready.body] if method == "GET" else []

    def _look(self, now: float) -> None:
        self._looked = now
        try:
            generation = (self._pressed / ".generation").stat().st_mtime_ns
        except FileNotFoundError:
            generation = 0
        if generation != self._generation:
            with self._lock:
                self._generation = generation
                self._ready = {}
                self._held = 0

    def _find(self, path: str, encoding: str) -> Ready | None:
        generation = self._generation
        file = self._file(path)
        if file is None:
            return None
        try:
            body, used = _read(file, encoding)
            changed = file.stat().st_mtime
        except OSError:  # not there, a folder, or a name longer than the disk knows
            return None
        ready = _answer(file, path, body, used, changed)
        with self._lock:
            if generation == self._generation and len(body) < MEMORY // 8:
                if self._held + len(body) > MEMORY:
                    self._ready, self._held = {}, 0
                self._ready[path, encoding] = ready
                self._held += len(body)
        return ready

    def _file(self, path: str) -> Path | None:
        """The file a path stands for; None for what is not ours to serve."""
        try:
            # WSGI gives bytes dressed as Latin-1 (PEP 3333).
            name = path.encode("latin-1").decode("utf-8")
        except UnicodeError:
            return None
        parts = name.strip("/").split("/")
        if (
            "\x00" in name
            or "\\" in name
            or "//" in name
            or any(part.startswith(".") and part != ".well-known" for part in parts)
        ):
            return None
        if parts[0] == "media":
            return self._media.joinpath(*parts[1:]) if len(parts) > 1 and parts[1] != "documents" else None
        if name.endswith("/"):
            return self._pressed.joinpath(*parts, "index.html") if name != "/" else None
        return self._pressed.joinpath(*parts) if "." in parts[-1] else None

    def _elsewhere(self, path: str, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if path == "/" and not _asks_for_an_old_address(environ.get("QUERY_STRING", "")):
            return self._front(environ, start_response)
        if (
            "." not in path.rsplit("/", 1)[-1]
            and not path.endswith("/")
            and self._find(f"{path}/", "") is not None
        ):
            moved = ("Location", quote(f"{path}/", encoding="latin-1"))
            start_response("301 Moved Permanently", [moved, *_NO_BODY])
            return []
        return self._otherwise(environ, start_response)

    def _front(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """The front page in the language the reader's browser asks for, of those there are."""
        wanted = preferred(environ.get("HTTP_ACCEPT_LANGUAGE", ""))
        code = next((code for code in wanted if self._file(f"/{code}/") and self._has(code)), None)
        code = code or ("en" if self._has("en") else next((c for c in languages.CODES if self._has(c)), None))
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

    def _has(self, code: str) -> bool:
        return self._find(f"/{code}/", "") is not None


# Names under which other systems show an article at the front page: /?p=12.
_OLD = frozenset({"p", "page_id", "id", "post", "post_id", "article", "article_id", "story", "sid", "itemid"})


def _asks_for_an_old_address(query: str) -> bool:
    return bool(query) and any(part.partition("=")[0].lower() in _OLD for part in query.split("&", 9)[:9])


_NO_BODY = [("Content-Type", "text/plain; charset=utf-8"), ("Content-Length", "0")]
_BODY_HEADERS = {"Content-Length", "Content-Type", "Content-Encoding", "Content-Language"}


def _read(file: Path, encoding: str) -> tuple[bytes, str]:
    """The body in the wanted encoding where the press has made it; and the encoding used."""
    if encoding:
        try:
            return file.with_name(f"{file.name}.{encoding}").read_bytes(), encoding
        except FileNotFoundError:
            pass
    return file.read_bytes(), ""


def _answer(file: Path, path: str, body: bytes, encoding: str, changed: float) -> Ready:
    etag = f'"{blake2b(body, digest_size=12).hexdigest()}"'
    kind = (
        _FEEDS.get(file.name)
        or (_TERMS if path.startswith(("/rsl.xml", "/rsl/")) else None)
        or _TYPES.get(file.suffix)
        or mimetypes.guess_type(file.name)[0]
        or "application/octet-stream"
    )
    lasting = path.startswith(("/assets/site-", "/media/"))
    headers = [
        ("Content-Type", kind),
        ("Content-Length", str(len(body))),
        ("ETag", etag),
        ("Last-Modified", formatdate(changed, usegmt=True)),
        ("Cache-Control", FOREVER if lasting else PAGE_CACHE),
        *(paper_headers(path) if path.endswith(".pdf") and "/articles/" in path else SECURITY),
    ]
    if file.suffix not in _PICTURES:
        headers.append(("Vary", "Accept-Encoding"))
    if encoding:
        headers.append(("Content-Encoding", {"br": "br", "gz": "gzip"}[encoding]))
    if file.suffix == ".html" and (language := languages.match(path.split("/")[1])):
        headers.append(("Content-Language", language.tag))
    if path.startswith("/media/") and file.suffix.lower() not in _PICTURES:
        headers.append(("Content-Disposition", "attachment"))
    return Ready(etag, headers, body)


def paper_headers(path: str) -> list[tuple[str, str]]:
    """What goes with an article's PDF: search engines are to show its page. Browsers' viewers of PDFs need styles."""
    page = quote(path.rpartition("/")[0], encoding="latin-1")
    return [
        ("Content-Security-Policy", "frame-ancestors 'none'"),
        *SECURITY[1:],
        ("X-Robots-Tag", "noindex"),
        ("Link", f'<{page}/>; rel="canonical"'),
    ]


@lru_cache(maxsize=512)
def _encoding(accepted: str) -> str:
    """The suffix of the compressed form to send for an ``Accept-Encoding`` (RFC 9110 section 12.5.3)."""
    offered: dict[str, float] = {}
    for part in accepted.lower().split(","):
        name, _, quality = part.partition(";q=")
        try:
            offered[name.strip()] = float(quality) if quality.strip() else 1.0
        except ValueError:
            continue
    for name, suffix in (("br", "br"), ("gzip", "gz")):
        if offered.get(name, offered.get("*", 0.0)) > 0:
            return suffix
    return ""


def _matches(header: str, etag: str) -> bool:
    return header.strip() == "*" or any(tag.strip().removeprefix("W/") == etag for tag in header.split(","))


@lru_cache(maxsize=512)
def preferred(accepted: str) -> tuple[str, ...]:
    """Codes of our languages in the order of an ``Accept-Language`` (RFC 9110 section 12.5.4)."""
    weighed: list[tuple[float, int, str]] = []
    for position, part in enumerate(accepted.split(",")[:30]):
        tag, _, quality = part.partition(";q=")
        try:
            weight = float(quality) if quality.strip() else 1.0
        except ValueError:
            continue
        known = languages.match(tag)
        if known is not None and weight > 0:
            weighed.append((-weight, position, known.code))
    return tuple(dict.fromkeys(code for _, _, code in sorted(weighed)))
