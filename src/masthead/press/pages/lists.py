"""Front pages, the lists of regions, themes, dossiers and authors, and the pages that name them all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from masthead.article.models import Dossier, Person, Region, Theme
from masthead.lib import interface, languages
from masthead.press import addresses, cards, lists, rendering
from masthead.press.addresses import ListKey, ListKind
from masthead.press.lists import Page
from masthead.press.outlet import Press, entry, said, switch
from masthead.press.pages import feeds
from masthead.press.pages.printed import Printed
from masthead.press.rendering import BARE

KINDS: dict[ListKind, Any] = {"regions": Region, "themes": Theme, "dossiers": Dossier, "authors": Person}
MORE = {"dossiers": "introduction", "authors": "biography"}
Thing = Region | Theme | Dossier | Person


def newest(press: Press, several: Iterable[tuple[ListKey, Thing | None]]) -> Iterator[Printed]:
    """The newest pages of some lists in every language, with their feeds; what they show is read together."""
    there = [
        (where, thing, lists.pages(where, dict.fromkeys(press.languages, 0))) for where, thing in several
    ]
    cards.read(press, {key for _, _, found in there for page in found.values() for key in page.articles})
    for where, thing, found in there:
        yield from _print_all(press, where, thing, found)


def pages(press: Press, where: ListKey, thing: Thing | None, numbers: Mapping[str, int]) -> Iterator[Printed]:
    """One page of a list for each language in ``numbers``, and feeds of what is newest.

    The number of queries does not grow with the languages.
    """
    yield from _print_all(press, where, thing, lists.pages(where, numbers))


def _print_all(
    press: Press, where: ListKey, thing: Thing | None, found: dict[str, Page]
) -> Iterator[Printed]:
    read = cards.read(press, (key for page in found.values() for key in page.articles))
    for code, page in found.items():
        if not page.number:
            yield from feeds.feeds(press, where, thing, code, page, read)
    if isinstance(thing, Dossier):
        found = lists.ordered(thing.order, found)
    elsewhere = _elsewhere(press, lambda code: addresses.listing(code, where))
    for code, page in found.items():
        yield _print(press, where, thing, code, page, read, elsewhere)


def _print(
    press: Press,
    where: ListKey,
    thing: Thing | None,
    code: str,
    page: Page,
    read: cards.Cards,
    elsewhere: dict[str, Any],
) -> Printed:
    shown = [key for key in page.articles if read.edition(key, code)]
    context: dict[str, Any] = {
        "cards": [
            read.card(key, code, kicker=where.kind != "themes", lead=thing is None and key == shown[0])
            for key in shown
        ],
        "older": addresses.listing(code, where, page.older) if page.older else "",
        "newer": addresses.listing(code, where, page.newer) if page.newer is not None else "",
    }
    path = addresses.listing(code, where, page.number)
    words = interface.of(code)
    if thing is None:
        tagline = press.shell(code)["outlet"]["tagline"]["text"]
        title = (
            press.outlet.name
            if not page.number
            else words.text("page_number", number=words.number(page.number))
        )
        head = _head(press, where, code, page.number, elsewhere, title=title, description=tagline)
        strips = [] if page.number else _strips(press, code)
        filled = {"page": head, **context, "strips": strips}
        return Printed(path, code, rendering.page(press, code, "front.html", filled), place=where.place)
    named = entry(press, code, where.kind, thing)
    more = said(thing.said(MORE[where.kind], code), code) if where.kind in MORE else None
    title = named["text"]
    if page.number:
        title = f"{title}, {words.text('page_number', number=words.number(page.number))}"
    filled = {
        "page": _head(
            press, where, code, page.number, elsewhere, title=title, description=more["text"] if more else ""
        ),
        **context,
        "subject": named,
        "up": {"path": addresses.overview(code, where.kind), "text": words.text(where.kind)},
        "introduction": more,
        "translated_by": named["engine"] or (more["engine"] if more else ""),
        "link": getattr(thing, "url", ""),
        # Not on numbered pages, which would change with every article.
        "count": "" if page.number else words.count("article_count", page.total),
        "numbered": where.kind == "dossiers",
    }
    return Printed(path, code, rendering.page(press, code, "list.html", filled), place=where.place)


def _strips(press: Press, code: str) -> list[dict[str, Any]]:
    return [
        {
            **entry(press, code, "dossiers", dossier),
            "introduction": said(dossier.said("introduction", code), code),
        }
        for dossier in press.dossiers
    ]


def _head(
    press: Press,
    where: ListKey,
    code: str,
    number: int,
    elsewhere: dict[str, Any],
    *,
    title: str,
    description: str,
) -> dict[str, Any]:
    path = addresses.listing(code, where, number)
    if number:
        elsewhere = {"switch": elsewhere["switch"]}
    elif where.kind == "front":
        elsewhere = {**elsewhere, "x_default": press.url("/")}
    return {
        **BARE,
        "title": title,
        "path": path,
        "canonical": press.url(path),
        "description": description,
        "feeds": feeds.links(press, where, code),
        **elsewhere,
        "switch": rendering.here(elsewhere["switch"], path),
    }


def _elsewhere(press: Press, path: Callable[[str], str]) -> dict[str, Any]:
    """What the head and the foot of a page say of it in other languages: the same in all of them."""
    return {
        "alternates": rendering.alternates(
            {"tag": languages.get(code).tag, "url": press.url(path(code))} for code in press.languages
        ),
        "x_default": press.url(path(press.languages[0])),
        "switch": rendering.switch(switch(press, path)),
    }


def paths(press: Press, where: ListKey) -> Iterator[str]:
    """Where the pages and feeds of a list stand; one query."""
    for number, codes in lists.every((where.kind, where.key), press.languages).items():
        for code in codes:
            yield addresses.listing(code, where, number)
            if not number:
                yield from (addresses.feed(code, where, name) for name in addresses.FEEDS)


def overviews(press: Press, kind: ListKind, things: Sequence[Thing]) -> Iterator[Printed]:
    """The page that names all regions, themes, dossiers or authors, in every language."""
    elsewhere = _elsewhere(press, lambda code: addresses.overview(code, kind))
    for code in press.languages:
        words = interface.of(code)
        rows = [
            {
                **entry(press, code, kind, thing),
                "more": said(thing.said(MORE[kind], code), code) if kind in MORE else None,
            }
            for thing in things
        ]
        path = addresses.overview(code, kind)
        head = {
            **BARE,
            "title": words.text(kind),
            "path": path,
            "canonical": press.url(path),
            **elsewhere,
            "switch": rendering.here(elsewhere["switch"], path),
        }
        engine = next((row["engine"] for row in rows if row["engine"]), "")
        filled = {"page": head, "things": rows, "translated_by": engine}
        yield Printed(path, code, rendering.page(press, code, "overview.html", filled))


def notices(press: Press) -> Iterator[Printed]:
    """The page for an address that names nothing, in every language."""
    for code in press.languages:
        words = interface.of(code)
        head = {
            **BARE,
            "title": words.text("not_found"),
            "robots": "noindex",
            "path": addresses.not_found(code),
        }
        filled = {"page": head, "text": words.text("not_found_text")}
        yield Printed(addresses.not_found(code), code, rendering.page(press, code, "notice.html", filled))
