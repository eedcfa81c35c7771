"""What pdfium finds in a PDF, from a process that may crash, hang or swell without harm to this one."""

from __future__ import annotations

import json
import logging
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from masthead.intake.errors import Unreadable

log = logging.getLogger(__name__)

PAGES, CHARACTERS = 200, 600_000
_SECONDS, _MEMORY = 10, 512_000_000
_WORKER = Path(__file__).with_name("worker.py")


@dataclass(frozen=True, slots=True)
class Word:
    """Letters in one line and style. Points from the lower left corner of the page; ``y`` is the baseline.

    ``space``: a space stands before it; ``rising``: its letters were set from left to right.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool = False
    italic: bool = False
    space: bool = True
    rising: bool = True


Box = tuple[float, float, float, float]
"""Left, bottom, right, top."""


@dataclass(frozen=True, slots=True)
class Page:
    width: float
    height: float
    words: tuple[Word, ...] = ()
    links: tuple[tuple[Box, str], ...] = ()
    pictures: tuple[Box, ...] = ()
    dots: tuple[Box, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheets:
    """A PDF as it lies before us; ``count`` pages it has, of which ``pages`` were read."""

    pages: tuple[Page, ...]
    count: int
    title: str = ""
    author: str = ""
    made: str = ""
    tool: str = ""
    language: str = ""


def sheets(body: bytes, name: str) -> Sheets:
    """The pages of a PDF; ``Unreadable`` with a sentence where it is locked, damaged, or too much for the reader."""
    told = _told(body, name)
    match told.get("error"):
        case "locked":
            raise Unreadable(f"{name} is locked with a password. Save it without one, and give it again.")
        case "broken":
            raise Unreadable(f"{name} is a damaged PDF. Print the page or save the document again.")
        case "memory":
            raise Unreadable(_too_much(name))
    return Sheets(
        tuple(map(_page, told["pages"])),
        told["count"],
        **{key: told[key] for key in ("title", "author", "made", "tool", "language")},
    )


def _told(body: bytes, name: str) -> dict[str, Any]:
    limits = [str(limit) for limit in (PAGES, CHARACTERS, _SECONDS, _MEMORY)]
    try:
        done = subprocess.run(  # noqa: S603 - our own program, and no word of the file is among its arguments
            [sys.executable, "-I", str(_WORKER), *limits],
            input=body,
            capture_output=True,
            timeout=_SECONDS * 2,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise Unreadable(_too_much(name)) from error
    if done.returncode:
        log.warning(
            "The PDF worker left with %s: %s", done.returncode, done.stderr[-2000:].decode("utf-8", "replace")
        )
        raise Unreadable(f"{name} is a PDF that cannot be read: it breaks the reader. Print the page again.")
    return dict(json.loads(done.stdout))


def _too_much(name: str) -> str:
    return f"{name} is a PDF that takes too much time or memory to read. Print only the pages of the article."


def _page(told: dict[str, Any]) -> Page:
    width, height = told["size"]
    return Page(
        width,
        height,
        tuple(Word(*word) for word in told["words"]),
        tuple(((left, bottom, right, top), url) for left, bottom, right, top, url in told["links"]),
        tuple(map(_box, told["pictures"])),
        tuple(map(_box, told["dots"])),
    )


def _box(told: list[float]) -> Box:
    left, bottom, right, top = told
    return left, bottom, right, top
