"""What was public and is no longer: pages are taken away, and their addresses remembered."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import cast

from django.db import transaction

from masthead.article.models import Article
from masthead.press import addresses, files, purging
from masthead.press.addresses import FEEDS, ListKey, ListKind
from masthead.press.bucket import changes
from masthead.press.models import Artifact, Gone
from masthead.press.pages import lists
from masthead.press.pages.sheet import path_of


def take_away(rows: Iterable[Artifact]) -> int:
    """Remove these pages; answers how many. Nobody is told yet: ``files.announce``."""
    pages = list(rows)
    # Remembered first: a crash leaves the row of a page without its file, which the next run finds.
    Gone.objects.bulk_create(
        [Gone(path=row.path, article=row.article, language=row.language, place=row.place) for row in pages],
        update_conflicts=True,
        unique_fields=("path",),
        update_fields=("article", "language", "place", "since"),
    )
    forget(pages)
    return len(pages)


def forget(pages: Sequence[Artifact]) -> None:
    """Remove pages whose addresses lead elsewhere already."""
    with transaction.atomic():
        purging.changed(row.path for row in pages)
        changes.left(pages)
        for row in pages:
            files.remove(addresses.file_of(row.path))
        Artifact.objects.filter(pk__in=[row.pk for row in pages]).delete()


def find(path: str) -> Gone | None:
    """What stood at a decoded path, with or without its last slash."""
    if len(path) > 300:
        return None
    found = {row.path: row for row in Gone.objects.filter(path__in=[path, f"{path}/"])}
    return found.get(path) or found.get(f"{path}/")


def article_now(article: Article, language: str) -> str:
    """Where a published article is read in a language: its own page there, or its original."""
    here = path_of(article, language)
    if language == article.language or Artifact.objects.filter(path=here).exists():
        return here
    return path_of(article, article.language)


def list_now(gone: Gone) -> str:
    """Where a list is that stood at an address of before; nothing where there is none."""
    kind, _, key = gone.place.partition("/")
    if kind == "front":
        where = addresses.FRONT
    else:
        model = lists.KINDS.get(cast("ListKind", kind))
        thing = model.objects.filter(pk=int(key)).first() if model and key.isdecimal() else None
        if thing is None:
            return ""
        where = ListKey(cast("ListKind", kind), thing.pk, thing.slug)
    name = gone.path.rsplit("/", 1)[-1]
    now = addresses.listing(gone.language, where) + (name if name in FEEDS else "")
    return now if now != gone.path and Artifact.objects.filter(path=now).exists() else ""
