"""How an editor finds an article: by headline, state, and where it belongs."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests import factories as make

from masthead.article.models import Article, Outlet
from masthead.desk import actions

pytestmark = pytest.mark.django_db


@pytest.fixture
def outlet() -> Outlet:
    return make.outlet()


@pytest.fixture
def desk(outlet: Outlet) -> Client:
    client = Client()
    client.force_login(make.chief())
    return client


def _found(client: Client, **asked: str) -> set[str]:
    page = client.get(reverse("articles:list"), asked).content.decode()
    return {name for name in ("Rhein", "Donau", "Elbe", "Weser") if re.search(rf">\s*{name}\s*<", page)}


@pytest.fixture
def articles(outlet: Outlet) -> dict[str, Article]:
    theme, author = make.theme(), make.person()
    made = {
        "Rhein": make.published("Rhein", themes=[theme], authors=[author]),
        "Donau": make.published(
            "Donau", regions=[make.region()], origin_outlet="Andere", licence="CC-BY-4.0"
        ),
        "Elbe": make.draft("Elbe", dossiers=[make.dossier()], language="fr"),
        "Weser": make.draft("Weser", standing=Article.Standing.ABOUT),
    }
    newer = made["Donau"].get_latest_revision_as_object()
    newer.standfirst = "Neu"
    actions.save_draft(newer)
    return made


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, {"Rhein", "Donau", "Elbe", "Weser"}),
        ({"q": "hei"}, {"Rhein"}),
        ({"q": "RHEIN"}, {"Rhein"}),
        ({"q": "nichts"}, set()),
        ({"state": "live"}, {"Rhein", "Donau"}),
        ({"state": "changed"}, {"Donau"}),
        ({"state": "draft"}, {"Elbe", "Weser"}),
        ({"state": "review"}, set()),
        ({"state": "scheduled"}, set()),
        ({"language": "fr"}, {"Elbe"}),
        ({"kind": "page"}, {"Weser"}),
        ({"origin": "reprint"}, {"Donau"}),
        ({"origin": "own"}, {"Rhein", "Elbe", "Weser"}),
        ({"state": "live", "origin": "own"}, {"Rhein"}),
    ],
)
def test_the_list_shows_what_was_asked_for(
    desk: Client, articles: dict[str, Article], asked: dict[str, str], found: set[str]
) -> None:
    assert _found(desk, **asked) == found


def test_the_list_is_narrowed_by_where_an_article_belongs(desk: Client, articles: dict[str, Article]) -> None:
    rhine, danube, elbe = articles["Rhein"], articles["Donau"], articles["Elbe"]

    assert _found(desk, themes=str(rhine.themes.get().pk)) == {"Rhein"}
    assert _found(desk, regions=str(danube.regions.get().pk)) == {"Donau"}
    assert _found(desk, dossiers=str(elbe.dossiers.get().pk)) == {"Elbe"}
    assert _found(desk, author=str(rhine.bylines.get().person_id)) == {"Rhein"}


@pytest.mark.parametrize(
    "asked", [{"state": "x"}, {"themes": "x"}, {"q": "%_\\'\""}, {"p": "x"}, {"ordering": "x"}]
)
def test_odd_questions_give_a_page(desk: Client, articles: dict[str, Article], asked: dict[str, str]) -> None:
    assert desk.get(reverse("articles:list"), asked).status_code in (200, 404)


def test_the_list_costs_the_same_queries_for_three_articles_and_for_twenty(desk: Client) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(reverse("articles:list")).status_code == 200
        return len(captured)

    theme, author = make.theme(), make.person()
    for number in range(3):
        make.draft(f"Fluss {number}", themes=[theme], authors=[author])
    cost()  # caches fill
    few = cost()
    for number in range(17):
        make.draft(f"Strom {number}", themes=[theme], authors=[author])

    assert cost() == few


def test_today_shows_the_newest_and_where_to_begin(desk: Client, articles: dict[str, Article]) -> None:
    page = desk.get("/desk/").content.decode()

    assert "Write an article" in page
    assert all(f">{name}<" in page for name in ("Rhein", "Donau", "Elbe"))
    assert ">Weser<" not in page  # a standing page is no news


def test_an_install_without_an_outlet_says_where_to_begin(db: None) -> None:
    client = Client()
    client.force_login(make.chief())

    assert "This install has no outlet yet." in client.get("/desk/").content.decode()
