"""An outlet in several languages, and a way to publish in it."""

from __future__ import annotations

import pytest
from tests.rooms.reading.helpers import Publish, translated

from masthead.article.content import Text
from masthead.article.models import Article, Outlet
from masthead.article.snapshot import stream_of
from masthead.desk import actions as desk
from masthead.desk.models import User
from masthead.reading import actions
from masthead.translation.models import Policy


@pytest.fixture
def outlet(db: None) -> Outlet:
    for code in ("ar", "de", "el", "fr", "he", "ja", "ko", "ru", "th", "tr", "vi", "zh-hans"):
        Policy.objects.create(language=code, mode=Policy.Mode.ON)
    return Outlet.objects.create(name="The Lantern", url="https://lantern.example", language="en")


@pytest.fixture
def publish(outlet: Outlet) -> Publish:
    """Publish an article, with editions in other languages, and index it."""

    def published(
        headline: str, *paragraphs: str, language: str = "en", **editions: tuple[str, str]
    ) -> Article:
        flow = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        article = Article(headline=headline, language=language, body=stream_of([Text("text", flow)]))
        desk.save_draft(article)
        desk.publish(article, by=None)
        for code, (title, text) in editions.items():
            translated(article, code.replace("_", "-"), title, text)
        actions.index_article(article.pk)
        return Article.objects.get(pk=article.pk)

    return published


@pytest.fixture
def moderator(db: None) -> User:
    return User.objects.create_superuser("mo", first_name="Mo", password="secret")
