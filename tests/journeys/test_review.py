"""A draft goes through review to the readers, by two people, through the desk's own doors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import factories as make
from tests.journeys.conftest import Read
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from masthead.article.models import Article, Edition, Outlet
from masthead.desk import actions as desk
from masthead.desk import roles
from masthead.desk.models import User
from masthead.press import addresses
from masthead.record.models import Entry

Work = Callable[[], None]


def _form(**fields: Any) -> dict[str, Any]:
    """What the browser sends from the article's form."""
    return nested_form_data(
        {
            "headline": "Der Rhein",
            "standfirst": "",
            "language": "de",
            "body": streamfield([("text", rich_text("<p>Der Rhein ist ein Fluss.</p>"))]),
            "footnotes": streamfield([]),
            "bylines": inline_formset([]),
            "lead_picture": "",
            "lead_alt": "",
            "lead_caption": "",
            "disclaimer": "",
            "slug": "",
            "origin_outlet": "",
            "origin_url": "",
            "licence": "",
            "rights": "",
            "standing": "",
            **fields,
        }
    )


def _at_the_desk(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def draft(outlet: Outlet) -> Article:
    """Written and submitted by an editor."""
    client = _at_the_desk(make.editor())
    client.post(reverse("articles:add"), _form())
    article = Article.objects.get()
    client.post(reverse("articles:edit", args=[article.pk]), _form(**{"action-submit": "1"}))
    return Article.objects.get()


def test_an_editor_writes_a_draft_that_nobody_else_sees(outlet: Outlet, page: Read) -> None:
    response = _at_the_desk(make.editor()).post(reverse("articles:add"), _form())

    assert response.status_code == 302
    article = Article.objects.get()
    assert (article.live, article.slug, article.headline) == (False, "der-rhein", "Der Rhein")
    assert not Edition.objects.exists()


def test_an_editor_who_asks_to_publish_does_not(outlet: Outlet) -> None:
    client = _at_the_desk(make.editor())

    client.post(reverse("articles:add"), _form(**{"action-publish": "1"}))

    assert not Article.objects.filter(live=True).exists()
    assert not Edition.objects.exists()


def test_what_is_submitted_waits_for_the_chief_editors(draft: Article) -> None:
    chief = _at_the_desk(make.chief())

    listed = chief.get(reverse("articles:list"), {"state": "review"})
    today = chief.get("/desk/")

    assert draft.workflow_in_progress
    assert "Der Rhein" in listed.content.decode()
    assert "In review: 1" in today.content.decode()


def _approve(article: Article, user: User) -> int:
    task = article.current_workflow_task_state
    url = reverse("articles:workflow_action", args=[article.pk, "approve", task.pk])
    return _at_the_desk(user).post(url, {"comment": ""}).status_code


def test_a_chief_editor_approves_and_readers_read(draft: Article, work: Work, page: Read) -> None:
    _approve(draft, make.chief())
    work()

    draft.refresh_from_db()
    assert draft.live
    assert "Der Rhein ist ein Fluss." in (page(addresses.article("de", "der-rhein")) or "")
    assert "[Ðéŕ Ŕĥéíñ íşţ éíñ Fļûşş.]" in (page(addresses.article("fr", "der-rhein")) or "")
    assert "Der Rhein" in (page(addresses.front("de")) or "")
    original = Entry.objects.get(kind="edition.published", subject=f"article/{draft.pk}/de")
    assert original.body["by"] == "Clara Example"


@pytest.mark.parametrize("role", [roles.EDITORS, roles.TRANSLATORS, roles.MODERATORS])
def test_nobody_else_approves(draft: Article, role: str) -> None:
    _approve(draft, make.user("otto", role))

    draft.refresh_from_db()
    assert not draft.live
    assert draft.workflow_in_progress


def test_a_chief_editor_publishes_at_once(outlet: Outlet, work: Work, page: Read) -> None:
    response = _at_the_desk(make.chief()).post(reverse("articles:add"), _form(**{"action-publish": "1"}))
    work()

    assert response.status_code == 302
    assert page(addresses.article("ja", "der-rhein"))
    assert {entry.body["by"] for entry in Entry.objects.filter(subject__endswith="/de")} == {"Clara Example"}


def test_a_form_with_a_fault_is_given_back_and_nothing_is_kept(outlet: Outlet) -> None:
    picture = make.picture()
    response = _at_the_desk(make.editor()).post(reverse("articles:add"), _form(lead_picture=str(picture.pk)))

    assert response.status_code == 200
    assert "readers who cannot see it" in response.content.decode()
    assert not Article.objects.exists()


def test_both_revisions_stand_in_the_history(outlet: Outlet, work: Work) -> None:
    chief = _at_the_desk(make.chief())
    chief.post(reverse("articles:add"), _form(**{"action-publish": "1"}))
    article = Article.objects.get()
    corrected = streamfield([("text", rich_text("<p>Der Rhein ist ein Strom.</p>"))])
    chief.post(
        reverse("articles:edit", args=[article.pk]),
        _form(slug="der-rhein", body=corrected, **{"action-publish": "1"}),
    )
    work()

    history = chief.get(reverse("articles:history", args=[article.pk])).content.decode()

    assert article.revisions.count() == 2
    assert history.count("Clara Example") >= 2
    assert Entry.objects.filter(kind="edition.published", subject=f"article/{article.pk}/de").count() == 2


def test_a_scheduled_article_is_published_when_its_time_has_come(
    outlet: Outlet, work: Work, page: Read
) -> None:
    now = timezone.now()
    article = make.draft(go_live_at=now + dt.timedelta(hours=1))
    assert desk.publish(article, by=make.chief()) is None
    work()
    assert page(addresses.article("de", "der-rhein")) is None
    assert not Edition.objects.exists()

    with time_machine.travel(now + dt.timedelta(hours=2), tick=True):
        call_command("publish_scheduled", verbosity=0)
    work()

    assert page(addresses.article("de", "der-rhein"))
    assert Edition.objects.live().count() == 4


def test_an_article_whose_time_is_over_is_withdrawn(outlet: Outlet, work: Work, page: Read) -> None:
    now = timezone.now()
    make.published("Der Rhein", expire_at=now + dt.timedelta(hours=1))
    work()
    assert page(addresses.article("de", "der-rhein"))

    with time_machine.travel(now + dt.timedelta(hours=2), tick=True):
        call_command("publish_scheduled", verbosity=0)
    work()

    assert page(addresses.article("de", "der-rhein")) is None
    assert not Edition.objects.live().exists()
