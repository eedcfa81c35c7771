from __future__ import annotations

from collections.abc import Callable, Iterator
from socket import socket
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.contrib.auth import get_user_model
from tests.rooms.circulation.post import Post, Publish, waiting_tasks

from masthead.article.models import Article, Edition, Outlet
from masthead.circulation.models import Issue, IssueArticle, Subscriber
from masthead.translation.models import Policy


@pytest.fixture
def outlet(db: None) -> Outlet:
    for code in ("ar", "de"):
        Policy.objects.create(language=code, mode=Policy.Mode.ON)
    return Outlet.objects.create(
        name="The Harbour Review",
        tagline="Reporting from small coasts",
        url="https://news.example.org",
        mail_address="letter@example.org",
        language="en",
    )


@pytest.fixture
def publish(outlet: Outlet) -> Publish:
    """A published article with a live edition for each {language: headline}; the first is the original."""

    def publish(editions: dict[str, str], *, by_engine: int = 0) -> Article:
        original = next(iter(editions))
        number = Article.objects.count() + 1
        article = Article.objects.create(
            headline=editions[original], slug=f"article-{number}", language=original, live=True
        )
        Edition.objects.bulk_create(
            Edition(
                article=article,
                language=code,
                is_original=code == original,
                state=Edition.State.LIVE,
                headline=headline,
                standfirst=f"More of {headline}",
                content={"headline": headline},
                by_engine=0 if code == original else by_engine,
            )
            for code, headline in editions.items()
        )
        return article

    return publish


@pytest.fixture
def issue_of(outlet: Outlet) -> Callable[..., Issue]:
    def issue_of(*articles: Article) -> Issue:
        issue = Issue.objects.create()
        for place, article in enumerate(articles):
            IssueArticle.objects.create(issue=issue, article=article, sort_order=place)
        return issue

    return issue_of


@pytest.fixture
def reader(db: None) -> Callable[..., Subscriber]:
    def reader(email: str, language: str = "en", state: str = Subscriber.State.ACTIVE) -> Subscriber:
        return Subscriber.objects.create(email=email, language=language, state=state)

    return reader


@pytest.fixture
def editor(db: None) -> Any:
    return get_user_model().objects.create_superuser("ed", "ed@example.org", "secret", first_name="Edith")


@pytest.fixture
def work(db: None) -> Callable[[], int]:
    """Do what waits for a worker and is due; answers how much that was."""

    def work() -> int:
        done = 0
        while (row := waiting_tasks().ready().first()) is not None:
            result = row.task_result
            row.task.call(*result.args, **result.kwargs)
            row.set_successful(None)
            done += 1
        return done

    return work


@pytest.fixture
def post(settings: Any) -> Iterator[Post]:
    post = Post()
    with socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_TIMEOUT = 5
    yield post
    controller.stop()
