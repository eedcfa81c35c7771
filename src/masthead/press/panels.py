"""What the desk's first page says of the press."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from wagtail.admin.ui.components import Component

from masthead.press import tasks
from masthead.press.runs import Run


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
