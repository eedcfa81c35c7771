"""What a server of pages can hand out: two folders, and as much of them as memory has room for.

A page in memory is ready to be sent: its body, compressed by the press, and its headers. The press changes one file
when something is new. A page is then looked at once more when it is next asked for; one whose file is the same stays.
"""

from __future__ import annotations

import os
import re
import threading
from collections import OrderedDict
from dataclasses import dataclass
from email.utils import formatdate
from functools import lru_cache
from pathlib import Path
from stat import S_ISREG

from masthead.press import headers

MEMORY = 256 * 1024 * 1024
"""Bytes that are kept, where nothing else is said."""
LARGE = 1024 * 1024
"""Bytes from which on a file is never kept, but sent from the disk piece by piece."""
_BEGINNING = 200
"""Bytes of a page in which its language stands."""
OVERHEAD = 3_000
"""Bytes that an answer takes beside its body, about."""

GENERATION = ".generation"
"""The file that the press changes when something is new."""

_READING = os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK  # what is no file may have nobody at its other end
_ENCODINGS = {"br": "br", "gz": "gzip"}
_VARY = "Vary: Accept-Encoding\r\n"


def _written(fields: list[tuple[str, str]]) -> str:
    return "".join([f"{name}: {value}\r\n" for name, value in fields])


_SECURITY = _written(headers.SECURITY)

Generation = tuple[int, int]
Identity = tuple[int, int, int]


@dataclass(slots=True)
class Ready:
    """An answer that needs no more work. ``body`` is None where the file is ``LARGE``: it stands at ``sent``."""

    etag: str
    modified: str
    body: bytes | None
    size: int
    parted: bool
    """May parts of it be asked for?"""
    head: bytes
    """Status line and headers as they are written, without Date and the empty line."""
    brief: bytes
    """The same for a reader who has it already (304)."""
    sent: str
    file: str
    """What tells whether the answer holds still: the file itself, of which ``sent`` may be the compressed form."""
    identity: Identity
    seen: Generation | None
    asked: bool = False


def fields(head: bytes) -> list[tuple[str, str]]:
    """The headers that stand in a ``head`` or ``brief``, as WSGI wants them."""
    lines = head.decode().split("\r\n")[1:-1]
    return [(name, value) for name, _, value in (line.partition(": ") for line in lines)]


class Hot:
    """Answers by address and encoding, bounded by bytes.

    Which one leaves is chosen by second chance: in the order in which they came, those that were asked for since
    their last turn are passed over once. A look costs nothing but a mark, and a crawler drives out no favourites.
    """

    def __init__(self, room: int) -> None:
        self.room, self.held = room, 0
        self._answers: OrderedDict[tuple[str, str], Ready] = OrderedDict()
        self._lock = threading.Lock()
        self.get = self._answers.get

    def put(self, key: tuple[str, str], ready: Ready) -> None:
        size = _weight(ready)
        with self._lock:
            self._leave(key)
            if ready.body is None or size > self.room // 8:
                return
            while self.held + size > self.room:
                oldest, answer = next(iter(self._answers.items()))
                if answer.asked:
                    answer.asked = False
                    self._answers.move_to_end(oldest)
                else:
                    self._leave(oldest)
            self._answers[key] = ready
            self.held += size

    def drop(self, key: tuple[str, str]) -> None:
        with self._lock:
            self._leave(key)

    def __len__(self) -> int:
        return len(self._answers)

    def _leave(self, key: tuple[str, str]) -> None:
        answer = self._answers.pop(key, None)
        if answer is not None:
            self.held -= _weight(answer)


def _weight(ready: Ready) -> int:
    return ready.size + OVERHEAD


class Stock:
    """The folders of pressed pages and of media, with a memory in front of them."""

    def __init__(self, pressed: Path, media: Path, room: int = MEMORY) -> None:
        self._pressed, self._media = str(pressed), str(media)
        self._generation: Generation = (0, 0)
        self.hot = Hot(room)
        self.look()

    def look(self) -> None:
        """See whether the press has made something new.

        To be called a few times a second, and for an address with a query: whoever was led there by something new, as
        from the page on which a reader waits for a translation, is to find it.
        """
        try:
            about = os.stat(f"{self._pressed}/{GENERATION}")
        except OSError:
            return
        # Its time alone would not do: two changes can fall into one tick of the disk's clock.
        generation = about.st_mtime_ns, about.st_ino
        if generation != self._generation:
            self._generation = generation

    def find(self, name: str, encoding: str) -> Ready | None:
        """The answer for an address, decoded and without its query; ``encoding`` is a suffix or empty."""
        ready = self.hot.get((name, encoding))
        if ready is not None and (ready.seen is self._generation or self._holds(ready)):
            ready.asked = True
            return ready
        return self._read(name, encoding)

    def has(self, name: str) -> bool:
        file = self._file(name)
        try:
            return file is not None and S_ISREG(os.stat(file).st_mode)
        except (OSError, ValueError):
            return False

    def _holds(self, ready: Ready) -> bool:
        generation = self._generation
        try:
            same = _identity(os.stat(ready.file)) == ready.identity
        except OSError:
            return False
        if same:
            ready.seen = generation
        return same

    def _read(self, name: str, encoding: str) -> Ready | None:
        # The order is what makes it hold: first the generation, then the file's identity, then what is sent. The
        # press works the other way round: compressed forms, the file, the generation.
        generation = self._generation
        key = name, encoding
        file = self._file(name)
        if file is None:
            return None
        if encoding and not headers.is_packed(name, file):
            encoding = ""
        try:
            handle = os.open(file, _READING)
            try:
                about = os.fstat(handle)
                if not S_ISREG(about.st_mode):
                    return None
                text = _text_of(os.pread(handle, _BEGINNING, 0)) if name.endswith("/") else ""
                sent, found = f"{file}.{encoding}", _packed(f"{file}.{encoding}") if encoding else None
                if found is None:
                    sent, encoding, found = file, "", _body(handle, about.st_size)
            finally:
                os.close(handle)
        except (OSError, ValueError):  # not there, or a name that the disk does not know
            self.hot.drop(key)
            return None
        ready = _ready(name, file, sent, encoding, about, *found, text)
        ready.seen = generation
        self.hot.put(key, ready)
        return ready

    def _file(self, name: str) -> str | None:
        """The file that an address stands for; None for what is not ours to hand out."""
        if "/." in name and "/." in name.replace("/.well-known/", "/"):
            return None
        if name[:1] != "/" or "//" in name or "\x00" in name or "\\" in name:
            return None
        if name.startswith("/media/"):
            inside = name[7:]
            top, _, below = inside.partition("/")
            return f"{self._media}/{inside}" if (top or below) and top not in headers.KEPT else None
        if name.endswith("/"):
            return f"{self._pressed}{name}index.html" if name != "/" else None
        return f"{self._pressed}{name}" if "." in name.rpartition("/")[2] else None


_TEXT = re.compile(rb'<html lang="[^"]*" dir="[^"]*" data-text="([A-Za-z-]+)">')


def text_of(file: str | Path) -> str:
    """The language of the text that a page gives in another's dress; empty where page and text have the same.

    An error of reading is raised: ``OSError``.
    """
    with open(file, "rb") as page:
        return _text_of(page.read(_BEGINNING))


def _text_of(beginning: bytes) -> str:
    found = _TEXT.search(beginning)
    return found[1].decode() if found else ""


def _identity(about: os.stat_result) -> Identity:
    return about.st_ino, about.st_mtime_ns, about.st_size


def _packed(file: str) -> tuple[int, bytes | None] | None:
    """The size of a compressed form and what stands in it, if that is to be kept; None where there is none."""
    try:
        handle = os.open(file, _READING)
    except FileNotFoundError:
        return None
    try:
        return _body(handle, os.fstat(handle).st_size)
    finally:
        os.close(handle)


def _body(handle: int, size: int) -> tuple[int, bytes | None]:
    if size > LARGE:
        return size, None
    body = os.read(handle, size + 1)
    if len(body) > size:  # its end was not seen
        body += b"".join(iter(lambda: os.read(handle, LARGE), b""))
    return len(body), body


def _ready(
    name: str,
    file: str,
    sent: str,
    encoding: str,
    about: os.stat_result,
    size: int,
    body: bytes | None,
    text: str,
) -> Ready:
    if name.endswith("/"):  # those of one language have the same
        before, always, parted = _of_page(name.split("/", 2)[1], encoding, text)
    else:
        before, always, parted = _same(name, file, encoding, text)
    etag = f'"{about.st_mtime_ns:x}-{size:x}{encoding}"'
    modified = _date(int(about.st_mtime))
    own = f"ETag: {etag}\r\nLast-Modified: {modified}\r\n"
    return Ready(
        etag,
        modified,
        body,
        size,
        parted,
        f"HTTP/1.1 200 OK\r\nContent-Length: {size}\r\n{before}{own}{always}".encode(),
        f"HTTP/1.1 304 Not Modified\r\n{own}{always}".encode(),
        sent,
        file,
        _identity(about),
        None,
    )


@lru_cache(maxsize=512)
def _of_page(folder: str, encoding: str, text: str) -> tuple[str, str, bool]:
    return _same(f"/{folder}/", "/index.html", encoding, text)


def _same(name: str, file: str, encoding: str, text: str) -> tuple[str, str, bool]:
    """What of the headers stays from one state of a file to the next: of the body, of any answer; and ``parted``."""
    last = file.rpartition("/")[2]
    suffix = os.path.splitext(last)[1].lower()
    parted = not headers.is_packed(name, file)
    before = f"Content-Type: {headers.kind(name, last, suffix)}\r\n"
    if parted:
        before += "Accept-Ranges: bytes\r\n"
    if encoding:
        before += f"Content-Encoding: {_ENCODINGS[encoding]}\r\n"
    if tag := headers.language(name, suffix, text):
        before += f"Content-Language: {tag}\r\n"
    if headers.is_given(name, suffix):
        before += "Content-Disposition: attachment\r\n"
    security = _written(headers.of_paper(name)) if headers.is_paper(name) else _SECURITY
    always = f"Cache-Control: {headers.cache(name, text)}\r\n{security}{'' if parted else _VARY}"
    return before, always, parted


@lru_cache(maxsize=1024)
def _date(seconds: int) -> str:
    return formatdate(seconds, usegmt=True)
