"""Files of terms, taken in and taken back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone

from masthead.translation import terminology
from masthead.translation.errors import DoesNotFit
from masthead.translation.glossary import Term
from masthead.translation.glossary.reading import Reading
from masthead.translation.models import GlossaryFile, GlossaryTerm
from masthead.translation.terminology import Taken

KEPT = 50
"""Files that can be taken back; what older ones changed is forgotten."""
_AT_ONCE = 500


@transaction.atomic
def take_in(reading: Reading, name: str, *, by: str, replacing: bool = False) -> tuple[GlossaryFile, Taken]:
    """Keep the terms of a file (``terminology.take``), and what was there before."""
    taken = terminology.take(reading, replacing=replacing)
    file = GlossaryFile.objects.create(
        name=name[-200:],
        by=by[:200],
        added=sum(before is None for before, _ in taken.terms.values()),
        changed=sum(before is not None for before, _ in taken.terms.values()),
        same=taken.same + taken.held,
        terms={
            key: [before.to_json() if before else None, _digest(after.to_json())]
            for key, (before, after) in taken.terms.items()
        },
    )
    kept = list(GlossaryFile.objects.values_list("pk", flat=True)[:KEPT])
    GlossaryFile.objects.filter(pk__lt=kept[-1]).delete()
    return file, taken


@dataclass(frozen=True, slots=True)
class Fate:
    """What taking its file back does to a term. ``row`` is what it is now, None where somebody has deleted it; ``before``
    what it was, None where the file brought it."""

    key: str
    what: Literal["removed", "restored", "stays"]
    row: GlossaryTerm | None
    before: Term | None

    @property
    def name(self) -> str:
        return self.row.name if self.row else self.before.name if self.before else self.key


def look(file: GlossaryFile) -> list[Fate]:
    """What taking a file back would do; of one that was taken back, what stayed. What somebody has edited since stays.

    By name: a database may keep the terms in another order than the file.
    """
    return sorted(_fates(file), key=lambda fate: fate.name.casefold())


def _fates(file: GlossaryFile) -> Iterator[Fate]:
    rows = GlossaryTerm.objects.in_bulk(list(file.terms), field_name="key")
    for key, (data, digest) in file.terms.items():
        row, before = rows.get(key), Term.from_json(data, key) if data else None
        if row is None and before is None:
            continue  # it has gone already
        if row is None or _digest(row.data) != digest:
            yield Fate(key, "stays", row, before)
        else:
            yield Fate(key, "restored" if before else "removed", row, before)


@transaction.atomic
def take_back(number: int, *, by: str) -> tuple[GlossaryFile, list[Fate]]:
    """Remove what a file brought, and make what it changed as it was; ``DoesNotFit`` where there is nothing to undo."""
    file = GlossaryFile.objects.select_for_update().filter(pk=number).first()
    if file is None:
        raise DoesNotFit(f"There is no file {number} that could be taken back: the last {KEPT} are kept.")
    if file.back_at is not None:
        raise DoesNotFit(f"“{file}” was taken back already.")
    if not file.can_go_back:
        raise DoesNotFit(f"“{file}” changed nothing, so there is nothing to take back.")
    fates = look(file)
    changes = [
        (fate.row.term, terminology.row(fate.before, fate.row))
        for fate in fates
        if fate.what == "restored" and fate.row and fate.before
    ]
    terminology.put_all(row for _, row in changes)
    terminology.tell_of((was, row.term) for was, row in changes)
    gone = [fate.row.pk for fate in fates if fate.what == "removed" and fate.row]
    for start in range(0, len(gone), _AT_ONCE):
        GlossaryTerm.objects.filter(pk__in=gone[start : start + _AT_ONCE]).delete()
    stays = {fate.key for fate in fates if fate.what == "stays"}
    file.terms = {key: said for key, said in file.terms.items() if key in stays}
    file.back_by, file.back_at = by[:200], timezone.now()
    file.save(update_fields=["terms", "back_by", "back_at"])
    return file, fates


def told(fates: list[Fate]) -> str:
    """What taking back has done, as a sentence."""
    by = {what: sum(fate.what == what for fate in fates) for what in ("removed", "restored", "stays")}
    said = f"{by['removed']} removed, {by['restored']} as they were before"
    return f"{said}; {by['stays']} changed since and left." if by["stays"] else f"{said}."


def _digest(data: dict[str, Any]) -> str:
    return blake2b(json.dumps(data, sort_keys=True).encode(), digest_size=12).hexdigest()
