"""XML from outside: parsed without entities, files or network, and with bounded depth."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from html import escape, unescape
from html.entities import html5
from typing import Any

from lxml import etree

from masthead.intake.errors import NotValid
from masthead.intake.exchange import clean

Node = Any
"""An element of lxml."""

_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
# Atomic, since what stands before a declaration may be any number of things.
_SUBSET = re.compile(
    r"(?>\s|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE(?>[^\[>\"']|\"[^\"]*\"|'[^']*')*+\[", re.DOTALL | re.IGNORECASE
)
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_OWN = frozenset({"amp", "lt", "gt", "quot", "apos"})
_VOID = frozenset({"br", "img", "hr", "col"})
_KEPT = frozenset({"href", "src", "alt", "class", "id", "role"})


def parse(text: str, name: str) -> Node:
    """The root of a document; ``NotValid`` if it is not well-formed, or declares entities of its own."""
    refuse_entities(text, name)
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    # Names of HTML's entities are declared in DTDs, which are not fetched.
    known = _ENTITY.sub(_named, _DECLARATION.sub("", text.lstrip("\ufeff")))
    try:
        return etree.fromstring(known.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise NotValid(f"{name} is no well-formed XML: {clean(error.msg)[:160]}.") from error


def refuse_entities(text: str, name: str) -> None:
    """``NotValid`` if a document declares entities of its own, whatever kind of document it is."""
    if "<!ENTITY" in text and _SUBSET.match(text.lstrip("\ufeff")):
        raise NotValid(f"{name} declares entities of its own, which are not read. Save it without them.")


def _named(found: re.Match[str]) -> str:
    return unescape(found[0]) if found[1] not in _OWN and f"{found[1]};" in html5 else found[0]


def tag(node: Node) -> str:
    """The name of an element without its namespace; empty for what is no element."""
    return str(etree.QName(node).localname) if isinstance(node.tag, str) else ""


def each(node: Node, *names: str) -> Iterator[Node]:
    """The children of an element that have one of these names, in whatever namespace."""
    return (child for child in node if tag(child) in names)


def first(node: Node | None, *path: str) -> Node | None:
    """The element at the end of a path of names."""
    for name in path:
        if node is None:
            return None
        node = next(each(node, name), None)
    return node


def within(node: Node, *names: str) -> Iterator[Node]:
    """The descendants of an element, itself too, that have one of these names."""
    return (found for found in node.iter() if tag(found) in names)


def said(node: Node | None) -> str:
    """All words of an element on one line."""
    return clean("".join(map(str, node.itertext()))) if node is not None else ""


def markup(
    node: Node, renamed: Mapping[str, str] | None = None, dropped: Collection[str] = frozenset()
) -> str:
    """What stands in an element, as HTML: names without namespaces, and few attributes."""
    pieces = [escape(node.text or "", quote=False)]
    for child in node:
        name = tag(child)
        name = (renamed or {}).get(name, name)
        if name and name not in dropped:
            kept = "".join(f' {key}="{escape(value)}"' for key, value in child.attrib.items() if key in _KEPT)
            pieces.append(f"<{name}{kept}>")
            if name not in _VOID:
                pieces.append(f"{markup(child, renamed, dropped)}</{name}>")
        pieces.append(escape(child.tail or "", quote=False))
    return "".join(pieces)
