"""An article is taken back: no page of it is left, and whoever asks is told so in their language."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone
from tests import factories as make
from tests.house.pages import links, tree
from tests.journeys.conftest import LANGUAGES, Read

from masthead.article.models import Article, Edition, Outlet
from masthead.desk import actions as desk
from masthead.desk.errors import NotAllowed, NothingToPublish
from masthead.desk.models import Withdrawal
from masthead.lib import interface, languages
from masthead.press import addresses, files
from masthead.record.models import Entry
from masthead.translation import actions as translation
from masthead.translation.errors import NotPublished
from masthead.translation.models import Policy

Work = Callable[[], None]
Reason = Withdrawal.Reason


def ordered(codes: Iterable[str]) -> list[str]:
    return sorted(codes, key=languages.CODES.index)


@pytest.fixture
def article(outlet: Outlet, work: Work) -> Article:
    article = make.published("Der Rhein", themes=[make.theme()], authors=[make.person()])
    work()
    return article


def _everything() -> str:
    """All pages, lists, feeds and maps, one after the other."""
    made = [file for kind in ("*.html", "*.xml") for file in files.root().rglob(kind)]
    return "\n".join(file.read_text("utf-8") for file in made)


def test_no_page_list_feed_or_map_names_it_any_longer(article: Article, work: Work, page: Read) -> None:
    assert "der-rhein" in _everything()

    desk.withdraw(article, by=make.chief())
    work()

    assert "der-rhein" not in _everything()
    for code in LANGUAGES:
        assert page(addresses.article(code, "der-rhein")) is None
        assert page(addresses.front(code)) is not None


@pytest.mark.parametrize("code", LANGUAGES)
def test_its_address_says_in_the_readers_language_that_it_is_gone(
    article: Article, work: Work, client: Client, code: str
) -> None:
    desk.withdraw(article, by=None)
    work()

    response = client.get(addresses.article(code, "der-rhein"))

    assert response.status_code == 410
    assert response["Content-Language"] == languages.get(code).tag
    assert interface.of(code).text("gone") in response.content.decode()
    assert "Set-Cookie" not in response


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("reason", [reason for reason in Reason if reason])
def test_its_address_says_when_and_why(
    article: Article, work: Work, client: Client, code: str, reason: Reason
) -> None:
    desk.withdraw(article, by=None, reason=reason, blocked_by="https://court.example/\u00e4>")
    work()

    response = client.get(addresses.article(code, "der-rhein"))
    page, words = response.content.decode(), interface.of(code)

    assert response.status_code == (451 if reason == Reason.LAW else 410)
    assert words.text(f"gone_{reason}") in unescape(page)
    assert words.text("gone_on", date=words.date(timezone.localdate())) in unescape(page)
    assert "Der Rhein" not in page, "nothing of what was taken back"
    assert response.get("Link") == (
        '<https://court.example/%C3%A4%3E>; rel="blocked-by"' if reason == Reason.LAW else None
    )
    assert [address for address in links(tree(page)) if address.endswith("/articles/der-rhein/")] == [
        addresses.article(other, "der-rhein") for other in ordered(LANGUAGES)
    ], "the same in the other languages"


def test_a_translation_taken_back_leaves_its_reason_and_the_way_to_the_original(
    article: Article, work: Work, client: Client, page: Read
) -> None:
    desk.withdraw_edition(article, "ar", by=None, reason=Reason.ERRORS)
    work()

    response = client.get(addresses.article("ar", "der-rhein"))
    shown, words = response.content.decode(), interface.of("ar")

    assert response.status_code == 410
    assert words.text("gone_edition") in shown
    assert words.text("gone_errors") in shown
    assert 'href="/de/articles/der-rhein/"' in shown
    for code in ("de", "fr", "ja"):
        there = page(addresses.article(code, "der-rhein")) or ""
        assert "/ar/articles/der-rhein/" not in there, "no page leads to it"
    assert "der-rhein" not in (page(addresses.front("ar")) or "")
    assert "der-rhein" not in (page(addresses.feed("ar")) or "")
    assert "/ar/articles/der-rhein/" not in _everything()


def test_a_translation_that_is_back_has_its_page_again(
    article: Article, work: Work, client: Client, page: Read
) -> None:
    desk.withdraw_edition(article, "ar", by=None)
    work()
    translation.review(Edition.objects.get(article=article, language="ar"), by="Tariq")
    work()

    assert page(addresses.article("ar", "der-rhein"))
    assert "/ar/articles/der-rhein/" in (page(addresses.article("de", "der-rhein")) or "")


def test_an_address_that_never_was_is_not_found(article: Article, client: Client) -> None:
    assert client.get(addresses.article("ar", "die-elbe")).status_code == 404


def test_the_record_says_who_took_back_which_editions(article: Article) -> None:
    desk.withdraw(article, by=make.chief())

    entries = Entry.objects.filter(kind="edition.withdrawn")

    assert {entry.subject for entry in entries} == {f"article/{article.pk}/{code}" for code in LANGUAGES}
    assert {entry.body["by"] for entry in entries} == {"Clara Example"}
    assert {edition.state for edition in Edition.objects.all()} == {Edition.State.WITHDRAWN}


def test_what_is_published_again_is_back_in_every_language(article: Article, work: Work, page: Read) -> None:
    desk.withdraw(article, by=None)
    work()

    desk.publish(article, by=None)
    work()

    assert set(Edition.objects.live().values_list("language", flat=True)) == set(LANGUAGES)
    for code in LANGUAGES:
        assert "der-rhein" in (page(addresses.front(code)) or "")
        assert page(addresses.article(code, "der-rhein")) is not None


def test_what_was_held_for_review_goes_with_its_original(outlet: Outlet, work: Work, page: Read) -> None:
    Policy.objects.filter(language="fr").update(machine=Policy.Print.HOLD)
    article = make.published("Der Rhein")
    work()
    desk.withdraw(article, by=None)
    work()

    with pytest.raises(NotPublished):
        translation.review(Edition.objects.get(language="fr"), by="Thérèse Example")

    assert not Edition.objects.live().exists()


def test_a_draft_that_is_deleted_was_never_public(outlet: Outlet) -> None:
    make.draft().delete()

    assert not Entry.objects.filter(kind="edition.withdrawn").exists()


def test_a_deleted_article_leaves_no_page(article: Article, work: Work, page: Read) -> None:
    article.delete()
    work()

    assert "der-rhein" not in _everything()
    for code in LANGUAGES:
        assert page(addresses.article(code, "der-rhein")) is None


def test_an_editor_may_not_take_back(article: Article) -> None:
    with pytest.raises(NotAllowed, match="may not withdraw"):
        desk.withdraw(article, by=make.editor())

    assert Edition.objects.live().count() == len(LANGUAGES)


def test_an_editor_may_not_publish(outlet: Outlet) -> None:
    draft = make.draft()

    with pytest.raises(NotAllowed, match="Submit it for review"):
        desk.publish(draft, by=make.editor())

    assert not Edition.objects.exists()


def test_without_a_draft_there_is_nothing_to_publish(outlet: Outlet) -> None:
    article = Article.objects.create(headline="Kopf", slug="kopf", live=False)

    with pytest.raises(NothingToPublish, match="Save it first"):
        desk.publish(article, by=None)
