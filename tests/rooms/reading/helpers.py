"""Editions in other languages, and what a search finds."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from masthead.article.content import Content, Text
from masthead.article.models import Article, Edition
from masthead.reading import queries

Publish = Callable[..., Article]


def translated(article: Article, language: str, headline: str, text: str, **fields: Any) -> Edition:
    content = Content(headline, blocks=(Text("text", f"<p>{text}</p>"),))
    values = {"state": Edition.State.LIVE, "published_at": timezone.now(), **fields}
    return Edition.objects.create(
        article=article, language=language, headline=headline, content=content.to_json(), **values
    )


def headlines(query: str, language: str, **options: Any) -> list[str]:
    """The headlines that a search finds, best first."""
    return [hit.edition.headline for hit in queries.search(query, language, **options).hits]
