"""XML of other tools: read without entities, files or network, and in bounded depth."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from masthead.translation.exchange.errors import NotReadable

Node = Any
"""An element of lxml."""

LARGEST = 64_000_000
"""Bytes of a document that is read as a whole."""
DEEPEST = 200
"""Elements within elements."""
XML = "{http://www.w3.org/XML/1998/namespace}"
BAD = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""A character that XML cannot hold."""


def parse(data: bytes) -> Node:
    """The root of a document, its comments and processing instructions left out. ``NotReadable`` if it is too large
    or too deep, not well-formed, or declares entities."""
    if len(data) > LARGEST:
        raise NotReadable(f"It is larger than {LARGEST // 1_000_000} MB. Split it.")
    parser = _parser()
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        # Tools write namespaces that are no addresses; that hides no text.
        if {entry.domain_name for entry in parser.error_log} != {"NAMESPACE"}:
            raise NotReadable(f"It is no well-formed XML: {said(error)}.") from error
        root = etree.fromstring(data, _parser(recover=True))
    if root is None:
        raise NotReadable("It is empty.")
    refuse_entities(root.getroottree().docinfo)
    deep = [(root, 1)]
    while deep:
        node, depth = deep.pop()
        if depth > DEEPEST:
            raise NotReadable(f"Its elements stand more than {DEEPEST} deep in one another.")
        if isinstance(node, etree._Entity):
            raise NotReadable(f"It uses the entity {str(node.text)[:40]}, which XML alone does not know.")
        deep += [(child, depth + 1) for child in node]
    return root


def _parser(recover: bool = False) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False,
        remove_comments=True, remove_pis=True, recover=recover,
    )  # fmt: skip


def refuse_entities(about: Any) -> None:
    subset = about.internalDTD
    if subset is not None and any(True for _ in subset.iterentities()):
        raise NotReadable("It declares entities of its own, which are not read. Save it without them.")


def said(error: Exception) -> str:
    return re.sub(r"\s+", " ", str(getattr(error, "msg", error))).strip().rstrip(".")[:160]


def name_of(node: Node) -> str:
    """The local name; empty for what is no element."""
    return str(node.tag).rpartition("}")[2] if isinstance(node.tag, str) else ""


def space_of(node: Node) -> str:
    """The namespace; empty where there is none."""
    return str(node.tag)[1:].partition("}")[0] if str(node.tag).startswith("{") else ""


def own(node: Node, *names: str) -> Iterator[Node]:
    """Children in the element's own namespace, with one of these names if any are given."""
    space = space_of(node)
    return (child for child in node if space_of(child) == space and (not names or name_of(child) in names))


def first(node: Node, name: str) -> Node | None:
    return next(own(node, name), None)


def words(node: Node) -> str:
    return "".join(map(str, node.itertext()))


def where(node: Node) -> str:
    """Where an element stands, for people: ``<unit id="u1"> (line 7)``."""
    known = node.get("id") or node.get("mid")
    named = f' id="{known}"' if known else ""
    return f"<{name_of(node)}{named}> (line {node.sourceline})"


def serialised(root: Node) -> bytes:
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"
