"""Where every page of an outlet stands. Paths begin and, for pages, end with a slash."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from masthead.press.headers import FEED_TYPES

ListKind = Literal["front", "regions", "themes", "dossiers", "authors"]


@dataclass(frozen=True, slots=True)
class ListKey:
    """A list of articles: the front page (``key`` 0), or one region, theme, dossier or person."""

    kind: ListKind
    key: int = 0
    slug: str = ""

    @property
    def place(self) -> str:
        return f"{self.kind}/{self.key}"


FRONT = ListKey("front")


def front(language: str, page: int = 0) -> str:
    return f"/{language}/" if not page else f"/{language}/page/{page}/"


def listing(language: str, where: ListKey, page: int = 0) -> str:
    """A list's page; page 0 is the newest, others are numbered from the oldest."""
    if where.kind == "front":
        return front(language, page)
    base = f"/{language}/{where.kind}/{where.slug}/"
    return base if not page else f"{base}page/{page}/"


def overview(language: str, kind: ListKind) -> str:
    """The page that names all regions, themes, dossiers or authors."""
    return f"/{language}/{kind}/"


def article(language: str, slug: str) -> str:
    return f"/{language}/articles/{slug}/"


def pdf(language: str, slug: str) -> str:
    """An article as a PDF, beside its page and under a name that a reader can keep."""
    return f"{article(language, slug)}{slug}.pdf"


def pdf_beside(page: str) -> str:
    """The PDF of an article by the address of its page; nothing for other pages."""
    parts = page.strip("/").split("/")
    at_home = page.endswith("/") and len(parts) == 3 and parts[1] == "articles"
    return pdf(parts[0], parts[2]) if at_home else ""


def page_beside(path: str) -> str:
    """The page of the article whose PDF stands at this address; other addresses as they are."""
    page, _, name = path.rpartition("/")
    return f"{page}/" if name and pdf_beside(f"{page}/") == path else path


def standing(language: str, page: str) -> str:
    return f"/{language}/{page.replace('_', '-')}/"


# RSS, Atom and JSON Feed.
FEEDS = tuple(FEED_TYPES)


def feed(language: str, where: ListKey = FRONT, name: str = FEEDS[0]) -> str:
    """A feed of a list; without more words the RSS feed of everything."""
    return f"{listing(language, where)}{name}"


def asked(page: str) -> str:
    """Where a reader asks for a translation of the page at this address, and waits for it."""
    return f"{page}asked/"


SITEMAPS = "/sitemaps/"


def sitemap(language: str, number: int) -> str:
    return f"{SITEMAPS}{language}-{number}.xml"


def news(language: str) -> str:
    return f"{SITEMAPS}news-{language}.xml"


def search(language: str) -> str:
    return f"/{language}/search/"


def newsletter(language: str) -> str:
    return f"/{language}/newsletter/"


def not_found(language: str) -> str:
    return f"/{language}/404.html"


SITEMAP_INDEX = "/sitemap.xml"
ROBOTS = "/robots.txt"
SECURITY = "/.well-known/security.txt"
TRUST = "/trust.txt"
HUMANS = "/humans.txt"
RSL = "/rsl.xml"
TDM = "/.well-known/tdmrep.json"
TDM_POLICY = "/tdm-policy.jsonld"


def rsl(licence: str, *, own: bool) -> str:
    """The terms of articles under a licence that is not the outlet's."""
    return f"/rsl/{'own-' if own else ''}{licence.lower()}.xml"


def file_of(path: str) -> str:
    """The pressed file, relative to the press's folder, that a path stands for."""
    return path.lstrip("/") + ("index.html" if path.endswith("/") else "")
