from __future__ import annotations

import pytest
from django.test import Client, RequestFactory
from django.urls import get_resolver
from tests import factories as make

from masthead.lib import interface
from masthead.press import actions as press
from masthead.press import files, views
from masthead.press.headers import POLICY


@pytest.fixture
def outlet(db: None) -> None:
    make.outlet()
    make.languages_on("ar")
    press.press_all()


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("/ar/nichts/", "ar"),
        ("/de/articles/nichts/", "de"),
        ("/fr/nichts/", "de"),  # a language that the outlet has not
        ("/nichts", "de"),
        ("/ar", "ar"),
        ("/%00/", "de"),
        ("/ar/%00/", "ar"),
        ("/ar/search/nichts/", "ar"),
        ("/documents/1/x.pdf", "de"),
        ("/media/nichts.jpg", "de"),
        (f"/de/{'a' * 5000}/", "de"),
    ],
)
def test_what_is_not_there_is_said_in_the_language_of_the_address(
    outlet: None, client: Client, path: str, code: str
) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert response["Content-Language"] == code
    assert response["Content-Security-Policy"] == POLICY
    assert interface.of(code).text("not_found_text") in response.content.decode()
    assert "Set-Cookie" not in response


def test_before_anything_is_pressed_the_page_is_bare(db: None, client: Client) -> None:
    response = client.get("/ar/nichts/")

    assert response.status_code == 404
    assert "There is no page at this address." in response.content.decode()


def test_a_fault_is_said_in_the_language_of_the_address(outlet: None) -> None:
    response = views.broken(RequestFactory().get("/ar/search/"))

    assert response.status_code == 500
    assert interface.of("ar").text("server_error") in response.content.decode()
    assert get_resolver().resolve_error_handler(500) is views.broken


@pytest.mark.django_db
def test_where_nothing_works_a_fault_is_still_said() -> None:
    """There is no outlet, so no page can be made in its dress."""
    response = views.broken(RequestFactory().get("/ar/"))

    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()
    assert not files.root().exists()
