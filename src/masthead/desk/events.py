"""What the desk tells later rooms."""

from __future__ import annotations

from dataclasses import dataclass

from masthead.lib.bell import Bell


@dataclass(frozen=True, slots=True)
class OriginalPublished:
    """The original of an article has a new published state.

    ``text_changed``: its words are others, or it was withdrawn and is back, and its editions must follow.
    """

    article: int
    text_changed: bool


@dataclass(frozen=True, slots=True)
class ArticleWithdrawn:
    """No edition of the article is public any longer."""

    article: int


original_published = Bell(OriginalPublished)
article_withdrawn = Bell(ArticleWithdrawn)
