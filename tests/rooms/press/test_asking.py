"""A language on request: the original at once, one button that asks, and a page that says how it stands."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from tests import factories as make

from masthead.article.models import Article, Permission
from masthead.desk import actions as desk
from masthead.lib import interface
from masthead.press import asking, changed, files, tasks
from masthead.press.stock import Stock
from masthead.project import worker
from masthead.translation.models import Budget, JobItem, Policy

OURS = {"HTTP_ORIGIN": make.BASE}
PAGE = "/ar/articles/rhein/"
ASKED = f"{PAGE}asked/"


@pytest.fixture
def article(db: None, settings: Any) -> Article:
    """In an outlet in German and French, with Arabic and Japanese on request."""
    settings.MASTHEAD_ENGINES = ["pseudo"]
    cache.clear()
    make.outlet()
    make.languages_on("fr")
    make.languages_on("ar", "ja", mode=Policy.Mode.REQUEST)
    made = make.published("Der Rhein", slug="rhein")
    worker.drain()
    return made


def _page(path: str = PAGE) -> str:
    return (files.root() / path[1:] / "index.html").read_text("utf-8")


def _ask(client: Client, path: str = ASKED, **headers: str) -> HttpResponse:
    return client.post(path, **{**OURS, **headers})  # type: ignore[return-value]


def test_the_original_stands_there_in_the_readers_dress_with_a_button(article: Article) -> None:
    page = _page()

    assert '<html lang="ar" dir="rtl" data-text="de">' in page
    assert '<article class="edition" data-translation="original" lang="de" dir="ltr">' in page
    assert f'<link rel="canonical" href="{make.BASE}/de/articles/rhein/">' in page
    assert '<meta name="robots" content="noindex">' in page
    assert f'<form class="notice ask" method="post" action="{ASKED}">' in page
    assert interface.of("ar").text("ask_translation") in page


def test_the_answer_says_what_the_text_is_in_and_is_asked_for_anew(article: Article) -> None:
    stock = Stock(files.root(), files.root().parent / "media")

    for encoding in ("", "br"):
        dress, edition = stock.find(PAGE, encoding), stock.find("/fr/articles/rhein/", encoding)

        assert dress
        assert edition
        assert b"Content-Language: de\r\n" in dress.head
        assert b"Cache-Control: public, no-cache\r\n" in dress.head
        assert b"Content-Language: fr\r\n" in edition.head
        assert b"max-age=60" in edition.head


def test_the_menu_folds_away_what_is_on_request(article: Article) -> None:
    menu = _page("/fr/articles/rhein/").partition('<details class="switch">')[2].partition("</nav>")[0]
    listed, folded = menu.split('<details class="on-request">')

    assert set(re.findall(r'href="/(\w+)/', listed)) == {"fr", "de"}
    assert set(re.findall(r'href="/(\w+)/', folded)) == {"ar", "ja"}


def test_an_outlet_with_nothing_on_request_has_pages_without_a_word_of_it(article: Article) -> None:
    Policy.objects.filter(mode=Policy.Mode.REQUEST).update(mode=Policy.Mode.ON)
    from masthead.press import actions

    actions.press_all()

    assert "on-request" not in _page("/fr/articles/rhein/")
    assert "data-text" not in _page("/fr/articles/rhein/")
    assert 'class="notice ask"' not in _page()


def test_a_permission_that_comes_later_offers_its_languages(article: Article) -> None:
    whose = {"origin_outlet": "Andere Zeitung", "granted_by": "Andere Zeitung", "evidence": "Mail of 3 May."}
    desk.permit(Permission(**whose, languages=["de", "ja"]), by="Clara")
    make.published("Die Donau", slug="donau", origin_outlet="Andere Zeitung")
    worker.drain()
    path, own = "/ar/articles/donau/", _page()
    assert "notice ask" not in _page(path)

    arabic = desk.permit(Permission(**whose, languages=["ar"]), by="Clara")
    worker.drain()

    assert "notice ask" in _page(path)

    desk.revoke(arabic, by="Clara")
    worker.drain()

    assert "notice ask" not in _page(path)
    assert _page() == own


def test_a_permission_begins_and_ends_by_its_dates(article: Article) -> None:
    start = timezone.localtime().replace(hour=12)
    first, last = start.date() + timedelta(days=1), start.date() + timedelta(days=3)
    whose = {"origin_outlet": "Andere Zeitung", "granted_by": "Andere Zeitung", "evidence": "Mail of 3 May."}
    desk.permit(Permission(**whose, languages=["de"]), by="Clara")
    desk.permit(Permission(**whose, languages=["ar"], since=first, until=last), by="Clara")
    make.published("Die Donau", slug="donau", origin_outlet="Andere Zeitung")
    tasks.press_all.enqueue()
    offered = []
    for days in (0, 1, 1, 3, 9):  # the outlet rests for some of them
        with time_machine.travel(start + timedelta(days=days), tick=False):
            tasks.press_day()
            worker.drain()
            tasks.press_day()
            assert changed.newest() == 0, "a day is looked at once"
        offered.append("notice ask" in _page("/ar/articles/donau/"))

    assert offered == [False, True, True, True, False]


def test_who_asks_reads_the_translation_when_it_is_there(article: Article, client: Client) -> None:
    asked = _ask(client)
    waits = client.get(ASKED)
    worker.drain()
    there = client.get(ASKED)

    assert (asked.status_code, asked["Location"]) == (303, ASKED)
    assert waits.status_code == 200
    assert waits["Content-Language"] == "de"
    assert (waits["Cache-Control"], waits["X-Robots-Tag"]) == ("no-store", "noindex")
    assert "connect-src 'self'" in waits["Content-Security-Policy"]
    text = waits.content.decode()
    assert interface.of("ar").text("translation_asked") in text
    assert f'<a href="{ASKED}" hreflang="ar">' in text
    assert "Der Rhein ist ein Fluss." in text
    assert 'class="notice ask"' not in text
    assert (there.status_code, there["Location"]) == (303, f"{PAGE}?translated")
    assert "data-text" not in _page()
    assert 'data-translation="machine"' in _page()


def test_a_page_that_waits_can_ask_how_it_stands(article: Article, client: Client) -> None:
    states = [client.get(f"{ASKED}?state").content]
    _ask(client)
    states.append(client.get(f"{ASKED}?state").content)
    worker.drain()
    states.append(client.get(f"{ASKED}?state").content)

    assert states == [b"", b"asked", b"live"]


def test_a_robot_that_follows_every_link_asks_for_nothing(article: Article, client: Client) -> None:
    robots = (files.root() / "robots.txt").read_text()
    for code in ("ar", "ja", "fr", "de"):
        for path in (f"/{code}/articles/rhein/asked/", f"/{code}/articles/rhein/asked/?state"):
            assert client.get(path).status_code in (200, 303)
            assert client.head(path).status_code in (200, 303)
    worker.drain()

    assert "Disallow: /*/asked/" in robots
    assert not JobItem.objects.exists()
    assert client.get(ASKED)["Location"] == PAGE


@pytest.mark.parametrize("headers", [{"HTTP_ORIGIN": "https://other.example"}, {"HTTP_ORIGIN": "null"}, {}])
def test_a_form_that_stood_elsewhere_asks_for_nothing(
    article: Article, client: Client, headers: dict[str, str]
) -> None:
    answer = client.post(ASKED, **headers)  # type: ignore[arg-type]

    assert answer.status_code == 403
    assert interface.of("ar").text("error_try_again") in answer.content.decode()
    assert not JobItem.objects.exists()


def test_however_many_ask_it_is_asked_for_once(article: Article, client: Client) -> None:
    for number in range(30):
        assert _ask(client, REMOTE_ADDR=f"9.9.9.{number}").status_code == 303

    assert JobItem.objects.count() == 1


def test_one_network_asks_a_few_times_a_day(
    article: Article, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking, "MOST", 1)
    _ask(client, REMOTE_ADDR="9.9.9.9")

    refused = _ask(client, "/ja/articles/rhein/asked/", REMOTE_ADDR="9.9.9.9")
    taken = _ask(client, "/ja/articles/rhein/asked/", REMOTE_ADDR="8.8.8.8")

    assert refused.status_code == 429
    assert interface.of("ja").text("translation_full") in refused.content.decode()
    assert taken.status_code == 303


def test_the_requests_of_a_day_have_an_end(article: Article, client: Client) -> None:
    Budget.objects.create(pk=1, requests=1)

    assert _ask(client).status_code == 303
    assert _ask(client, "/ja/articles/rhein/asked/").status_code == 429
    assert JobItem.objects.count() == 1


@pytest.mark.parametrize(
    ("state", "said"),
    [(JobItem.State.FAILED, "translation_failed"), (JobItem.State.CAPPED, "translation_asked")],
)
def test_what_became_of_it_is_said(article: Article, client: Client, state: str, said: str) -> None:
    _ask(client)
    JobItem.objects.update(state=state)

    assert interface.of("ar").text(said) in client.get(ASKED).content.decode()


def test_what_a_person_is_to_check_first_is_said_to_be_so(article: Article, client: Client) -> None:
    Policy.objects.filter(language="ar").update(machine=Policy.Print.HOLD)
    _ask(client)
    worker.drain()

    assert interface.of("ar").text("translation_held") in client.get(ASKED).content.decode()


def test_what_may_not_be_translated_has_no_button_and_cannot_be_asked_for(
    article: Article, client: Client
) -> None:
    make.published(
        "Nachdruck",
        slug="nachdruck",
        origin_outlet="Andere",
        origin_url="https://andere.example/",
        licence="CC-BY-ND-4.0",
    )
    worker.drain()
    there = "/ar/articles/nachdruck/"

    assert 'class="notice ask"' not in _page(there)
    assert _ask(client, f"{there}asked/")["Location"] == there
    assert not JobItem.objects.exists()


def test_a_standing_page_is_asked_for_in_the_same_way(article: Article, client: Client) -> None:
    make.published("Über uns", kind=Article.Kind.PAGE, standing=Article.Standing.ABOUT)
    worker.drain()

    assert 'action="/ar/about/asked/"' in _page("/ar/about/")
    assert _ask(client, "/ar/about/asked/")["Location"] == "/ar/about/asked/"
    worker.drain()
    assert client.get("/ar/about/asked/")["Location"] == "/ar/about/?translated"


@pytest.mark.parametrize(
    "path", ["/ar/articles/nichts/asked/", "/xx/articles/rhein/asked/", "/ar/nichts/asked/"]
)
def test_what_is_not_there_cannot_be_asked_for(article: Article, client: Client, path: str) -> None:
    assert _ask(client, path).status_code == 404
