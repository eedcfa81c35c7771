"""Pages are made smaller when nothing else is to be done, and say the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import brotli
import pytest
from django.db import connection
from tests import factories as make

from masthead.article.models import Article
from masthead.lib import processes
from masthead.press import actions as press
from masthead.press import addresses, files, squeezing, tasks
from masthead.press.models import Artifact
from masthead.press.stock import Stock
from masthead.project import worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def article() -> Article:
    make.outlet()
    make.languages_on("de", "ar")
    made = make.published("Der Rhein", *(f"Er fließt an {number} Dörfern vorbei." for number in range(80)))
    worker.drain()
    return made


def _all() -> int:
    done = 0
    while some := squeezing.squeeze(60):
        done += some
    return done


def _page(article: Article) -> Path:
    return files.root() / f"de/articles/{article.slug}/index.html"


def _beside(page: Path) -> Path:
    return page.with_name("index.html.br")


def _unsqueezed() -> set[str]:
    return set(Artifact.objects.filter(squeezed=False).values_list("path", flat=True))


def test_a_squeezed_page_is_smaller_and_says_the_same(article: Article) -> None:
    page = _page(article)
    before, body = _beside(page).stat().st_size, page.read_bytes()

    assert _all() == Artifact.objects.count()

    assert _beside(page).stat().st_size < before
    assert brotli.decompress(_beside(page).read_bytes()) == page.read_bytes() == body
    for path in Artifact.objects.values_list("path", flat=True):
        file = files.root() / addresses.file_of(path)
        assert brotli.decompress(file.with_name(f"{file.name}.br").read_bytes()) == file.read_bytes()
    assert _beside(page).stat().st_mode & 0o777 == 0o644
    assert not [*(files.root() / ".staging").iterdir()]


def test_what_is_done_is_not_done_again(article: Article) -> None:
    _all()
    before = _beside(_page(article)).stat()

    assert squeezing.squeeze(60) == 0
    press.press_all()

    assert squeezing.squeeze(60) == 0
    assert _beside(_page(article)).stat() == before


def test_what_is_pressed_anew_is_squeezed_anew(article: Article) -> None:
    _all()
    make.rewrite(article, "Der Rhein", "Der lange Rhein")
    press.press_article(article.pk)
    assert addresses.article("de", article.slug) in _unsqueezed()
    page, before = _page(article), _beside(_page(article)).stat().st_size

    _all()

    assert _beside(page).stat().st_size < before
    assert b"Der lange Rhein" in brotli.decompress(_beside(page).read_bytes())


@pytest.mark.parametrize("whole", [True, False])
def test_a_publication_meanwhile_is_not_undone(
    article: Article, monkeypatch: pytest.MonkeyPatch, whole: bool
) -> None:
    """Pressed while its page is compressed: with its entry, or by one who was stopped before saying so."""
    compressed, page = files.compressed, _page(article)

    def meanwhile(body: bytes, *level: int) -> bytes:
        made = compressed(body, *level)
        if level and page.read_bytes() == body:
            if whole:
                make.rewrite(article, "Der Rhein", "Der lange Rhein")
                press.press_article(article.pk)
            else:
                files.write(str(page.relative_to(files.root())), b"<p>Der lange Rhein")
        return made

    monkeypatch.setattr(files, "compressed", meanwhile)

    squeezing.squeeze(60)

    assert b"Der lange Rhein" in page.read_bytes()
    assert brotli.decompress(_beside(page).read_bytes()) == page.read_bytes()
    if whole:
        assert addresses.article("de", article.slug) in _unsqueezed()


def test_a_page_that_is_taken_away_meanwhile_leaves_nothing(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    compressed, page = files.compressed, _page(article)

    def meanwhile(body: bytes, *level: int) -> bytes:
        if page.exists():
            Artifact.objects.filter(article=article.pk).delete()
            files.remove(str(page.relative_to(files.root())))
        return compressed(body, *level)

    monkeypatch.setattr(files, "compressed", meanwhile)

    squeezing.squeeze(60)

    assert not [*page.parent.iterdir()]


def test_an_error_of_writing_leaves_all_as_it_was(article: Article, monkeypatch: pytest.MonkeyPatch) -> None:
    due, before = _unsqueezed(), _beside(_page(article)).read_bytes()

    def full(*_: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.Staging, "add", full)

    with pytest.raises(OSError, match="No space"):
        squeezing.squeeze(60)

    assert _unsqueezed() == due
    assert _beside(_page(article)).read_bytes() == before


def test_the_newest_come_first_and_only_for_a_while(article: Article) -> None:
    newest = Artifact.objects.order_by("-entry", "-pk")[0].path

    assert squeezing.squeeze(0) == 1

    assert set(Artifact.objects.filter(squeezed=True).values_list("path", flat=True)) == {newest}


def test_only_one_process_is_at_it(article: Article) -> None:
    with processes.alone(files.root() / ".squeezing.lock"):
        assert squeezing.squeeze(60) == 0

    assert squeezing.squeeze(60) > 0


def test_a_page_in_memory_stays_there_and_a_page_read_anew_is_the_smaller(
    article: Article, home: Path
) -> None:
    path, page = addresses.article("de", article.slug), _page(article)
    stock = Stock(files.root(), home / "media")
    hot = stock.find(path, "br")

    _all()
    stock.look()

    cold = Stock(files.root(), home / "media").find(path, "br")
    assert hot is not None
    assert cold is not None
    assert stock.find(path, "br") is hot
    assert cold.size < hot.size
    assert brotli.decompress(cold.body or b"") == brotli.decompress(hot.body or b"") == page.read_bytes()


@pytest.fixture
def at_work(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker that rests for no time."""
    monkeypatch.setattr(worker, "IDLE", 0.0)


@pytest.mark.usefixtures("at_work")
def test_the_worker_squeezes_when_nothing_waits(article: Article) -> None:
    passes = iter([True])

    worker.run(lambda: next(passes, False))

    assert Artifact.objects.filter(squeezed=True).exists()


@pytest.mark.usefixtures("at_work")
def test_the_worker_squeezes_nothing_while_a_task_waits(
    article: Article, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that came while the clock was looked at."""
    monkeypatch.setattr(worker._Clock, "strike", lambda self: tasks.press_all.enqueue())
    passes = iter([True])

    worker.run(lambda: next(passes, False))

    assert not Artifact.objects.filter(squeezed=True).exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the words of a plan are SQLite's")
def test_what_is_left_is_found_without_looking_through_all(article: Article) -> None:
    plan = Artifact.objects.filter(squeezed=False).order_by("-entry", "-pk").explain()

    assert "artifact_unsqueezed" in plan
    assert "TEMP B-TREE" not in plan
