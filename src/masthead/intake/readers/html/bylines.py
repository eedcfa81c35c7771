"""Who made it: JSON-LD, then microdata, then meta elements, then what readers see."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from masthead.intake.draft import Byline, Found
from masthead.intake.readers.html import jsonld, microdata
from masthead.intake.readers.html.names import people
from masthead.intake.readers.html.page import Page
from masthead.intake.readers.html.text import folded, one_line, text_of

_META = (
    "author", "article:author", "og:article:author", "og:author", "parsely-author", "sailthru.author", "dc.creator",
    "dc:creator", "dcterms.creator", "citation_author", "byl", "cxenseparse:author", "dcsext.author",
    "lp.article:author", "mrf:authors", "authors", "author.name", "shareaholic:article_author_name",
    "branch:deeplink:authorname1", "rbauthors", "articleauthor", "bepress_citation_author", "twitter:creator",
)  # fmt: skip
_CLASS = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|author-?name|autor(?:en|in|a)?|auteurs?|autore|writer|p-author|posted-by|signature|firma|"
    r"redakt(?:eur|or)|skribent|forfatter|journalist)(?:$|[\s_-])|by[lL]ine|[aA]uthor[sN_-]|[aA]uthors?$|[aA]utor$",
)
_ASIDE = re.compile(
    r"comment|komment|respond|reply|related|recommend|sidebar|side-bar|widget(?! blog)|teaser|promo|(?<!post-)(?<!entry-)(?<!article-)footer|most-?read|popular|trending|"
    r"newsletter|carousel|slider|(?<!h-)\bcards?\b|disqus|breadcrumb|\bnav|menu",
    re.IGNORECASE,
)
_PROFILE = re.compile(
    r"aut[eo]u?r|people|person|profile|staff|/by/|user|contributor|journalist|redakt|team|members?/"
)
# The page of one author: /author/jana-dorn.
_PROFILE_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|in|es)?|auteurs?|autore|newsteam|staff|redaktion|reporters?|journalists?|contributors?|writers?|columnists?"
    r"|people|team|by)/[\w.%~-]{3,}/?(?:[?#].*)?$"
)
_HOLDERS = (
    "span", "div", "p", "a", "address", "li", "strong", "em", "small", "b", "i", "cite", "h4", "h5", "h6", "section", "ul", "td", "dd",
)  # fmt: skip
_CAPITALISED = r"(?:[^\W\d_a-zß-ÿ][\w.'’-]*\s+){1,3}[^\W\d_a-zß-ÿ][\w.'’-]*"
# "By Jane Doe", "Von Jana Dorn und Max Moor", "Par …", "Por …", "Di …", "Автор: …", "文／…".
LINE = re.compile(
    r"(?:(?i:by|von|par|por|di|door|av|af|oleh|posted by|written by|words by)\s+"
    r"|(?i:text:|autor(?:in)?:|автор:|текст:|作者[:：]|文[／/:：]|بقلم:?|מאת:?|โดย:?)\s*)"
    rf"{_CAPITALISED}(?:\s*(?:,|and|und|et|y|e|och|og|en|и|&)\s+{_CAPITALISED})*$"
)
_LONGEST = 160


def bylines(
    page: Page, article: jsonld.Node | None, nodes: list[jsonld.Node], outlets: Iterable[str]
) -> tuple[Found[Byline], ...]:
    """The authors from the best place that names people; the outlet itself is the last resort."""
    own = {folded(name) for name in outlets if name}
    kept: tuple[Found[Byline], ...] = ()
    for where, sure, texts in _places(page, article, nodes):
        names: list[str] = []
        itself = False
        for text in texts:
            if _is_own(text, own):
                itself = True
                if not kept and (
                    where.startswith("json-ld") or (where.startswith("meta") and "." not in text)
                ):
                    kept = (Found(Byline(text.strip(" ,")), where, 0.5),)
            else:
                names.extend(people(text, printed=where.startswith(("microdata", "link", "html"))))
        names = [name for name in names if not _is_own(name, own)]
        if kept and where.startswith(("html", "text")):
            names = [name for name in names if " " in name]  # a mark of initials names nobody better
        if names and not (itself and where.startswith("meta")):
            return tuple(Found(Byline(name), where, sure) for name in _once(names))
    return kept


def _is_own(name: str, own: set[str]) -> bool:
    return folded(name) in own


def _once(names: Iterable[str]) -> list[str]:
    return list({folded(name): name for name in reversed(list(names))}.values())[::-1]


def _places(
    page: Page, article: jsonld.Node | None, nodes: list[jsonld.Node]
) -> Iterator[tuple[str, float, list[str]]]:
    """Where names may stand, best first: the place, how sure it is, the texts found there."""
    for key in ("author", "creator"):
        yield f"json-ld:{key}", 0.95, _of_node((article or {}).get(key), nodes)
    marked = [element for element in page.marked_as("author") if not beside(element)]
    yield "microdata:author", 0.85, [microdata.value(element) for element in marked[:6]]
    for name in _META:
        yield f"meta:{name}", 0.8, [value for _, value in page.said(name) if not value.startswith("@")]
    yield "link:rel=author", 0.7, [text_of(link) for link in _linked(page)]
    for texts in _printed(page):
        yield "html:byline", 0.6, texts
    for link in page.tree.iter("a"):
        if _PROFILE_PAGE.search(link.get("href") or "") and not beside(link):
            yield "html:profile", 0.5, [text_of(link)]
    yield "text:byline", 0.4, _written(page)


def _of_node(value: object, nodes: list[jsonld.Node]) -> list[str]:
    texts: list[str] = []
    for one in jsonld.many(value):
        one = jsonld.resolved(one, nodes)
        if isinstance(one, dict):
            given = " ".join(jsonld.text(one.get(key)) for key in ("givenName", "familyName")).strip()
            texts.extend([jsonld.text(name) for name in jsonld.many(one.get("name"))] or [given])
        elif isinstance(one, str):
            texts.append(one)
    return [text for text in texts if text]


def _linked(page: Page) -> Iterator[HtmlElement]:
    for link in page.tree.iter("a"):
        if "author" in (link.get("rel") or "").lower().split() and not beside(link):
            yield link


def _printed(page: Page) -> Iterator[list[str]]:
    """The texts of elements whose class says that they hold the byline, in the order of the page."""
    for element in page.tree.iter(*_HOLDERS):
        if not _CLASS.search(element.get("class") or element.get("id") or "") or beside(element):
            continue
        text = text_of(element)
        if not text or len(text) > _LONGEST:
            continue
        links = [link for link in element.iter("a") if _PROFILE.search(link.get("href") or "")]
        yield list(filter(None, map(text_of, links)))
        yield [text]


def _written(page: Page) -> list[str]:
    """The first short line of the page that reads as a byline."""
    for element in page.tree.iter(*_HOLDERS):
        text = one_line(element.text) if len(element) else text_of(element)
        if 5 < len(text) < 60 and LINE.match(text) and not beside(element):
            return [text]
    return []


def beside(element: HtmlElement) -> bool:
    """Does it stand in a comment, a list of other articles, or the frame of the page?"""
    for ancestor in (element, *element.iterancestors()):
        if ancestor.tag in {"body", "html", "article", "main"} or ancestor.find(".//h1") is not None:
            return False
        named = f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"
        if ancestor.tag == "footer" and any(outer.tag == "article" for outer in ancestor.iterancestors()):
            continue  # where many blogs sign
        if ancestor.tag in {"aside", "footer", "nav", "form"} or _ASIDE.search(named):
            return True
    return False
