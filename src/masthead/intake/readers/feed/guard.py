"""What is refused before a feed is parsed, and how long parsing may take.

A document type may be named (Netscape's for RSS 0.91 is harmless), and short words may be declared as entities, which
old feeds do. Entities that nest, come from elsewhere or add up to much are refused.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from contextlib import suppress
from typing import Any
from xml.parsers import expat

from feedparser.encodings import convert_to_utf8

from masthead.intake.readers.feed import child
from masthead.intake.readers.feed.errors import HostileFeed, NotAFeed

_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)
_MOST_ADDED = 100_000
_NUMBER = re.compile(rb"&((?:amp;)*)#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?")
# Some of feedparser's patterns take the square of the length. What is longer than this is parsed in a process of its own.
_SHORT = 16_384


class _Begun(Exception):
    """The first element, where declarations end."""


def utf8(body: bytes, headers: dict[str, str]) -> bytes:
    """The feed as UTF-8, whatever it came in: mark, declaration and header are weighed as RFC 7303 says."""
    said: dict[str, Any] = {}
    try:
        data: bytes = convert_to_utf8(headers, body, said)
    except (LookupError, ValueError):  # in none of the encodings it names, or their names are none
        data = body.decode("utf-8", "replace").encode()
    return _NUMBER.sub(_character, data)


def _character(found: re.Match[bytes]) -> bytes:
    """The reference, or the mark of what cannot be read where its number is that of no character."""
    digits = (found[2] or found[3]).lstrip(b"0")[:9] or b"0"
    number = int(digits, 16 if found[2] else 10)
    sound = number < 0x110000 and not 0xD800 <= number < 0xE000
    return found[0] if sound else b"&" + found[1] + b"#xFFFD;"


def refuse_entities(data: bytes, name: str) -> None:
    """``HostileFeed`` if the UTF-8 bytes declare entities that are more than a few short words."""
    words: dict[str, str] = {}
    refusal = HostileFeed(f"{name} declares entities, as hostile files do. It is not read.")

    def declared(entity: str, is_parameter: int, value: str | None, *elsewhere: object) -> None:
        if is_parameter or value is None or re.search("[&%<]", value.replace("&amp;", "")):
            raise refusal
        words.setdefault(entity, value)

    def begun(*element: object) -> None:
        raise _Begun

    parser = expat.ParserCreate("utf-8")
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = begun
    with suppress(_Begun, expat.ExpatError):
        parser.Parse(data, True)
    # feedparser finds declarations by a pattern of its own; both must have seen the same ones.
    start = re.search(rb"<\w", data)
    if len(words) != len(_ENTITY.findall(data[: start.start() if start else len(data)])):
        raise refusal
    if (
        sum(len(value) * data.count(b"&%s;" % entity.encode()) for entity, value in words.items())
        > _MOST_ADDED
    ):
        raise refusal


def parsed(data: bytes, headers: dict[str, str], name: str) -> dict[str, Any]:
    """feedparser's plain result; ``HostileFeed`` if it takes more time or memory than any feed should."""
    if len(data) <= _SHORT:
        try:
            return child.parse(data, headers)
        except Exception as error:  # the library promises nothing about damaged feeds
            raise NotAFeed(f"{name} is damaged and cannot be read. Ask its outlet to mend it.") from error
    try:
        ended = subprocess.run(  # noqa: S603 - our own script, by this Python
            [sys.executable, "-I", child.__file__],
            input=json.dumps(headers).encode() + b"\n" + data,
            capture_output=True,
            timeout=child.SECONDS * 3,  # the child ends itself by its own measure, unless the machine is busy
            check=True,
        )
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise HostileFeed(f"{name} takes more time or memory than a feed should. It is not read.") from error
    result: dict[str, Any] = json.loads(ended.stdout)
    return result
