"""A text's elements, and what is done to them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from html import escape

from lxml import html as lxml_html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from masthead.intake.readers.html.text import one_line
from masthead.lib.html import fragment, held

LARGEST = 4_000_000
"""Characters of one text; the longest books are shorter."""
_LARGEST_PAGE = 10_000_000
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SITE = re.compile(r"^https?://(?:www\.)?")


def tree(html: str) -> HtmlElement | None:
    """The elements of a text, None where there is none."""
    if not html.strip():
        return None
    try:
        return fragment(html)
    except ValueError:
        return None


def document(html: str) -> HtmlElement | None:
    """The same for a whole page, None also for one that is larger than any."""
    html = _DECLARATION.sub("", held(html))
    if not html.strip() or len(html) > _LARGEST_PAGE:
        return None
    try:
        return lxml_html.document_fromstring(html)
    except (LxmlError, ValueError):
        return None


def link(url: str, words: str = "") -> str:
    """A paragraph that holds a link, its words the address where it has none."""
    shown = one_line(words)[:200] or _SITE.sub("", url)[:80]
    return f'<p><a href="{escape(url)}">{escape(shown, quote=False)}</a></p>'


def drop(elements: Iterable[HtmlElement]) -> None:
    """Take elements out with all that is in them; what follows them stays."""
    for element in list(elements):
        if element.getparent() is not None:
            element.drop_tree()


def replace(element: HtmlElement, html: str) -> None:
    """Something else in the place of an element; what follows it stays."""
    if element.getparent() is None:
        return
    for new in lxml_html.fragments_fromstring(held(html)) if html else ():
        if isinstance(new, HtmlElement):
            new.tail = None
            element.addprevious(new)
    element.drop_tree()


def attributes(element: HtmlElement) -> dict[str, object]:
    """What Substack writes in data-attrs."""
    try:
        value = json.loads(element.get("data-attrs") or "{}")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def first(of: dict[str, object], *keys: str) -> str:
    """The first of these that is text."""
    return next((value for key in keys if isinstance(value := of.get(key), str) and value), "")
