"""Text of elements and attributes as a reader would copy it."""

from __future__ import annotations

import re
from html import unescape

from lxml.html import HtmlElement

from masthead.lib.html import CONTROL

# White space that is not yet one blank.
_SPACE = re.compile(r"\s{2,}|[^\S ]")
# Soft hyphens and the like only steer line breaks; the joiners that scripts need are not among them.
UNSEEN = re.compile("[\xad\u200b\u2060\ufeff]|&shy;|&#173;|&#xad;", re.IGNORECASE)
_BREAKING = frozenset({"br", "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "td", "tr", "section"})
_SILENT = frozenset({"script", "style", "noscript", "template", "svg"})


def one_line(text: str | None) -> str:
    """The text with entities that were escaped twice resolved, white space collapsed."""
    return _SPACE.sub(" ", CONTROL.sub(" ", UNSEEN.sub("", unescape(text or "")))).strip()


def text_of(element: HtmlElement) -> str:
    """The text of an element on one line; blocks and line breaks part words."""
    if not len(element):
        return one_line(element.text)
    pieces = []
    for node in element.iter():
        if isinstance(node.tag, str) and node.tag not in _SILENT:
            pieces.append(" " if node.tag in _BREAKING else "")
            pieces.append(node.text or "")
        if node is not element:
            pieces.append(" " if node.tag in _BREAKING else "")
            pieces.append(node.tail or "")
    return one_line("".join(pieces))


def folded(value: str) -> str:
    """For comparing: letters and digits only, without case."""
    return _NO_LETTER.sub("", value).casefold()


_NO_LETTER = re.compile(r"[\W_]+")
