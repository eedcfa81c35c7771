"""What the press adds to the desk: the way from an article to its page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from wagtail import hooks
from wagtail.admin.widgets import Button

from masthead.article.models import Article
from masthead.press.pages.article import path_of


@hooks.register("register_snippet_listing_buttons")
def page_button(snippet: Any, user: Any, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(snippet, Article) and snippet.live:
        yield Button("Open the page", path_of(snippet, snippet.language), icon_name="view", priority=10)
