"""What the page files its article under: JSON-LD, microdata, meta elements, then links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from masthead.intake.draft import Found, Term
from masthead.intake.readers.html import jsonld, microdata
from masthead.intake.readers.html.bylines import beside
from masthead.intake.readers.html.page import Page
from masthead.intake.readers.html.text import folded, text_of
from masthead.lib.addresses import split

_LONGEST = 60
_MOST = 30
_TAG_PAGE = re.compile(r"/(?:tags?|topics?|keywords?|etiquetas?|schlagwort|thema)/[^/?#]+/?(?:[?#].*)?$")


def terms(page: Page, article: jsonld.Node | None) -> tuple[Found[Term], ...]:
    """Categories and tags, each kind from the best place that has any."""
    found: list[Found[Term]] = []
    for kind, places in (("category", _categories(page, article)), ("tag", _tags(page, article))):
        for where, sure, named in places:
            kept = {folded(name): (name, slug) for name, slug in named if 1 < len(name) <= _LONGEST}
            if kept:
                found += [
                    Found(Term(name, kind, slug), where, sure) for name, slug in list(kept.values())[:_MOST]
                ]
                break
    return tuple(found)


def _categories(
    page: Page, article: jsonld.Node | None
) -> Iterator[tuple[str, float, list[tuple[str, str]]]]:
    yield "json-ld:articleSection", 0.9, _named((article or {}).get("articleSection"))
    yield (
        "microdata:articleSection",
        0.85,
        [(microdata.value(e), "") for e in page.marked_as("articleSection")],
    )
    yield "meta:article:section", 0.8, [(value, "") for _, value in page.said("article:section")]
    yield "link:rel=category", 0.7, _linked(page, {"category"})


def _tags(page: Page, article: jsonld.Node | None) -> Iterator[tuple[str, float, list[tuple[str, str]]]]:
    yield "json-ld:keywords", 0.9, _named((article or {}).get("keywords"))
    marked = [name for e in page.marked_as("keywords") for name in _named(microdata.value(e))]
    yield "microdata:keywords", 0.85, marked
    yield "meta:article:tag", 0.8, [name for _, value in page.said("article:tag") for name in _named(value)]
    yield "link:rel=tag", 0.75, _linked(page, {"tag"})
    yield "html:link", 0.65, _tag_pages(page)
    for name in ("news_keywords", "parsely-tags", "keywords"):
        yield f"meta:{name}", 0.6, [tag for _, value in page.said(name) for tag in _named(value)]


def _named(value: object) -> list[tuple[str, str]]:
    """The names in a list, or in a line parted by commas."""
    texts = [jsonld.text(one) for one in jsonld.many(value)]
    if len(texts) == 1:
        texts = re.split(r"\s*[,;、،]\s*", texts[0])
    return [(text.strip(), "") for text in texts if text.strip()]


def _linked(page: Page, rel: set[str]) -> list[tuple[str, str]]:
    """The links of that relation; where a link is both, as WordPress writes it, it is a category."""
    found = []
    for link in page.tree.iter("a"):
        said = set((link.get("rel") or "").lower().split())
        if said & rel and not ("tag" in rel and "category" in said) and not beside(link):
            found.append((text_of(link), _slug(link.get("href") or "")))
    return found


def _tag_pages(page: Page) -> list[tuple[str, str]]:
    links = (
        link for link in page.tree.iter("a") if _TAG_PAGE.search(link.get("href") or "") and not beside(link)
    )
    return [(text_of(link), _slug(link.get("href") or "")) for link in links]


def _slug(href: str) -> str:
    try:
        return unquote(split(href).path.rstrip("/").rpartition("/")[2])[:_LONGEST]
    except ValueError:
        return ""
