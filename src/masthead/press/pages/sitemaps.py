"""Sitemaps (sitemaps.org 0.9): an index over files of at most ``LIMIT`` addresses for each language.

``hreflang`` stands in the pages; repeated here it would make every file fifty times as long.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count

from masthead.article.models import Edition
from masthead.press import addresses
from masthead.press.outlet import Press
from masthead.press.pages.lists import Printed
from masthead.press.rendering import render

LIMIT = 10_000


def sitemaps(press: Press) -> Iterator[Printed]:
    """The newest file of every language, and the index. Older files are full and do not change."""
    indexed = Edition.objects.live().filter(index=True, language__in=press.languages)
    totals = dict(indexed.values("language").annotate(total=Count("pk")).values_list("language", "total"))
    numbers = {code: max(1, -(-totals.get(code, 0) // LIMIT)) for code in press.languages}
    for code in press.languages:
        yield from one(press, code, numbers[code])
    urls = [
        press.url(addresses.sitemap(code, number))
        for code in press.languages
        for number in range(1, numbers[code] + 1)
    ]
    yield Printed(addresses.SITEMAP_INDEX, "", render("sitemap-index.xml", {"sitemaps": urls}))


def one(press: Press, code: str, number: int) -> Iterator[Printed]:
    """One file: editions in the order in which articles came, so that files fill and stay."""
    start = (number - 1) * LIMIT
    rows = (
        Edition.objects.live()
        .filter(index=True, language=code)
        .order_by("article_id")
        .values_list("article__slug", "article__standing", "updated_at")[start : start + LIMIT]
    )
    places = [{"url": press.url(addresses.front(code)), "changed": ""}] if number == 1 else []
    for slug, standing, updated in rows:
        path = addresses.standing(code, standing) if standing else addresses.article(code, slug)
        places.append({"url": press.url(path), "changed": updated.date().isoformat() if updated else ""})
    yield Printed(addresses.sitemap(code, number), code, render("sitemap.xml", {"places": places}))


def robots(press: Press) -> Printed:
    body = f"User-agent: *\nDisallow: /desk/\nDisallow: /*/search/\n\nSitemap: {press.url(addresses.SITEMAP_INDEX)}\n"
    return Printed(addresses.ROBOTS, "", body)
