"""Sitemaps (sitemaps.org 0.9), an index over them, and Google's news sitemaps.

A file holds the articles of a stretch of keys, so that whatever happens to an article touches one file a language,
and none has to be counted. ``hreflang`` stands in the pages; repeated here it would make every file fifty times as long.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from masthead.article.models import Edition
from masthead.lib import languages
from masthead.lib.html import plain
from masthead.press import addresses, leaving
from masthead.press.addresses import SITEMAPS, ListKind
from masthead.press.models import Artifact
from masthead.press.outlet import Press
from masthead.press.pages.feeds import moment
from masthead.press.pages.printed import Printed
from masthead.press.rendering import render

KEYS = 250
"""Articles a file: with 100,000 articles in 52 languages the index names 20,800 files of the 50,000 it may."""
_NEWS_DAYS, _NEWS = 2, 1_000  # what Google reads of a news sitemap
_LISTS = f"{SITEMAPS}lists.xml"
_OVERVIEWS: tuple[ListKind, ...] = ("regions", "themes", "dossiers", "authors")


def of_article(press: Press, key: int) -> Iterator[Printed]:
    """The files that name an article, the news, and the index where it has other files now; four queries at most."""
    printed = [*_stretch(press, key // KEYS), *_news(press)]
    mine = [
        path
        for code in press.languages
        for path in (addresses.sitemap(code, key // KEYS), addresses.news(code))
    ]
    known = set(
        Artifact.objects.filter(path__in=[page.path for page in printed] + mine).values_list(
            "path", flat=True
        )
    )
    made = {page.path for page in printed}
    gone = [path for path in mine if path in known and path not in made]
    leaving.take_away(Artifact.objects.filter(path__in=gone))
    yield from printed
    if gone or not made <= known:
        there = Artifact.objects.filter(path__startswith=SITEMAPS).values_list("path", flat=True)
        yield _index(press, made | set(there.iterator()))


def everything(press: Press) -> Iterator[Printed]:
    """Every file, then the index."""
    paths = set()
    marks = (
        Edition.objects.live()
        .filter(index=True, language__in=press.languages)
        .order_by()
        .values_list("article_id", flat=True)
    )
    stretches = sorted({key // KEYS for key in marks.distinct().iterator()})
    for pages in (*(_stretch(press, number) for number in stretches), _news(press)):
        for page in pages:
            paths.add(page.path)
            yield page
    yield _index(press, paths)


def beside(press: Press) -> Printed:
    """What is there without any article: front pages and overviews."""
    found = [
        {"url": press.url(path), "changed": ""}
        for code in press.languages
        for path in (addresses.front(code), *(addresses.overview(code, kind) for kind in _OVERVIEWS))
    ]
    return Printed(_LISTS, "", render("sitemap.xml", {"places": found}))


def _stretch(press: Press, number: int) -> Iterator[Printed]:
    """The files of one stretch of keys, a language each; one query. A language that has none of it has no file."""
    found: dict[str, list[dict[str, Any]]] = {code: [] for code in press.languages}
    with connection.cursor() as cursor:
        cursor.execute(_stretch_query(), [number * KEYS, (number + 1) * KEYS - 1])
        for code, slug, standing, updated in cursor.fetchall():
            if code not in found:
                continue
            path = addresses.standing(code, standing) if standing else addresses.article(code, slug)
            # A date, whether the database gives a moment or (SQLite) its text.
            found[code].append({"url": press.url(path), "changed": str(updated)[:10] if updated else ""})
    for code, places in found.items():
        if places:
            yield Printed(addresses.sitemap(code, number), code, render("sitemap.xml", {"places": places}))


def _stretch_query() -> str:
    """The query for the editions of articles from one key to another. It names nothing but keys that SQLite, which may
    know nothing of what stands in its tables, has an index for: by states or languages it would read the archive."""
    index = connection.ops.quote_name("index")
    return (
        "SELECT e.language, a.slug, a.standing, e.updated_at FROM article_edition e "  # noqa: S608 - constants only
        "JOIN article_article a ON a.id = e.article_id "
        f"WHERE e.article_id BETWEEN %s AND %s AND e.state = 'live' AND e.{index} ORDER BY e.article_id"
    )


def newest(press: Press) -> QuerySet[Edition]:
    """What was published in the days that a news sitemap tells of, newest first."""
    return (
        Edition.objects.live()
        .filter(
            index=True,
            listed__in=(True,),  # as an equation, by which SQLite finds the days in its index
            language__in=press.languages,
            published_at__gte=timezone.now() - timedelta(days=_NEWS_DAYS),
        )
        .order_by("-published_at", "-article_id")
    )


def _news(press: Press) -> Iterator[Printed]:
    """What was published in the last two days, a file each language that has any."""
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    rows = newest(press).values_list("language", "headline", "published_at", "article__slug")
    for code, headline, published, slug in rows.iterator():
        if len(found[code]) < _NEWS:
            found[code].append(
                {
                    "url": press.url(addresses.article(code, slug)),
                    "title": plain(headline),
                    "published": moment(published)["iso"],
                }
            )
    for code in press.languages:
        if found[code]:
            context = {"items": found[code], "name": press.outlet.name, "language": _news_code(code)}
            yield Printed(addresses.news(code), code, render("news.xml", context))


def _news_code(code: str) -> str:
    """A language as Google's news sitemaps name it: ISO 639, but for the two of Chinese."""
    return {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}.get(code, languages.get(code).tag)


def _index(press: Press, paths: Iterable[str]) -> Printed:
    """The index, files in the order of their languages and stretches."""
    urls = [press.url(path) for path in sorted({*paths, _LISTS}, key=_order)]
    return Printed(addresses.SITEMAP_INDEX, "", render("sitemap-index.xml", {"sitemaps": urls}))


def _order(path: str) -> tuple[str, int]:
    name, _, number = path.removesuffix(".xml").rpartition("-")
    return (name, int(number)) if number.isdecimal() else (path, 0)
