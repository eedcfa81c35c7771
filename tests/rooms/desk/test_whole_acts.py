"""What somebody does at the desk happens whole or not at all."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests import factories as make

from masthead.article.models import Article, Edition
from masthead.desk import events
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
