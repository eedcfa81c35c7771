"""The numbered pages of a list after an article came, went or changed.

A new article changes none of them, or fills one. One that goes, or comes late to its place in the past, moves all
that are newer: they are printed one after the other until one is as it was.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256

from masthead.press import addresses, files, leaving
from masthead.press import lists as places
from masthead.press.addresses import ListKey
from masthead.press.models import Artifact, Placement
from masthead.press.outlet import Press
from masthead.press.pages import lists
from masthead.press.pages.lists import Thing
from masthead.press.pages.printed import Printed


def after(press: Press, where: ListKey, thing: Thing | None, placement: Placement) -> Iterator[Printed]:
    """The numbered pages that are not as they were, in all languages. Pages that are full no longer are removed."""
    numbers = places.places(placement, press.languages)
    seen: set[str] = set()
    while numbers:
        printed = {page.language: page for page in lists.pages(press, where, thing, numbers)}
        known = _known(where, numbers)
        changed = {code: page for code, page in printed.items() if known.get(page.path) != _digest(page)}
        yield from _once(changed.values(), seen)
        gone = {
            code: path
            for code, path in _paths(where, numbers).items()
            if path in known and code not in printed
        }
        _remove(list(gone.values()))
        appeared = [code for code, page in printed.items() if page.path not in known]
        # The page before the last full one leads to the newest page, the one before that to it.
        before = {code: numbers[code] - 2 for code in (*appeared, *gone) if numbers[code] > 2}
        yield from _once(lists.pages(press, where, thing, before), seen)
        numbers = {code: numbers[code] + 1 for code in changed}


def _once(pages: Iterable[Printed], seen: set[str]) -> Iterator[Printed]:
    for page in pages:
        if page.path not in seen:
            seen.add(page.path)
            yield page


def _paths(where: ListKey, numbers: Mapping[str, int]) -> dict[str, str]:
    return {code: addresses.listing(code, where, number) for code, number in numbers.items()}


def _known(where: ListKey, numbers: Mapping[str, int]) -> dict[str, str]:
    return Artifact.objects.digests(_paths(where, numbers).values())


def _digest(page: Printed) -> str:
    return sha256(page.html.encode()).hexdigest()


def _remove(paths: list[str]) -> None:
    if paths:
        leaving.take_away(Artifact.objects.filter(path__in=paths))
        files.announce()
