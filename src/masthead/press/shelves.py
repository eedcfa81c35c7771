"""Where every article stands in every list, so that a page of a list costs the same in an archive of any size.

A *shelf* is a list with its articles in order, newest first. A placement is one article on it, with the languages in
which it stands there as bits of a number: one look at the newest placements says what the newest page shows in all
languages. All of it follows from the editions and can be made anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from typing import Any, TypeAlias, cast

from django.db import connection, transaction
from django.db.models import QuerySet

from masthead.article.models import Article, Byline, Edition
from masthead.lib.rows import insert
from masthead.press.addresses import ListKind
from masthead.press.models import Placement, Shelf

Place: TypeAlias = tuple[ListKind, int]
FRONT: Place = ("front", 0)

# A language's bit is kept in databases: new codes go to the end, and none is taken away.
_CODES = [
    "af",
    "sq",
    "ar",
    "be",
    "bg",
    "ca",
    "zh-hans",
    "zh-hant",
    "hr",
    "cs",
    "da",
    "nl",
    "en",
    "et",
    "fil",
    "fi",
    "fr",
    "gl",
    "de",
    "el",
    "he",
    "hi",
    "hu",
    "is",
    "id",
    "ga",
    "it",
    "ja",
    "ko",
    "lv",
    "lt",
    "mk",
    "ms",
    "mt",
    "nb",
    "fa",
    "pl",
    "pt",
    "ro",
    "ru",
    "sr",
    "sk",
    "sl",
    "es",
    "sw",
    "sv",
    "th",
    "tr",
    "uk",
    "vi",
    "cy",
    "yi",
]
_BITS = {code: 1 << place for place, code in enumerate(_CODES)}
_ROWS = 5_000
_COLUMNS = ("article", "kind", "key", "since", "languages", "pressed")


def bits(codes: Iterable[str]) -> int:
    """Languages as a number with their bits set."""
    found = 0
    for code in codes:
        found |= _BITS[code]
    return found


@lru_cache(maxsize=1_024)
def codes(number: int) -> tuple[str, ...]:
    return tuple(code for code, bit in _BITS.items() if number & bit)


@dataclass(frozen=True, slots=True)
class Standing:
    """In which languages an article is listed, and since when."""

    languages: int
    since: datetime


def stand(article: int) -> list[Placement]:
    """Note where an article stands now; answers its placements, those too that it has left since it was last pressed.

    A placement keeps the languages it was ``pressed`` in until ``settle`` says that lists show what is noted here.
    """
    ready()
    with transaction.atomic():
        rows = {
            (row.kind, row.key): row for row in Placement.objects.select_for_update().filter(article=article)
        }
        wanted = _wanted(article)
        changed = []
        for place in {*rows, *wanted}:
            now = wanted.get(cast("Place", place))
            row = rows.get(place) or Placement(
                article=article, kind=place[0], key=place[1], languages=0, pressed=0
            )
            rows[place] = row
            there = now.languages if now else 0
            if there != row.languages or (now and now.since != row.since):
                changed.append((row, row.languages, there))
                row.languages, row.since = there, now.since if now else row.since
        if changed:
            _count(changed)
            Placement.objects.bulk_create(
                [row for row, _, _ in changed],
                update_conflicts=True,
                unique_fields=("article", "kind", "key"),
                update_fields=("languages", "since"),
            )
    return sorted(rows.values(), key=lambda row: (row.kind != "front", row.kind, row.key))


def settle(article: int) -> None:
    """The lists are pressed as the placements say."""
    rows = [row for row in Placement.objects.filter(article=article) if row.pressed != row.languages]
    for row in rows:
        row.pressed = row.languages
    Placement.objects.bulk_update([row for row in rows if row.languages], ["pressed"])
    Placement.objects.filter(pk__in=[row.pk for row in rows if not row.languages]).delete()


def _wanted(article: int) -> dict[Place, Standing]:
    row = Article.objects.filter(pk=article, kind=Article.Kind.ARTICLE).first()
    if row is None:
        return {}
    editions = Edition.objects.live().filter(article=row, listed=True)
    found = list(editions.values_list("language", "is_original", "published_at"))
    if not found:
        return {}
    here = Standing(bits(code for code, _, _ in found), _since((original, at) for _, original, at in found))
    places: list[Place] = [FRONT]
    places += [("regions", key) for key in row.regions.values_list("pk", flat=True)]
    places += [("themes", key) for key in row.themes.values_list("pk", flat=True)]
    places += [("dossiers", key) for key in row.dossiers.values_list("pk", flat=True)]
    authors = Byline.objects.filter(article=row).order_by("person_id").values_list("person_id", flat=True)
    places += [("authors", key) for key in authors.distinct()]
    return dict.fromkeys(places, here)


def _since(found: Iterable[tuple[bool, datetime | None]]) -> datetime:
    """The original's publication; without it the first of any. All languages keep one order."""
    rows = [(not original, at) for original, at in found if at is not None]
    return min(rows)[1] if rows else datetime.fromtimestamp(0, UTC)


def _count(changed: list[tuple[Placement, int, int]]) -> None:
    """Keep the totals of the shelves in step."""
    shelves = {
        (shelf.kind, shelf.key): shelf
        for shelf in Shelf.objects.select_for_update().filter(
            kind__in={row.kind for row, _, _ in changed}, key__in={row.key for row, _, _ in changed}
        )
    }
    for row, before, after in changed:
        shelf = shelves.setdefault((row.kind, row.key), Shelf(kind=row.kind, key=row.key, totals={}))
        for code in codes(before ^ after):
            shelf.totals[code] = shelf.totals.get(code, 0) + (1 if after & _BITS[code] else -1)
    Shelf.objects.bulk_create(
        shelves.values(), update_conflicts=True, unique_fields=("kind", "key"), update_fields=("totals",)
    )


def totals(place: Place) -> dict[str, int]:
    """{language: articles on a shelf}"""
    row = Shelf.objects.filter(kind=place[0], key=place[1]).values_list("totals", flat=True).first()
    return row or {}


_NEWEST = 192
_TABLE = Placement._meta.db_table
_ON_SHELF = f"FROM {_TABLE} WHERE kind = %s AND key = %s"
_ORDER = "ORDER BY since DESC, article DESC"


def articles(place: Place, wanted: Mapping[str, tuple[int, int]]) -> dict[str, list[int]]:
    """{language: keys of articles, newest first} for {language: (how many to pass over, how many at most)}.

    Two queries for any number of languages: one for what is new, one for what is further down or is scarce.
    """
    found: dict[str, list[int]] = {code: [] for code in wanted}
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT article, languages {_ON_SHELF} {_ORDER} LIMIT {_NEWEST}", [*place])
        newest = cursor.fetchall()
        later = []
        for code, (offset, limit) in wanted.items():
            bit = _BITS[code]
            here = [article for article, languages in newest if languages & bit]
            found[code] = here[offset : offset + limit]
            if len(here) < offset + limit and len(newest) == _NEWEST:
                later.append(code)
        if later:
            parts, values = [], list[Any]()
            for number, code in enumerate(later):
                found[code] = []
                parts.append(
                    f"SELECT * FROM (SELECT article, {number} {_ON_SHELF} AND (languages & %s) <> 0 "  # noqa: S608
                    f"{_ORDER} LIMIT %s OFFSET %s) part"
                )
                offset, limit = wanted[code]
                values += [*place, _BITS[code], limit, offset]
            cursor.execute(" UNION ALL ".join(parts), values)
            for article, number in cursor.fetchall():
                found[later[number]].append(article)
    return found


def newest(place: Place, count: int) -> list[tuple[datetime, int]]:
    """When and which: the newest articles of a shelf in whatever language."""
    rows = Placement.objects.filter(kind=place[0], key=place[1]).exclude(languages=0)
    return list(rows.order_by("-since", "-article").values_list("since", "article")[:count])


def begins(place: Place, size: int) -> list[datetime]:
    """When, of so many articles on a shelf at a time, the oldest was published: from the oldest on, in all languages."""
    rows = Placement.objects.filter(kind=place[0], key=place[1]).exclude(languages=0)
    moments = rows.order_by("since", "article").values_list("since", flat=True).iterator()
    return list(islice(moments, 0, None, size))


def older(row: Placement, languages: Iterable[str]) -> dict[str, int]:
    """{language: articles that stand further down on the shelf than this one}; two queries."""
    counted: Counter[str] = Counter()
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT languages, COUNT(*) {_ON_SHELF} AND (since > %s OR (since = %s AND article > %s)) GROUP BY languages",
            [row.kind, row.key, *[_moment(row.since)] * 2, row.article],
        )
        for number, count in cursor.fetchall():
            for code in codes(number):
                counted[code] += count
    all_there = totals((cast("ListKind", row.kind), row.key))
    return {
        code: all_there.get(code, 0) - counted[code] - bool(row.languages & _BITS[code]) for code in languages
    }


def newer(place: Place, wanted: Collection[int]) -> Iterator[tuple[Counter[str], tuple[str, ...]]]:
    """For each of these articles on a shelf, newest first: {language: how many stand before it}, and the languages in
    which it stands there. One query, as far as the last of them."""
    rows = Placement.objects.filter(kind=place[0], key=place[1]).exclude(languages=0)
    missing, passed = set(wanted), Counter[int]()
    for article, languages in (
        rows.order_by("-since", "-article").values_list("article", "languages").iterator()
    ):
        if not missing:
            return
        if article in missing:
            missing.discard(article)
            before = Counter[str]()
            for mask, count in passed.items():
                before.update(dict.fromkeys(codes(mask), count))
            yield before, codes(languages)
        passed[languages] += 1


def _moment(moment: datetime) -> Any:
    return connection.ops.adapt_datetimefield_value(moment)


def ready() -> None:
    """An outlet that was last pressed before there were shelves has none yet."""
    if not Shelf.objects.filter(kind="front").exists() and Edition.objects.live().exists():
        rebuild()


def rebuild() -> None:
    """Put every article in its places anew."""
    sources: tuple[tuple[ListKind, QuerySet[Any]], ...] = (
        ("regions", Article.regions.through.objects.values_list("article_id", "region_id")),
        ("themes", Article.themes.through.objects.values_list("article_id", "theme_id")),
        ("dossiers", Article.dossiers.through.objects.values_list("article_id", "dossier_id")),
        ("authors", Byline.objects.order_by().values_list("article_id", "person_id").distinct()),
    )
    with transaction.atomic():
        Placement.objects.all().delete()
        Shelf.objects.all().delete()
        where = dict(_all_standing())
        counted: dict[Place, Counter[str]] = {}
        _fill("front", ((article, 0) for article in where), where, counted)
        for kind, rows in sources:
            _fill(kind, rows.iterator(), where, counted)
        Shelf.objects.bulk_create(
            Shelf(kind=kind, key=key, totals=dict(found)) for (kind, key), found in counted.items()
        )


def _all_standing() -> Iterator[tuple[int, Standing]]:
    rows = (
        Edition.objects.live()
        .filter(listed=True, article__kind=Article.Kind.ARTICLE)
        .order_by("article_id")
        .values_list("article_id", "language", "is_original", "published_at")
    )
    key, found = None, []
    for article, *rest in rows.iterator(chunk_size=_ROWS):
        if article != key and key is not None:
            yield key, _standing(found)
            found = []
        key = article
        found.append(rest)
    if key is not None:
        yield key, _standing(found)


def _standing(found: list[list[Any]]) -> Standing:
    return Standing(bits(code for code, _, _ in found), _since((original, at) for _, original, at in found))


def _fill(
    kind: ListKind,
    rows: Iterable[tuple[int, int]],
    where: Mapping[int, Standing],
    counted: dict[Place, Counter[str]],
) -> None:
    waiting: list[tuple[Any, ...]] = []
    for article, key in rows:
        here = where.get(article)
        if here is None:
            continue
        counted.setdefault((kind, key), Counter()).update(codes(here.languages))
        waiting.append((article, kind, key, here.since, here.languages, here.languages))
        if len(waiting) == _ROWS:
            insert(Placement, _COLUMNS, waiting)
            waiting = []
    insert(Placement, _COLUMNS, waiting)
