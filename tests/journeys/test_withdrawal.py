"""An article is taken back: no page of it is left, and whoever asks is told so in their language."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from tests import factories as make
from tests.journeys.conftest import LANGUAGES, Read

from masthead.article.models import Article, Edition, Outlet
from masthead.desk import actions as desk
from masthead.desk.errors import NotAllowed, NothingToPublish
from masthead.lib import interface, languages
from masthead.press import addresses, files
from masthead.record.models import Entry
from masthead.translation import actions as translation
from masthead.translation.errors import NotPublished
from masthead.translation.models import Policy

Work = Callable[[], None]


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
