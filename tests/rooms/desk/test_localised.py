"""Names in many languages, as the desk's form keeps them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from tests import factories as make

from masthead.article.localised import Said
from masthead.article.models import Theme
from masthead.lib import languages

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme() -> Theme:
    theme = make.theme("Gewässer")
    theme.say("name", Said("Eaux", "fr", "apertium", "3.8"))
    theme.say("name", Said("مياه", "ar"))
    theme.save()
    return theme


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(make.editor())
    return client


def _form(theme: Theme, **texts: str) -> dict[str, Any]:
    kept = {code: row["text"] for code, row in theme.translations["name"].items()}
    return {
        "name": theme.name,
        "slug": theme.slug,
        "position": "0",
        "language": theme.language,
        **{f"translations-name-{code}": {**kept, **texts}.get(code, "") for code in languages.CODES},
    }


def _edit(theme: Theme) -> str:
    return reverse("wagtailsnippets_article_theme:edit", args=[theme.pk])


def test_the_form_shows_every_language_and_who_translated(theme: Theme, desk: Client) -> None:
    page = desk.get(_edit(theme)).content.decode()

    assert page.count('name="translations-name-') == len(languages.CODES)
    assert 'value="Eaux" lang="fr" dir="ltr"' in page
    assert 'lang="ar" dir="rtl"' in page
    assert "Machine translation: apertium" in page


def test_what_a_person_changes_is_a_persons_from_then_on(theme: Theme, desk: Client) -> None:
    response = desk.post(_edit(theme), _form(theme, fr="Cours d’eau", it="Acque"))

    theme.refresh_from_db()
    assert response.status_code == 302
    assert theme.said("name", "fr") == Said("Cours d’eau", "fr")
    assert theme.said("name", "it") == Said("Acque", "it")


def test_a_form_with_an_error_comes_back_with_what_was_typed(theme: Theme, desk: Client) -> None:
    page = desk.post(_edit(theme), {**_form(theme, fr="Cours d’eau"), "name": ""}).content.decode()

    assert 'value="Cours d’eau" lang="fr"' in page


def test_what_nobody_changed_stays_who_s_it_was(theme: Theme, desk: Client) -> None:
    desk.post(_edit(theme), _form(theme))

    theme.refresh_from_db()
    assert theme.said("name", "fr") == Said("Eaux", "fr", "apertium", "3.8")
    assert theme.said("name", "ar") == Said("مياه", "ar")


def test_an_emptied_text_is_gone(theme: Theme, desk: Client) -> None:
    desk.post(_edit(theme), _form(theme, fr="  "))

    theme.refresh_from_db()
    assert theme.said("name", "fr") == Said("Gewässer", "de")


def test_a_form_without_the_table_leaves_all_texts(theme: Theme, desk: Client) -> None:
    desk.post(_edit(theme), {"name": "Wasser", "slug": "wasser", "position": "0", "language": "de"})

    theme.refresh_from_db()
    assert theme.name == "Wasser"
    assert theme.said("name", "ar") == Said("مياه", "ar")


@pytest.mark.parametrize("kind", ["region", "theme", "dossier", "person"])
def test_each_of_the_ways_in_has_its_list_and_its_form(desk: Client, kind: str) -> None:
    thing = {"region": make.region, "theme": make.theme, "dossier": make.dossier, "person": make.person}[
        kind
    ]()
    name = f"wagtailsnippets_article_{kind}"

    assert desk.get(reverse(f"{name}:list")).status_code == 200
    assert desk.get(reverse(f"{name}:add")).status_code == 200
    assert desk.get(reverse(f"{name}:edit", args=[thing.pk])).status_code == 200
