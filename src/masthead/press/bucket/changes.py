"""What has changed is remembered in the transaction of the change, until it is copied to the bucket.

Without a bucket nothing is remembered.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import IntEnum

from django.conf import settings
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from masthead.press import purging
from masthead.press.models import Artifact, Moved, Uncopied


class Turn(IntEnum):
    """Who goes first, so that no list in the bucket names a page that is not there."""

    FIRST = 0  # what was taken back, which does not wait; what pages show
    PAGE = 1  # articles
    BESIDE = 2  # lists, feeds, maps: what names articles
    LEFT = 3  # what leads elsewhere, and what is removed


def placed(articles: Mapping[str, int | None]) -> None:
    """Remember pages that are about to be placed: {address: the article it prints}. To be called before they are noted."""
    if settings.MASTHEAD_BUCKET:
        turns = {path: Turn.PAGE if article else Turn.BESIDE for path, article in articles.items()}
        known = Artifact.objects.digests(articles)
        # An article that comes is what its old addresses lead to.
        fresh = {article for path, article in articles.items() if article and path not in known}
        remember({**_old(fresh), **turns})


def left(pages: Iterable[Artifact]) -> None:
    """Remember pages that are about to be removed."""
    if settings.MASTHEAD_BUCKET:
        rows = list(pages)
        turns = {row.path: Turn.FIRST if row.article else Turn.LEFT for row in rows}
        remember({**_old({row.article for row in rows if row.article}), **turns})


def remember(turns: Mapping[str, Turn]) -> None:
    """Remember addresses with their turns, and that there is something to copy."""
    if settings.MASTHEAD_BUCKET and turns:
        pages = [*turns.items(), *((paper, Turn.PAGE) for paper in purging.papers(turns))]
        with transaction.atomic():
            Uncopied.objects.bulk_create(Uncopied(path=path, turn=turn) for path, turn in pages)
            soon()


def soon() -> None:
    """Enqueue the copying, if it does not wait already."""
    # It knows what stands in a page's place, and so us.
    from masthead.press.bucket.tasks import SOONER, copy

    waiting = DBTaskResult.objects.filter(task_path=copy.module_path, status=TaskResultStatus.READY)
    if not waiting.exists():
        copy.using(priority=SOONER).enqueue()


def wake() -> None:
    """See to it that nothing waits which nobody is going to copy; to be called now and then."""
    if settings.MASTHEAD_BUCKET and Uncopied.objects.exists():
        soon()


def waits(path: str) -> bool:
    """Is what stands at an address still to be copied?"""
    return bool(settings.MASTHEAD_BUCKET) and Uncopied.objects.filter(path=path).exists()


def _old(articles: Collection[int]) -> dict[str, Turn]:
    """The old addresses of these articles."""
    paths = Moved.objects.filter(article__in=articles).values_list("path", flat=True) if articles else ()
    return dict.fromkeys(paths, Turn.LEFT)
