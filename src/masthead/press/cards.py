"""Articles as lists show them. Read for many languages at once with a fixed number of queries, and once a run."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from typing import Any, NamedTuple

from masthead.article.models import Article, Byline, Edition, Person
from masthead.lib import interface
from masthead.lib.rows import as_text, moment
from masthead.press import addresses, pictures, rendering
from masthead.press.outlet import Press, entry

KEPT = 400
"""Articles whose cards a run keeps, in 52 languages about 40 MB. Each stands on five lists or so, in the same order."""


class Row(NamedTuple):
    """What a card shows of an edition. Lists read thousands of them, and need no models of them."""

    article_id: int
    language: str
    headline: str
    standfirst: str
    published_at: datetime | None
    updated_at: datetime | None
    engines: list[list[str]]
    by_engine: int
    reviewed_by: str

    @property
    def machine(self) -> bool:
        """Was it made by an engine, and reviewed by nobody?"""
        return self.by_engine > 0 and not self.reviewed_by


class Of(NamedTuple):
    """What it shows of the article, in whatever language."""

    id: int
    slug: str
    lead_picture_id: int | None


@dataclass(slots=True)
class Shown:
    """An article with all of its live editions; ``made`` are cards as HTML."""

    article: Of
    themes: set[int]
    authors: list[Byline]
    picture: dict[str, Any] | None
    editions: dict[str, Row] = field(default_factory=dict)
    made: dict[tuple[str, int, bool, bool], str] = field(default_factory=dict)
    digest: str | None = None


@dataclass(frozen=True, slots=True)
class Cards:
    """What lists need, by article."""

    press: Press
    articles: dict[int, Shown] = field(default_factory=dict)

    def edition(self, key: int, code: str) -> Row | None:
        """The live edition of an article in a language."""
        shown = self.articles.get(key)
        return shown.editions.get(code) if shown else None

    def authors_in(self, key: int, code: str) -> list[str]:
        """The names of an article's authors in a language."""
        return [person(self.press, code, byline)["text"] for byline in self.articles[key].authors]

    def card(self, key: int, code: str, level: int = 2, *, kicker: bool = True, lead: bool = False) -> str:
        """The card of an article in a language as HTML, its headline of that ``level``; nothing where it has no live
        edition in it. A ``lead`` stands large at the top of its page."""
        shown, kind = self.articles.get(key), (code, level, kicker, lead)
        if shown is None or code not in shown.editions:
            return ""
        made = shown.made.get(kind)
        if made is None:
            context = _card(self.press, shown, shown.editions[code], kicker=kicker)
            made = shown.made[kind] = rendering.render("card.html", {**context, "level": level, "lead": lead})
        return made

    def digest(self, key: int) -> str:
        """Of all the cards of an article (``digest``); empty where it has none."""
        shown = self.articles.get(key)
        if shown is None:
            return ""
        if shown.digest is None:
            shown.digest = digest(shown.article, shown.themes, shown.authors, shown.editions)
        return shown.digest


def _card(press: Press, shown: Shown, row: Row, *, kicker: bool) -> dict[str, Any]:
    code = row.language
    # In the order of the outlet's menus.
    theme = next((theme for theme in press.themes if theme.pk in shown.themes), None) if kicker else None
    return {
        "headline": row.headline,
        "standfirst": row.standfirst,
        "path": addresses.article(code, shown.article.slug),
        "date": when(row.published_at, code),
        "authors": [person(press, code, byline) for byline in shown.authors],
        "kicker": entry(press, code, "themes", theme) if theme else None,
        "picture": shown.picture,
        "machine": interface.of(code).text("machine_translation") if row.machine else "",
        "engines": ", ".join(name for name, _ in row.engines),
    }


def read(press: Press, keys: Iterable[int]) -> Cards:
    """The cards of these articles in all languages; six queries for any number, none for those that the run has met."""
    wanted, kept = set(keys), press.cards
    unknown = wanted - kept.keys()
    if unknown:
        kept |= _read(press, unknown)
    cards = Cards(press, {key: kept[key] for key in wanted if key in kept})
    for key in cards.articles:  # those that were asked for last leave last
        kept[key] = kept.pop(key)
    while len(kept) > KEPT:
        del kept[next(iter(kept))]
    return cards


def _read(press: Press, keys: set[int]) -> dict[int, Shown]:
    articles = [Of(*row) for row in Article.objects.filter(pk__in=keys).values_list(*Of._fields)]
    themes: dict[int, set[int]] = defaultdict(set)
    for key, theme in Article.themes.through.objects.filter(article_id__in=keys).values_list(
        "article_id", "theme_id"
    ):
        themes[key].add(theme)
    bylines = authors_of(press, keys)
    cut = pictures.cut(article.lead_picture_id for article in articles if article.lead_picture_id)
    found = {
        article.id: Shown(
            article,
            themes[article.id],
            [byline for byline in bylines[article.id] if byline.role == "author"],
            cut.get(article.lead_picture_id or 0),
        )
        for article in articles
    }
    for row in _rows(keys):
        found[row.article_id].editions[row.language] = row
    return found


def digests(press: Press, keys: Iterable[int]) -> dict[int, str]:
    """{article: the digest of its cards}, of those that have any."""
    found = read(press, keys)
    return {key: digest for key in found.articles if (digest := found.digest(key))}


def digest(
    article: Of | Article,
    themes: Iterable[int],
    bylines: Iterable[Byline],
    editions: Mapping[str, Row | Edition],
) -> str:
    """Of what the cards of an article say in all languages; empty where it has none.

    What people, themes and pictures say of themselves is no part of it: who changes them presses what shows them.
    """
    if not editions:
        return ""
    told: list[Any] = [article.slug, article.lead_picture_id, sorted(themes)]
    told += [byline.person_id for byline in bylines if byline.role == "author"]
    for code, edition in sorted(editions.items()):
        at = edition.published_at.timestamp() if edition.published_at else 0
        engines = edition.engines if edition.by_engine and not edition.reviewed_by else []
        told.append((code, edition.headline, edition.standfirst, at, engines))
    return sha256(json.dumps(told).encode()).hexdigest()[:16]


def _rows(articles: set[int]) -> Iterator[Row]:
    texts = {f"{name}_text": as_text(name) for name in ("published_at", "updated_at", "engines")}
    names = [f"{name}_text" if f"{name}_text" in texts else name for name in Row._fields]
    for row in Edition.objects.live().filter(article_id__in=articles).annotate(**texts).values_list(*names):
        yield Row._make((*row[:4], _moment(row[4]), _moment(row[5]), _engines(row[6]), *row[7:]))


def _moment(text: str | None) -> datetime | None:
    return moment(text) if text else None


@lru_cache(maxsize=1_024)
def _engines(text: str) -> list[list[str]]:
    found: list[list[str]] = json.loads(text)
    return found


def authors_of(press: Press, articles: Iterable[int]) -> dict[int, list[Byline]]:
    """{article key: its bylines in order}; two queries, one where the run has met all their people."""
    found: dict[int, list[Byline]] = defaultdict(list)
    rows = list(Byline.objects.filter(article_id__in=set(articles)).order_by("sort_order", "pk"))
    if unknown := {byline.person_id for byline in rows} - press.people.keys():
        press.people |= Person.objects.in_bulk(unknown)
    for byline in rows:
        byline.person = press.people[byline.person_id]
        found[byline.article_id].append(byline)
    return found


def person(press: Press, code: str, byline: Byline) -> dict[str, Any]:
    return entry(press, code, "authors", byline.person)


@lru_cache(maxsize=4096)
def when(moment: datetime | None, code: str) -> dict[str, str]:
    return {"iso": moment.isoformat() if moment else "", "text": interface.of(code).date(moment)}
