"""Front pages, the lists of regions, themes, dossiers and authors, and the pages that name them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from masthead.article.models import Dossier, Person, Region, Theme
from masthead.lib import interface, languages
from masthead.press import addresses, cards, lists
from masthead.press.addresses import ListKey, ListKind
from masthead.press.lists import Page
from masthead.press.outlet import Press, entry, said, switch
from masthead.press.rendering import BARE, render

KINDS: dict[ListKind, Any] = {"regions": Region, "themes": Theme, "dossiers": Dossier, "authors": Person}
MORE = {"dossiers": "introduction", "authors": "biography"}
Thing = Region | Theme | Dossier | Person


@dataclass(frozen=True, slots=True)
class Printed:
    """A page that is ready: its address and its HTML."""

    path: str
    language: str
    html: str


def newest(press: Press, where: ListKey, thing: Thing | None = None) -> Iterator[Printed]:
    """The newest page of a list in every language."""
    yield from pages(press, where, thing, dict.fromkeys(press.languages, 0))


def pages(press: Press, where: ListKey, thing: Thing | None, numbers: Mapping[str, int]) -> Iterator[Printed]:
    """One page of a list for each language in ``numbers``; the number of queries does not grow with them."""
    found = lists.pages(where, numbers)
    read = cards.read(press, [key for page in found.values() for key in page.editions])
    if isinstance(thing, Dossier):
        found = lists.ordered(thing.order, found, read.article_of())
    for code, page in found.items():
        yield _print(press, where, thing, code, page, read)


def _print(
    press: Press, where: ListKey, thing: Thing | None, code: str, page: Page, read: cards.Cards
) -> Printed:
    made = [read.card(key, kicker=where.kind != "themes") for key in page.editions]
    context: dict[str, Any] = {
        "cards": [card for card in made if card],
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
        head = _head(press, where, code, page.number, title=title, description=tagline)
        strips = [] if page.number else _strips(press, code)
        return Printed(
            path, code, render("front.html", {**press.shell(code), "page": head, **context, "strips": strips})
        )
    named = entry(press, code, where.kind, thing)
    more = said(thing.said(MORE[where.kind], code), code) if where.kind in MORE else None
    title = named["text"]
    if page.number:
        title = f"{title}, {words.text('page_number', number=words.number(page.number))}"
    filled = {
        **press.shell(code),
        "page": _head(press, where, code, page.number, title=title, description=more["text"] if more else ""),
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
    return Printed(path, code, render("list.html", filled))


def _strips(press: Press, code: str) -> list[dict[str, Any]]:
    return [
        {
            **entry(press, code, "dossiers", dossier),
            "introduction": said(dossier.said("introduction", code), code),
        }
        for dossier in press.dossiers
    ]


def _head(
    press: Press, where: ListKey, code: str, number: int, *, title: str, description: str
) -> dict[str, Any]:
    path = addresses.listing(code, where, number)
    return {
        **BARE,
        "title": title,
        "path": path,
        "canonical": press.url(path),
        "description": description,
        "alternates": [] if number else _alternates(press, lambda other: addresses.listing(other, where)),
        "x_default": ""
        if number
        else press.url("/" if where.kind == "front" else addresses.listing(press.languages[0], where)),
        "switch": switch(press, code, lambda other: addresses.listing(other, where)),
    }


def _alternates(press: Press, path: Any) -> list[dict[str, str]]:
    return [{"tag": languages.get(code).tag, "url": press.url(path(code))} for code in press.languages]


def overviews(press: Press, kind: ListKind, things: Sequence[Thing]) -> Iterator[Printed]:
    """The page that names all regions, themes, dossiers or authors, in every language."""
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

        def other(language: str) -> str:
            return addresses.overview(language, kind)

        head = {
            **BARE,
            "title": words.text(kind),
            "path": path,
            "canonical": press.url(path),
            "alternates": _alternates(press, other),
            "x_default": press.url(other(press.languages[0])),
            "switch": switch(press, code, other),
        }
        engine = next((row["engine"] for row in rows if row["engine"]), "")
        filled = {**press.shell(code), "page": head, "things": rows, "translated_by": engine}
        yield Printed(path, code, render("overview.html", filled))


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
        filled = {**press.shell(code), "page": head, "text": words.text("not_found_text")}
        yield Printed(addresses.not_found(code), code, render("notice.html", filled))
