"""A press that is stopped between placing pages and saying so leaves none that nobody knows of."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256

import pytest
from django.test import Client
from tests import factories as make

from masthead.desk import actions as desk
from masthead.press import actions, files, placing
from masthead.project import worker
from masthead.record.models import Entry

pytestmark = pytest.mark.django_db


class Stopped(BaseException):
    pass


@pytest.fixture
def stop_after_placing(monkeypatch: pytest.MonkeyPatch) -> None:
    place = files.Staging.place

    def place_and_stop(self: files.Staging, pages: Mapping[str, str] | None = None) -> None:
        place(self, pages)
        if pages and "/de/articles/rhein/" in pages:
            raise Stopped

    monkeypatch.setattr(files.Staging, "place", place_and_stop)


@pytest.mark.django_db(transaction=True)  # ``undo`` lets the worker close its connections again
def test_a_page_that_was_placed_and_then_withdrawn_does_not_stay(
    stop_after_placing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.outlet()
    article = make.published("Der Rhein", slug="rhein")
    page = files.root() / "de/articles/rhein/index.html"
    with pytest.raises(Stopped):
        actions.press_article(article.pk)
    assert page.exists()
    monkeypatch.undo()

    shown = sha256(page.read_bytes()).hexdigest()
    desk.withdraw(article, by=None)
    worker.drain()

    assert not page.exists()
    pressed = Entry.objects.filter(kind="pages.pressed").values_list("body__pages", flat=True)
    assert shown in [pages.get("/de/articles/rhein/") for pages in pressed], "what was shown is in the record"
    assert list((files.root() / ".staging").iterdir()) == []


def test_a_page_that_somebody_has_said_since_stays(
    stop_after_placing: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.outlet()
    article = make.published("Der Rhein", slug="rhein")
    with pytest.raises(Stopped):
        actions.press_article(article.pk)
    monkeypatch.undo()
    actions.press_article(article.pk)

    placing.recover()

    assert (files.root() / "de/articles/rhein/index.html").exists()
    assert list(files.abandoned()) == []


def test_an_article_that_a_list_names_before_it_is_pressed_is_read_all_the_same(client: Client) -> None:
    """A list was pressed between the change of an address and the pressing of its page."""
    make.outlet()
    make.languages_on("ar")
    article = make.published("Der Rhein", slug="rhein")
    worker.drain()
    article = article.get_latest_revision_as_object()
    article.slug = "der-rhein"
    desk.save_draft(article)
    desk.publish(article, by=None)

    answers = {code: client.get(f"/{code}/articles/der-rhein/") for code in ("de", "ar")}
    worker.drain()

    assert answers["de"].status_code == 200
    assert answers["de"]["Cache-Control"] == "no-store"
    assert answers["de"].content == (files.root() / "de/articles/der-rhein/index.html").read_bytes()
    assert (answers["ar"].status_code, answers["ar"]["Location"]) == (301, "/de/articles/der-rhein/")
    assert client.get("/ar/articles/nichts/").status_code == 404
