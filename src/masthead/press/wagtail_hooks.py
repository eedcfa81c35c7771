"""What the press adds to the desk: the way from an article to its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.widgets import Button

from masthead.article.models import Article, Dossier, Outlet, Person, Region, Theme
from masthead.press import tasks
from masthead.press.pages.sheet import path_of
from masthead.translation.models import Policy


@hooks.register("register_snippet_listing_buttons")
def page_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Article) and snippet.live:
        yield Button("Open the page", path_of(snippet, snippet.language), icon_name="view", priority=10)


# What stands on pages of every kind: names in menus and bylines, the outlet's own words, the languages.
_EVERYWHERE = (Outlet, Region, Theme, Dossier, Person, Policy)


@hooks.register("after_create_snippet")
@hooks.register("after_edit_snippet")
def press_again(request: HttpRequest, snippet: Any) -> None:
    """Press what shows it; pages that would not change are left alone."""
    if isinstance(snippet, _EVERYWHERE):
        tasks.press_all_soon()


@hooks.register("after_delete_snippet")
def press_without(request: HttpRequest, snippets: Any) -> None:
    if any(isinstance(snippet, _EVERYWHERE) for snippet in snippets):
        tasks.press_all_soon()
