"""How tests read a page: as a tree, its visible words, and the addresses in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html as lxml_html
from lxml.html import HtmlElement

_HIDDEN = {"script", "style", "textarea"}
_SPOKEN = ("alt", "title", "aria-label", "placeholder", "data-copied")


def tree(page: str) -> HtmlElement:
    return lxml_html.document_fromstring(page.encode(), parser=lxml_html.HTMLParser(encoding="utf-8"))


def words(root: HtmlElement) -> Iterator[str]:
    """Everything a reader sees or hears, and what search engines show: a string for each piece of text."""
    for element in root.iter():
        if not isinstance(element.tag, str) or element.tag in _HIDDEN:
            continue
        if element.tag == "meta" and element.get("name") == "description":
            yield _clean(element.get("content", ""))
        for name in _SPOKEN:
            if element.get(name):
                yield _clean(element.get(name, ""))
        if element.text:
            yield _clean(element.text)
        for child in element:
            if child.tail:
                yield _clean(child.tail)


def _clean(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def fetched(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """(what, address) of everything a browser loads, or sends to, without a reader's choice of a link."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        loads = element.tag != "link" or bool(
            {"stylesheet", "icon", "preload", "modulepreload", "manifest", "prefetch", "preconnect"}
            & set(element.get("rel", "").split())
        )
        for name in ("src", "poster", "data", "action", "formaction", "background"):
            if element.get(name) is not None:
                yield f"{element.tag}[{name}]", element.get(name, "")
        if element.tag == "link" and loads:
            yield "link", element.get("href", "")
        for part in (element.get("srcset") or "").split(","):
            if part.strip():
                yield f"{element.tag}[srcset]", part.split()[0]


def links(root: HtmlElement) -> Iterator[str]:
    """Where a reader can go from here."""
    return (str(address) for address in root.xpath("//a/@href"))
