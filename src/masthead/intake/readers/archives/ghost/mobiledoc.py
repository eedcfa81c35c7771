"""Mobiledoc 0.3 as HTML: https://github.com/bustle/mobiledoc-kit/blob/master/MOBILEDOC.md."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import escape
from typing import Any

from masthead.intake.readers.archives.ghost import cards

_SECTIONS = frozenset({"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside", "pull-quote"})
_MARKUPS = frozenset({"a", "b", "strong", "i", "em", "code", "sub", "sup", "s", "u", "strike", "del"})


def html(document: str) -> tuple[str, list[str]]:
    """The HTML, and the names of what is not known. Empty if it is no Mobiledoc."""
    try:
        doc: Any = json.loads(document)
    except (ValueError, RecursionError):
        return "", []
    if not isinstance(doc, dict):
        return "", []
    unknown: list[str] = []
    return "".join(
        _section(section, doc, unknown) for section in _list(doc, "sections") if isinstance(section, list)
    ), unknown


def _list(doc: dict[str, Any], name: str) -> list[Any]:
    value = doc.get(name)
    return value if isinstance(value, list) else []


def _section(section: list[Any], doc: dict[str, Any], unknown: list[str]) -> str:
    match section:
        case [1, str(tag), list(markers), *_]:
            name = tag.lower() if tag.lower() in _SECTIONS else "p"
            name = {"aside": "blockquote", "pull-quote": "blockquote"}.get(name, name)
            return f"<{name}>{''.join(_markers(markers, doc))}</{name}>"
        case [2, str(source), *_]:
            return f'<img src="{escape(source)}" alt="">'
        case [3, str(tag), list(items), *_]:
            name = "ol" if tag.lower() == "ol" else "ul"
            rows = (f"<li>{''.join(_markers(item, doc))}</li>" for item in items if isinstance(item, list))
            return f"<{name}>{''.join(rows)}</{name}>"
        case [10, int(number), *_]:
            return _card(number, doc, unknown)
    return ""


def _card(number: int, doc: dict[str, Any], unknown: list[str]) -> str:
    known = _list(doc, "cards")
    card = known[number] if 0 <= number < len(known) else None
    if not isinstance(card, list) or not card or not isinstance(card[0], str):
        return ""
    payload = card[1] if len(card) > 1 and isinstance(card[1], dict) else {}
    rendered = cards.render(card[0], payload)
    if rendered is None:
        unknown.append(f"card {card[0][:40]}")
    return rendered or ""


def _markers(markers: list[Any], doc: dict[str, Any]) -> Iterator[str]:
    """Text with the tags that open and close at it."""
    markups = _list(doc, "markups")
    opened: list[str] = []
    for marker in markers:
        if not (isinstance(marker, list) and len(marker) >= 4 and isinstance(marker[1], list)):
            continue
        kind, opens, closes, value = marker[:4]
        for number in opens:
            known = (
                isinstance(number, int) and 0 <= number < len(markups) and isinstance(markups[number], list)
            )
            tag, start = _markup(markups[number] if known else [])
            opened.append(tag)
            yield start
        yield _atom(value, doc) if kind == 1 else escape(str(value), quote=False)
        for _ in range(min(closes, len(opened)) if isinstance(closes, int) else 0):
            tag = opened.pop()
            yield f"</{tag}>" if tag else ""
    yield from (f"</{tag}>" for tag in reversed(opened) if tag)


def _markup(markup: list[Any]) -> tuple[str, str]:
    """The name and the opening tag; both empty where the page shows nothing of it."""
    tag = str(markup[0]).lower() if markup else ""
    if tag not in _MARKUPS:
        return "", ""
    if tag != "a":
        return tag, f"<{tag}>"
    attributes = markup[1] if len(markup) > 1 and isinstance(markup[1], list) else []
    pairs = dict(zip(map(str, attributes[::2]), map(str, attributes[1::2]), strict=False))
    return "a", f'<a href="{escape(pairs.get("href", ""))}">'


def _atom(number: object, doc: dict[str, Any]) -> str:
    atoms = _list(doc, "atoms")
    atom = atoms[number] if isinstance(number, int) and 0 <= number < len(atoms) else None
    if not isinstance(atom, list) or len(atom) < 2:
        return ""
    return "<br>" if re.fullmatch(r"soft-return|br", str(atom[0])) else escape(str(atom[1]), quote=False)
