"""What the press adds to the desk: the way from an article to its page, and what is to be pressed after an edit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.widgets import Button

from masthead.article.models import Article, Dossier, Outlet, Person, Region, Theme
from masthead.press import changed, panels, tasks
from masthead.press.bucket.tasks import trouble
from masthead.press.pages.sheet import path_of
from masthead.translation.models import Policy


@hooks.register("register_snippet_listing_buttons")
def page_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Article) and snippet.live:
        yield Button("Open the page", path_of(snippet, snippet.language), icon_name="view", priority=10)


# What stands on pages of every kind, in their menus, feet and languages; people and dossiers stand on some.
_EVERYWHERE = (Outlet, Region, Theme, Policy)
_KINDS: tuple[tuple[type[Model], str], ...] = ((Person, "person"), (Dossier, "dossier"))


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def press_again(request: HttpRequest, snippet: Any) -> None:
    """Press what shows it, which is everything only where menus do; pages that would not change are left alone."""
    keys = [(kind, snippet.pk) for model, kind in _KINDS if isinstance(snippet, model)]
    if keys or isinstance(snippet, _EVERYWHERE):
        changed.remember(keys)
        tasks.press_changed_soon()


@hooks.register("after_delete_snippet")
def press_without(request: HttpRequest, snippets: Any) -> None:
    """Which articles stood in a dossier nobody knows any longer."""
    if any(isinstance(snippet, (*_EVERYWHERE, Dossier, Person)) for snippet in snippets):
        tasks.press_all_soon()


@hooks.register("construct_homepage_panels", order=10)
def progress(request: HttpRequest, shown: list[Any]) -> None:
    shown.insert(0, panels.Progress())


@hooks.register("construct_homepage_panels", order=10)
def bucket_lags(request: HttpRequest, shown: list[Any]) -> None:
    if settings.MASTHEAD_BUCKET and (said := trouble()):
        shown.insert(0, panels.BucketLags(said))
