"""What an editor sees of a draft is what readers would, and seeing it changes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make

from masthead.article.models import Article, Edition
from masthead.lib import interface
from masthead.press import actions as press
from masthead.press import addresses, files, preview
from masthead.record.models import Entry
from masthead.translation import actions as translation
from masthead.translation.models import Spending

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(settings: Any) -> Article:
    settings.MASTHEAD_ENGINES = ["pseudo"]
    make.outlet()
    make.languages_on("ar", "fr")
    picture = make.picture()
    blocks, notes = make.every_kind(picture.pk)
    article = make.published(blocks=blocks, footnotes=notes, themes=[make.theme()], authors=[make.person()])
    translation.translate(article.pk, languages=["ar"])
    return article


def _main(page: str) -> str:
    return page[page.index('<div class="text">') : page.index('<footer class="after">')]


def test_a_published_article_looks_as_it_is_printed(article: Article) -> None:
    press.press_article(article.pk)

    for code in ("de", "ar"):
        printed = (files.root() / addresses.file_of(addresses.article(code, article.slug))).read_text("utf-8")
        assert _main(preview.page(article, code).decode()) == _main(printed)


def test_a_draft_shows_its_new_words(article: Article) -> None:
    draft = article.get_latest_revision_as_object()
    draft.headline = "Die Elbe"

    page = preview.page(draft, "de").decode()

    assert "<h1 data-line>Die Elbe</h1>" in page


def test_a_language_that_is_not_complete_shows_the_original_and_says_so(article: Article) -> None:
    page = preview.page(article, "fr").decode()

    assert interface.of("fr").text("not_translated") in page
    assert '<html lang="fr" dir="ltr" data-text="de">' in page


def test_an_article_that_was_never_saved_can_be_seen(article: Article) -> None:
    fresh = Article(headline="Die Weser", language="de")
    make.compose(fresh, [make.paragraphs("Ein Fluss.")])

    assert "Ein Fluss." in preview.page(fresh, "de").decode()
    assert "Die Weser" in preview.page(fresh, "ar").decode()


def test_an_empty_draft_can_be_seen_in_every_language(article: Article) -> None:
    fresh = Article(headline="", language="de")

    assert all(preview.page(fresh, code) for code in ("de", "ar", "fr"))


def test_looking_asks_no_engine_and_writes_nothing(article: Article) -> None:
    counts = (Edition.objects.count(), Entry.objects.count(), Spending.objects.count())

    with CaptureQueriesContext(connection) as captured:
        preview.page(article, "fr")
        preview.page(article, "ar")

    assert (Edition.objects.count(), Entry.objects.count(), Spending.objects.count()) == counts
    assert [
        query["sql"] for query in captured if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ] == [
        query["sql"]
        for query in captured
        if "article_rendition" in query["sql"] and query["sql"].startswith("INSERT")
    ]
