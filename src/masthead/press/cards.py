"""Articles as lists show them. Read for many languages at once with a fixed number of queries."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from masthead.article.models import Article, Byline, Edition
from masthead.lib import interface
from masthead.lib.rows import as_text, moment
from masthead.press import addresses, pictures
from masthead.press.outlet import Press, entry


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


class Of(NamedTuple):
    """What it shows of the article, in whatever language."""

    id: int
    slug: str
    lead_picture_id: int | None


@dataclass(slots=True)
class Cards:
    """What lists need of editions, by article and language, and of their articles what is the same in all."""

    press: Press
    editions: dict[tuple[int, str], Row] = field(default_factory=dict)
    articles: dict[int, Of] = field(default_factory=dict)
    themes: dict[int, set[int]] = field(default_factory=dict)
    authors: dict[int, list[Byline]] = field(default_factory=dict)
    pictures: dict[int, dict[str, Any]] = field(default_factory=dict)
    _made: dict[tuple[int, str, bool], dict[str, Any] | None] = field(default_factory=dict)

    def authors_in(self, key: int, code: str) -> list[str]:
        """The names of an article's authors in a language."""
        return [
            person(self.press, code, byline)["text"]
            for byline in self.authors.get(key, ())
            if byline.role == "author"
        ]

    def card(self, key: int, code: str, *, kicker: bool = True) -> dict[str, Any] | None:
        """The card of an article in a language; None where it has no live edition in it. The same value every time."""
        if (key, code, kicker) not in self._made:
            self._made[key, code, kicker] = self._card(key, code, kicker)
        return self._made[key, code, kicker]

    def _card(self, key: int, code: str, kicker: bool) -> dict[str, Any] | None:
        edition = self.editions.get((key, code))
        if edition is None:
            return None
        article = self.articles[key]
        themes = self.themes.get(article.id, ()) if kicker else ()
        # In the order of the outlet's menus.
        theme = next((theme for theme in self.press.themes if theme.pk in themes), None) if themes else None
        return {
            "headline": edition.headline,
            "standfirst": edition.standfirst,
            "path": addresses.article(code, article.slug),
            "date": when(edition.published_at, code),
            "authors": [
                person(self.press, code, byline)
                for byline in self.authors.get(article.id, ())
                if byline.role == "author"
            ],
            "kicker": entry(self.press, code, "themes", theme) if theme else None,
            "picture": self.pictures.get(article.lead_picture_id or 0),
            "machine": edition.by_engine > 0 and not edition.reviewed_by,
            "engines": ", ".join(name for name, _ in edition.engines),
            "tag": "",
            "dir": "",
        }


def read(press: Press, keys: Iterable[int]) -> Cards:
    """The cards of these articles in all languages; seven queries for any number."""
    numbers = set(keys)
    editions = {(row.article_id, row.language): row for row in _rows(numbers)}
    articles = {row[0]: Of(*row) for row in Article.objects.filter(pk__in=numbers).values_list(*Of._fields)}
    themes: dict[int, set[int]] = defaultdict(set)
    for article, theme in Article.themes.through.objects.filter(article_id__in=numbers).values_list(
        "article_id", "theme_id"
    ):
        themes[article].add(theme)
    return Cards(
        press,
        editions,
        articles,
        themes,
        authors_of(numbers),
        pictures.sized(article.lead_picture_id for article in articles.values() if article.lead_picture_id),
    )


def _rows(articles: set[int]) -> Iterator[Row]:
    texts = {f"{name}_text": as_text(name) for name in ("published_at", "updated_at", "engines")}
    names = [f"{name}_text" if f"{name}_text" in texts else name for name in Row._fields]
    for row in Edition.objects.live().filter(article_id__in=articles).annotate(**texts).values_list(*names):
        read = Row(*row)
        yield read._replace(
            published_at=_moment(row[4]), updated_at=_moment(row[5]), engines=_engines(row[6])
        )


def _moment(text: str | None) -> datetime | None:
    return moment(text) if text else None


@lru_cache(maxsize=1_024)
def _engines(text: str) -> list[list[str]]:
    found: list[list[str]] = json.loads(text)
    return found


def authors_of(articles: Iterable[int]) -> dict[int, list[Byline]]:
    """{article key: its bylines in order}"""
    found: dict[int, list[Byline]] = defaultdict(list)
    rows = Byline.objects.filter(article_id__in=set(articles)).order_by("sort_order", "pk")
    for byline in rows.prefetch_related("person"):  # many by few people: each is read once
        found[byline.article_id].append(byline)
    return found


def person(press: Press, code: str, byline: Byline) -> dict[str, Any]:
    return entry(press, code, "authors", byline.person)


@lru_cache(maxsize=4096)
def when(moment: datetime | None, code: str) -> dict[str, str]:
    return {"iso": moment.isoformat() if moment else "", "text": interface.of(code).date(moment)}
