"""Lists of feeds as other readers keep them: OPML 2.0 (http://opml.org/spec2.opml)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from masthead.intake.errors import NotText
from masthead.intake.readers.feed import guard
from masthead.intake.readers.html.text import one_line
from masthead.lib.html import CONTROL

LARGEST = 2_000_000
"""Bytes of a list."""
_MOST = 500


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed in a list."""

    address: str
    title: str = ""
    site: str = ""


def read(body: bytes) -> list[Outline]:
    """The feeds in a list, each once, in its order; ``NotText`` if it is no OPML, ``HostileFeed``."""
    data = guard.utf8(body[:LARGEST], {})
    guard.refuse_entities(data, "The list")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        recover=True,
        encoding="utf-8",
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None or root.tag != "opml":
        raise NotText("The file is no list of feeds. Export the list as OPML, and give that file.")
    found: dict[str, Outline] = {}
    for node in root.iter("outline"):
        address = (node.get("xmlUrl") or node.get("xmlurl") or "").strip()
        if address.startswith(("http://", "https://")) and len(address) <= 2000 and len(found) < _MOST:
            title = one_line(node.get("text") or node.get("title"))
            found.setdefault(address, Outline(address, title, (node.get("htmlUrl") or "").strip()))
    return list(found.values())


def write(title: str, outlines: Iterable[Outline]) -> bytes:
    root = etree.Element("opml", version="2.0")
    etree.SubElement(etree.SubElement(root, "head"), "title").text = CONTROL.sub("", title)
    body = etree.SubElement(root, "body")
    for outline in outlines:
        said = {
            "type": "rss",
            "text": outline.title or outline.address,
            "xmlUrl": outline.address,
            "htmlUrl": outline.site,
        }
        etree.SubElement(
            body, "outline", {name: CONTROL.sub("", value) for name, value in said.items() if value}
        )
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
