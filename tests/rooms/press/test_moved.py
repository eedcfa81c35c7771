"""Addresses that articles had before lead to where they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from tests import factories as make

from masthead.article.models import Article
from masthead.desk import actions as desk
from masthead.press import actions as press
from masthead.press import files, moved
from masthead.press.models import Moved
from masthead.press.server import Pages

Get = Callable[..., tuple[str, str]]


@pytest.fixture
def article(db: None) -> Article:
    make.outlet()
    make.languages_on("ar")
    made = make.published("Der Rhein")
    press.press_all()
    return made


@pytest.fixture
def get(client: Client) -> Get:
    """(status, location) that the server of pages answers, Django behind it."""

    def otherwise(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        answered = client.get(environ["PATH_INFO"], QUERY_STRING=environ["QUERY_STRING"])
        start_response(f"{answered.status_code} x", list(answered.items()))
        return [answered.content]

    def get(path: str, query: str = "") -> tuple[str, str]:
        said: list[tuple[str, str]] = []

        def start(status: str, headers: list[tuple[str, str]]) -> None:
            said.append((status.split()[0], dict(headers).get("Location", "")))

        pages = Pages(files.root(), files.root(), otherwise)
        pages({"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query}, start)
        return said[0]

    return get


@pytest.mark.parametrize(
    ("old", "path", "query"),
    [
        ("https://old.example/2015/03/rhein/", "/2015/03/rhein/", ""),
        ("https://old.example/2015/03/rhein/", "/2015/03/rhein", ""),
        ("https://old.example/2015/03/rhein", "/2015/03/rhein/", ""),
        ("https://old.example/2015/03/rhein/", "/2015/03/rhein/", "utm_source=x&fbclid=y"),
        ("/?p=123", "/", "p=123"),
        ("/?p=123", "/", "p=123&preview=true"),
        ("/index.php?id=5&lang=de", "/index.php", "lang=de&id=5"),
        ("https://old.example/%d1%80%d0%b5%d0%ba%d0%b0/", "/река/", ""),
        ("https://old.example/rhein.html#top", "/rhein.html", ""),
    ],
)
def test_an_old_address_leads_to_the_article(
    article: Article, get: Get, old: str, path: str, query: str
) -> None:
    moved.remember([old], article.pk, "de")

    assert get(path, query) == ("301", "/de/articles/der-rhein/")


def test_the_front_page_asked_for_an_article_that_did_not_come_is_the_front_page(
    article: Article, get: Get
) -> None:
    assert get("/", "p=999") == ("302", "/de/")


def test_the_front_page_with_another_query_is_chosen_by_language(article: Article, get: Get) -> None:
    assert get("/", "utm_source=x")[0] == "302"


def test_the_old_address_of_a_withdrawn_article_is_gone(article: Article, get: Get) -> None:
    moved.remember(["/rhein/"], article.pk, "de")
    desk.withdraw(article, by=None)

    assert get("/rhein/")[0] == "410"


def test_the_old_address_of_a_draft_is_not_there(article: Article, get: Get) -> None:
    draft = make.draft("Die Donau")
    moved.remember(["/donau/"], draft.pk, "de")

    assert get("/donau/")[0] == "404"


def test_the_front_page_itself_leads_nowhere(article: Article) -> None:
    moved.remember(["https://old.example/", "https://old.example"], article.pk, "de")

    assert not Moved.objects.exists()


def test_an_odd_query_is_no_fault(article: Article, get: Get) -> None:
    assert get("/nichts/", "&".join(["a=b"] * 200))[0] == "404"
    assert get("/nichts/", "p=%00&x=%ff")[0] == "404"
    assert get("/", f"p={'9' * 5000}")[0] == "302"
