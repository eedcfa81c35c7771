"""The children of an export's channel, one at a time: a file of any size in the memory of one item.

Two things that real exports have and XML forbids are mended on the way, both without loss of text: control
characters go, and an ``&`` that begins no reference of XML is escaped. Everything else that is not well-formed
is refused with its line. No entity is expanded, no DTD read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from functools import lru_cache
from html.entities import html5
from typing import IO, Any

from lxml import etree

from masthead.intake.errors import IntakeError, Malformed, TooLarge, Unreadable
from masthead.intake.readers.html.text import one_line

_CHUNK = 1 << 16
_EXPORT = re.compile(r"https?://(?:www\.)?wordpress\.org/export/\d")
_LARGEST_ITEM = 64_000_000
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\r") + b"\x7f"
_REFERENCE = re.compile(rb"&(?:#(\d{1,8});|#[xX]([0-9A-Fa-f]{1,7});|([A-Za-z][A-Za-z0-9]{1,31});)?")
_OWN = frozenset({b"amp", b"lt", b"gt", b"quot", b"apos"})
_WIDE = (b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_SPACES = (
    (re.compile(r"https?://(?:www\.)?wordpress\.org/export/\d+\.\d+/excerpt/"), "excerpt:"),
    (re.compile(r"https?://(?:www\.)?wordpress\.org/export/\d+\.\d+/"), "wp:"),
    (re.compile(r"https?://purl\.org/rss/1\.0/modules/content/"), "content:"),
    (re.compile(r"https?://purl\.org/dc/elements/1\.1/"), "dc:"),
)


@lru_cache(maxsize=512)
def name(tag: object) -> str:
    """An element's name with the prefix WordPress gives it, whatever prefix the file has: ``wp:post_id``."""
    if not isinstance(tag, str):
        return ""
    space, closed, local = tag.rpartition("}")
    if not closed:
        return tag
    return next((prefix + local for known, prefix in _SPACES if known.fullmatch(space[1:])), "")


def line_of(element: etree._Element | None) -> int:
    """Where it begins in the file, from 1; 0 where that is not known."""
    line: object = element.sourceline if element is not None else 0
    return line if isinstance(line, int) else 0


@dataclass(frozen=True, slots=True)
class Source:
    """A file of an export: its name in sentences, and how it is opened."""

    shown: str
    open: Callable[[], AbstractContextManager[IO[bytes]]]


def looks_like(head: bytes) -> bool:
    """Do these first bytes begin an export of WordPress?"""
    text = head.replace(b"\0", b"").decode("latin-1")
    return "<rss" in text and bool(_EXPORT.search(text))


def children(source: Source) -> Iterator[etree._Element]:
    """The elements inside the channel, in order. Each is emptied when the next is asked for.

    ``Malformed`` names the line, and comes after the elements that stand before it.
    """
    parser = etree.XMLPullParser(
        events=("end",), resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    mended = Mender()
    since = 0
    try:
        with source.open() as file:
            for chunk in _mended(file, mended):
                since += len(chunk)
                fault = _feed(parser, chunk)
                for _, element in parser.read_events():
                    assert isinstance(
                        element, etree._Element
                    )  # of the events there are only ends of elements
                    parent = element.getparent()
                    if parent is None or parent.tag != "channel" or parent.getparent() is None:
                        continue
                    _no_entities(source.shown, element)
                    yield element
                    since = 0
                    element.clear()
                    while element.getprevious() is not None:
                        del parent[0]
                if fault is not None:
                    raise _malformed(source.shown, fault)
                if since > _LARGEST_ITEM:
                    raise TooLarge(
                        f"{source.shown} has an item of more than {_LARGEST_ITEM / 1e6:.0f} MB. It is no export of WordPress."
                    )
            _closed(parser, source.shown)
    except OSError as error:
        raise Unreadable(
            f"{source.shown} cannot be read: {(error.strerror or 'unknown error').lower()}."
        ) from error


def _feed(parser: etree.XMLPullParser, chunk: bytes) -> etree.XMLSyntaxError | None:
    """The fault in a chunk: what stands before it is still to be had."""
    try:
        parser.feed(chunk)
    except etree.XMLSyntaxError as error:
        return error
    return None


def _closed(parser: etree.XMLPullParser, shown: str) -> None:
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _malformed(shown, error) from error


def _malformed(shown: str, error: etree.XMLSyntaxError) -> IntakeError:
    reason = (
        re.sub(r"\s*,? line \d+(?:, column \d+)?.*$", "", one_line(str(error.msg or ""))).strip()
        or "it ends too soon"
    )
    return Malformed(
        f"{shown} is damaged in line {error.lineno or 1}: {reason}. "
        "Nothing after that line can be trusted; export again, or mend the line."
    )


def _no_entities(shown: str, element: etree._Element) -> None:
    dtd: Any = element.getroottree().docinfo.internalDTD
    if dtd is not None and any(dtd.iterentities()):
        raise Malformed(
            f"{shown} declares entities of its own in line 1, which no export of WordPress does. It is not read."
        )


def _mended(file: IO[bytes], mender: Mender) -> Iterator[bytes]:
    first = file.read(_CHUNK)
    if first.startswith(_WIDE):  # UTF-16, where a byte is no character
        yield first
        while chunk := file.read(_CHUNK):
            yield chunk
        return
    yield mender.feed(first)
    while chunk := file.read(_CHUNK):
        yield mender.feed(chunk)
    yield mender.feed(b"", last=True)


class Mender:
    """Bytes in an encoding that contains ASCII, mended piece by piece; lines stay what they were."""

    def __init__(self) -> None:
        self._rest = b""
        self._inside = False  # a CDATA section, where everything is text

    def feed(self, chunk: bytes, *, last: bool = False) -> bytes:
        data = self._rest + chunk.translate(None, _CONTROLS).replace(b"\xef\xbf\xbe", b"").replace(
            b"\xef\xbf\xbf", b""
        )
        out = []
        at = 0
        while True:
            mark = b"]]>" if self._inside else b"<![CDATA["
            end = data.find(mark, at)
            if end < 0:
                break
            end += len(mark)
            out.append(data[at:end] if self._inside else _escaped(data[at:end]))
            self._inside = not self._inside
            at = end
        cut = len(data) if last else max(at, self._safe(data, at))
        out.append(data[at:cut] if self._inside else _escaped(data[at:cut]))
        self._rest = data[cut:]
        return b"".join(out)

    def _safe(self, data: bytes, at: int) -> int:
        """Up to where no mark or reference can go on in the next chunk."""
        if self._inside:
            return len(data) - 2
        begun = max(data.rfind(b"&", max(at, len(data) - 40)), -1)
        opened = data.rfind(b"<", max(at, len(data) - 9))
        return min((found for found in (begun, opened) if found >= 0), default=len(data))


def _escaped(markup: bytes) -> bytes:
    return _REFERENCE.sub(_reference, markup) if b"&" in markup else markup


def _reference(found: re.Match[bytes]) -> bytes:
    number, hexadecimal, named = found.groups()
    if named is not None:
        if named in _OWN:
            return found[0]
        letters = html5.get(f"{named.decode()};")
        return (
            "".join(f"&#{ord(letter)};" for letter in letters).encode()
            if letters
            else b"&amp;" + named + b";"
        )
    if number is None and hexadecimal is None:
        return b"&amp;"
    code = int(number) if number is not None else int(hexadecimal, 16)
    allowed = (
        code in {9, 10, 13} or 32 <= code < 0xD800 or 0xE000 <= code < 0xFFFE or 0x10000 <= code < 0x110000
    )
    return b"&#%d;" % code if allowed else b""
