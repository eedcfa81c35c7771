"""A page as a tree, with what its head and its markup say gathered once."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from lxml import html as lxml_html
from lxml.etree import LxmlError, strip_elements, strip_tags
from lxml.html import HtmlElement

from masthead.intake.errors import NoArticle
from masthead.intake.readers.html import microdata
from masthead.intake.readers.html.text import UNSEEN, one_line
from masthead.lib.html import CONTROL, held

MOST_ELEMENTS = 60_000
"""More than any article needs; what is larger is not worth the memory."""

_DEEPEST = 200
_INITIAL = re.compile(
    r"drop-?_?cap|initial-?(?:letter|cap)|first-?letter|initiale|lettrine|capolettera", re.IGNORECASE
)
_BLOCKS = frozenset({"body", "div", "section", "article", "main"})
_GENERIC = (
    "div", "span", "font", "b", "i", "em", "strong", "center", "section", "u", "small", "big", "a", "p", "ul", "ol",
    "li", "table", "tbody", "tr", "td", "blockquote", "dl", "dd",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Page:
    """``url`` is where it came from, empty if that is not known; ``meta`` maps lower-case names to contents.

    ``marked`` holds the elements of the article by their microdata property.
    """

    tree: HtmlElement
    url: str
    base: str
    meta: dict[str, list[str]]
    marked: dict[str, list[HtmlElement]]

    def said(self, *names: str) -> Iterator[tuple[str, str]]:
        """(name, content) of the named meta elements, in the order of the names."""
        return ((name, value) for name in names for value in self.meta.get(name, ()))

    def marked_as(self, name: str) -> list[HtmlElement]:
        return self.marked.get(name, [])

    def link(self, href: str | None) -> str:
        """The full http(s) address that a reference in the page means, or nothing."""
        if not href or len(href) > 2000 or CONTROL.search(href):
            return ""
        try:
            full = urljoin(self.base, href.strip())
            parts = urlsplit(full)
        except ValueError:
            return ""
        return full if parts.scheme in {"http", "https"} and parts.netloc else ""


def parse(text: str, url: str = "") -> Page:
    """The tree of a page; ``NoArticle`` if there is nothing to read in it."""
    parser = lxml_html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    cleaned = UNSEEN.sub("", held(text)).encode("utf-8", "replace")
    try:
        tree = lxml_html.document_fromstring(cleaned, parser=parser)
    except (LxmlError, ValueError) as error:
        raise NoArticle("The page holds no article text.") from error
    if sum(1 for _ in tree.iter()) > MOST_ELEMENTS:
        raise NoArticle(f"The page has more than {MOST_ELEMENTS:,} elements; that is no article.")
    _flatten(tree)
    _join_initials(tree)
    _spell_out(tree)
    return Page(tree, url, _base(tree, url), _meta(tree), microdata.marked(tree))


def _base(tree: HtmlElement, url: str) -> str:
    base = tree.find(".//base[@href]")
    if base is None:
        return url
    try:
        return urljoin(url, (base.get("href") or "").strip())
    except ValueError:
        return url


def _meta(tree: HtmlElement) -> dict[str, list[str]]:
    meta: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = one_line(element.get("content"))
        names = (element.get("property") or "").split()  # RDFa: several, parted by spaces
        for name in (*names, element.get("name"), element.get("itemprop")):
            if name and content:
                meta.setdefault(name.strip().lower(), []).append(content)
    return meta


def _spell_out(tree: HtmlElement) -> None:
    """Puts the words of formulas (MathML) in place of their elements, which nothing after this understands.

    MathJax and KaTeX draw the formula beside its MathML; the drawing goes. One on a line of its own is a paragraph.
    """
    for formula in list(tree.iter("math")):
        strip_elements(formula, "annotation", "annotation-xml", with_tail=False)
        said = one_line(formula.get("alttext") or " ".join(formula.itertext()))
        whole = next((outer for outer in formula.iterancestors() if _draws(outer)), formula)
        apart = {formula.get("display"), whole.get("display")} & {"block", "true"}
        outer, tail = whole.getparent(), whole.tail
        whole.clear()
        whole.tag = "p" if apart and outer is not None and outer.tag in _BLOCKS else "span"
        whole.text, whole.tail = said, tail
    for element in tree.iter():  # a drawing alone has an element for each sign
        if isinstance(element.tag, str) and element.tag.startswith("mjx-"):
            element.tag = "span"


def _draws(element: HtmlElement) -> bool:
    return element.tag == "mjx-container" or (element.get("class") or "").split(" ", 1)[0] == "katex"


def _join_initials(tree: HtmlElement) -> None:
    """Takes away the white space that stands between a first letter set large and the rest of its word."""
    for element in tree.iter("span", "b", "strong"):
        if _INITIAL.search(element.get("class") or "") and len(element.text_content().strip()) == 1:
            element.text = element.text_content().strip()
            for inner in list(element):
                element.remove(inner)
            while element is not None and element.tag == "span" and not (element.tail or "").strip():
                element.tail = None
                if element.getnext() is not None:
                    break
                element = element.getparent()


def _flatten(tree: HtmlElement) -> None:
    """Takes the generic elements out of a tree that is nested deeper than any writing is."""
    depth: dict[HtmlElement, int] = {}
    for element in tree.iter():  # parents come before their children
        parent = element.getparent()
        depth[element] = depth[parent] + 1 if parent is not None else 0
    if max(depth.values(), default=0) > _DEEPEST:
        strip_tags(tree, *_GENERIC)
