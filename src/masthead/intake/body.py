"""The form in which a draft keeps its body, and how it is read back.

*Body HTML* is a sequence of ``p ul ol`` (flow HTML of ``masthead.lib.html``), ``h2`` and ``h3`` (inline HTML),
``blockquote`` (flow HTML) and ``table``, whose ``tr`` hold ``th`` and ``td`` of inline HTML.
Everything passes ``flow`` or ``inline`` on its way in; ``tidy`` is idempotent.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import Literal, TypeAlias

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from masthead.lib.html import flow, fragment, inline, plain

Kind: TypeAlias = Literal["p", "ul", "ol", "h2", "h3", "blockquote", "table"]
Row: TypeAlias = tuple[tuple[bool, str], ...]

_HEADINGS: dict[str, Kind] = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h3", "h5": "h3", "h6": "h3"}
_CONTAINERS = frozenset({"div", "section", "article", "main", "body", "html", "details", "center", "figure"})
_BLOCKS = frozenset(_HEADINGS) | _CONTAINERS | {"p", "ul", "ol", "blockquote", "table"}
_DROPPED = frozenset({"script", "style", "template", "iframe", "object", "noscript", "form", "head", "svg"})
# Deeper than any writing goes; what lies deeper becomes plain paragraphs.
_DEEPEST = 40
_LINE = re.compile(r"</?(?:p|ul|ol|li|br)>")
_SPLIT = re.compile(r"<(/?)(p|ul|ol)>")
_HEAVY = etree.XPath("boolean(.//table | .//blockquote)")
_STANDING = etree.XPath("boolean(.//h1|.//h2|.//h3|.//h4|.//h5|.//h6|.//table|.//blockquote)")


@dataclass(frozen=True)
class Part:
    """One piece of a body. ``html`` is what stands in it; ``rows`` are a table's cells: is it a header, inline."""

    kind: Kind
    html: str = ""
    rows: tuple[Row, ...] = ()

    @cached_property
    def text(self) -> str:
        """The words: a list, a quotation and a table on several lines."""
        if self.kind == "table":
            return "\n".join(" | ".join(plain(cell) for _, cell in row) for row in self.rows)
        return "\n".join(line for line in map(plain, _LINE.split(self.html)) if line)


def parts(html: str) -> list[Part]:
    """The pieces of any HTML in reading order."""
    try:
        root = fragment(html)
    except ValueError:
        return []
    return parts_of(root)


def parts_of(root: HtmlElement) -> list[Part]:
    """The pieces inside a parsed element, in reading order."""
    return list(_read(root, 0))


def render(pieces: Iterable[Part]) -> str:
    return "".join(map(_render, pieces))


def tidy(html: str) -> str:
    """Any HTML as body HTML."""
    return render(parts(html))


def words(pieces: Iterable[Part]) -> str:
    """The text of a body, a blank line between its pieces."""
    return "\n\n".join(part.text for part in pieces)


def _render(part: Part) -> str:
    match part.kind:
        case "table":
            rows = (
                "".join(f"<th>{c}</th>" if head else f"<td>{c}</td>" for head, c in row) for row in part.rows
            )
            return f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
        case "h2" | "h3" | "blockquote":
            return f"<{part.kind}>{part.html}</{part.kind}>"
        case _:
            return part.html


def _read(node: HtmlElement, depth: int) -> Iterator[Part]:
    loose = [escape(node.text or "", quote=False)]
    for child in node:
        if child.tag in _DROPPED or not isinstance(child.tag, str):
            pass
        elif depth < _DEEPEST and _holds_blocks(child):
            yield from _flowing(loose)
            yield from _block(child, depth)
        else:
            loose.append(lxml_html.tostring(child, encoding="unicode", with_tail=False))
        loose.append(escape(child.tail or "", quote=False))
    yield from _flowing(loose)


def _holds_blocks(node: HtmlElement) -> bool:
    """Is it a block that flow HTML does not know, or something around one?"""
    if node.tag in {"ul", "ol", "p"}:
        return len(node) > 0 and bool(_HEAVY(node))
    return node.tag in _BLOCKS or (len(node) > 0 and bool(_STANDING(node)))


def _block(node: HtmlElement, depth: int) -> Iterator[Part]:
    if node.tag in _HEADINGS:
        text = inline(inner_html(node))
        if text:
            yield Part(_HEADINGS[node.tag], text)
    elif node.tag == "blockquote":
        quoted = flow(inner_html(node))
        if quoted:
            yield Part("blockquote", quoted)
    elif node.tag == "table":
        yield from _table(node, depth)
    else:
        yield from _read(node, depth + 1)


def _table(node: HtmlElement, depth: int) -> Iterator[Part]:
    if node.xpath("boolean(.//table)"):  # a table around tables lays out a page
        yield from _read(node, depth + 1)
        return
    rows = tuple(
        tuple((cell.tag == "th", inline(inner_html(cell))) for cell in row if cell.tag in {"td", "th"})
        for row in node.iter("tr")
    )
    rows = tuple(row for row in rows if any(text for _, text in row))
    if not rows:
        return
    if max(map(len, rows)) == 1:  # one column is no table
        for row in rows:
            yield from _flowing([row[0][1]])
    else:
        yield Part("table", rows=rows)


def _flowing(loose: list[str]) -> Iterator[Part]:
    """The gathered loose HTML as paragraphs and lists."""
    html = "".join(loose)
    loose.clear()
    if html.strip():
        for kind, block in _split(flow(html)):
            yield Part(kind, block)


def _split(html: str) -> Iterator[tuple[Kind, str]]:
    depth = start = 0
    for tag in _SPLIT.finditer(html):
        if tag[1]:
            depth -= 1
            if depth == 0:
                yield tag[2], html[start : tag.end()]  # type: ignore[misc]
        else:
            if depth == 0:
                start = tag.start()
            depth += 1


def inner_html(node: HtmlElement) -> str:
    """What stands between the tags of an element."""
    return escape(node.text or "", quote=False) + "".join(
        lxml_html.tostring(child, encoding="unicode") for child in node
    )
