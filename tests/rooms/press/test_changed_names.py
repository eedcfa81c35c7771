"""A name of the glossary that changes is told anew on the pages that show it, and no other page is touched."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django_tasks_db.models import DBTaskResult
from tests import factories as make

from masthead.article.models import Article
from masthead.press import actions as press
from masthead.press import addresses, files, tasks
from masthead.press.models import Artifact, Changed
from masthead.project import worker
from masthead.record.models import Entry
from masthead.translation import actions as translation
from masthead.translation import terminology
from masthead.translation.glossary import Form, Kind, Term
from masthead.translation.glossary import files as formats
from masthead.translation.glossary.reading import Reading
from masthead.translation.models import GlossaryTerm
from masthead.translation.segments import Maker

pytestmark = pytest.mark.django_db
TOWN = Term((Form("de", "Danzig"),), key="town", kind=Kind.NAME, notes=(("de", "Heute polnisch."),))


@pytest.fixture
def article(settings: Any) -> Article:
    settings.MASTHEAD_ENGINES = []
    make.outlet()
    make.languages_on("ar", "fr")
    terminology.row(TOWN).save()
    found = make.published("Ein Hafen", "Hier liegt Danzig.")
    make.published("Ein See", "Er ist tief.")
    press.press_all()
    DBTaskResult.objects.all().delete()
    return found


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make.editor())
    return client


def work() -> set[str]:
    """Do what waits; answers the addresses of the files that were written."""
    entries = Entry.objects.count()
    worker.drain()
    assert set(DBTaskResult.objects.values_list("status", flat=True)) <= {"SUCCESSFUL"}
    pressed = Entry.objects.filter(kind="pages.pressed", number__gt=entries)
    return {path for body in pressed.values_list("body", flat=True) for path in body["pages"]}


def pages_of(article: Article) -> set[str]:
    return {addresses.article(code, article.slug) for code in ("de", "ar", "fr")}


def text(article: Article, code: str = "de") -> str:
    return (files.root() / addresses.file_of(addresses.article(code, article.slug))).read_text("utf-8")


def posted(form: str = "Danzig", note: str = "") -> dict[str, str]:
    return {
        "kind": "name", "part_of_speech": "", "definition": "", "remark": "", "translate": "on",
        "forms_in-de-preferred": form, "forms_in-de-note": note,
    }  # fmt: skip


def edit(desk: Client, **said: str) -> None:
    row = GlossaryTerm.objects.get(key="town")
    desk.post(reverse("glossary:edit", args=[row.pk]), posted(**said))


def test_another_note_is_on_the_pages_that_show_the_name_and_no_other_page_is_written(
    article: Article, desk: Client
) -> None:
    edit(desk, note="Seit 1945 polnisch.")

    assert work() == pages_of(article)
    assert "Seit 1945 polnisch." in text(article)
    assert "Seit 1945 polnisch." in text(article, "fr")  # the original in French dress
    assert not Changed.objects.exists()


def test_a_note_that_goes_leaves_the_pages(article: Article, desk: Client) -> None:
    edit(desk, note="")

    assert work() == pages_of(article)
    assert "polnisch" not in text(article)


def test_a_name_that_is_written_otherwise_now_leaves_where_it_stood_and_comes_where_it_stands(
    article: Article, desk: Client
) -> None:
    lake = Article.objects.get(headline="Ein See")
    edit(desk, form="See", note="Heute polnisch.")

    assert work() == pages_of(article) | pages_of(lake)
    assert "polnisch" not in text(article)
    assert "polnisch" in text(lake)


def test_a_name_that_is_added_comes_to_the_pages(article: Article, desk: Client) -> None:
    desk.post(reverse("glossary:add"), posted("Hafen", "Ein Ort für Schiffe."))

    assert work() == pages_of(article)
    assert "Ein Ort für Schiffe." in text(article)


@pytest.mark.parametrize("at_once", [False, True])
def test_a_name_that_is_deleted_leaves_the_pages(article: Article, desk: Client, at_once: bool) -> None:
    row = GlossaryTerm.objects.get(key="town")
    one = reverse("glossary:delete", args=[row.pk])
    many = reverse("wagtail_bulk_action", args=["translation", "glossaryterm", "delete"]) + f"?id={row.pk}"
    desk.force_login(make.chief())

    desk.post(many if at_once else one)

    assert not GlossaryTerm.objects.exists()
    assert work() == pages_of(article)
    assert "polnisch" not in text(article)


def test_a_name_in_a_translation_presses_its_article(article: Article) -> None:
    lake = Article.objects.get(headline="Ein See")
    words = {"headline": "بحيرة", f"block/{make.block_id('text')}/0": "بجوار غدانسك."}
    translation.enter(lake.pk, "ar", words, maker=Maker("person", "Amal"))
    work()

    terminology.take(Reading((Term((Form("ar", "غدانسك"),), kind=Kind.NAME, notes=(("ar", "مدينة"),)),), 1))

    assert work() == {addresses.article("ar", lake.slug)}
    assert "مدينة" in text(lake, "ar")


def test_a_term_that_readers_are_told_nothing_of_presses_nothing(article: Article, desk: Client) -> None:
    desk.post(reverse("glossary:add"), posted("Hafen"))
    edit(desk, note="Heute polnisch.")  # saved as it was

    assert not DBTaskResult.objects.exists()


def test_a_file_of_many_names_is_one_job(article: Article) -> None:
    terms = [
        Term((Form("de", f"Hafen{n}"),), key=f"k{n}", kind=Kind.NAME, notes=(("de", "Ort"),))
        for n in range(300)
    ]
    data = formats.write([*terms, Term(TOWN.forms, "town", Kind.NAME, notes=(("de", "Neu."),))], "csv")

    terminology.take(formats.read(data))

    [job] = DBTaskResult.objects.all()
    assert job.task_path == tasks.press_changed.module_path
    assert work() == pages_of(article)
    assert "Neu." in text(article)


def test_edits_one_after_the_other_are_one_job_until_it_begins(article: Article, desk: Client) -> None:
    edit(desk, note="Eins.")
    edit(desk, note="Zwei.")

    assert DBTaskResult.objects.count() == 1
    work()
    edit(desk, note="Drei.")
    assert work() == pages_of(article)
    assert "Drei." in text(article)


def test_the_job_goes_on_where_a_stretch_ended(
    article: Article, desk: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = [make.published(f"Ein Hafen {n}", "Auch hier liegt Danzig.") for n in range(3)]
    work()
    monkeypatch.setattr(press, "_READ", 1)
    clock = iter(range(0, 10_000, 15))
    monkeypatch.setattr(tasks.time, "monotonic", lambda: float(next(clock)))
    edit(desk, note="Neu.")

    written = work()

    assert DBTaskResult.objects.filter(task_path=tasks.press_changed.module_path).count() > 2
    assert written == pages_of(article).union(*map(pages_of, more))
    assert not Changed.objects.exists()


def test_nothing_is_remembered_of_a_change_that_is_pressed(article: Article, desk: Client) -> None:
    edit(desk, note="Neu.")
    work()

    assert tasks.press_changed.call() == 0
    assert Artifact.objects.count() > 0
