"""The words of the article, without what stands around them.

trafilatura finds them. Its choice is then held against the page's prose and against what the page itself declares
(``articleBody``), and cleaned of what no article says: its own headline and byline, and what ``frame`` knows.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from dataclasses import replace
from html import unescape

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.htmlprocessing import convert_to_html
from trafilatura.settings import Document

from masthead.intake.body import Part, inner_html, parts
from masthead.intake.draft import Found
from masthead.intake.readers.html import frame, jsonld
from masthead.intake.readers.html.page import Page
from masthead.intake.readers.html.phrases import FRAME
from masthead.intake.readers.html.standfirst import PRINTED
from masthead.intake.readers.html.text import folded
from masthead.lib.html import CONTROL, each_text, flow, inline, plain, text

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# Above this, the second opinions of trafilatura take too long.
_MANY_ELEMENTS = 20_000
_PARAGRAPH = 80
_LEAVES = ("p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "dd", "dt", "td", "th", "div", "span")


def article_body(
    page: Page,
    article: jsonld.Node | None,
    headline: str = "",
    standfirst: Found[str] | None = None,
    names: Sequence[str] = (),
) -> list[Part]:
    """All that the article prints under its headline, in reading order; none if there is no text in the page.

    A printed standfirst is its first piece. ``names`` are those in the bylines.
    """
    lead = standfirst.value if standfirst else ""
    found = _whole(page, _extracted(page.tree, page.url))
    found = frame.without_neighbours(page.tree, found)
    markup = _inner_markup(page, found)
    found = [_with_markup(part, markup) for part in found]
    found = _against_declared(found, _declared(article), lead)
    found = _without_head(found, headline, lead, names)
    found = frame.without_end([part for part in found if not frame.leads_away(part)])
    return _with_standfirst(found, standfirst)


def _whole(page: Page, found: list[Part]) -> list[Part]:
    """What was found, or a second look at the element that holds most of the page's prose, where much is missing."""
    holder = frame.holder(page.tree)
    if holder is None:
        return found
    prose = frame.prose(holder)
    there = {folded(part.text) for part in found}
    kept = sum(len(text) for text in prose if any(folded(text)[:60] in seen for seen in there))
    if kept > 0.5 * sum(map(len, prose)):
        return found
    body = lxml_html.Element("body")
    body.append(deepcopy(holder))
    tree = lxml_html.Element("html")
    tree.append(body)
    again = _extracted(tree, page.url, favor_recall=True)
    return again if _length(again) > 1.5 * _length(found) else found


def _length(found: Sequence[Part]) -> int:
    return sum(len(part.text) for part in found)


def _extracted(tree: HtmlElement, url: str, *, favor_recall: bool = False) -> list[Part]:
    many = sum(1 for _ in tree.iter()) > _MANY_ELEMENTS
    try:
        document = bare_extraction(
            deepcopy(tree),
            url=url or None,
            fast=many,
            include_comments=False,
            include_tables=True,
            favor_recall=favor_recall,
        )
    except Exception:  # the library promises nothing about hostile trees
        return []
    if not isinstance(document, Document):
        return []
    return parts(str(etree.tostring(convert_to_html(document.body), encoding="unicode", method="html")))


def _inner_markup(page: Page, found: Iterable[Part]) -> dict[str, str]:
    """The inline HTML that the found texts have in the page, by the letters of the text."""
    wanted: set[str] = set()

    def note(_: int, html: str) -> str:
        wanted.add(folded(plain(html)))
        return html

    for part in found:
        _each(part, note)
    markup: dict[str, str] = {}
    for element in page.tree.iter(*_LEAVES):
        if not len(element) or element.find(".//p") is not None or element.find(".//div") is not None:
            continue
        key = folded(element.text_content())
        if key in wanted and key not in markup:
            for link in element.iter("a"):
                link.set("href", page.link(link.get("href")))
            markup[key] = inline(inner_html(element))
    return markup


def _each(part: Part, turn: Callable[[int, str], str]) -> Part:
    """The piece with the inline HTML of each of its paragraphs, items and cells replaced."""
    if part.kind in {"h2", "h3"}:
        return replace(part, html=re.sub(r"</?(?:strong|em)>", "", turn(0, part.html)))
    if part.kind == "table":
        return replace(
            part, rows=tuple(tuple((head, turn(0, cell)) for head, cell in row) for row in part.rows)
        )
    return replace(part, html=each_text(part.html, turn))


def _with_markup(part: Part, markup: dict[str, str]) -> Part:
    """The same piece with the links and emphasis that its words have in the page."""
    return _each(part, lambda _, html: markup.get(folded(plain(html)), html))


def _declared(article: jsonld.Node | None) -> list[str]:
    """The paragraphs of the text that the page declares as its article's."""
    said = (article or {}).get("articleBody")
    said = CONTROL.sub("", "\n".join(piece for piece in jsonld.many(said) if isinstance(piece, str)))
    said = unescape(said)
    if re.search(r"</?(?:p|div|br)\b|&lt;p", said):
        return [line for part in parts(flow(unescape(said))) if (line := part.text)]
    return [line for line in map(str.strip, re.split(r"\n+", unescape(said))) if line]


def _against_declared(found: list[Part], declared: list[str], standfirst: str) -> list[Part]:
    """The found pieces that the declared text confirms, or that text itself where most of it was not found."""
    whole = _grams("\n".join(declared))
    if len(whole) < 60 or declared[-1].endswith(("…", "...")):
        return found
    seen = _grams("\n".join(part.text for part in found))
    shared = len(whole & seen) / len(whole)
    if shared < (0.2 if len(declared) == 1 else 0.5) or (shared < 0.5 and len(seen) < 0.6 * len(whole)):
        return [Part("p", html) for line in declared for html in [flow(line)] if html]
    if len(whole) > 0.6 * len(seen):
        known = whole | _grams(standfirst)
        return [part for part in found if part.kind != "p" or _confirmed(part.text, known)]
    return found


def _confirmed(words: str, whole: set[str]) -> bool:
    grams = _grams(words)
    return len(grams & whole) >= 0.3 * len(grams)


def _grams(value: str) -> set[str]:
    """Runs of three words; for scripts without spaces, of six letters."""
    words = re.findall(r"\w+", value.casefold())
    if sum(map(len, words)) > 12 * len(words):
        joined = "".join(words)
        return {joined[at : at + 6] for at in range(max(1, len(joined) - 5))}
    return {" ".join(words[at : at + 3]) for at in range(max(1, len(words) - 2))}


def _without_head(found: list[Part], headline: str, lead: str, names: Sequence[str]) -> list[Part]:
    """The pieces without the headline, byline and dates that stand before the first paragraph."""
    title, opening = folded(headline), folded(lead)
    first = next(
        (
            at
            for at, part in enumerate(found)
            if len(part.text) > _PARAGRAPH and not _is(part, title) and folded(part.text) != opening
        ),
        len(found),
    )
    return [
        part
        for at, part in enumerate(found)
        if at > 12
        or not (
            _is(part, title)
            or (at < first and _is_frame(part.text, names))
            or frame.is_byline(part.text, names)
        )
    ]


def _is(part: Part, title: str) -> bool:
    """Is it the headline, perhaps with a kicker before it?"""
    own = folded(part.text)
    return (
        bool(title)
        and part.kind in {"p", "h2", "h3"}
        and (own == title or (own.endswith(title) and len(own) < 1.5 * len(title)))
    )


def _is_frame(words: str, names: Sequence[str]) -> bool:
    if len(words) > _PARAGRAPH:
        return False
    letters = folded(words)
    return any(folded(name) in letters for name in names if name) or bool(FRAME.search(words))


def _with_standfirst(found: list[Part], standfirst: Found[str] | None) -> list[Part]:
    if standfirst is None or standfirst.where != PRINTED or not found:
        return found
    start = folded(standfirst.value)[:60]
    if any(start in folded(part.text) for part in found[:6]):
        return found
    return [Part("p", f"<p>{text(standfirst.value)}</p>"), *found]
