"""What the press adds to the desk: the way from an article to its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button

from masthead.article.models import Article, Dossier, Outlet, Person, Region, Theme
from masthead.press import tasks
from masthead.press.bucket.tasks import trouble
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


class BucketLags(Component):
    """Why readers of the bucket do not see yet what is new."""

    name = "bucket"
    order = 5

    def __init__(self, said: str) -> None:
        self.said = said

    def render_html(self, parent_context: Any = None) -> SafeString:
        return format_html(
            '<p class="help-block help-critical"><svg class="icon icon-warning" aria-hidden="true">'
            '<use href="#icon-warning"></use></svg>Readers do not see yet what is new. {} '
            "It is tried again every few minutes.</p>",
            self.said,
        )


@hooks.register("construct_homepage_panels", order=10)
def bucket_lags(request: HttpRequest, panels: list[Any]) -> None:
    if settings.MASTHEAD_BUCKET and (said := trouble()):
        panels.insert(0, BucketLags(said))
