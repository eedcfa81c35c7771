"""What the desk tells later rooms."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from masthead.article.content import Content
from masthead.intake.archive import Comment
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


@dataclass(frozen=True, slots=True)
class EditionWithdrawn:
    """One translation of a published article was taken back by a person."""

    article: int
    language: str


@dataclass(frozen=True, slots=True)
class ArticleMovedIn:
    """An article in one language came from another system, with the addresses it had there and its comments.

    Nothing is printed, indexed or translated for it alone: ``ArchiveMovedIn`` comes when all are there.
    """

    article: int
    language: str
    addresses: tuple[str, ...]
    comments: tuple[Comment, ...]
    by: str


@dataclass(frozen=True, slots=True)
class TranslationMovedIn:
    """A published article came with its translation by a person. A listener that cannot join it raises ``CannotJoin``."""

    article: int
    language: str
    content: Content
    translator: str
    published_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class ArchiveMovedIn:
    """Everything of a move is in its place."""

    move: int


@dataclass(frozen=True, slots=True)
class PermissionsChanged:
    """These articles may be translated into other languages than before."""

    articles: tuple[int, ...]


original_published = Bell(OriginalPublished)
article_withdrawn = Bell(ArticleWithdrawn)
edition_withdrawn = Bell(EditionWithdrawn)
article_moved_in = Bell(ArticleMovedIn)
translation_moved_in = Bell(TranslationMovedIn)
archive_moved_in = Bell(ArchiveMovedIn)
permissions_changed = Bell(PermissionsChanged)
