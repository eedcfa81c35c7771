"""What a page says about its article in JSON-LD (schema.org)."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from typing import Any, TypeAlias

from lxml.html import HtmlElement

from masthead.intake.readers.html.microdata import ARTICLES
from masthead.intake.readers.html.text import folded, one_line

Node: TypeAlias = dict[str, Any]

_WEAK = frozenset({"creativework", "review", "claimreview", "recipe", "podcastepisode", "videoobject"})
_MOST_NODES = 5_000
_COMMENTS = re.compile(r"^\s*(?:<!--|<!\[CDATA\[|//[^\n]*\n)+|(?://\s*)?(?:-->|\]\]>)\s*;?\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


def nodes(tree: HtmlElement) -> list[Node]:
    """Every object of every JSON-LD script that can be read, outer ones first."""
    found: list[Node] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or "").lower():
            _collect(_loaded(script.text or ""), found)
    return found


def article(found: list[Node], headlines: set[str], addresses: set[str]) -> Node | None:
    """The object that describes the page's own article, not one that it links to.

    ``headlines`` and ``addresses`` are what else is known of the page: they tell one article from another.
    """
    candidates = [node for node in found if types(node) & ARTICLES]

    def fits(node: Node) -> tuple[bool, ...]:
        named = {folded(text(node.get(key))) for key in ("headline", "name", "alternativeHeadline")}
        own = {_address(node.get(key)) for key in ("url", "@id", "mainEntityOfPage")}
        kinds = types(node)
        return (
            bool(kinds & ARTICLES - _WEAK),
            bool(own & addresses or named & headlines),
            "datePublished" in node,
            "author" in node or "creator" in node,
        )

    # max keeps the first of equals, and a page describes its own article before others.
    best = max(candidates, key=fits, default=None)
    if best is None or (types(best) <= _WEAK and not fits(best)[1]):
        return None
    return best


def types(node: Node) -> set[str]:
    return {str(kind).rpartition("/")[2].rpartition(":")[2].lower() for kind in many(node.get("@type"))}


def many(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def text(value: Any) -> str:
    """The first text in a value that may be a text, a list of texts, or ``{"@value": text}``."""
    for one in many(value):
        if isinstance(one, dict):
            one = one.get("@value") or one.get("name")
        if isinstance(one, str) and one.strip():
            return one_line(re.sub(r"</?\w[^>]*>", "", unescape(one)))
        if isinstance(one, int) and not isinstance(one, bool):
            return str(one)
    return ""


def resolved(node: Any, found: list[Node]) -> Any:
    """The object that ``{"@id": …}`` refers to, or the value itself."""
    if isinstance(node, dict) and set(node) <= {"@id", "@type"} and node.get("@id"):
        return next(
            (other for other in found if other.get("@id") == node["@id"] and len(other) > len(node)), node
        )
    return node


def _address(value: Any) -> str:
    for one in many(value):
        if isinstance(one, dict):
            one = one.get("@id") or one.get("url")
        if isinstance(one, str):
            return bare(one)
    return ""


def bare(url: str) -> str:
    """An address without scheme, www, query, fragment and closing slash, for comparing."""
    return re.sub(r"^https?://(?:www\.)?|[?#].*$|/+(?=[?#]|$)", "", url.strip()).rstrip("/").lower()


def _loaded(script: str) -> Any:
    """JSON as pages write it: in comments, with raw line breaks, with a comma too many, escaped once more."""
    stripped = _COMMENTS.sub("", script.strip())
    for attempt in (script, stripped, _TRAILING_COMMA.sub(r"\1", stripped), unescape(stripped)):
        try:
            return json.loads(attempt, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _collect(data: Any, found: list[Node]) -> None:
    waiting = deque([data])
    while waiting and len(found) < _MOST_NODES:
        value = waiting.popleft()
        if isinstance(value, list):
            waiting.extendleft(reversed(value))
        elif isinstance(value, dict):
            found.append(value)
            waiting.extend(_inner(value))


def _inner(node: Node) -> Iterator[Any]:
    """What may describe the same page; not the lists of other articles it links to."""
    for key in ("@graph", "mainEntity", "mainEntityOfPage", "subjectOf", "hasPart", "review", "itemReviewed"):
        if isinstance(node.get(key), dict | list):
            yield node[key]
