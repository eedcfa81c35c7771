"""A press that is stopped between placing pages and saying so leaves none that nobody knows of."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from tests import factories as make

from masthead.desk import actions as desk
from masthead.press import actions, files
from masthead.project import worker

pytestmark = pytest.mark.django_db


class Stopped(BaseException):
    pass


@pytest.fixture
def stop_after_placing(monkeypatch: pytest.MonkeyPatch) -> None:
    place = files.Staging.place

    def place_and_stop(self: files.Staging, first: Sequence[str] = ()) -> None:
        place(self, first)
        if "de/articles/rhein/index.html" in first:
            raise Stopped

    monkeypatch.setattr(files.Staging, "place", place_and_stop)


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

    desk.withdraw(article, by=None)
    worker.drain()

    assert not page.exists()
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

    actions.recover()

    assert (files.root() / "de/articles/rhein/index.html").exists()
    assert list(files.abandoned()) == []
