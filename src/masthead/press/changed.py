"""What has changed and is shown on pages: kept until these are pressed, so that no change is lost while a job waits.

A **key** names a thing: ``("person", 5)``, ``("dossier", 2)``, ``("picture", 9)``; ``("card", 7)`` is what lists and
other articles show of article 7, ``("article", 7)`` the same where lists are pressed already, ``("pages", 7)`` what its
own pages alone show.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from django.db import transaction
from django.db.models import Max

from masthead.article.facts import concerned
from masthead.article.models import Permission
from masthead.press.models import Changed, Frame
from masthead.translation.glossary import Term

Key: TypeAlias = tuple[str, int]
_NAME = "name"


@dataclass(frozen=True, slots=True)
class Changes:
    """``upto`` is the number of the last of them."""

    upto: int
    keys: frozenset[Key]
    terms: tuple[Term, ...]


def remember(keys: Iterable[Key]) -> None:
    Changed.objects.bulk_create([Changed(kind=kind, key=key) for kind, key in keys], batch_size=500)


def remember_names(terms: Sequence[Term]) -> None:
    rows = [Changed(kind=_NAME, data=term.to_json()) for term in terms]
    Changed.objects.bulk_create(rows, batch_size=500)


def remember_turned(today: date) -> bool:
    """Remember the articles of which a permission has begun or ended since this was last asked; answers whether any.

    Their pages offer translations on request, into the languages that are permitted.
    """
    row = Frame.objects.first()
    if row is None or row.day == today:
        return False
    grants = Permission.objects.turned(row.day, today) if row.day else ()
    keys = {key for grant in grants for key in concerned(grant).published().values_list("pk", flat=True)}
    with transaction.atomic():
        remember(("pages", key) for key in sorted(keys))
        Frame.objects.update(day=today)
    return bool(keys)


def newest() -> int:
    """The number of the change that came last; 0 where none is left to be pressed."""
    return Changed.objects.aggregate(newest=Max("pk"))["newest"] or 0


def read(upto: int) -> Changes:
    rows = list(Changed.objects.filter(pk__lte=upto).order_by("pk").values_list("kind", "key", "data"))
    return Changes(
        upto,
        frozenset((kind, key) for kind, key, _ in rows if kind != _NAME),
        tuple(Term.from_json(data) for kind, _, data in rows if kind == _NAME),
    )


def forget(upto: int) -> None:
    Changed.objects.filter(pk__lte=upto).delete()
