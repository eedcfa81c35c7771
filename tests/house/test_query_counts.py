"""Languages are cheap: what is asked of the database does not grow with their number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from shutil import rmtree
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests import factories as make

from masthead.article.models import Article
from masthead.lib import languages
from masthead.press import actions as press
from masthead.press import files, pictures
from masthead.translation import actions as translation

pytestmark = pytest.mark.django_db
FEW = ("de", "ar", "fr", "ja", "ru")


@pytest.fixture(autouse=True)
def pseudo(settings: Any) -> Iterator[None]:
    settings.MASTHEAD_ENGINES = ["pseudo"]
    cache.clear()
    yield
    cache.clear()


def _published() -> Article:
    make.outlet(tagline="Von Fluss zu Fluss")
    picture = make.picture()
    blocks, notes = make.every_kind(picture.pk)
    article = make.published(
        blocks=blocks,
        footnotes=notes,
        lead_picture=picture,
        lead_alt="Ein Fluss",
        authors=[make.person()],
        themes=[make.theme()],
        regions=[make.region()],
        dossiers=[make.dossier()],
    )
    make.published("Die Donau", themes=article.themes.all())
    pictures.sized([picture.pk])  # sizes are made when first asked for, once
    return article


def _queries(work: Callable[[], object]) -> Counter[str]:
    with CaptureQueriesContext(connection) as captured:
        work()
    return Counter(_shape(query["sql"]) for query in captured.captured_queries)


def _shape(sql: str) -> str:
    """A statement without its values and names of savepoints, short enough to be read in a failure."""
    return re.sub(r"'[^']*'|\d+|s\d+_x\d+", "?", sql)[:120]


def _in(codes: tuple[str, ...], work: Callable[[Article], Callable[[], object]]) -> Counter[str]:
    from django.db import transaction

    rmtree(files.root(), ignore_errors=True)
    with transaction.atomic():
        make.languages_on(*codes)
        found = _queries(work(_published()))
        transaction.set_rollback(True)
    return found


def _press(article: Article) -> Callable[[], object]:
    translation.translate(article.pk)
    return lambda: press.press_article(article.pk)


def _press_again(article: Article) -> Callable[[], object]:
    translation.translate(article.pk)
    press.press_article(article.pk)
    return lambda: press.press_article(article.pk)


def _translate_from_memory(article: Article) -> Callable[[], object]:
    """Everything is known already: no engine is asked, so that what is left is the reads and the editions."""
    translation.translate(article.pk)
    changed = make.rewrite(article, "Der Rhein entspringt", "Der lange Rhein entspringt")
    translation.translate(article.pk)
    make.rewrite(changed, "Der lange Rhein entspringt", "Der Rhein entspringt")
    return lambda: translation.translate(article.pk)


@pytest.mark.parametrize("work", [_press, _press_again, _translate_from_memory])
def test_an_article_costs_the_same_queries_in_five_and_in_all_languages(
    work: Callable[[Article], Callable[[], object]],
) -> None:
    few = _in(FEW, work)
    many = _in(languages.CODES, work)

    assert many.total() == few.total(), many - few


def test_the_one_read_that_grows_with_asking_engines_looks_for_what_a_person_wrote() -> None:
    """Each answer is kept before the next engine is asked, and never over a person's: two looks and a write a language."""
    few = _in(FEW, lambda article: lambda: translation.translate(article.pk))
    many = _in(languages.CODES, lambda article: lambda: translation.translate(article.pk))

    reads = {shape: number for shape, number in (many - few).items() if shape.startswith("SELECT")}

    assert all(re.search("translation_(memory|sentence)", shape) for shape in reads), reads
