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
        """See whether the press has made something new. To be called a few times a second."""
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
        try:
            if file is None or not S_ISREG((about := os.stat(file)).st_mode):
                return None
            sent, used = file, ""
            if encoding and headers.is_packed(name, file):
                try:
                    handle = os.open(f"{file}.{encoding}", os.O_RDONLY | os.O_CLOEXEC)
                    sent, used = f"{file}.{encoding}", encoding
                except FileNotFoundError:
                    handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
            else:
                handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
            try:
                size = os.fstat(handle).st_size
                body = _whole(handle, size) if size <= LARGE else None
            finally:
                os.close(handle)
            text = text_of(file) if name.endswith("/") else ""
        except (OSError, ValueError):  # not there, or a name that the disk does not know
            self.hot.drop(key)
            return None
        ready = _ready(name, file, sent, used, about, size if body is None else len(body), body, text)
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
    handle = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
    try:
        found = _TEXT.search(os.read(handle, _BEGINNING))
    finally:
        os.close(handle)
    return found[1].decode() if found else ""


def _identity(about: os.stat_result) -> Identity:
    return about.st_ino, about.st_mtime_ns, about.st_size


def _whole(handle: int, size: int) -> bytes:
    body = os.read(handle, size + 1)
    if len(body) <= size:
        return body  # its end was seen
    return body + b"".join(iter(lambda: os.read(handle, LARGE), b""))


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
    etag = f'"{about.st_mtime_ns:x}-{size:x}{encoding}"'
    modified = _date(int(about.st_mtime))
    last = file.rpartition("/")[2]
    suffix = os.path.splitext(last)[1].lower()
    kind = headers.kind(name, last, suffix)
    parted = not headers.is_packed(name, file)
    always = (
        f"ETag: {etag}\r\nLast-Modified: {modified}\r\n"
        f"Cache-Control: {headers.cache(name, text)}\r\n"
        f"{_written(headers.of_paper(name)) if headers.is_paper(name) else _SECURITY}{'' if parted else _VARY}"
    )
    of_body = f"Content-Type: {kind}\r\nContent-Length: {size}\r\n"
    if parted:
        of_body += "Accept-Ranges: bytes\r\n"
    if encoding:
        of_body += f"Content-Encoding: {_ENCODINGS[encoding]}\r\n"
    if tag := headers.language(name, suffix, text):
        of_body += f"Content-Language: {tag}\r\n"
    if headers.is_given(name, suffix):
        of_body += "Content-Disposition: attachment\r\n"
    head = f"HTTP/1.1 200 OK\r\n{of_body}{always}".encode()
    brief = f"HTTP/1.1 304 Not Modified\r\n{always}".encode()
    return Ready(etag, modified, body, size, parted, head, brief, sent, file, _identity(about), None)


@lru_cache(maxsize=1024)
def _date(seconds: int) -> str:
    return formatdate(seconds, usegmt=True)
