"""The two stores under measurement, with the same verbs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.db.models import F
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Locale, Page, Revision

from benchmarks.pagestore import sample
from benchmarks.pagestore.models import ArticlePage, Folder, PageByline
from benchmarks.pagestore.rows import Layer, after, write
from masthead.article.models import Article, Byline, Person, Region, Theme
from masthead.desk.actions import save_draft
from masthead.desk.models import User

LANGUAGES = ("en", "en", "fr", "en", "ar")
NOW = timezone.now().replace(tzinfo=None)


def _fields() -> dict[str, Any]:
    return {"language": "en", "standfirst": sample.STANDFIRST, "body": sample.body()}


def _classified(article: Any, byline: Callable[..., Any]) -> Any:
    article.regions = Region.objects.all()[:1]
    article.themes = Theme.objects.all()[:1]
    article.bylines = [byline(person=Person.objects.get())]
    return article


def _state(number: int, revision: int) -> dict[str, Any]:
    """Every tenth row is a draft; source languages take turns."""
    live = number % 10 != 0
    return {"live": live, "has_unpublished_changes": not live, "latest_revision_id": revision,
            "live_revision_id": revision if live else None}  # fmt: skip


def _created(number: int) -> str:
    return str(NOW - timedelta(minutes=number + 1))


Said = Callable[[int], dict[str, Any]]


def _revision(key_of_like: int | None, first: int, keys: Callable[[int], int], said: Said) -> Layer:
    kept = Revision.objects.get(pk=key_of_like)
    content = dict(kept.content)

    def differs(number: int) -> dict[str, Any]:
        key = keys(number)
        bylines = [{**row, "article": key} for row in content["bylines"]]
        text = json.dumps({**content, "pk": key, "bylines": bylines, **said(number)}, ensure_ascii=False)
        return {"id": first + number, "object_id": str(key), "content": text}

    return Layer(kept, differs)


def _beside(rows: models.QuerySet[Any], column: str, keys: Callable[[int], int]) -> Layer:
    """The row of a byline, region or theme that belongs to each copy."""
    first = after(rows.model)
    return Layer(rows.get(), lambda number: {"id": first + number, column: keys(number)})


class Snippets:
    """``masthead.article.Article``, as the desk has it."""

    def __init__(self, user: User) -> None:
        self.user, self.made = user, 0

    @transaction.atomic
    def create(self) -> Article:
        self.made += 1
        article = _classified(Article(headline=f"{self.made} {sample.HEADLINE}", **_fields()), Byline)
        save_draft(article, by=self.user)
        article.latest_revision.publish(user=self.user, skip_permission_checks=True)
        return article

    def lists(self) -> str:
        return reverse("articles:list")

    def form(self, key: int) -> str:
        return reverse("articles:edit", args=[key])

    def grow(self, file: str, like: Article, count: int) -> int:
        return write(file, list(self.layers(like)), count)

    def layers(self, like: Article) -> Iterator[Layer]:
        first, revision = after(Article), after(Revision)

        def key(number: int) -> int:
            return first + number

        def said(number: int) -> dict[str, Any]:
            return {"headline": f"{key(number)} {sample.HEADLINE}", "slug": f"copy-{key(number)}",
                    "language": LANGUAGES[number % len(LANGUAGES)]}  # fmt: skip

        yield _revision(like.latest_revision_id, revision, key, said)
        yield Layer(
            like, lambda n: {"id": key(n), "created_at": _created(n), **said(n), **_state(n, revision + n)}
        )
        yield _beside(Byline.objects.filter(article=like), "article_id", key)
        yield _beside(Article.regions.through.objects.filter(article=like), "article_id", key)
        yield _beside(Article.themes.through.objects.filter(article=like), "article_id", key)


class Pages:
    """The same article as a page under one folder."""

    def __init__(self, user: User) -> None:
        self.user, self.made = user, 0
        self.folder = (
            Page.get_first_root_node().add_child(instance=Folder(title="Articles", slug="articles")).pk
        )

    @transaction.atomic
    def create(self) -> ArticlePage:
        self.made += 1
        page = _classified(ArticlePage(title=f"{self.made} {sample.HEADLINE}", **_fields()), PageByline)
        page.live, page.has_unpublished_changes, page.owner = False, True, self.user
        Folder.objects.get(pk=self.folder).add_child(instance=page)
        page.save_revision(user=self.user).publish(user=self.user, skip_permission_checks=True)
        return page

    def lists(self) -> str:
        return reverse("article_pages:index")

    def tree(self) -> str:
        return reverse("wagtailadmin_explore", args=[self.folder])

    def form(self, key: int) -> str:
        return reverse("wagtailadmin_pages:edit", args=[key])

    def folders(self, codes: Sequence[str]) -> list[Folder]:
        """A tree for each language, as Wagtail keeps translations."""
        root = Page.get_first_root_node()
        made = []
        for code in codes:
            locale, _ = Locale.objects.get_or_create(language_code=code)
            made.append(root.add_child(instance=Folder(title=code, slug=f"articles-{code}", locale=locale)))
        return made

    def grow(self, file: str, like: ArticlePage, count: int) -> int:
        folder = Folder.objects.get(pk=self.folder)
        rows = write(file, list(self.layers(like, [folder], LANGUAGES)), count)
        Page.objects.filter(pk=folder.pk).update(numchild=F("numchild") + count)
        return rows

    def layers(
        self, like: ArticlePage, folders: Sequence[Folder], languages: Sequence[str]
    ) -> Iterator[Layer]:
        """Pages, dealt out to folders and languages in turn: a round is an article and its translations."""
        first, revision = after(Page), after(Revision)
        step = max(folder.numchild for folder in folders) + 1

        def key(number: int) -> int:
            return first + number

        def said(number: int) -> dict[str, Any]:
            return {"title": f"{key(number)} {sample.HEADLINE}", "slug": f"copy-{key(number)}"}

        def page(number: int) -> dict[str, Any]:
            round, place = divmod(number, len(folders))
            folder, words = folders[place], said(number)
            return {
                "id": key(number),
                "path": Page._get_path(folder.path, folder.depth + 1, step + round),
                "draft_title": words["title"],
                "url_path": f"{folder.url_path}{words['slug']}/",
                "translation_key": UUID(int=first + round).hex,
                "locale_id": folder.locale_id,
                **words,
                **_state(number, revision + number),
            }

        yield _revision(like.latest_revision_id, revision, key, said)
        yield Layer(like, page, table=Page)
        yield Layer(
            like,
            lambda n: {
                "page_ptr_id": key(n),
                "created_at": _created(n),
                "language": languages[n % len(languages)],
            },
        )
        yield _beside(PageByline.objects.filter(article=like), "article_id", key)
        yield _beside(ArticlePage.regions.through.objects.filter(articlepage=like), "articlepage_id", key)
        yield _beside(ArticlePage.themes.through.objects.filter(articlepage=like), "articlepage_id", key)
