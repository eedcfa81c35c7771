"""The slot through which the press shows an editor how an article would be printed.

The press stands later on the path than this room, so it registers its renderer here when the project starts.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse

if TYPE_CHECKING:
    from masthead.article.models import Article

Renderer = Callable[["Article", str], bytes]
_renderer: Renderer | None = None


def register(renderer: Renderer) -> None:
    """``renderer(article, language)`` gives a whole page as UTF-8 HTML."""
    global _renderer  # noqa: PLW0603 - one slot, filled once at start
    _renderer = renderer


def serve(article: Article, request: HttpRequest, language: str) -> HttpResponse:
    if _renderer is None:
        return HttpResponse("No press is installed, so nothing can be shown.", content_type="text/plain")
    return HttpResponse(_renderer(article, language))
