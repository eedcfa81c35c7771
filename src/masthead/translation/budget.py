"""What engines may cost: caps are looked at before each question, and the money is set aside in the same step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Q, Sum
from django.utils import timezone

from masthead.lib import languages
from masthead.translation.asking import Call
from masthead.translation.errors import CapReached
from masthead.translation.models import Budget, Policy, Spending

SCOPES = ("article", "day", "language")


@dataclass(frozen=True, slots=True)
class Room:
    """Of one scope: the cap, None where there is none, and what of it is spent. EUR."""

    cap: Decimal | None
    spent: Decimal

    def left(self) -> Decimal | None:
        return None if self.cap is None else max(Decimal(0), self.cap - self.spent)

    def takes(self, cost: Decimal) -> bool:
        return self.cap is None or self.spent + cost <= self.cap


def caps(language: str) -> dict[str, Decimal | None]:
    """{scope: cap in EUR}."""
    budget = Budget.objects.first() or Budget()
    own = Policy.objects.filter(language=language).values_list("per_day", flat=True).first()
    return {
        "article": budget.per_article,
        "day": budget.per_day,
        "language": budget.per_language if own is None else own,
    }


def rooms(article: int | None, language: str) -> dict[str, Room]:
    """{scope: what may be spent and is} for one article in one language, today."""
    capped = caps(language)
    if not any(cap is not None for cap in capped.values()):
        return {scope: Room(None, Decimal(0)) for scope in SCOPES}
    today = Q(at__gte=midnight())
    spent = Spending.objects.filter(Q(article_id=article) | today).aggregate(
        article=Sum("cost", filter=Q(article_id=article)),
        day=Sum("cost", filter=today),
        language=Sum("cost", filter=today & Q(language=language)),
    )
    return {scope: Room(capped[scope], spent[scope] or Decimal(0)) for scope in SCOPES}


def midnight() -> datetime:
    """When the outlet's day began."""
    return timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)


@transaction.atomic
def set_aside(article: int, language: str, call: Call) -> Spending:
    """Write a question down as spent before it is put; ``CapReached`` where it may not be.

    One worker at a time comes through here, so that two cannot spend the same money.
    """
    Budget.objects.select_for_update().get_or_create(pk=1)
    found = rooms(article, language)
    for scope in SCOPES:
        if not found[scope].takes(call.cost):
            raise CapReached(scope, _sentence(scope, found[scope], call.cost, language))
    return Spending.objects.create(answered=False, **_row(article, language, call))


def spend(article: int, language: str, call: Call, kept: Spending | None) -> None:
    """Write down what a question cost that was answered, over what was set aside for it."""
    if kept is None:
        Spending.objects.create(**_row(article, language, call))
        return
    kept.version, kept.cost, kept.answered = call.version, call.cost, True
    kept.save(update_fields=["version", "cost", "answered"])


def _row(article: int, language: str, call: Call) -> Mapping[str, object]:
    return {
        "article_id": article,
        "language": language,
        "engine": call.engine,
        "version": call.version,
        "segments": call.segments,
        "words": call.words,
        "characters": call.characters,
        "cost": call.cost,
    }


def _sentence(scope: str, room: Room, cost: Decimal, language: str) -> str:
    whose = {
        "article": "The cap for one article",
        "day": "The cap for one day",
        "language": f"The cap for one day in {languages.name(language, 'en')}",
    }[scope]
    do = "Raise it to go on." if scope == "article" else "Raise it, or wait until tomorrow."
    return (
        f"{whose}, {room.cap} EUR, is reached: {euros(room.spent)} EUR are spent, and the next question costs "
        f"{euros(cost)} EUR. {do}"
    )


def euros(amount: Decimal) -> str:
    """With cents, and with as much more as a small amount needs."""
    return f"{amount:.2f}" if amount >= 1 or amount == round(amount, 2) else f"{amount:.4f}"
