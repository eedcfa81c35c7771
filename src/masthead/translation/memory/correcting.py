"""What people change in the memory by hand. Articles keep the text they have."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from masthead.translation.exchange.fitting import tidy
from masthead.translation.markup import MarkupError, kinds, problems
from masthead.translation.models import Memory


@transaction.atomic
def correct(row: Memory, target: str, *, by: str, at: datetime) -> Memory:
    """Another translation, from now on the work of a person called ``by``. ``MarkupError`` where its codes are not those
    of its source, or where it says nothing."""
    target = tidy(target)
    if not target:
        raise MarkupError("A translation says something. Delete the entry if there is none.")
    if faults := problems(target, kinds(row.sentence.text)):
        raise MarkupError(*faults)
    if not row.creator and row.name != by:
        row.creator = row.name
    row.created_at = row.created_at or row.at
    row.target, row.by, row.name, row.version, row.at = target, "person", by[:200], "", at
    row.save()
    same = Memory.objects.filter(sentence_id=row.sentence_id, target_language=row.target_language)
    same.filter(by="engine").delete()
    return row


def forget(row: Memory) -> None:
    """As if it had never been translated so. The sentence itself stays: others may stand beside it."""
    row.delete()
