"""Which editions stand on which page of a list, in all languages at once.

Pages are numbered from the oldest, ``SIZE`` articles each, so that a new article changes the newest page
and no other. The newest page (number 0) shows what has not filled a numbered page yet, and the last full one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from masthead.press.addresses import ListKey

SIZE = 24

_JOIN = {
    "front": "",
    "regions": "JOIN article_article_regions j ON j.article_id = e.article_id AND j.region_id = %s",
    "themes": "JOIN article_article_themes j ON j.article_id = e.article_id AND j.theme_id = %s",
    "dossiers": "JOIN article_article_dossiers j ON j.article_id = e.article_id AND j.dossier_id = %s",
    "authors": (
        "JOIN (SELECT DISTINCT article_id FROM article_byline WHERE person_id = %s) j ON j.article_id = e.article_id"
    ),
}
_WHERE = "e.language = %s AND e.state = 'live' AND e.listed"


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: keys of editions, newest first. ``number`` 0 is the newest page."""

    number: int
    editions: tuple[int, ...]
    total: int
    newer: int | None
    older: int | None


def pages(where: ListKey, numbers: Mapping[str, int]) -> dict[str, Page]:
    """One page of a list in each language, ``numbers`` being {language: page number}, 0 the newest.

    Two queries for any number of languages. A numbered page that is not full yet is left out.
    """
    totals = _totals(where, list(numbers))
    wanted = []
    for code, number in numbers.items():
        total = totals.get(code, 0)
        full = total // SIZE
        if number == 0:
            wanted.append((code, 0, total if full == 0 else total - (full - 1) * SIZE))
        elif number <= full:
            wanted.append((code, total - number * SIZE, SIZE))
    rows = _rows(where, wanted)
    return {
        code: _page(numbers[code], tuple(rows.get(code, ())), totals.get(code, 0)) for code, _, _ in wanted
    }


def _page(number: int, editions: tuple[int, ...], total: int) -> Page:
    full = total // SIZE
    if number == 0:
        return Page(0, editions, total, None, full - 1 if full > 1 else None)
    return Page(number, editions, total, number + 1 if number < full - 1 else 0, number - 1 or None)


def newest(where: ListKey, languages: Sequence[str]) -> dict[str, Page]:
    """The newest page of a list in each language."""
    return pages(where, dict.fromkeys(languages, 0))


def places(where: ListKey, article: int, languages: Sequence[str]) -> dict[str, int]:
    """{language: the numbered page on which an article stands, stood before it was withdrawn, or would stand
    once that page is full}; one query. A language in which it was never public is left out."""
    if not languages:
        return {}  # PostgreSQL knows no empty list
    marks = ", ".join(["%s"] * len(languages))
    older = (
        f"SELECT COUNT(*) FROM article_edition e {_JOIN[where.kind]} "  # noqa: S608 - constants only
        "WHERE e.language = a.language AND e.state = 'live' AND e.listed AND "
        "(e.published_at < a.published_at OR (e.published_at = a.published_at AND e.article_id < a.article_id))"
    )
    sql = (
        f"SELECT a.language, ({older}) FROM article_edition a "  # noqa: S608
        f"WHERE a.article_id = %s AND a.language IN ({marks}) AND a.published_at IS NOT NULL"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*_key(where), article, *languages])
        return {code: rank // SIZE + 1 for code, rank in cursor.fetchall()}


def _totals(where: ListKey, languages: Sequence[str]) -> dict[str, int]:
    if not languages:
        return {}  # PostgreSQL knows no empty list
    marks = ", ".join(["%s"] * len(languages))
    sql = (
        f"SELECT e.language, COUNT(*) FROM article_edition e {_JOIN[where.kind]} "  # noqa: S608 - constants only
        f"WHERE e.language IN ({marks}) AND e.state = 'live' AND e.listed GROUP BY e.language"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, [*_key(where), *languages])
        return dict(cursor.fetchall())


def _rows(where: ListKey, wanted: Iterable[tuple[str, int, int]]) -> dict[str, list[int]]:
    """{language: edition keys, newest first}, for (language, offset, limit) each; one query."""
    parts: list[str] = []
    values: list[int | str] = []
    for code, offset, limit in wanted:
        parts.append(
            f"SELECT * FROM (SELECT e.id, e.language FROM article_edition e {_JOIN[where.kind]} WHERE {_WHERE} "  # noqa: S608
            "ORDER BY e.published_at DESC, e.article_id DESC LIMIT %s OFFSET %s) part"
        )
        values += [*_key(where), code, limit, offset]
    found: dict[str, list[int]] = {}
    if not parts:
        return found
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), values)
        for key, code in cursor.fetchall():
            found.setdefault(code, []).append(key)
    return found


def _key(where: ListKey) -> list[int]:
    return [] if where.kind == "front" else [where.key]


def ordered(order: list[int], pages: dict[str, Page], articles: Mapping[int, int]) -> dict[str, Page]:
    """A dossier's pages in its own order. ``articles`` is {edition key: article key}."""
    rank = {article: position for position, article in enumerate(order)}

    def place(edition: int) -> int:
        return rank.get(articles[edition], len(rank))

    return {
        code: Page(page.number, tuple(sorted(page.editions, key=place)), page.total, page.newer, page.older)
        for code, page in pages.items()
    }
