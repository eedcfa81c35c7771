"""XLIFF in any version: read, written, and held against its standard."""

from __future__ import annotations

from masthead.translation.exchange import rules2, rules12, xliff2, xliff12
from masthead.translation.exchange.errors import NotReadable
from masthead.translation.exchange.values import Exchange
from masthead.translation.exchange.xml import Node, name_of, parse, space_of

VERSIONS = ("1.2", "2.0", "2.1")
"""What is written."""


def read(data: bytes) -> Exchange:
    """What a document says; ``NotReadable`` where it cannot be told. Faults that hide no text are overlooked."""
    root = _root(data)
    return (xliff2 if _is_second(root) else xliff12).read(root)


def write(exchange: Exchange, version: str = "2.1") -> bytes:
    """The document in one of ``VERSIONS``, UTF-8."""
    return xliff12.write(exchange) if version == "1.2" else xliff2.write(exchange, version)


def faults(data: bytes) -> list[str]:
    """Everything in which a document departs from its standard, a sentence each with the line; empty: it is valid."""
    root = _root(data)
    return rules2.faults(root) if _is_second(root) else rules12.faults(root)


def _root(data: bytes) -> Node:
    root = parse(data)
    if name_of(root) != "xliff":
        raise NotReadable(f"It is no XLIFF: its root is <{name_of(root)[:40]}>.")
    if root.get("version", "").partition(".")[0] not in {"1", "2"} and "xliff:document" not in space_of(root):
        raise NotReadable("It does not say which version of XLIFF it is in.")
    return root


def _is_second(root: Node) -> bool:
    space = space_of(root)
    return ":document:2." in space if ":document:" in space else root.get("version", "").startswith("2")
