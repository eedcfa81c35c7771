"""HTML that is kept: one small vocabulary, always in the same form.

Everything that comes from outside passes ``flow`` or ``inline`` before it is stored; both are idempotent.
*Inline* HTML is text with ``a[href] em strong sub sup code br``. *Flow* HTML is a sequence of
``p``, ``ul`` and ``ol``, whose ``p`` and ``li`` hold inline HTML; a list may stand inside an ``li``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape, unescape

import nh3
from lxml import html as lxml_html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from masthead.lib.addresses import split

INLINE = frozenset({"a", "em", "strong", "sub", "sup", "code"})
_LISTS = frozenset({"ul", "ol"})
_KEPT = INLINE | _LISTS | {"br", "p", "li"}
_SCHEMES = {"http", "https", "mailto"}
_RENAMED = {
    **dict.fromkeys(("b",), "strong"),
    **dict.fromkeys(("i", "cite", "var", "dfn"), "em"),
    **dict.fromkeys(("tt", "kbd", "samp"), "code"),
    **dict.fromkeys(
        ("h1", "h2", "h3", "h4", "h5", "h6", "dt", "dd", "pre", "figcaption", "tr", "address"), "p"
    ),
    **dict.fromkeys(("div", "section", "article", "blockquote", "header", "footer", "main", "aside"), "p"),
}
_RENAME = re.compile(rf"<(/?)({'|'.join(sorted(_RENAMED, key=len, reverse=True))})(?=[\s>/])", re.IGNORECASE)
# White space that is not yet one blank: a single one is met in every line and needs nothing.
_SPACE = re.compile(r"[ \t\n\r\f\v]{2,}|[\t\n\r\f\v]")
_ENDS = re.compile(r"</p>|</li>|<br>|<ul>|<ol>")
_TAGS = re.compile(r"<[^>]+>")
_EDGES = re.compile(r"^(?:<br>|\s)+|(?:<br>|\s)+$")
_CLEANER = nh3.Cleaner(
    tags=set(_KEPT),
    attributes={"a": {"href"}},
    url_schemes=_SCHEMES,
    url_relative="deny",
    link_rel=None,
    clean_content_tags={
        "script", "style", "template", "iframe", "object", "noscript", "title", "textarea",
    },
)  # fmt: skip
# Up to the end of the paragraph or item, or to a list in it; written so that no sign is looked at twice.
_LEAF = re.compile(r"<(p|li)>([^<]*+(?:<(?!/p>|/li>|ul>|ol>)[^<]*+)*+)(?=<)")
# Characters that no text needs and that XML cannot carry; half of a pair is none.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_NUMBER = re.compile(r"&#(?:[xX]([0-9a-fA-F]+)|([0-9]+));?", re.ASCII)

# Elements that are open inside each other; parsers take the square of their number.
_DEEPEST = 2000
_OPENING = re.compile(
    r"<(/?)(?!(?:p|li|br|hr|img|td|th|tr|dt|dd|source|col|wbr|input|option|meta|link)\b)[a-z]", re.IGNORECASE
)


def flow(html: str) -> str:
    """Sanitised flow HTML; loose text becomes paragraphs, unknown tags go and their text stays."""
    return "".join(_blocks(_parse(html)))


def inline(html: str) -> str:
    """Sanitised inline HTML on one line; where a block ended, a space stands."""
    return _tidy(_inline(_parse(html)))


def plain(html: str) -> str:
    """The text of inline or flow HTML without its tags, white space collapsed."""
    if "<" in html:
        html = _TAGS.sub("", _ENDS.sub(" ", html))
    return _single(unescape(html)).strip()


def _single(text: str) -> str:
    """White space of ASCII as one blank each. Most texts have no other, and six looks are quicker than a pattern."""
    if "  " in text or "\n" in text or "\t" in text or "\r" in text or "\f" in text or "\v" in text:
        return _SPACE.sub(" ", text)
    return text


def shallow(html: str) -> str:
    """The same HTML; where it is nested without end, only what stands between its tags."""
    depth = 0
    for tag in _OPENING.finditer(html):
        depth = max(depth + (-1 if tag[1] else 1), 0)
        if depth > _DEEPEST:
            return re.sub(r"<[^<>]*>", " ", html)
    return html


def text(value: str) -> str:
    """Plain text as inline HTML."""
    return escape(CONTROL.sub("", value), quote=False)


def inner_texts(html: str) -> list[str]:
    """The inline HTML of each paragraph and list item of flow HTML."""
    return [found[2] for found in _LEAF.finditer(html)]


def each_text(html: str, turn: Callable[[int, str], str]) -> str:
    """Flow HTML with the inline HTML of each paragraph and list item replaced by ``turn(index, inline)``."""
    index = -1

    def replace(found: re.Match[str]) -> str:
        nonlocal index
        index += 1
        return f"<{found[1]}>{turn(index, found[2])}"

    return _LEAF.sub(replace, html)


def _parse(html: str) -> HtmlElement:
    renamed = _RENAME.sub(lambda m: f"<{m[1]}{_RENAMED[m[2].lower()]}", CONTROL.sub("", shallow(html)))
    cleaned = _CLEANER.clean(renamed)
    return fragment(cleaned)


def held(html: str) -> str:
    """HTML without the characters that no tree takes, and without references to them (``&#1;``)."""
    html = CONTROL.sub("", html)
    if "&#" not in html:
        return html
    # What is left beside a reference that went may be another one: “&&#1;#1;”.
    return _NUMBER.sub(lambda found: _held(found, " "), _NUMBER.sub(lambda found: _held(found, ""), html))


def _held(found: re.Match[str], instead: str) -> str:
    digits = (found[1] or found[2]).lstrip("0")[:9] or "0"
    number = int(digits, 16 if found[1] else 10)
    return instead if not 0 < number < 0x110000 or CONTROL.match(chr(number)) else found[0]


def fragment(html: str) -> HtmlElement:
    """A piece of HTML under one ``div``, ``held``; ``ValueError`` where nothing can be made of it.

    lxml raises its own errors, and asserts where a piece has two bodies.
    """
    try:
        return lxml_html.fragment_fromstring(held(html), create_parent="div")
    except (LxmlError, AssertionError) as error:
        raise ValueError("no piece of HTML") from error


def _blocks(node: HtmlElement) -> list[str]:
    """The paragraphs and lists inside a node that may hold both text and blocks."""
    blocks: list[str] = []
    loose = [escape(node.text or "", quote=False)]

    def flush() -> None:
        paragraph = _tidy("".join(loose))
        loose.clear()
        if paragraph:
            blocks.append(f"<p>{paragraph}</p>")

    for child in node:
        if child.tag in _LISTS:
            flush()
            blocks.append(_list(child))
        elif child.tag in {"p", "li"} or (child.tag in INLINE and child.xpath(".//p|.//ul|.//ol|.//li")):
            flush()
            blocks.extend(_blocks(child))
        else:
            loose.append(_tag(child))
        loose.append(escape(child.tail or "", quote=False))
    flush()
    return [block for block in blocks if block]


def _list(node: HtmlElement) -> str:
    items: list[str] = []
    for child in node:
        parts = _blocks(child)
        texts = [part[3:-4] for part in parts if part.startswith("<p>")]
        inner = [part for part in parts if not part.startswith("<p>")]
        if texts or inner:
            items.append(f"<li>{' '.join(texts)}{''.join(inner)}</li>")
    return f"<{node.tag}>{''.join(items)}</{node.tag}>" if items else ""


def _inline(node: HtmlElement) -> str:
    parts = [escape(node.text or "", quote=False)]
    for child in node:
        parts.append(_tag(child))
        parts.append(escape(child.tail or "", quote=False))
    return "".join(parts)


def _tag(node: HtmlElement) -> str:
    if node.tag == "br":
        return "<br>"
    inner = _inline(node)
    if node.tag not in INLINE:
        return f" {inner} "
    if not inner.strip():
        return inner
    if node.tag == "a":
        href = node.get("href", "")
        scheme = split(href).scheme
        return f'<a href="{escape(scheme + href[len(scheme) :])}">{inner}</a>' if scheme else inner
    return f"<{node.tag}>{inner}</{node.tag}>"


def _tidy(html: str) -> str:
    html = _single(html).strip()
    return _EDGES.sub("", html) if html.startswith("<br>") or html.endswith("<br>") else html
