"""The sentences between headline and text."""

from __future__ import annotations

import re

from masthead.intake.draft import Found
from masthead.intake.readers.html import jsonld, microdata
from masthead.intake.readers.html.page import Page
from masthead.intake.readers.html.text import folded, text_of

_META = (
    "og:description",
    "twitter:description",
    "description",
    "dc.description",
    "dcterms.description",
    "sailthru.description",
)
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:standfirst|stand-first|dek|deck|sub-?head(?:line|er|ing)?|sub-?title|lead|lede|lead-?text|intro|introduction|teaser-?text|"
    r"vorspann|anriss|chapo|chapeau|entradilla|bajada|sumario|sommario|occhiello|ingress|underrubrik|perex|lid|zajawka|excerpt|kicker-text|summary)"
    r"(?:$|[\s_-])|[sS]tandfirst|[sS]ub[hH]ead|[aA]rticle[_-]*(?:lead|intro|summary|perex)",
)
PRINTED = "html:standfirst"
_SHORTEST, _LONGEST = 30, 700


def standfirst(page: Page, article: jsonld.Node | None) -> Found[str] | None:
    """The printed standfirst that the description confirms, else the description."""
    said = _described(page, article)
    shown = _shown(page)
    for claim in said:
        for text in shown:
            if _same(text, claim.value):
                return Found(text, PRINTED, 0.9)
    return next(iter(said), None)


def _described(page: Page, article: jsonld.Node | None) -> list[Found[str]]:
    said = [Found(jsonld.text((article or {}).get("description")), "json-ld:description", 0.7)]
    said += [Found(microdata.value(e), "microdata:description", 0.7) for e in page.marked_as("description")]
    said += [Found(value, f"meta:{name}", 0.6) for name, value in page.said(*_META)]
    return [claim for claim in said if _SHORTEST <= len(claim.value) <= _LONGEST]


def _shown(page: Page) -> list[str]:
    """Texts of elements after the headline that are marked as standing between it and the text."""
    heading = page.tree.find(".//h1")
    if heading is None:
        return []
    texts: list[str] = []
    for element in heading.xpath(
        "following::*[self::p or self::div or self::h2 or self::h3 or self::strong or self::span or self::section][position() <= 80]"
    ):
        name = (
            f"{element.get('class') or ''} {element.get('itemprop') or ''} {element.get('data-testid') or ''}"
        )
        if _CLASS.search(name) or element.get("itemprop") in {"description", "alternativeHeadline"}:
            text = text_of(element)
            if _SHORTEST <= len(text) <= _LONGEST:
                texts.append(text)
    return texts


def _same(shown: str, said: str) -> bool:
    one, two = folded(shown), folded(said.rstrip(".… "))
    return bool(two) and (one.startswith(two[:60]) or two.startswith(one[:60]))
