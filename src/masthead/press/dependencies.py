"""What pages are made of: which articles' pages and which lists show a thing, by its key (``masthead.press.changed``).

Of pictures and of the cards of other articles the press keeps what it showed. Everything else follows from what is
there: who wrote an article from its bylines, on which lists its card stands from its placements.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, cast

from django.db import transaction
from django.db.models import Value

from masthead.article.models import Article, Byline
from masthead.press import cards, lists
from masthead.press.addresses import ListKind
from masthead.press.changed import Key
from masthead.press.models import Dependency, Placement
from masthead.press.outlet import Press
from masthead.press.pages.sheet import Sheet, picture_keys
from masthead.press.shelves import FRONT, Place

ARTICLE, PICTURE = "article", "picture"
_MOST = 1_000  # keys that one query names


@dataclass
class Dependent:
    """What shows some things: ``articles`` whose pages do, ``cards`` by the lists on which they stand, lists that are
    about them (``whole``), lists whose ``newest`` page does, and overviews."""

    articles: set[int] = field(default_factory=set)
    cards: dict[Place, set[int]] = field(default_factory=dict)
    whole: set[Place] = field(default_factory=set)
    newest: set[Place] = field(default_factory=set)
    overviews: set[ListKind] = field(default_factory=set)

    def pages(self, press: Press, place: Place) -> dict[int, set[str]]:
        """{number of a page of a list: in which languages it is one of them}, in the order of numbers, the newest page
        (0) last."""
        if place in self.whole:
            return lists.every(place, press.languages)
        found = lists.showing(place, self.cards.get(place, ()), press.languages)
        if place in self.newest:
            found[0] = set(press.languages)
        return found

    @property
    def places(self) -> set[Place]:
        return self.whole | self.newest | self.cards.keys()


def on(keys: Iterable[Key], press: Press) -> Dependent:
    """What shows these things; the number of queries does not depend on how many there are, up to a thousand."""
    by: dict[str, set[int]] = defaultdict(set)
    for kind, key in keys:
        by[kind].add(key)
    found = Dependent(articles=set(by["pages"]))
    carded = set(by["card"])
    for role, article in _column(Byline.objects.order_by(), "person", by["person"], "role", "article"):
        found.articles.add(article)
        if role == Byline.Role.AUTHOR:
            carded.add(article)
    carded.update(key for (key,) in _column(Article.objects, "lead_picture", by["picture"], "pk"))
    in_dossiers = Article.dossiers.through.objects
    found.articles.update(key for (key,) in _column(in_dossiers, "dossier", by["dossier"], "article"))
    found.articles.update(
        _showing(PICTURE, by["picture"]), _showing(ARTICLE, carded), outdated(by["article"], press)
    )
    for kind, key, article in _column(Placement.objects, "article", carded, "kind", "key", "article"):
        found.cards.setdefault((cast("ListKind", kind), key), set()).add(article)
    found.whole.update(("authors", key) for key in by["person"])
    found.whole.update(("dossiers", key) for key in by["dossier"])
    found.overviews.update(kind for kind, _ in found.whole)
    if by["dossier"].intersection(dossier.pk for dossier in press.dossiers):
        found.newest.add(FRONT)
    return found


def outdated(keys: Collection[int], press: Press) -> set[int]:
    """The articles whose pages show the card of one of these as it is no longer."""
    found: set[int] = set()
    for some in _by_the_thousand(keys):
        now = cards.digests(press, some)
        rows = Dependency.objects.filter(kind=ARTICLE, key__in=some).values_list("article", "key", "digest")
        found.update(article for article, key, digest in rows.iterator() if digest != now.get(key, ""))
    return found


def _showing(kind: str, keys: Collection[int]) -> Iterator[int]:
    return (article for (article,) in _column(Dependency.objects.filter(kind=kind), "key", keys, "article"))


def _column(rows: Any, column: str, keys: Collection[int], *names: str) -> Iterator[tuple[Any, ...]]:
    for some in _by_the_thousand(keys):
        yield from rows.filter(**{f"{column}__in": some}).values_list(*names)


def _by_the_thousand(keys: Collection[int]) -> Iterator[list[int]]:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _MOST):
        yield ordered[start : start + _MOST]


def note(keys: Collection[int], sheets: Mapping[int, Sheet], *, partly: bool) -> list[int]:
    """Keep what the pages of these articles show, now that they are pressed: in some languages only if ``partly``.

    Answers those of them whose card others still show as it was. One query, and two more where something is new.
    """
    now = {(key, *what): digest for key, sheet in sheets.items() for what, digest in _shown(sheet).items()}
    mine = {key: _digest(sheet) for key, sheet in sheets.items()}
    kept: dict[tuple[int, str, int], tuple[int, str]] = {}
    old: set[int] = set()
    own = Dependency.objects.filter(article__in=keys).values_list("pk", "article", "kind", "key", "digest")
    elsewhere = (
        Dependency.objects.filter(kind=ARTICLE, key__in=keys)
        .annotate(none=Value(0), nobody=Value(0))
        .values_list("none", "nobody", "kind", "key", "digest")
    )
    for row, article, kind, key, digest in own.union(elsewhere):
        if row:
            kept[article, kind, key] = row, digest
        elif digest != mine.get(key, ""):
            old.add(key)
    gone = [] if partly else [row for what, (row, _) in kept.items() if what not in now]
    fresh = [
        Dependency(article=article, kind=kind, key=key, digest=digest)
        for (article, kind, key), digest in now.items()
        if (article, kind, key) not in kept or (not partly and kept[article, kind, key][1] != digest)
    ]
    if gone or fresh:
        _write(gone, fresh)
    return sorted(old)


def _write(gone: list[int], fresh: list[Dependency]) -> None:
    with transaction.atomic():
        if gone:
            Dependency.objects.filter(pk__in=gone).delete()
        Dependency.objects.bulk_create(
            fresh, update_conflicts=True, unique_fields=("article", "kind", "key"), update_fields=("digest",)
        )


def _shown(sheet: Sheet) -> dict[Key, str]:
    pictures = chain.from_iterable(picture_keys(content) for content in sheet.contents.values())
    return {
        **{(PICTURE, key): "" for key in pictures if key},
        **{(ARTICLE, key): digest for key in sheet.near if (digest := sheet.related.digest(key))},
    }


def _digest(sheet: Sheet) -> str:
    themes = (theme.pk for theme in sheet.ways_in["themes"])
    return cards.digest(sheet.article, themes, sheet.bylines, sheet.editions)
