"""Older articles stand on numbered pages, which stay as they are until one of their articles comes or goes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make

from masthead.article.models import Article, Edition
from masthead.press import actions as press
from masthead.press import addresses, cards, files, runs
from masthead.press.addresses import ListKey
from masthead.press.lists import SIZE
from masthead.press.outlet import Press
from masthead.press.pages import sitemaps

pytestmark = pytest.mark.django_db
START = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
CODES = ("de", "fr")


@pytest.fixture
def theme() -> ListKey:
    make.outlet()
    make.languages_on(*CODES)
    theme = make.theme()
    return ListKey("themes", theme.pk, theme.slug)


def _articles(theme: ListKey, numbers: Iterator[int] | range) -> list[Article]:
    """Published articles, the higher the number the newer."""
    made = Article.objects.bulk_create(
        Article(headline=f"Nr {n}", slug=f"nr-{n}", live=True, language="de") for n in numbers
    )
    Article.themes.through.objects.bulk_create(
        Article.themes.through(article_id=article.pk, theme_id=theme.key) for article in made
    )
    Edition.objects.bulk_create(
        Edition(
            article=article,
            language=code,
            is_original=code == "de",
            state=Edition.State.LIVE,
            headline=article.headline,
            content={"headline": article.headline},
            published_at=START + dt.timedelta(days=int(article.slug[3:])),
        )
        for article in made
        for code in CODES
    )
    return made


def _numbers(path: str) -> list[int] | None:
    """The articles that a pressed list shows, in order; None where it is not there."""
    file = files.root() / addresses.file_of(path)
    if not file.exists():
        return None
    return [int(n) for n in re.findall(r'card-headline"><a href="[^"]*/nr-(\d+)/"', file.read_text("utf-8"))]


def _walk(where: ListKey, code: str) -> list[int]:
    """Every article, as a reader finds them who turns from page to page to the oldest."""
    found, path = [], addresses.listing(code, where)
    seen = set()
    while path and path not in seen:
        seen.add(path)
        html = (files.root() / addresses.file_of(path)).read_text("utf-8")
        found += _numbers(path) or []
        older = re.search(r'rel="next" href="([^"]+)"', html)
        path = older[1] if older else ""
    return found


def _walk_back(where: ListKey, code: str) -> list[str]:
    """The pages from the oldest to the newest, as their links lead."""
    path, found = addresses.listing(code, where, 1), []
    while path not in found:
        found.append(path)
        html = (files.root() / addresses.file_of(path)).read_text("utf-8")
        newer = re.search(r'rel="prev" href="([^"]+)"', html)
        path = newer[1] if newer else path
    return found


def _pressed_anew() -> dict[str, bytes]:
    """What pressing everything from nothing would give."""
    press.press_all()
    return _lists()


def _lists() -> dict[str, bytes]:
    root = files.root()
    found = [
        *root.glob("*/index.html"),
        *root.glob("*/page/*/index.html"),
        *root.glob("*/themes/*/**/index.html"),
    ]
    return {file.relative_to(root).as_posix(): file.read_bytes() for file in found}


def _both(theme: ListKey) -> list[ListKey]:
    return [ListKey("front"), theme]


@pytest.mark.parametrize("total", [1, SIZE, 2 * SIZE - 1, 3 * SIZE + 5])
def test_turning_pages_shows_every_article_once_newest_first(theme: ListKey, total: int) -> None:
    _articles(theme, range(total))
    press.press_all()

    for where in _both(theme):
        assert _walk(where, "fr") == list(reversed(range(total)))


def test_articles_that_come_one_by_one_give_the_same_pages_as_all_at_once(theme: ListKey) -> None:
    _articles(theme, range(3 * SIZE - 2))
    press.press_all()
    for number in range(3 * SIZE - 2, 3 * SIZE + 3):
        [article] = _articles(theme, range(number, number + 1))
        press.press_article(article.pk)

    one_by_one = _lists()

    assert one_by_one == _pressed_anew()
    assert _walk_back(theme, "fr") == [
        *(addresses.listing("fr", theme, page) for page in (1, 2)),
        addresses.listing("fr", theme),
    ]


def test_a_new_article_leaves_the_numbered_pages_alone(theme: ListKey) -> None:
    _articles(theme, range(2 * SIZE + 3))
    press.press_all()
    before = {path: body for path, body in _lists().items() if "/page/" in path}

    [article] = _articles(theme, range(2 * SIZE + 3, 2 * SIZE + 4))
    press.press_article(article.pk)

    assert {path: body for path, body in _lists().items() if "/page/" in path} == before


@pytest.mark.parametrize("number", [0, SIZE - 1, 2 * SIZE, 3 * SIZE - 1])
def test_an_article_that_is_withdrawn_stands_on_no_page_any_longer(theme: ListKey, number: int) -> None:
    articles = _articles(theme, range(3 * SIZE))
    press.press_all()

    Edition.objects.filter(article=articles[number]).update(state=Edition.State.WITHDRAWN)
    Article.objects.filter(pk=articles[number].pk).update(live=False)
    press.press_article(articles[number].pk)

    for where in _both(theme):
        assert _walk(where, "de") == [n for n in reversed(range(3 * SIZE)) if n != number]
        assert _numbers(addresses.listing("de", where, 3)) is None  # it is full no longer
    assert _lists() == _pressed_anew()


@pytest.mark.parametrize("number", [SIZE, 2 * SIZE])
def test_an_article_that_is_deleted_stands_on_no_page_any_longer(theme: ListKey, number: int) -> None:
    articles = _articles(theme, range(2 * SIZE + 1))
    press.press_all()
    key = articles[number].pk

    Article.objects.filter(pk=key).delete()
    press.press_article(key)

    for where in _both(theme):
        assert _walk(where, "fr") == [n for n in reversed(range(2 * SIZE + 1)) if n != number]
    assert _lists() == _pressed_anew()


def test_an_edition_that_comes_late_finds_its_place_in_the_past(theme: ListKey) -> None:
    articles = _articles(theme, range(3 * SIZE + 1))
    late = articles[10]
    Edition.objects.filter(article=late, language="fr").update(state=Edition.State.HELD)
    press.press_all()

    Edition.objects.filter(article=late, language="fr").update(state=Edition.State.LIVE)
    press.press_article(late.pk)

    for where in _both(theme):
        assert _walk(where, "fr") == list(reversed(range(3 * SIZE + 1)))
    assert _lists() == _pressed_anew()


def test_an_article_that_leaves_a_theme_leaves_its_pages(theme: ListKey) -> None:
    articles = _articles(theme, range(2 * SIZE))
    press.press_all()

    articles[3].themes.clear()
    articles[3].save()
    press.press_article(articles[3].pk)

    assert 3 not in _walk(theme, "de")
    assert 3 in _walk(ListKey("front"), "de")
    assert _lists() == _pressed_anew()


def test_a_correction_of_an_old_article_reaches_the_page_on_which_it_stands_and_no_other(
    theme: ListKey,
) -> None:
    articles = _articles(theme, range(3 * SIZE))
    press.press_all()
    before = _lists()

    on_second = articles[SIZE + SIZE // 2]
    Edition.objects.filter(article=on_second).update(headline="Mitten, richtig")
    press.press_article(on_second.pk)

    changed = {path for path, body in _lists().items() if before[path] != body}
    assert changed == {
        f"{code}/{folder}page/2/index.html" for code in CODES for folder in ("", f"themes/{theme.slug}/")
    }


def test_a_new_article_costs_the_same_queries_with_few_and_with_many_before_it(
    theme: ListKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sitemaps, "KEYS", 10**9)  # the first of a new file costs one more

    def cost(number: int) -> int:
        [article] = _articles(theme, range(number, number + 1))
        with CaptureQueriesContext(connection) as captured:
            press.press_article(article.pk)
        return len(captured)

    _articles(theme, range(2 * SIZE))
    press.press_all()
    few = cost(1_000)
    _articles(theme, range(2_000, 2_000 + 4 * SIZE))
    press.press_all()

    assert cost(9_000) == few


def test_a_whole_press_reads_an_article_once_for_all_its_lists(
    theme: ListKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = make.theme("Grenzen")
    articles = _articles(theme, range(8 * SIZE))
    Article.themes.through.objects.bulk_create(
        Article.themes.through(article_id=article.pk, theme_id=other.pk) for article in articles[::2]
    )
    press.press_all()
    asked: list[int] = []
    read = cards._read

    def noting(run: Press, keys: set[int]) -> dict[int, cards.Shown]:
        asked.extend(keys)
        return read(run, keys)

    monkeypatch.setattr(cards, "_read", noting)
    monkeypatch.setattr(cards, "KEPT", 4 * SIZE)
    monkeypatch.setattr(press, "_READ", 1)
    everything = runs.everything()
    press.press_run(replace(everything, page=runs.BEFORE_LISTS))

    assert len(asked) == len(set(asked)) == 8 * SIZE
