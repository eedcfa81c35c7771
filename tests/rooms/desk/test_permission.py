"""A reprint is neither published nor translated without leave, whichever way somebody tries."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import factories as make
from wagtail.models import ModelLogEntry, Revision

from masthead.article.models import Article, Edition, Outlet, Permission
from masthead.desk import actions
from masthead.desk.errors import NotPermitted
from masthead.record.models import Entry
from masthead.translation import actions as translation
from masthead.translation.errors import NotPermitted as NotTranslatable
from masthead.translation.segments import Maker

pytestmark = pytest.mark.django_db


@pytest.fixture
def outlet() -> Outlet:
    return make.outlet()


@pytest.fixture
def reprint(outlet: Outlet) -> Article:
    return make.draft("Die Donau", origin_outlet="Andere Zeitung")


@pytest.fixture
def desk(outlet: Outlet) -> Client:
    client = Client()
    client.force_login(make.chief())
    return client


def _permit(reprint: Article, /, **fields: Any) -> Permission:
    given = {"article": reprint, "granted_by": "Andere Zeitung", "evidence": "Mail of 3 May 2026.", **fields}
    return actions.permit(Permission(**given), by="Clara")


def test_a_reprint_without_leave_is_not_published(reprint: Article) -> None:
    with pytest.raises(NotPermitted, match="no permission is recorded"):
        actions.publish(reprint, by=None)

    assert not Edition.objects.exists()


def test_a_recorded_permission_lets_it_be_published(reprint: Article) -> None:
    _permit(reprint)

    assert actions.publish(reprint, by=None) is not None


def test_a_permission_for_an_outlet_covers_all_that_first_appeared_there(reprint: Article) -> None:
    _permit(reprint, article=None, origin_outlet="andere zeitung")

    assert actions.publish(reprint, by=None) is not None


def test_a_revoked_permission_covers_nothing_more_and_the_record_keeps_both(reprint: Article) -> None:
    actions.revoke(_permit(reprint), by="Clara")

    with pytest.raises(NotPermitted):
        actions.publish(reprint, by=None)
    kept = Entry.objects.filter(kind__startswith="permission.").order_by("number")
    assert list(kept.values_list("kind", flat=True)) == ["permission.recorded", "permission.revoked"]


def test_what_decides_is_the_draft_that_would_be_published(reprint: Article) -> None:
    """The live row may be the outlet's own work while the newest draft has become a reprint."""
    own = make.published("Der Rhein")
    newer = own.get_latest_revision_as_object()
    newer.origin_outlet = "Andere Zeitung"
    actions.save_draft(newer)

    with pytest.raises(NotPermitted):
        actions.publish(newer, by=None)


def test_only_the_languages_that_are_covered_are_translated(reprint: Article, settings: Any) -> None:
    settings.MASTHEAD_ENGINES = ["pseudo"]
    make.languages_on("de", "fr", "ar")
    _permit(reprint, languages=["de", "fr"])
    actions.publish(reprint, by=None)

    outcomes = {outcome.language: outcome for outcome in translation.translate(reprint.pk)}

    assert outcomes["fr"].state == "live"
    assert outcomes["ar"].state == "not permitted"
    assert "Arabic" in outcomes["ar"].fault
    assert outcomes["ar"].segments_asked == 0
    assert not Edition.objects.filter(language="ar").exists()


def test_no_derivatives_bars_a_persons_translation_too(outlet: Outlet) -> None:
    article = make.published("Die Donau", origin_outlet="Andere", licence="CC-BY-ND-4.0")

    with pytest.raises(NotTranslatable, match="CC BY-ND"):
        translation.enter(article.pk, "fr", {"headline": "Le Danube"}, maker=Maker("person", "Thérèse"))


def test_an_editor_reads_at_the_desk_why_it_cannot_be_published_and_loses_nothing(
    desk: Client, reprint: Article
) -> None:
    page = desk.get(reverse("articles:edit", args=[reprint.pk]))
    form = {
        name: value
        for name, value in page.context["form"].initial.items()
        if isinstance(value, str | int) and not isinstance(value, bool)
    }
    typed = {
        **form, "headline": "Die Donau, neu", "action-publish": "1", "origin_outlet": "Andere Zeitung",
        "body-count": "0", "footnotes-count": "0",
        "bylines-TOTAL_FORMS": "0", "bylines-INITIAL_FORMS": "0",
    }  # fmt: skip

    answer = desk.post(reverse("articles:edit", args=[reprint.pk]), typed)

    said = answer.content.decode()
    assert answer.status_code == 200
    assert "no permission is recorded" in said
    assert "Die Donau, neu" in said
    assert not Edition.objects.exists()


def test_the_articles_form_shows_what_may_be_done(desk: Client, reprint: Article) -> None:
    said = desk.get(reverse("articles:edit", args=[reprint.pk])).content.decode()

    assert "May be published" in said
    assert "Record a permission" in said


def test_a_permission_is_recorded_changed_and_revoked_at_the_desk(desk: Client, reprint: Article) -> None:
    add = reverse("wagtailsnippets_article_permission:add")
    assert "Andere Zeitung" in desk.get(add, {"article": reprint.pk}).content.decode()
    given = {"article": reprint.pk, "granted_by": "Andere Zeitung", "evidence": "Mail", "translate": "on"}

    desk.post(add, {**given, "languages": ["fr", "de"]})
    kept = Permission.objects.get()
    edit = reverse("wagtailsnippets_article_permission:edit", args=[kept.pk])
    desk.post(edit, {**given, "revoke": "on"})

    assert kept.languages == ["de", "fr"] or kept.languages == ["fr", "de"]
    assert kept.recorded_by == "Clara Example"
    kept.refresh_from_db()
    assert kept.revoked_by == "Clara Example"
    assert desk.get(reverse("wagtailsnippets_article_permission:list")).content.decode().count("revoked") >= 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"article": None},
        {"origin_outlet": "Andere"},
        {"evidence": " "},
        {"languages": ["xx"]},
        {"since": date(2026, 2, 1), "until": date(2026, 1, 1)},
    ],
)
def test_a_permission_that_makes_no_sense_is_refused(reprint: Article, wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        _permit(reprint, **wrong)

    assert not Permission.objects.exists()
    assert not Entry.objects.filter(kind="permission.recorded").exists()


def test_at_its_time_a_reprint_whose_permission_has_ended_stays_a_draft(reprint: Article) -> None:
    """And the clock goes on to the next article."""
    ends = timezone.localdate()
    kept = _permit(reprint, until=ends + timedelta(days=30))
    soon = timezone.now() + timedelta(hours=1)
    for article in (reprint, make.draft("Der Rhein")):
        newer = article.get_latest_revision_as_object()
        newer.go_live_at = soon
        actions.save_draft(newer)
        assert actions.publish(newer, by=None) is None
    actions.revoke(kept, by="Clara")

    with time_machine.travel(soon + timedelta(minutes=1)):
        call_command("publish_scheduled", verbosity=0)

    assert list(Edition.objects.values_list("headline", flat=True)) == ["Der Rhein"]
    assert ModelLogEntry.objects.filter(action="masthead.not_permitted", object_id=str(reprint.pk)).exists()
    assert not Revision.objects.exclude(approved_go_live_at=None).exists()


def test_permissions_that_end_soon_stand_on_the_first_screen(desk: Client, reprint: Article) -> None:
    _permit(reprint, until=timezone.localdate() + timedelta(days=5))

    assert "Permissions that end soon" in desk.get(reverse("wagtailadmin_home")).content.decode()


def test_the_command_records_and_says_what_may_be_done(
    reprint: Article, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("permit", str(reprint.pk))
    assert "publish    no" in capsys.readouterr().out

    call_command(
        "permit", str(reprint.pk), granted_by="Andere Zeitung", evidence="Mail", languages=["de", "fr"]
    )

    said = capsys.readouterr().out
    assert "publish    yes" in said
    assert "translate  yes  Permission of Andere Zeitung. (fr)" in said


def test_the_command_refuses_own_work_and_what_is_not_there(outlet: Outlet) -> None:
    with pytest.raises(CommandError, match="There is no article 99"):
        call_command("permit", "99")
    with pytest.raises(CommandError, match="own work"):
        call_command("permit", str(make.draft().pk), granted_by="A", evidence="B")
