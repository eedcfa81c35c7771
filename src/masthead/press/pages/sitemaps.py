"""Sitemaps (sitemaps.org 0.9): an index over files of at most ``LIMIT`` addresses for each language.

``hreflang`` stands in the pages; repeated here it would make every file fifty times as long.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import Count

from masthead.article.models import Edition
from masthead.press import addresses
from masthead.press.outlet import Press
from masthead.press.pages.lists import Printed
from masthead.press.rendering import render

# Every publication writes the newest file of each language anew, so a file stays small.
LIMIT = 1_000


def sitemaps(press: Press, *, older: bool = False) -> Iterator[Printed]:
    """The newest file of every language, and the index; three queries for any number of languages.

    Older files are full and do not change: they are written only where ``older`` asks for them.
    """
    indexed = Edition.objects.live().filter(index=True, language__in=press.languages)
    totals = dict(indexed.values("language").annotate(total=Count("pk")).values_list("language", "total"))
    newest = {code: max(1, -(-totals.get(code, 0) // LIMIT)) for code in press.languages}
    yield from _files(press, list(newest.items()))
    if older:
        for code in press.languages:
            for number in range(1, newest[code]):
                yield from _files(press, [(code, number)])
    urls = [
        press.url(addresses.sitemap(code, number))
        for code in press.languages
        for number in range(1, newest[code] + 1)
    ]
    yield Printed(addresses.SITEMAP_INDEX, "", render("sitemap-index.xml", {"sitemaps": urls}))


def _files(press: Press, wanted: Sequence[tuple[str, int]]) -> Iterator[Printed]:
    rows = _rows(wanted)
    for code, number in wanted:
        places = [{"url": press.url(addresses.front(code)), "changed": ""}] if number == 1 else []
        for slug, standing, updated in rows.get(code, ()):
            path = addresses.standing(code, standing) if standing else addresses.article(code, slug)
            # A date, whether the database gives a moment or (SQLite) its text.
            places.append({"url": press.url(path), "changed": str(updated)[:10] if updated else ""})
        yield Printed(addresses.sitemap(code, number), code, render("sitemap.xml", {"places": places}))


def _rows(wanted: Sequence[tuple[str, int]]) -> dict[str, list[tuple[str, str, Any]]]:
    """{language: (slug, standing, updated)} in the order in which articles came, so that files fill and stay."""
    index = connection.ops.quote_name("index")
    part = (
        "SELECT * FROM (SELECT e.language, a.slug, a.standing, e.updated_at FROM article_edition e "  # noqa: S608 - constants only
        f"JOIN article_article a ON a.id = e.article_id WHERE e.language = %s AND e.state = 'live' AND e.{index} "
        "ORDER BY e.article_id LIMIT %s OFFSET %s) part"
    )
    values = [value for code, number in wanted for value in (code, LIMIT, (number - 1) * LIMIT)]
    found: dict[str, list[tuple[str, str, Any]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join([part] * len(wanted)), values)
        for code, *row in cursor.fetchall():
            found.setdefault(code, []).append((row[0], row[1], row[2]))
    return found


def robots(press: Press) -> Printed:
    body = f"User-agent: *\nDisallow: /desk/\nDisallow: /*/search/\n\nSitemap: {press.url(addresses.SITEMAP_INDEX)}\n"
    return Printed(addresses.ROBOTS, "", body)
