"""What feedparser loses: the terms of licence modules, and which credit belongs to which picture.

RSL 1.0 https://rslstandard.org/rsl, Creative Commons in any of its namespaces, Media RSS
https://www.rssboard.org/media-rss.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from masthead.intake.draft import Picture
from masthead.intake.readers.html.text import one_line
from masthead.lib.addresses import join

_RSL = "https://rslstandard.org/rsl"
_MEDIA = "http://search.yahoo.com/mrss"
_CC = ("creativecommons.org", "web.resource.org/cc", "creativeCommonsRssModule")
_COMMON = {"media": _MEDIA, "rsl": _RSL, "cc": _CC[0], "creativecommons": _CC[0]}
_TERMS = ("permits", "prohibits", "payment", "legal")
_IMAGES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif")


@dataclass(frozen=True, slots=True)
class Beyond:
    """``link`` is the text of a link element, which feedparser drops where the element also has an attribute."""

    link: str = ""
    licence: str = ""
    mining: str = ""
    pictures: tuple[Picture, ...] = ()


def beyond(data: bytes, base: str) -> tuple[Beyond, list[Beyond]]:
    """Of the feed and of each of its items in their order, from UTF-8 bytes; no items where it is no XML."""
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
        return Beyond(), []
    if root is None:
        return Beyond(), []
    items = [node for node in root.iter() if _name(node) in {"item", "entry"}]
    inside = {id(node) for item in items for node in item.iter()}
    outer = [node for node in root.iter() if id(node) not in inside]
    return _read(outer, base), [_read(list(item.iter()), base) for item in items]


def _read(nodes: list[etree._Element], base: str) -> Beyond:
    links = (one_line(node.text) for node in nodes if _name(node) == "link")
    return Beyond(
        link=next((link for link in links if link.startswith(("http://", "https://"))), ""),
        licence=next(_licences(nodes), ""),
        mining="; ".join(dict.fromkeys(_mining(nodes))),
        pictures=tuple({picture.url: picture for picture in reversed(list(_pictures(nodes, base)))}.values())[
            ::-1
        ],
    )


def _licences(nodes: list[etree._Element]) -> Iterator[str]:
    for node in nodes:
        if _name(node) == "license" and any(name in _space(node) for name in _CC):
            yield (
                node.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource") or node.text or ""
            ).strip()
        elif _name(node) == "license" and _space(node).startswith(_MEDIA):
            yield (node.get("href") or node.text or "").strip()


def _mining(nodes: list[etree._Element]) -> Iterator[str]:
    """RSL in a line: “RSL permits usage: search; RSL prohibits usage: ai-train; RSL payment: subscription”."""
    for node in nodes:
        if (
            _name(node) == "link"
            and node.get("type", "").lower() == "application/rsl+xml"
            and node.get("href")
        ):
            yield f"RSL {node.get('href')}"
        elif _space(node) != _RSL:
            continue
        elif _name(node) == "content" and node.get("server"):
            yield f"RSL server: {node.get('server')}"
        elif _name(node) in _TERMS:
            kind, text = one_line(node.get("type")), one_line(node.text)
            yield f"RSL {_name(node)} {kind}: {text}".rstrip(": ") if text else f"RSL {_name(node)}: {kind}"
        elif _name(node) in {"terms", "standard", "custom"} and one_line(node.text):
            yield f"RSL {_name(node)}: {one_line(node.text)}"


def _pictures(nodes: list[etree._Element], base: str) -> Iterator[Picture]:
    """Pictures of Media RSS, the whole before its small copies; words are those nearest to it."""
    for wanted in ("content", "thumbnail"):
        for node in nodes:
            if _name(node) != wanted or not _space(node).startswith(_MEDIA):
                continue
            url = join(base, (node.get("url") or "").strip())
            if url.startswith(("http://", "https://")) and (wanted == "thumbnail" or _is_picture(node, url)):
                text, description = _near(node, "title"), _near(node, "description")
                yield Picture(
                    url, "" if description == text else text, description or text, _near(node, "credit")
                )


def _is_picture(node: etree._Element, url: str) -> bool:
    said = (node.get("medium") or node.get("type") or "").lower()
    return said.startswith("image") if said else url.partition("?")[0].lower().endswith(_IMAGES)


def _near(node: etree._Element, name: str) -> str:
    """The text of a Media RSS element inside the picture's own, else beside it in its group or item."""
    around = [node]
    for outer in node.iterancestors():
        around.append(outer)
        if _name(outer) != "group":
            break
    for place in around:
        found = [
            one_line("".join(map(str, child.itertext())))
            for child in place
            if _name(child) == name and _space(child).startswith(_MEDIA)
        ]
        if any(found):
            return ", ".join(dict.fromkeys(filter(None, found)))
    return ""


def _tag(node: etree._Element) -> str:
    tag: object = node.tag  # a comment's is a function
    return tag if isinstance(tag, str) else ""


def _name(node: etree._Element) -> str:
    return re.split("[}:]", _tag(node))[-1].lower()


def _space(node: etree._Element) -> str:
    """The namespace; where the prefix is not declared, what it commonly stands for."""
    tag = _tag(node)
    if tag.startswith("{"):
        return tag[1:].partition("}")[0]
    return _COMMON.get(tag.partition(":")[0].lower(), "")
