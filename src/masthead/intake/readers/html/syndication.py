"""Where an article appeared before this copy, and the lines at its end that tell it and who wrote it.

Only what is said is kept: a line that names an outlet, a declared source, a canonical address elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from masthead.intake.draft import Appearance, Found
from masthead.intake.moments import moment
from masthead.intake.readers.html import frame, jsonld
from masthead.intake.readers.html.page import Page
from masthead.intake.readers.html.phrases import APPEARED, IS_SOMEBODY
from masthead.intake.readers.html.text import folded, text_of
from masthead.lib.addresses import split

_LINES = ("p", "div", "em", "i", "li", "footer", "small", "blockquote", "h5", "h6")
_SHORTEST, _LONGEST = 12, 400
# What follows "originally published in": a name in capitals, up to a comma, a date or the end of the sentence.
_NAMED = re.compile(
    r"\W*(?P<name>[^\W\d_a-z][^,.;:()\n]{1,60}?)(?=\s+(?:on|am|le|el|il|em|den|under|and|as|in|with)\s|\s*[,.;:()]|\s*$)"
)
_DATED = re.compile(
    r"\b(?:\d{1,2}\.?\s+\S+\s+(?:19|20)\d\d|[^\W\d_]+\s+\d{1,2},?\s+(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d)\b"
)


def source_note(page: Page) -> tuple[Found[str] | None, Found[Appearance] | None]:
    """The line that says where the article first appeared, and that place; nothing where it names none."""
    for line in _lines(page):
        words = text_of(line)
        found = APPEARED.search(words)
        if found and (place := _place(page, line, words[found.end() :])):
            return Found(words, "text:source-note", 0.8), Found(place, "text:source-note", 0.8)
    return None, None


def _place(page: Page, line: HtmlElement, rest: str) -> Appearance | None:
    day = _DATED.search(rest)
    date = (moment(day[0]) or "") if day else ""
    for link in line.iter("a"):
        url, name = page.link(link.get("href")), text_of(link)
        if url and name and name in rest and _host(url) != _host(page.url):
            return Appearance(name if len(name) < 60 else _host(url), url, date)
    named = _NAMED.match(rest)
    if named is None or moment(named["name"]):
        return None
    return Appearance(named["name"].strip(), "", date)


def author_note(page: Page, names: Sequence[str]) -> Found[str] | None:
    """The line that begins with an author's full name and says who that is: "Jana Dorn is a journalist in …"."""
    for line in reversed(list(_lines(page))):
        words = text_of(line)
        for name in names:
            if " " in name and words.startswith(name) and IS_SOMEBODY.match(words[len(name) :]):
                return Found(words, "text:author-note", 0.8)
    return None


def _lines(page: Page) -> Iterator[HtmlElement]:
    """The short lines of the page, none of them in a list of other articles or in a comment."""
    for element in page.tree.iter(*_LINES):
        if element.find(".//p") is not None or element.find(".//div") is not None:
            continue
        if _SHORTEST < len(element.text_content().strip()) <= _LONGEST and not frame.in_neighbour(element):
            yield element


def chain(
    page: Page,
    article: jsonld.Node | None,
    nodes: list[jsonld.Node],
    own: Sequence[str],
    canonical: Found[str] | None,
) -> tuple[Found[str] | None, tuple[Found[Appearance], ...]]:
    """The line about the first appearance, and every earlier appearance that is told, the first one first."""
    note, told = source_note(page)
    found = [told] if told else []
    found += [
        one
        for one in _declared(page, article, nodes)
        if folded(one.value.outlet) not in set(map(folded, own))
    ]
    if page.url and canonical and _site(canonical.value) != _site(page.url):
        found.append(Found(Appearance(_host(canonical.value), canonical.value), canonical.where, 0.7))
    kept: dict[str, Found[Appearance]] = {}
    for one in found:
        kept.setdefault(_site(one.value.url) or folded(one.value.outlet), one)
    return note, tuple(kept.values())


def _declared(
    page: Page, article: jsonld.Node | None, nodes: list[jsonld.Node]
) -> Iterator[Found[Appearance]]:
    node = article or {}
    for key in ("isBasedOn", "isBasedOnUrl", "sourceOrganization", "provider"):
        for value in jsonld.many(node.get(key)):
            value = jsonld.resolved(value, nodes)
            url = page.link(
                jsonld.text(value.get("url") or value.get("@id")) if isinstance(value, dict) else str(value)
            )
            holder = (
                jsonld.resolved(value.get("publisher"), nodes) or value if isinstance(value, dict) else None
            )
            name = jsonld.text(holder.get("name") if isinstance(holder, dict) else holder)
            if (name or url) and (key != "isBasedOn" or _site(url) != _site(page.url)):
                yield Found(Appearance(name or _host(url), url), f"json-ld:{key}", 0.7)
    for name, value in page.said("original-source", "syndication-source"):
        if (url := page.link(value)) and _site(url) != _site(page.url):
            yield Found(Appearance(_host(url), url), f"meta:{name}", 0.8)


def _host(url: str) -> str:
    return (split(url).hostname or "").removeprefix("www.")


def _site(url: str) -> str:
    """The last two labels of a host: mobile and regional hosts of an outlet are the same place."""
    return ".".join(_host(url).split(".")[-2:])
