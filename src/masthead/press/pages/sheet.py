"""What the pages of an article need, read once for all its languages, and for many articles at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, TypeAlias

from django.db.models import F
from django.utils import timezone

from masthead.article import licences
from masthead.article.content import Content, PictureBlock
from masthead.article.facts import licence, licence_of, terms_of_all
from masthead.article.lines import lines
from masthead.article.models import Article, Byline, Dossier, Edition, Region, Theme
from masthead.article.permission import may_translate
from masthead.desk.models import Withdrawal
from masthead.lib import languages
from masthead.press import addresses, cards, pictures, rendering, slots, terms
from masthead.press.addresses import ListKind
from masthead.press.outlet import Press
from masthead.press.shelves import Place
from masthead.record.models import Entry
from masthead.translation import queries as translation
from masthead.translation.queries import Name, names_in

RELATED = 3

Ways: TypeAlias = dict[ListKind, list[Region | Theme | Dossier]]


@dataclass
class Sheet:
    """Everything the pages of one article need, in whatever language."""

    press: Press
    article: Article
    editions: dict[str, Edition]
    bylines: list[Byline]
    entries: dict[int, str]
    near: list[int]
    related: cards.Cards
    after: dict[str, str]
    pictures: dict[int, dict[str, Any]] = field(default_factory=dict)
    names: dict[str, list[Name]] = field(default_factory=dict)
    """What readers are told of names, by language; no part of the editions."""
    behind: dict[str, translation.Behind] = field(default_factory=dict)
    """Where editions trail the original."""
    askable: set[str] = field(default_factory=set)
    """Languages into which a reader may ask for it to be translated."""
    given: Ways | None = None
    """Its themes, regions and dossiers, where those of many articles were read together."""
    taken_back: set[str] = field(default_factory=set)
    """Languages in which a person has taken the article back: nothing of it is read there."""

    @cached_property
    def original(self) -> Edition:
        return next(edition for edition in self.editions.values() if edition.is_original)

    @cached_property
    def contents(self) -> dict[str, Content]:
        """What each edition says."""
        return {code: edition.words for code, edition in self.editions.items()}

    @cached_property
    def lines(self) -> dict[str, list[str]]:
        """The same as plain text, line by line."""
        return {code: lines(content) for code, content in self.contents.items()}

    @cached_property
    def ways_in(self) -> Ways:
        """The themes, regions and dossiers of the article, in the order in which a page names them."""
        article = self.article
        return self.given or {
            "themes": list(article.themes.all()),
            "regions": list(article.regions.all()),
            "dossiers": list(article.dossiers.all()),
        }

    @cached_property
    def in_force(self) -> licences.Licence:
        return licence(licence_of(self.article, self.press.outlet))

    @cached_property
    def terms(self) -> dict[str, Any]:
        return terms.of_article(self.press.outlet, self.article, self.in_force)

    @cached_property
    def switch(self) -> str:
        """The article in every language, as the reader's choice of them shows it: HTML (``rendering.switch``)."""
        return self._switch({*self.press.languages, *self.editions} - self.askable)

    @cached_property
    def on_request(self) -> str:
        """The same of those into which it is translated when a reader asks for it; nothing where there are none."""
        return self._switch(self.askable)

    def _switch(self, codes: set[str]) -> str:
        return rendering.switch(
            {
                "path": path_of(self.article, code),
                "tag": languages.get(code).tag,
                "dir": languages.get(code).direction,
                "name": languages.name(code),
                "live": code in self.editions,
                "original": code == self.original.language,
            }
            for code in sorted(codes, key=languages.CODES.index)
            if code not in self.taken_back
        )

    @cached_property
    def alternates(self) -> str:
        """``hreflang`` among all live editions that may be listed, each naming all, itself too: HTML."""
        return rendering.alternates(
            {"tag": languages.get(code).tag, "url": self.press.url(path_of(self.article, code))}
            for code in sorted(self.editions)
            if self.editions[code].index
        )


def read(press: Press, key: int) -> Sheet | None:
    """None where the article is not public."""
    return read_all(press, [key]).get(key)


def read_all(press: Press, keys: Iterable[int]) -> dict[int, Sheet]:
    """The sheets of those articles that are public; the same number of queries for any number of them and of languages,
    but for one for each theme and dossier that this run has not met."""
    found = Article.objects.in_bulk(list(keys))
    editions: dict[int, dict[str, Edition]] = defaultdict(dict)
    for edition in Edition.objects.filter(article_id__in=found).live():
        editions[edition.article_id][edition.language] = edition
    articles = {
        key: article
        for key, article in found.items()
        if any(edition.is_original for edition in editions[key].values())
    }
    numbers = [edition.entry for key in articles for edition in editions[key].values() if edition.entry]
    entries = dict(Entry.objects.filter(number__in=numbers).values_list("number", "body__text__digest"))
    bylines = cards.authors_of(press, articles)
    ways = _ways_in(press, articles)
    near = {key: _related(press, article, ways[key]) for key, article in articles.items()}
    related = cards.read(press, {other for others in near.values() for other in others})
    after = slots.filled_after_articles(
        {
            key: sorted({*press.languages, *editions[key]})
            for key, article in articles.items()
            if article.kind == Article.Kind.ARTICLE
        }
    )
    trailing = [key for key in articles if any(edition.trails for edition in editions[key].values())]
    behind = translation.behind(trailing) if trailing else {}
    taken_back: dict[int, set[str]] = defaultdict(set)
    withdrawn = Withdrawal.objects.filter(article__in=articles).exclude(language="")
    for key, language in withdrawn.values_list("article", "language"):
        taken_back[key].add(language)
    noted = translation.noted_names()
    askable = _askable(press, articles, editions)
    sheets = {
        key: Sheet(
            press=press,
            article=article,
            editions=editions[key],
            given=ways[key],
            bylines=bylines[key],
            entries=entries,
            near=near[key],
            related=related,
            after=after.get(key, {}),
            behind=behind.get(key, {}),
            taken_back=taken_back[key] - set(editions[key]),
            askable=askable[key] - taken_back[key],
        )
        for key, article in articles.items()
    }
    shown = pictures.sized(
        {
            picture
            for sheet in sheets.values()
            for content in sheet.contents.values()
            for picture in picture_keys(content)
        }
    )
    for sheet in sheets.values():
        sheet.names = names_in(sheet.lines, noted) if noted else {}
        sheet.pictures = shown
    return sheets


def _ways_in(press: Press, articles: Iterable[int]) -> dict[int, Ways]:
    """{article: its themes, regions and dossiers}, each in the order of its own kind; three queries."""
    found: dict[int, Ways] = {key: {"themes": [], "regions": [], "dossiers": []} for key in articles}
    known: dict[ListKind, Sequence[Region | Theme | Dossier]] = {
        "themes": press.themes,
        "regions": press.regions,
    }
    for kind, things in known.items():
        places = {thing.pk: place for place, thing in enumerate(things)}
        through = getattr(Article, kind).through.objects
        rows = through.filter(article_id__in=found).values_list("article_id", f"{kind[:-1]}_id")
        for place, article in sorted((places[key], article) for article, key in rows if key in places):
            found[article][kind].append(things[place])
    dossiers = Dossier.objects.filter(articles__in=found).annotate(holds=F("articles"))
    for dossier in dossiers:
        found[dossier.holds]["dossiers"].append(dossier)
    return found


def _askable(
    press: Press, articles: Mapping[int, Article], editions: Mapping[int, Mapping[str, Edition]]
) -> dict[int, set[str]]:
    if not press.on_request:
        return {key: set() for key in articles}
    terms, today = terms_of_all(articles.values(), press.outlet), timezone.localdate()
    return {
        key: {
            code
            for code in press.on_request.difference(editions[key])
            if may_translate(terms[key], code, today).allowed
        }
        for key in articles
    }


def picture_keys(content: Content) -> set[int]:
    """The pictures an edition shows."""
    blocks = [*content.blocks, *([content.lead] if content.lead else [])]
    return {block.picture for block in blocks if isinstance(block, PictureBlock)}


def _related(press: Press, article: Article, ways: Ways) -> list[int]:
    """A few articles with the same themes or dossiers, newest first."""
    if article.kind != Article.Kind.ARTICLE:
        return []
    places: list[Place] = [("themes", theme.pk) for theme in ways["themes"]]
    places += [("dossiers", dossier.pk) for dossier in ways["dossiers"]]
    near = {placed for place in places for placed in press.newest(place, 2 * RELATED + 1)}
    return [key for _, key in sorted(near, reverse=True) if key != article.pk][: 2 * RELATED]


def path_of(article: Article, language: str) -> str:
    if article.kind == Article.Kind.PAGE:
        return addresses.standing(language, str(article.standing))
    return addresses.article(language, article.slug)
