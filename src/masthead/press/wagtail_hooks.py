"""What the press adds to the desk: the way from an article to its page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets import Button

from masthead.article.models import Article, Dossier, Outlet, Person, Region, Theme
from masthead.press import changed, tasks
from masthead.press.bucket.tasks import trouble
from masthead.press.pages.sheet import path_of
from masthead.press.runs import Run
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


class Progress(Component):
    """How far the press has come, while it is at many pages."""

    name = "press"
    order = 5

    def render_html(self, parent_context: Any = None) -> SafeString:
        found = tasks.under_way()
        if found is None:
            return mark_safe("")
        return format_html(
            '<p class="help-block help-info"><svg class="icon icon-help icon" aria-hidden="true">'
            '<use href="#icon-help"></use></svg>{}</p>',
            _said(found),
        )


def _said(found: Mapping[str, Any]) -> str:
    run: Run | None = found["run"]
    what = "every page" if found["everything"] else "the pages that show a change"
    if run is None:
        return f"The press is about to make {what} again."
    if run.page is not None:
        return f"The press is making {what} again: articles are done, lists follow."
    return f"The press is making {what} again: it is at {run.done:,} of {run.total:,} articles."


@hooks.register("construct_homepage_panels", order=10)
def progress(request: HttpRequest, panels: list[Any]) -> None:
    panels.insert(0, Progress())


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
