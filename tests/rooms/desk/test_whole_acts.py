"""What somebody does at the desk happens whole or not at all."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from tests import factories as make

from masthead.article.models import Article, Edition
from masthead.desk import events
from masthead.desk.viewsets import ArticleEdit
from masthead.record.models import Entry


@pytest.mark.django_db
def test_a_publication_that_breaks_off_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    """A listener fails after the article is live and recorded: neither stands."""

    def fail(event: Any) -> None:
        raise RuntimeError("the queue is full")

    make.outlet()
    article = make.draft()
    client = Client(raise_request_exception=False)
    client.force_login(make.chief())
    monkeypatch.setattr(events.original_published, "_listeners", [fail])

    response = client.post(
        reverse("articles:edit", args=[article.pk]), {**_same(article), "action-publish": "1"}
    )

    assert response.status_code == 500
    assert not Article.objects.filter(live=True).exists()
    assert not Edition.objects.exists()
    assert not Entry.objects.filter(kind="edition.published").exists()
    assert article.revisions.count() == 1


def _same(article: Article) -> dict[str, Any]:
    from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

    return nested_form_data(
        {
            "headline": article.headline,
            "language": article.language,
            "slug": article.slug,
            "body": streamfield([("text", rich_text("<p>Der Rhein ist ein Fluss.</p>"))]),
            "footnotes": streamfield([]),
            "bylines": inline_formset([]),
        }
    )


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite has one act after the other")
@pytest.mark.django_db(transaction=True)
def test_a_draft_kept_by_itself_is_no_newer_than_what_is_saved_meanwhile(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It was found newest, and then somebody saves: one of them waits, and what was saved is what stays."""
    make.outlet()
    chief = make.chief()
    article = make.draft(by=chief)
    address = reverse("articles:edit", args=[article.pk])
    kept = {"overwrite_revision_id": str(article.latest_revision_id)}
    found, saved = Event(), Event()
    judge = ArticleEdit.is_valid

    def judge_slowly(view: ArticleEdit, form: Any) -> bool:
        newest = judge(view, form)
        if view.expects_json_response:
            found.set()
            saved.wait(1)
        return newest

    monkeypatch.setattr(ArticleEdit, "is_valid", judge_slowly)
    client, other = Client(), Client()
    client.force_login(chief)
    other.force_login(chief)
    writing = _same(article)

    with ThreadPoolExecutor(2) as pool:
        by_itself = pool.submit(
            _in_thread, other, address, {**writing, **kept, "headline": "The riv"}, "application/json"
        )
        assert found.wait(20)
        by_hand = pool.submit(_in_thread, client, address, {**writing, "headline": "The river"}, "text/html")
        by_hand.add_done_callback(lambda _: saved.set())

    assert by_hand.result() == 302
    assert by_itself.result() == 200
    article.refresh_from_db()
    assert article.get_latest_revision_as_object().headline == "The river"


def _in_thread(client: Client, address: str, values: dict[str, Any], accept: str) -> int:
    try:
        return client.post(address, values, headers={"Accept": accept}).status_code
    finally:
        connection.close()
