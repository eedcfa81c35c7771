"""What an editor takes back goes with its reason: all of it, or one translation."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import factories as make

from masthead.article.models import Article, Edition
from masthead.desk import actions
from masthead.desk.errors import BadReason, NotAllowed, NothingToWithdraw
from masthead.desk.models import Withdrawal
from masthead.project import worker
from masthead.record.models import Entry
from masthead.translation import actions as translation
from masthead.translation import releasing

Post = Callable[..., Any]
pytestmark = pytest.mark.django_db
REASON = Withdrawal.Reason


@pytest.fixture
def article(settings: Any) -> Article:
    settings.MASTHEAD_ENGINES = ["pseudo"]
    make.outlet()
    make.languages_on("de", "ar", "fr")
    made = make.published("Der Rhein")
    worker.drain()
    return made


@pytest.fixture
def post(article: Article) -> Post:
    client = Client()
    client.force_login(make.chief())

    def post(**fields: str) -> Any:
        return client.post(reverse("articles:unpublish", args=[article.pk]), fields)

    return post


def _live(article: Article) -> set[str]:
    return set(Edition.objects.live().filter(article=article).values_list("language", flat=True))


def test_the_screen_offers_the_whole_and_each_translation(article: Article) -> None:
    client = Client()
    client.force_login(make.chief())

    page = client.get(reverse("articles:unpublish", args=[article.pk])).content.decode()

    assert "The whole article" in page
    assert "Only the translation into Arabic" in page
    assert "Only the translation into German" not in page, "that is the original"


def test_the_whole_is_taken_back_with_its_reason(article: Article, post: Post) -> None:
    response = post(what="", reason="errors", blocked_by="")

    assert response.status_code == 302
    why = Withdrawal.objects.get()
    assert (why.article, why.language, why.reason, why.by) == (article.pk, "", "errors", "Clara Example")
    assert not _live(article)
    said = Entry.objects.filter(kind="edition.withdrawn").values_list("body", flat=True)
    assert {body["reason"] for body in said} == {"errors"}


def test_one_translation_is_taken_back(article: Article, post: Post) -> None:
    response = post(what="ar", reason="law", blocked_by="https://court.example/order/1")

    assert response.status_code == 302
    why = Withdrawal.objects.get()
    assert (why.language, why.by_law, why.blocked_by) == ("ar", True, "https://court.example/order/1")
    assert _live(article) == {"de", "fr"}
    article.refresh_from_db()
    assert article.live


@pytest.mark.parametrize(
    ("fields", "complaint"),
    [
        ({"what": "ja"}, "Select a valid choice"),
        ({"reason": "whim"}, "Select a valid choice"),
        ({"reason": "law", "blocked_by": "javascript:alert(1)"}, "Enter a valid URL"),
        ({"reason": "errors", "blocked_by": "https://court.example"}, "This is for what the law bars"),
    ],
)
def test_what_cannot_be_said_takes_nothing_back(
    article: Article, post: Post, fields: dict[str, str], complaint: str
) -> None:
    response = post(**fields)

    assert complaint in response.content.decode()
    assert _live(article) == {"de", "ar", "fr"}
    assert not Withdrawal.objects.exists()


def test_who_calls_the_verb_is_held_to_the_same(article: Article) -> None:
    with pytest.raises(BadReason):
        actions.withdraw(article, by=None, reason="whim")
    with pytest.raises(BadReason):
        actions.withdraw(article, by=None, reason=REASON.LAW, blocked_by="no address")
    with pytest.raises(NothingToWithdraw, match="no live translation in de"):
        actions.withdraw_edition(article, "de", by=None)
    with pytest.raises(NotAllowed):
        actions.withdraw_edition(article, "ar", by=make.editor())

    assert _live(article) == {"de", "ar", "fr"}


def test_what_was_taken_back_stays_so_when_the_original_changes(article: Article) -> None:
    actions.withdraw_edition(article, "ar", by=None, reason=REASON.ERRORS)

    make.rewrite(article, "lang", "breit")
    worker.drain()

    assert _live(article) == {"de", "fr"}
    assert Withdrawal.objects.get().language == "ar"


def test_a_person_prints_it_again_by_letting_it_out_or_by_signing_it(article: Article) -> None:
    actions.withdraw_edition(article, "ar", by=None)
    actions.withdraw_edition(article, "fr", by=None)

    releasing.let_out(article.pk, ["ar"], by="Clara")
    translation.review(Edition.objects.get(article=article, language="fr"), by="Thérèse")

    assert _live(article) == {"de", "ar", "fr"}
    assert not Withdrawal.objects.exists()


def test_a_signed_translation_can_be_taken_back_too(article: Article) -> None:
    translation.review(Edition.objects.get(article=article, language="fr"), by="Thérèse")
    actions.withdraw_edition(article, "fr", by=None)

    make.rewrite(article, "lang", "breit")
    worker.drain()

    assert _live(article) == {"de", "ar"}


def test_what_is_published_again_has_no_reason_any_longer(article: Article) -> None:
    actions.withdraw(article, by=None, reason=REASON.RIGHTS)
    assert Withdrawal.objects.get().at <= timezone.now()

    actions.publish(article, by=None)

    assert not Withdrawal.objects.exists()


def test_taking_back_twice_keeps_the_last_word(article: Article) -> None:
    actions.withdraw(article, by=None, reason=REASON.RIGHTS)
    actions.withdraw(article, by=None, reason=REASON.LAW, blocked_by="https://court.example")

    assert Withdrawal.objects.get().by_law
