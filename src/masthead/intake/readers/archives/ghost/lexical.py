"""Lexical, the editor of Ghost from 5.x, as HTML: https://lexical.dev/docs/concepts/nodes, with Koenig's cards."""

from __future__ import annotations

import json
from html import escape
from typing import Any

from masthead.intake.readers.archives.ghost import cards

_DEEPEST = 60
_FORMATS = ((16, "code"), (1, "strong"), (2, "em"), (32, "sub"), (64, "sup"))
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


def html(document: str) -> tuple[str, list[str]]:
    """The HTML, and the names of what is not known. Empty if it is no Lexical."""
    try:
        doc: Any = json.loads(document)
    except (ValueError, RecursionError):
        return "", []
    root = doc.get("root") if isinstance(doc, dict) else None
    unknown: list[str] = []
    return (_children(root, 0, unknown) if isinstance(root, dict) else ""), unknown


def _children(node: dict[str, Any], depth: int, unknown: list[str]) -> str:
    children = node.get("children")
    if depth > _DEEPEST or not isinstance(children, list):
        return ""
    return "".join(_node(child, depth + 1, unknown) for child in children if isinstance(child, dict))


def _node(node: dict[str, Any], depth: int, unknown: list[str]) -> str:
    kind = str(node.get("type", "")).removeprefix("extended-")
    match kind:
        case "text" | "at-link-search":
            return _text(node)
        case "linebreak":
            return "<br>"
        case "tab":
            return " "
    if cards.for_members(node):
        unknown.append(f"card {kind[:40]} for members")
        return ""
    rendered = cards.render(kind, node)
    if rendered is not None:
        return rendered
    inside = _children(node, depth, unknown)
    match kind:
        case "paragraph":
            return f"<p>{inside}</p>"
        case "heading":
            tag = node.get("tag") if node.get("tag") in _HEADINGS else "h2"
            return f"<{tag}>{inside}</{tag}>"
        case "quote" | "aside":
            return f"<blockquote>{inside}</blockquote>"
        case "list":
            tag = "ol" if node.get("listType") == "number" or node.get("tag") == "ol" else "ul"
            return f"<{tag}>{inside}</{tag}>"
        case "listitem":
            return f"<li>{inside}</li>"
        case "link" | "autolink" | "at-link":
            return f'<a href="{escape(str(node.get("url") or ""))}">{inside}</a>'
    if not inside and kind:
        unknown.append(f"card {kind[:40]}")
    return inside


def _text(node: dict[str, Any]) -> str:
    words = escape(str(node.get("text") or ""), quote=False)
    given = node.get("format")
    for bit, tag in _FORMATS:
        if isinstance(given, int) and given & bit and words.strip():
            words = f"<{tag}>{words}</{tag}>"
    return words
