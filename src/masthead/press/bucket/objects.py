"""What the bucket is to hold for an address: a body, and the headers that the outlet itself sends with it.

A bucket negotiates nothing. So bodies are as they are, and the CDN before it compresses; or all are gzip, where an outlet
says so.
"""

from __future__ import annotations

import os
import re
from base64 import b64encode
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import md5, sha256
from html import escape
from pathlib import Path
from urllib.parse import quote, unquote

from django.conf import settings

from masthead.article.models import Outlet
from masthead.press import addresses, files, headers, views
from masthead.press.models import Artifact
from masthead.press.stock import LARGE, text_of

LONGEST_KEY = 1024  # bytes, the limit of S3
FRONT = "/"
"""Where a reader's language is asked for elsewhere; a bucket leads to the outlet's own."""
_PIECE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Object:
    """``key`` is without the bucket's prefix; ``body`` a file where it is large. ``headers`` have their names of HTTP."""

    key: str
    body: bytes | Path
    headers: Mapping[str, str]
    leads: str = ""
    """The address to which the bucket's own website leads."""
    gone: bool = False
    """Is it what stands in place of something that was taken back?"""
    size: int = field(init=False)
    etag: str = field(init=False)
    """MD5 of the body in hexadecimal: the ETag of most stores (RFC 1864 in base 64)."""
    digest: str = field(init=False)
    """SHA-256 of headers and body."""

    def __post_init__(self) -> None:
        simple, strong, size = md5(usedforsecurity=False), sha256(), 0
        strong.update(repr((sorted(self.headers.items()), self.leads)).encode())
        for piece in self.pieces():
            simple.update(piece)
            strong.update(piece)
            size += len(piece)
        for name, value in (("size", size), ("etag", simple.hexdigest()), ("digest", strong.hexdigest())):
            object.__setattr__(self, name, value)

    @property
    def content_md5(self) -> str:
        return b64encode(bytes.fromhex(self.etag)).decode()

    def pieces(self) -> Iterator[bytes]:
        if isinstance(self.body, bytes):
            yield self.body
            return
        with self.body.open("rb") as file:
            while piece := file.read(_PIECE):
                yield piece


def key_of(path: str) -> str | None:
    """The key of a decoded address; None for one that no key can stand for."""
    parts = path.split("/")
    inside, last = parts[1:-1], parts[-1]
    if path[:1] != "/" or {"", ".", ".."} & set(inside) or last in (".", "..") or _ODD.search(path):
        return None
    key = addresses.file_of(_whole(path))
    return key if len(key.encode(errors="replace")) <= LONGEST_KEY else None


_ODD = re.compile(r"[\x00-\x1f\x7f?\\\ud800-\udfff]")


def _whole(path: str) -> str:
    """The address whose file has the same key: that of a folder ends with a slash."""
    if path.endswith("/index.html"):
        return path.removesuffix("index.html")
    return path if "." in path.rpartition("/")[2] or path.endswith("/") else f"{path}/"


def is_elsewhere(path: str) -> bool:
    """Does the outlet itself answer there, whatever the bucket holds? PDFs are made when they are asked for."""
    return addresses.page_beside(path) != path


def of(paths: Collection[str]) -> dict[str, Object | None]:
    """What stands at these addresses now; None: nothing. Those that have no key are left out."""
    keys = {path: key for path in paths if not is_elsewhere(path) and (key := key_of(path))}
    pressed = set(Artifact.objects.filter(path__in=map(_whole, keys)).values_list("path", flat=True))
    found: dict[str, Object | None] = {}
    for path, key in keys.items():
        whole = _whole(path)
        there = _file(whole, key, files.root() / key) if whole in pressed else beside(whole)
        found[path] = there or _instead(path, key)
    return found


def shown(pages: Iterable[Object | None]) -> list[str]:
    """The addresses of pictures, style sheets and scripts that these pages show, each once. Nothing else of media."""
    names: dict[str, None] = {}
    for page in pages:
        if page is not None and page.headers["Content-Type"].startswith(_WITH_PICTURES):
            body = page.body if isinstance(page.body, bytes) else page.body.read_bytes()
            if page.headers.get("Content-Encoding"):
                body = (files.root() / page.key).read_bytes()
            for match in _SHOWN.findall(body):
                names[unquote(match.decode("ascii", "replace"))] = None
    return list(names)


_WITH_PICTURES = ("text/html", "application/xml", "application/rss", "application/atom", "application/feed")
# Sizes of pictures; originals and documents stand in other folders. Their names are as Django and we make them.
_SHOWN = re.compile(rb"/(?:media/images|assets)/[A-Za-z0-9_%~-][A-Za-z0-9._%~-]*")


def beside(name: str) -> Object | None:
    """A picture or asset by its address; None where there is none."""
    folder, _, last = name.rpartition("/")
    if (
        not last
        or last.startswith(".")
        or last.endswith((".br", ".gz"))
        or "\\" in last
        or "\x00" in last
        or folder not in ("/media/images", "/assets")
    ):
        return None
    root = Path(settings.MEDIA_ROOT) / "images" if folder == "/media/images" else files.root() / "assets"
    return _file(name, name[1:], root / last)


def _file(path: str, key: str, file: Path) -> Object | None:
    suffix = os.path.splitext(file.name)[1].lower()
    try:
        size = file.stat().st_size
        body: bytes | Path = file.read_bytes() if size <= LARGE else file
        text = text_of(file) if path.endswith("/") else ""
        sent = {
            "Content-Type": headers.kind(path, file.name, suffix),
            "Cache-Control": headers.cache(path, text),
        }
        if tag := headers.language(path, suffix, text):
            sent["Content-Language"] = tag
        if headers.is_given(path, suffix):
            sent["Content-Disposition"] = "attachment"
        if settings.MASTHEAD_BUCKET_GZIP and headers.is_packed(path, file.name):
            body, sent["Content-Encoding"] = file.with_name(f"{file.name}.gz").read_bytes(), "gzip"
        return Object(key, body, sent)
    except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
        return None


def _instead(path: str, key: str) -> Object | None:
    """What leads to where it is now, or says that it is gone. A bucket gives it with 200, or as a website with 301."""
    if _whole(path) == FRONT:
        outlet = Outlet.objects.first()
        front = addresses.front(outlet.language) if outlet else ""
        return _lead(key, front) if front and (files.root() / addresses.file_of(front)).exists() else None
    answer = views.instead(path)
    if answer is None or answer.status_code == 200:  # about to be pressed
        return None
    if answer.status_code in (410, 451):
        kept = {
            name: answer[name]
            for name in ("Content-Type", "Cache-Control", "Content-Language")
            if name in answer
        }
        return Object(key, answer.content, kept, gone=True)
    return _lead(key, unquote(answer["Location"]))


def _lead(key: str, path: str) -> Object:
    """For who is not led by the website, a page that does it; it has no words."""
    address = quote(path)
    tag = headers.language(path, ".html", "")
    shown = escape(address)
    page = (
        f'<!doctype html><html lang="{tag or "und"}"><meta charset="utf-8"><title>{shown}</title>'
        f'<link rel="canonical" href="{shown}"><meta http-equiv="refresh" content="0; url={shown}">'
        f'<a href="{shown}">{shown}</a></html>\n'
    )
    kept = {"Content-Type": headers.TYPES[".html"], "Cache-Control": headers.PAGE_CACHE}
    return Object(key, page.encode(), kept, leads=address)
