"""The glossary at the desk."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests import factories as make

from masthead.translation import actions, against, memory, terminology
from masthead.translation.glossary import Form, Kind, Status, Term, files
from masthead.translation.models import GlossaryTerm
from masthead.translation.segments import Maker

pytestmark = pytest.mark.django_db
TOWN = Term(
    (Form("de", "Lemberg", used_by="in Österreich"), Form("de", "Lwiw", Status.ADMITTED), Form("uk", "Львів")),
    key="town", kind=Kind.NAME, definition="A town", notes=(("de", "Heute in der Ukraine."),), translate=False,
)  # fmt: skip


@pytest.fixture
def desk(client: Client) -> Client:
    client.force_login(make.editor())
    return client


def keep(*terms: Term) -> list[GlossaryTerm]:
    rows = [terminology.row(term) for term in terms]
    for row in rows:
        row.save()
    return rows


def written(**said: str) -> dict[str, str]:
    """A posted form, with texts by language and part: ``de_preferred``."""
    return {
        "kind": "term", "part_of_speech": "", "definition": "", "remark": "", "translate": "on",
        **{f"forms_in-{name.replace('_', '-')}": text for name, text in said.items()},
    }  # fmt: skip


def test_a_term_is_written_in_all_its_languages_on_one_screen(desk: Client) -> None:
    form = written(
        en_preferred="border river\nriver border | by law", de_preferred="Grenzfluss", de_forbidden="Grenzwasser",
        de_note="Ein Fluss.",
    )  # fmt: skip

    desk.post(reverse("glossary:add"), {**form, "part_of_speech": "noun"})

    [term] = terminology.glossary().terms
    assert set(term.forms) == {
        Form("en", "border river"), Form("en", "river border", used_by="by law"), Form("de", "Grenzfluss"),
        Form("de", "Grenzwasser", Status.FORBIDDEN),
    }  # fmt: skip
    assert (term.part_of_speech, term.notes, term.translate) == ("noun", (("de", "Ein Fluss."),), True)


def test_a_term_that_is_opened_and_saved_is_the_same(desk: Client) -> None:
    [row] = keep(TOWN)
    page = desk.get(reverse("glossary:edit", args=[row.pk]))
    form = page.context["form"]
    posted = {
        cell["name"]: cell["text"]
        for part in form["forms_in"].field.widget.get_context("forms_in", form.initial["forms_in"], {})[
            "shown"
        ]
        for cell in part["cells"]
    }
    about = {name: form.initial[name] for name in ("kind", "definition", "remark", "part_of_speech")}

    desk.post(reverse("glossary:edit", args=[row.pk]), {**posted, **about})

    assert terminology.glossary().terms == (TOWN,)
    assert "Lemberg | in Österreich" in page.content.decode()


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({}, "Write at least one form."),
        ({"de_preferred": "Fluss", "de_forbidden": "Fluss"}, "“Fluss” stands there twice in German."),
        ({"de_preferred": "x" * 301}, "is too long: 300 characters at most."),
    ],
)
def test_a_term_that_says_nothing_or_two_things_is_refused(
    desk: Client, said: dict[str, str], why: str
) -> None:
    page = desk.post(reverse("glossary:add"), {**written(**said), "forms_in-en-note": ""})

    assert why in page.content.decode()
    assert not GlossaryTerm.objects.exists()


def test_the_list_is_narrowed_by_pair_kind_and_words(desk: Client) -> None:
    keep(
        TOWN, Term((Form("en", "river"), Form("de", "Fluss"))), Term((Form("en", "lake"), Form("fr", "lac")))
    )

    def names(**asked: str) -> set[str]:
        return {row.name for row in desk.get(reverse("glossary:list"), asked).context["object_list"]}

    assert names() == {"Lemberg", "river", "lake"}
    assert names(source="en", target="de") == {"river"}
    assert names(source="en", lacks="de") == {"lake"}
    assert names(kind="name") == {"Lemberg"}
    assert names(q="львів") == {"Lemberg"}


def test_a_file_comes_in_and_goes_out(desk: Client) -> None:
    upload = SimpleUploadedFile("terms.csv", b"source,target\nriver,Fluss\n")
    page = desk.post(
        reverse("glossary_take_in"), {"file": upload, "source": "en", "target": "de"}, follow=True
    )

    answer = desk.get(reverse("glossary_give_out"), {"form": "dct", "languages": ["en", "de"]})

    assert "1 entries: 1 new" in page.content.decode()
    assert files.read(answer.content).terms == terminology.glossary().terms
    assert answer["Content-Disposition"] == 'attachment; filename="glossary.tbx"'


def test_a_file_that_cannot_be_read_is_refused_on_the_form(desk: Client) -> None:
    upload = SimpleUploadedFile("terms.tbx", b'<!DOCTYPE tbx [<!ENTITY a "b">]><tbx>&a;</tbx>')

    page = desk.post(reverse("glossary_take_in"), {"file": upload})

    assert "It declares entities of its own" in page.content.decode()


@pytest.mark.parametrize("name", ["glossary:list", "glossary:add", "glossary_take_in", "glossary_give_out"])
def test_a_stranger_sees_no_glossary(client: Client, name: str) -> None:
    client.force_login(make.stranger())

    assert client.get(reverse(name)).status_code == 302


def test_a_translator_may_not_delete_a_term(client: Client) -> None:
    [row] = keep(TOWN)
    client.force_login(make.translator())

    assert client.get(reverse("glossary:edit", args=[row.pk])).status_code == 200
    assert client.post(reverse("glossary:delete", args=[row.pk])).status_code == 302
    assert GlossaryTerm.objects.exists()


def test_a_new_term_shows_which_live_editions_say_otherwise(
    desk: Client, settings: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    settings.MASTHEAD_ENGINES = []
    make.outlet()
    make.languages_on("fr", "es")
    article = make.published("Der Fluss", "Die Klimakrise ist da.")
    make.published("Der See", "Er ist tief.")
    for language, target in (("fr", "L’urgence du climat."), ("es", "La crisis climática.")):
        memory.remember(
            [("Die Klimakrise ist da.", target), ("Der Fluss", "X")],
            "de",
            language,
            Maker("engine", "e"),
            timezone.now(),
        )
    actions.translate(article.pk)
    [row] = keep(
        Term((Form("de", "Klimakrise"), Form("fr", "crise climatique"), Form("es", "crisis climática")))
    )

    with django_assert_num_queries(3):
        seen = against.look(row.term)
    page = desk.get(reverse("glossary_against", args=[row.pk])).content.decode()

    assert [(one.article, one.language, len(one.sentences)) for one in seen.found] == [(article.pk, "fr", 1)]
    assert (seen.looked_at, seen.with_it, seen.before) == (2, 1, None)
    assert "The glossary says “crise climatique” for “Klimakrise”." in page
    assert reverse("translation_editions", args=[article.pk]) in page
    assert article.editions.get(language="fr").state == "live"
