"""What every page of an outlet shows, whatever it is about: name, menus, footer. Read once a run."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote

from django.db.models import Model

from masthead.article.localised import Said
from masthead.article.models import Article, Dossier, Outlet, Person, Region, Theme
from masthead.lib import interface, languages
from masthead.press import addresses, assets, shelves, terms
from masthead.press.addresses import ListKey
from masthead.translation.models import Policy

MENU_DOSSIERS = 6


@dataclass(slots=True)
class Press:
    """The outlet, its menus and stylesheet, with ``languages``: the codes of all editions it prints, its own first."""

    outlet: Outlet
    languages: tuple[str, ...]
    regions: list[Region]
    themes: list[Theme]
    dossiers: list[Dossier]
    standing: list[str]
    follow: list[tuple[str, str]]
    assets: dict[str, str]
    shells: dict[str, dict[str, Any]] = field(default_factory=dict)
    dresses: dict[str, dict[str, Any]] = field(default_factory=dict)
    """The shells with what ``rendering.dress`` made of them."""
    on_request: frozenset[str] = frozenset()
    """Those of the languages into which an article is translated when a reader asks for it."""
    _entries: dict[tuple[str, str, int], dict[str, Any]] = field(default_factory=dict)

    _newest: dict[shelves.Place, list[tuple[datetime, int]]] = field(default_factory=dict)
    cards: dict[int, Any] = field(default_factory=dict)
    """What ``cards.read`` keeps of articles, by key; those that were asked for last stand at the end."""
    people: dict[int, Person] = field(default_factory=dict)
    """Those whose bylines the run has met."""

    @property
    def base(self) -> str:
        return self.outlet.base

    def url(self, path: str) -> str:
        """The whole address, in the signs that feeds, maps and headers may hold (RFC 3986)."""
        return f"{self.base}{path if path.isascii() else quote(path)}"

    def shell(self, language: str) -> dict[str, Any]:
        """The part of a template's context that all pages of one edition share."""
        if language not in self.shells:
            self.shells[language] = _shell(self, language)
        return self.shells[language]

    def newest(self, place: shelves.Place, count: int) -> list[tuple[datetime, int]]:
        """The newest articles of a shelf, with their moments; a shelf is looked at once a run."""
        if place not in self._newest:
            self._newest[place] = shelves.newest(place, count)
        return self._newest[place]


_kept: dict[str, tuple[Any, dict[str, Any], dict[str, Any]]] = {}


def read() -> Press:
    """Six queries, for any number of languages. Shells are kept from one run to the next while these answer the same."""
    press = _read()
    rows = (press.outlet, *press.regions, *press.themes, *press.dossiers)
    seen = (press.languages, press.standing, press.follow, press.assets, [_values(row) for row in rows])
    if "last" in _kept and _kept["last"][0] == seen:
        _, press.shells, press.dresses = _kept["last"]
    else:
        _kept["last"] = seen, press.shells, press.dresses
    return press


def _values(row: Model) -> list[Any]:
    return [row._meta.label, *(getattr(row, field.attname) for field in row._meta.concrete_fields)]


def _read() -> Press:
    outlet = Outlet.objects.get()
    offered = dict(Policy.objects.offered().values_list("language", "mode"))
    on = offered.keys() - {outlet.language}
    return Press(
        outlet=outlet,
        languages=(outlet.language, *(code for code in languages.CODES if code in on)),
        regions=list(Region.objects.all()),
        themes=list(Theme.objects.all()),
        dossiers=list(Dossier.objects.all()[:MENU_DOSSIERS]),
        standing=list(
            Article.objects.published()
            .filter(standing__in=Article.Standing.values)  # found in its index, in an archive of any size
            .values_list("standing", flat=True)
        ),
        follow=list(outlet.follow_links.values_list("name", "url")),
        assets=assets.press(outlet.accent, outlet.name[:1]),
        on_request=frozenset(code for code in on if offered[code] == Policy.Mode.REQUEST),
    )


def _shell(press: Press, code: str) -> dict[str, Any]:
    words, language = interface.of(code), languages.get(code)
    return {
        "t": words.texts,
        "language": {"code": code, "tag": language.tag, "dir": language.direction, "script": language.script},
        "base": press.base,
        "assets": press.assets,
        "terms": terms.of_outlet(press.outlet),
        "outlet": {
            "name": press.outlet.name,
            "tag": languages.get(press.outlet.language).tag,
            "dir": languages.get(press.outlet.language).direction,
            "tagline": said(press.outlet.said("tagline", code), code),
            "accent": press.outlet.accent,
        },
        "paths": {
            "front": addresses.front(code),
            "search": addresses.search(code),
            "newsletter": addresses.newsletter(code),
            "feed": addresses.feed(code),
            "regions": addresses.overview(code, "regions"),
            "themes": addresses.overview(code, "themes"),
            "dossiers": addresses.overview(code, "dossiers"),
            "authors": addresses.overview(code, "authors"),
        },
        "regions": [entry(press, code, "regions", region) for region in press.regions],
        "themes": [entry(press, code, "themes", theme) for theme in press.themes],
        "dossiers": [entry(press, code, "dossiers", dossier) for dossier in press.dossiers],
        "standing": [
            {"name": words.text(page), "path": addresses.standing(code, page)}
            for page in Article.Standing.values
            if page in press.standing
        ],
        "follow": [{"name": name, "url": url} for name, url in press.follow],
    }


NAMED = {"regions": "name", "themes": "name", "dossiers": "title", "authors": "name"}


def entry(
    press: Press, code: str, kind: addresses.ListKind, thing: Region | Theme | Dossier | Person
) -> dict[str, Any]:
    """A region, theme, dossier or person as a link; the same value whenever one run asks for it."""
    known = press._entries.get((code, kind, thing.id))
    if known is None:
        known = press._entries[code, kind, thing.id] = {
            **said(thing.said(NAMED[kind], code), code),
            "path": addresses.listing(code, ListKey(kind, thing.pk, thing.slug)),
            "slug": thing.slug,
            "arabic": languages.get(code).script == "Arab",
        }
    return known


def said(text: Said, code: str) -> dict[str, Any]:
    """A short text for a template: with its own language where that is not the page's, and who translated it."""
    own = languages.get(text.language)
    other = text.language != code
    return {
        "text": text.text,
        "tag": own.tag if other else "",
        "dir": own.direction if other else "",
        "engine": text.by if text.by_machine else "",
    }


def switch(press: Press, path: Callable[[str], str]) -> list[dict[str, Any]]:
    """The same page in every language of the outlet."""
    return [
        {
            "path": path(code),
            "tag": languages.get(code).tag,
            "dir": languages.get(code).direction,
            "name": languages.name(code),
            "live": True,
            "original": False,
        }
        for code in sorted(press.languages, key=languages.CODES.index)
    ]
