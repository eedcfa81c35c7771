"""How a draft would be printed, for the editor's preview: nothing is stored, no engine is asked."""

from __future__ import annotations

from django.utils import timezone

from masthead.article.content import Content
from masthead.article.models import Article, Edition
from masthead.article.snapshot import content_of
from masthead.press import cards, outlet, pictures
from masthead.press.pages import article as article_pages
from masthead.press.pages.sheet import Sheet, picture_keys
from masthead.translation.actions import drafted


def page(article: Article, language: str) -> bytes:
    """A whole page as UTF-8 HTML."""
    press = outlet.read()
    content = content_of(article)
    editions = {article.language: _edition(article, content, article.language, {}, original=True)}
    if language != article.language:
        words, made = drafted(article, content, language)
        if not made[""]:
            editions[language] = _edition(article, words, language, made, original=False)
    sheet = Sheet(
        press=press,
        article=article,
        editions=editions,
        bylines=list(article.bylines.all()),
        entries={},
        pictures=pictures.sized(
            {key for edition in editions.values() for key in picture_keys(edition.words)}
        ),
        near=[],
        related=cards.Cards(press),
        after={},
    )
    return article_pages.page(sheet, language).encode()


def _edition(
    article: Article, content: Content, language: str, made: dict[str, int], *, original: bool
) -> Edition:
    return Edition(
        article_id=article.pk or 0,
        language=language,
        is_original=original,
        state=Edition.State.LIVE,
        content=content.to_json(),
        headline=content.headline,
        standfirst=content.standfirst,
        by_person=made.get("person", 0),
        by_engine=made.get("engine", 0),
        published_at=article.first_published_at or timezone.now(),
        updated_at=timezone.now(),
        index=False,
    )
