"""Articles as lists show them. Read for many languages at once with a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from masthead.article.models import Article, Byline, Edition
from masthead.lib import interface, languages
from masthead.press import addresses, pictures
from masthead.press.outlet import Press, entry

_FIELDS = (
    "id",
    "article_id",
    "language",
    "headline",
    "standfirst",
    "published_at",
    "engines",
    "by_engine",
    "reviewed_by",
)


@dataclass(slots=True)
class Cards:
    """What lists need of editions: rows by key, and of their articles what is the same in all languages."""

    press: Press
    editions: dict[int, Edition] = field(default_factory=dict)
    articles: dict[int, Article] = field(default_factory=dict)
    authors: dict[int, list[Byline]] = field(default_factory=dict)
    pictures: dict[int, dict[str, Any]] = field(default_factory=dict)

    def article_of(self) -> dict[int, int]:
        """{edition key: article key}"""
        return {key: edition.article_id for key, edition in self.editions.items()}

    def card(self, key: int, *, kicker: bool = True) -> dict[str, Any] | None:
        edition = self.editions.get(key)
        if edition is None:
            return None
        article, code = self.articles[edition.article_id], edition.language
        themes = article.themes.all() if kicker else []
        return {
            "headline": edition.headline,
            "standfirst": edition.standfirst,
            "path": addresses.article(code, article.slug),
            "date": when(edition.published_at, code),
            "authors": [
                person(self.press, code, byline)
                for byline in self.authors.get(article.pk, ())
                if byline.role == "author"
            ],
            "kicker": entry(self.press, code, "themes", themes[0]) if themes else None,
            "picture": self.pictures.get(article.lead_picture_id or 0),
            "machine": edition.by_machine and not edition.reviewed_by,
            "engines": ", ".join(name for name, _ in edition.engines),
            "tag": "",
            "dir": "",
        }


def read(press: Press, keys: Iterable[int]) -> Cards:
    """The cards of these editions; seven queries for any number."""
    editions = {edition.pk: edition for edition in Edition.objects.filter(pk__in=set(keys)).only(*_FIELDS)}
    numbers = {edition.article_id for edition in editions.values()}
    articles = {
        article.pk: article
        for article in Article.objects.filter(pk__in=numbers)
        .only("id", "slug", "language", "lead_picture_id")
        .prefetch_related("themes")
    }
    return Cards(
        press,
        editions,
        articles,
        authors_of(numbers),
        pictures.sized(article.lead_picture_id for article in articles.values()),
    )


def authors_of(articles: Iterable[int]) -> dict[int, list[Byline]]:
    """{article key: its bylines in order}"""
    found: dict[int, list[Byline]] = defaultdict(list)
    for byline in (
        Byline.objects.filter(article_id__in=set(articles))
        .select_related("person")
        .order_by("sort_order", "pk")
    ):
        found[byline.article_id].append(byline)
    return found


def person(press: Press, code: str, byline: Byline) -> dict[str, Any]:
    return {**entry(press, code, "authors", byline.person), "arabic": languages.get(code).script == "Arab"}


def when(moment: Any, code: str) -> dict[str, str]:
    return {"iso": moment.isoformat() if moment else "", "text": interface.of(code).date(moment)}
