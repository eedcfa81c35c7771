"""Which articles stand on which page of a list, in all languages at once.

Pages are numbered from the oldest, ``SIZE`` articles each, so that a new article changes the newest page
and no other. The newest page (number 0) shows what has not filled a numbered page yet, and the last full one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from masthead.press import shelves
from masthead.press.addresses import ListKey
from masthead.press.models import Placement
from masthead.press.shelves import Place

SIZE = 12


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list: keys of articles, newest first. ``number`` 0 is the newest page."""

    number: int
    articles: tuple[int, ...]
    total: int
    newer: int | None
    older: int | None


def pages(where: ListKey, numbers: Mapping[str, int]) -> dict[str, Page]:
    """One page of a list in each language, ``numbers`` being {language: page number}, 0 the newest.

    Three queries for any number of languages. A numbered page that is not full yet is left out.
    """
    totals = shelves.totals((where.kind, where.key))
    wanted: dict[str, tuple[int, int]] = {}
    for code, number in numbers.items():
        total = totals.get(code, 0)
        full = total // SIZE
        if number == 0:
            wanted[code] = 0, total if full == 0 else total - (full - 1) * SIZE
        elif number <= full:
            wanted[code] = total - number * SIZE, SIZE
    found = shelves.articles((where.kind, where.key), wanted)
    return {code: _page(numbers[code], tuple(found[code]), totals.get(code, 0)) for code in wanted}


def _page(number: int, articles: tuple[int, ...], total: int) -> Page:
    full = total // SIZE
    if number == 0:
        return Page(0, articles, total, None, full - 1 if full > 1 else None)
    return Page(number, articles, total, number + 1 if number < full - 1 else 0, number - 1 or None)


def places(placement: Placement, languages: Iterable[str]) -> dict[str, int]:
    """{language: the numbered page on which an article stands, stood until it was taken away, or would stand once
    that page is full}; two queries. A language in which it was never there is left out."""
    here = shelves.codes(placement.languages | placement.pressed)
    older = shelves.older(placement, [code for code in languages if code in here])
    return {code: rank // SIZE + 1 for code, rank in older.items()}


def every(place: Place, languages: Collection[str]) -> dict[int, set[str]]:
    """{number: the languages in which a list has that page}, in the order of numbers, the newest page (0) last."""
    totals = shelves.totals(place)
    full = {code: totals.get(code, 0) // SIZE for code in languages}
    numbered = range(1, max(full.values(), default=0) + 1)
    return {
        **{number: {code for code in languages if full[code] >= number} for number in numbered},
        0: set(languages),
    }


def showing(place: Place, articles: Collection[int], languages: Collection[str]) -> dict[int, set[str]]:
    """The same of those pages that show one of these articles; two queries for any number."""
    totals = shelves.totals(place)
    found: dict[int, set[str]] = defaultdict(set)
    for newer, here in shelves.newer(place, articles):
        for code in here:
            if code in languages:
                full, number = totals[code] // SIZE, (totals[code] - newer[code] - 1) // SIZE + 1
                if number <= full:
                    found[number].add(code)
                if number >= full:
                    found[0].add(code)
    return dict(sorted(found.items(), key=lambda page: page[0] or MANY))


MANY = 10**12
"""More than any list has pages."""


def ordered(order: list[int], pages: dict[str, Page]) -> dict[str, Page]:
    """A dossier's pages in its own order, by keys of articles."""
    rank = {article: position for position, article in enumerate(order)}
    return {
        code: Page(
            page.number,
            tuple(sorted(page.articles, key=lambda article: rank.get(article, len(rank)))),
            page.total,
            page.newer,
            page.older,
        )
        for code, page in pages.items()
    }
