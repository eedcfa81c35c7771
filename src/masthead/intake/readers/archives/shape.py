"""What lies in an export: its files, its tables, its JSON, read without trusting any of them."""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import IO, Any

from masthead.intake.errors import BrokenArchive, IntakeError, NotText, TooLarge
from masthead.intake.readers.decode import decode
from masthead.intake.readers.html.text import one_line
from masthead.intake.sources.members import Members, opened
from masthead.lib.html import CONTROL

Node = dict[str, Any]

_LARGEST_FIELD = 20_000_000
_LARGEST_TABLE = 2_000_000_000
_LARGEST_JSON = 300_000_000
_PEEK = 4096
_SEVERAL = 20
csv.field_size_limit(_LARGEST_FIELD)


def named(members: Members, suffix: str) -> list[str]:
    """The names that end so, whatever their case, in the order of the export."""
    return [name for name in members.names if name.lower().endswith(suffix)]


def stem(name: str) -> str:
    """The last part of a path without what follows its last dot."""
    return PurePosixPath(name).stem


def heads(path: Path, head: bytes, suffix: str) -> Iterator[tuple[str, bytes]]:
    """Names and first bytes of what could tell a reader its export: the file itself, or some files in it."""
    if path.is_file() and not head.startswith(b"PK"):
        yield path.name, head
        return
    with opened(path) as members:
        # Near the top and called posts: an export holds far more than its texts.
        names = sorted(named(members, suffix), key=lambda name: (name.count("/"), "post" not in name))
        for name in names[:_SEVERAL]:
            with members.stream(name) as file:
                yield name, file.read(_PEEK)


def columns(head: bytes) -> frozenset[str]:
    """The names in the first line of a table, in lower case; none where it is no table."""
    line = head.decode("utf-8-sig", "replace").partition("\n")[0]
    if "," not in line or line.lstrip().startswith(("<", "{", "[")):
        return frozenset()
    try:
        first = next(csv.reader([line.rstrip("\r")]), [])
    except csv.Error:
        return frozenset()
    return frozenset(name.strip().lower() for name in first)


def has_table(path: Path, head: bytes, wanted: set[str]) -> bool:
    """Does a table of the export have these columns?"""
    return any(wanted <= columns(start) for _, start in heads(path, head, ".csv"))


def table(members: Members, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of a CSV file with the line each ends on; names of columns in lower case, values stripped.

    Too few cells are empty ones, too many are dropped. ``BrokenArchive`` names the line where it breaks.
    """
    _bound(members, name, _LARGEST_TABLE)
    with members.stream(name) as file:
        reader = csv.reader(_lines(file, f"{name} in {members.shown}"))
        try:
            header = [cell.strip().lower() for cell in next(reader, [])]
            for row in reader:
                if any(row):
                    cells = (CONTROL.sub("", cell).strip() for cell in row)
                    yield (
                        reader.line_num,
                        {
                            **dict.fromkeys(header, ""),
                            **dict(zip(header, cells, strict=False)),
                        },
                    )
        except csv.Error as error:
            raise BrokenArchive(
                f"{name} in {members.shown} is no whole table: it breaks at line {reader.line_num}. Export it again."
            ) from error


def rows_with(members: Members, wanted: set[str]) -> Iterator[tuple[int, dict[str, str]]]:
    """The rows of every table of the export that has these columns."""
    for name in named(members, ".csv") or members.names:
        with members.stream(name) as file:
            mine = columns(file.read(_PEEK)) >= wanted
        if mine:
            yield from table(members, name)


def _lines(file: IO[bytes], said: str) -> Iterator[str]:
    mark = codecs.BOM_UTF8
    while line := file.readline(_LARGEST_FIELD + 1):
        try:
            yield line.removeprefix(mark).decode().replace("\x00", "")
        except UnicodeDecodeError as error:
            raise NotText(f"{said} is not in UTF-8. Save it again as UTF-8.") from error
        mark = b""


def text_in(members: Members, name: str) -> str:
    """A text file in whatever encoding."""
    return CONTROL.sub("", decode(members.read(name)).text)


def json_in(members: Members, name: str) -> Any:
    """A JSON file; ``BrokenArchive`` names the line where it breaks."""
    body = members.read(name, most=_LARGEST_JSON)
    try:
        return json.loads(decode(body).text)
    except json.JSONDecodeError as error:
        raise BrokenArchive(
            f"{name} in {members.shown} is no whole JSON: it breaks at line {error.lineno}. Export it again."
        ) from error
    except (ValueError, RecursionError) as error:
        raise BrokenArchive(
            f"{name} in {members.shown} is JSON that is nested too deep or holds impossible numbers."
        ) from error


def sample(path: Path, head: bytes) -> Iterator[Any]:
    """Every JSON file a reader should look at to know its export; nothing where there is none that can be read."""
    if head and not head.startswith(b"PK") and head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] not in {b"{", b"["}:
        return
    with opened(path) as members:
        for name in [path.name] if path.is_file() and not head.startswith(b"PK") else named(members, ".json"):
            try:
                yield json_in(members, name)
            except IntakeError:
                continue
            return


def json_files(members: Members) -> Iterator[tuple[str, Any]]:
    """The JSON files of an export; a file given by itself whatever its name."""
    for name in named(members, ".json") or members.names[:1]:
        yield name, json_in(members, name)


def _bound(members: Members, name: str, most: int) -> None:
    if members.size(name) > most:
        raise TooLarge(f"{name} in {members.shown} has more than {most / 1e6:g} MB.")


def node(value: Any) -> Node:
    return value if isinstance(value, dict) else {}


def many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def nodes(value: Any) -> list[Node]:
    return [item for item in many(value) if isinstance(item, dict)]


def said(of: Node, *keys: str) -> str:
    """The first of these values that is text or a number, as it stands; empty if none is."""
    for key in keys:
        value = of.get(key)
        if isinstance(value, str) and value.strip():
            return CONTROL.sub("", value)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return str(value)
    return ""


def line(of: Node, *keys: str) -> str:
    """The same on one line, entities resolved."""
    return one_line(said(of, *keys))


def slug_of(address: str) -> str:
    """The last part of an address or path, without its ending."""
    path = re.sub(r"[?#].*$", "", re.sub(r"^[a-z]+://[^/]*", "", address)).rstrip("/")
    return re.sub(r"\.html?$", "", path.rpartition("/")[2])
