"""What publishing one article in 52 languages costs, in outlets of three sizes.

The least of several publications: what else is done on a machine makes each dearer, and none cheaper.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.harness import Figure
from benchmarks.press import outlets

if TYPE_CHECKING:
    from masthead.article.models import Article

SIZES = (100, 10_000, 100_000)
TIMES = 7


@dataclass(frozen=True, slots=True)
class Cost:
    """CPU seconds until the article's pages stand and for the rest, pages, files of the rest."""

    pages: float
    rest: float
    printed: int
    files: int


def run(home: Path, sizes: tuple[int, ...] = SIZES) -> list[Figure]:
    outlets.prepare(home)
    draft = outlets.article(0)
    outlets.warm(draft)
    figures: list[Figure] = []
    for place, size in enumerate(sizes):
        outlets.grow(size)
        first = place * (TIMES + 2)
        publish(first)
        costs = [publish(number) for number in range(first + 1, first + 1 + TIMES)]
        queries = counted(first + 1 + TIMES)
        at = f"{size:,} articles"
        pages = min(cost.pages for cost in costs)
        rest = min(cost.rest / max(cost.files, 1) for cost in costs)
        figures += [
            Figure(f"publish, pages; {at}", pages * 1000, bound=300),
            Figure(f"publish, list or feed; {at}", rest * 1000, bound=2),
            Figure(f"publish, article pages; {at}", costs[-1].printed, unit="files"),
            Figure(f"publish, other files; {at}", costs[-1].files, unit="files"),
            Figure(f"publish, queries; {at}", queries, unit="queries"),
        ]
        for figure in figures[-5:]:
            print(figure.name, round(figure.masthead, 2), figure.unit, flush=True)
    return figures


def publish(number: int) -> Cost:
    from masthead.article.models import Article

    draft = outlets.article(number) if number else Article.objects.get(slug="declaration-0")
    return _publish(draft)


def _publish(draft: Article) -> Cost:
    from masthead.desk.actions import publish
    from masthead.press import actions, outlet
    from masthead.translation.actions import translate

    by = outlets.editor()
    began = time.process_time()
    publish(draft, by=by)
    outcomes = translate(draft.pk)
    printed = actions.press_pages(outlet.read(), draft.pk)
    pages = time.process_time() - began
    began = time.process_time()
    files = actions.press_article(draft.pk)
    rest = time.process_time() - began
    short = [f"{one.language}: {one.state} {one.fault}" for one in outcomes if one.state != "live"]
    if short:
        raise SystemExit(f"Not live: {short}")
    return Cost(pages, rest, printed, files)


def counted(number: int) -> int:
    """The queries of one publication, which is not timed: writing them down takes its time too."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    draft = outlets.article(number)
    with CaptureQueriesContext(connection) as caught:
        _publish(draft)
    return len(caught)
