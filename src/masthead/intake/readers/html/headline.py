"""Which of the titles of a page is the headline.

The printed heading that the metadata confirm comes first, for titles in metadata are often shortened, written
for search engines, or carry the outlet's name; else JSON-LD, microdata, Open Graph, other meta elements, the
title of the window.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from masthead.intake.draft import Found
from masthead.intake.readers.html import jsonld, microdata
from masthead.intake.readers.html.page import Page
from masthead.intake.readers.html.text import folded, text_of

_META = ("og:title", "twitter:title", "parsely-title", "sailthru.title", "dc.title", "dc:title", "dcterms.title", "citation_title", "headline", "title")  # fmt: skip
_BAR = re.compile(r"\s+(?:[-–—|·•»«⋆*⁄~/ǀ:]+)\s+|\s*[|»•ǀ]\s*|(?<=\S)\s+[—–]\s+")
_LONGEST = 300
_LONG_NAME = 40
# Said of the article by its own system, for programs that keep it, and not for search engines.
_MADE = frozenset({"meta:parsely-title", "meta:sailthru.title", "meta:citation_title", "meta:dc:title", "meta:dcterms.title"})  # fmt: skip
# Two lines of a heading that ran together.
_GLUED = re.compile(r"[^\W\d] ?[:|][^\W\d]|[a-zà-ÿ][A-ZÀ-Þ][a-zà-ÿ]")


def declared(page: Page, article: jsonld.Node | None) -> list[Found[str]]:
    """The titles that the page declares, best first, none of them empty."""
    claims: list[Found[str]] = []
    if article:
        claims.append(Found(jsonld.text(article.get("headline")), "json-ld:headline", 0.9))
        claims.append(Found(jsonld.text(article.get("name")), "json-ld:name", 0.7))
    claims.extend(
        Found(microdata.value(element), "microdata:headline", 0.85) for element in page.marked_as("headline")
    )
    claims.extend(Found(content, f"meta:{name}", 0.8) for name, content in page.said(*_META))
    window = page.tree.find(".//title")
    if window is not None:
        title = text_of(window)[: _LONGEST + 1]
        claims.append(Found(title, "html:title", 0.6))
        claims.extend(
            Found(title[: bar.start()], "html:title", 0.4) for bar in list(_BAR.finditer(title))[:1]
        )
    return [claim for claim in claims if claim.value and len(claim.value) <= _LONGEST]


def printed(page: Page) -> list[Found[str]]:
    """The headings a reader may take for the headline."""
    marked = page.tree.xpath(
        "//*[contains(concat(' ', normalize-space(@class), ' '), ' entry-title ')"
        " or contains(concat(' ', normalize-space(@class), ' '), ' p-name ')]"
    )
    found = [Found(text_of(element).removesuffix("¶"), "html:h1", 0.8) for element in page.tree.iter("h1")]
    found += [Found(text_of(element), "microformats:entry-title", 0.8) for element in marked[:3]]
    found += [Found(text_of(element), "html:h2", 0.6) for element in list(page.tree.iter("h2"))[:8]]
    return [heading for heading in found if heading.value and len(heading.value) <= _LONGEST]


def headline(page: Page, article: jsonld.Node | None, outlets: Iterable[str]) -> Found[str] | None:
    """The headline; ``outlets`` are names and hosts of the outlet, which are no part of it."""
    said = declared(page, article)
    titles = {folded(claim.value) for claim in said if claim.sure >= 0.8}
    banners = {folded(banner) for banner in _banners(page)} - titles
    names = {folded(name) for name in outlets if name} | banners
    if titles <= names:  # a page that gives its title as the outlet's name
        names -= {title for title in titles if len(title) > _LONG_NAME}
    claims = [Found(_without_outlet(c.value, names), c.where, c.sure) for c in said]
    claims = [claim for claim in claims if folded(claim.value) not in names] or claims
    headings = [heading for heading in printed(page) if folded(heading.value) not in names]
    best = max(headings, key=lambda heading: _support(heading, claims), default=None)
    if best is not None and claims and _support(best, claims) >= 0.3:
        claim = max(claims, key=lambda claim: _closeness(best.value, claim.value))
        chosen = claim if _says_it_cleaner(claim.value, best.value) else best
        return Found(chosen.value, chosen.where, round(0.6 + 0.37 * _closeness(best.value, claim.value), 2))
    first = next(iter(claims), None)
    made = next((claim for claim in claims if claim.where in _MADE), None)
    if made is not None:
        return made
    tops = [
        heading
        for heading in headings
        if heading.where == "html:h1" and not _names_outlet(heading.value, names)
    ]
    if len(tops) == 1 and len(_tokens(tops[0].value)) > 2:
        return Found(tops[0].value, tops[0].where, 0.6)
    if first is not None and first.where == "html:title":
        return Found(max(_BAR.split(first.value), key=len), first.where, 0.5)
    return first or next(iter(headings), None)


def _banners(page: Page) -> Iterator[str]:
    """The headings that lead home: they name the outlet."""
    home = page.link("/").rstrip("/")
    for heading in page.tree.iter("h1", "h2"):
        links = list(heading.iter("a"))
        if len(links) == 1 and text_of(links[0]) == text_of(heading):
            href = (links[0].get("href") or "").strip().rstrip("/")
            if (
                href in {"", "."}
                or page.link(href).rstrip("/") == home
                or re.fullmatch(r"https?://[^/]+", href)
            ):
                yield text_of(heading)


def _support(heading: Found[str], claims: list[Found[str]]) -> float:
    """How far the claims agree with a heading, 0 to 1, the better ones counting more."""
    close = [_closeness(heading.value, claim.value) for claim in claims]
    if heading.where == "html:h2" and 1.0 not in close:
        return 0.0  # subheadings take up words of the headline
    total = sum(claim.sure for claim in claims)
    return (
        sum(claim.sure * share for claim, share in zip(claims, close, strict=True)) / total if total else 0.0
    )


def _says_it_cleaner(claim: str, heading: str) -> bool:
    """Does the heading hold more than the claim: a kicker, a date, a byline, or lines that ran together?"""
    one, two = folded(claim), folded(heading)
    if one == two or (one in two and not two.endswith(one)):
        return bool(_GLUED.search(heading)) and not _GLUED.search(claim)
    return two.endswith(one) and len(one) > 15 and len(two) - len(one) > 4


def _closeness(heading: str, claim: str) -> float:
    """1: the same letters. Else the share of the words of the shorter that stand in the longer, below 1."""
    if folded(heading) == folded(claim):
        return 1.0
    shorter, longer = sorted((_tokens(heading), _tokens(claim)), key=len)
    shared = shorter & longer
    return 0.95 * len(shared) / len(shorter) if len(shared) > 1 else 0.0  # one word is in many titles


def _tokens(text: str) -> set[str]:
    words = re.findall(r"\w+", text.casefold())
    if len(words) <= 3 and any(
        "\u2e80" <= letter <= "\ud7ff" or "\u0e00" <= letter <= "\u0eff" for letter in text
    ):
        joined = folded(text)  # scripts without spaces: pairs of letters
        return {joined[at : at + 2] for at in range(len(joined) - 1)}
    return set(words)


def _without_outlet(title: str, names: set[str]) -> str:
    """The title without what stands before its first or after its last bar, where that names the outlet."""
    bars = list(_BAR.finditer(title))
    if bars and _names_outlet(title[bars[-1].end() :], names):
        return _without_outlet(title[: bars[-1].start()], names)
    if bars and _names_outlet(title[: bars[0].start()], names):
        return _without_outlet(title[bars[0].end() :], names)
    return title


def _names_outlet(piece: str, names: set[str]) -> bool:
    """Is it a name of the outlet, or made of words that stand in one (``Bridgestone Tires`` of bridgestonetires.com)?"""
    words = [word for word in _tokens(piece) if len(word) > 2 or word.isdigit()] or [folded(piece)]
    return (
        any(all(word in name for word in words) for name in names if len(name) > 3) or folded(piece) in names
    )
