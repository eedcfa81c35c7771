"""What a page marks up as its article with ``itemprop`` (HTML microdata, schema.org)."""

from __future__ import annotations

from lxml.html import HtmlElement

from masthead.intake.readers.html.text import one_line, text_of

ARTICLES = frozenset({
    "article", "newsarticle", "reportagenewsarticle", "analysisnewsarticle", "opinionnewsarticle",
    "backgroundnewsarticle", "askpublicnewsarticle", "reviewnewsarticle", "satiricalarticle", "liveblogposting",
    "blogposting", "socialmediaposting", "techarticle", "scholarlyarticle", "medicalscholarlyarticle", "report",
    "advertisercontentarticle", "discussionforumposting", "creativework", "claimreview", "review", "recipe",
    "podcastepisode", "videoobject",
})  # fmt: skip
"""The types of schema.org that can be the article of a page, in lower case."""

_OWN = ARTICLES | {"", "webpage", "blog"}
_ADDRESSES = {
    "a": "href",
    "link": "href",
    "img": "src",
    "time": "datetime",
    "data": "value",
    "meta": "content",
}


def marked(tree: HtmlElement) -> dict[str, list[HtmlElement]]:
    """The elements of the page's own article, or outside every item, by the property they carry."""
    elements = tree.xpath("//*[@itemprop]")
    others = _others(tree) if elements else set()
    found: dict[str, list[HtmlElement]] = {}
    for element in elements:
        item = next((outer for outer in element.iterancestors() if "itemscope" in outer.attrib), None)
        if item is None or (_kind(item) in _OWN and item not in others):
            for name in element.get("itemprop", "").split():
                found.setdefault(name, []).append(element)
    return found


def _others(tree: HtmlElement) -> set[HtmlElement]:
    """The articles that a page lists beside its own: where there are several, its own holds the heading."""
    items = [item for item in tree.xpath("//*[@itemscope]") if _kind(item) in ARTICLES]
    if len(items) < 2:
        return set()
    own = next((item for item in items if item.find(".//h1") is not None), None)
    return {item for item in items if item is not own}


def _kind(item: HtmlElement) -> str:
    return (item.get("itemtype") or "").rstrip("/").rpartition("/")[2].lower()


def value(element: HtmlElement) -> str:
    """The value of a property as text; for an item with a name, its name."""
    for key in ("content", "datetime"):
        if element.get(key):
            return one_line(element.get(key))
    if "itemscope" in element.attrib:
        for inner in element.xpath(".//*[@itemprop]"):
            if "name" in inner.get("itemprop", "").split():
                return value(inner)
    return text_of(element) or one_line(element.get(_ADDRESSES.get(str(element.tag), "title")))
