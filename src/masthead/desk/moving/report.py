"""What came of a move: numbers in and out, and everything that did not arrive as it was."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from masthead.intake.models import Move, MovedItem

OUTCOMES = tuple(MovedItem.Outcome.values)


@dataclass(frozen=True, slots=True)
class Tally:
    """One kind: how many are in the archive, and what became of how many."""

    kind: str
    found: int
    outcomes: dict[str, int]

    @property
    def open(self) -> int:
        """How many have not been looked at yet."""
        return self.found - sum(self.outcomes.values())


def tallies(found: dict[str, int], outcomes: dict[str, Counter[str]]) -> list[Tally]:
    kinds = [*found, *(kind for kind in outcomes if kind not in found)]
    return [Tally(kind, found.get(kind, 0), dict(outcomes.get(kind, {}))) for kind in kinds]


def counted(rows: Iterable[MovedItem]) -> dict[str, Counter[str]]:
    """{kind: {outcome: number}}, with what came inside items."""
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        outcomes[row.kind][row.outcome] += 1
        _add(outcomes, row.brought)
    return outcomes


def tallied(move: Move) -> list[Tally]:
    """The numbers of a stored move; two queries."""
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    rows = MovedItem.objects.filter(move=move)
    for kind, outcome, number in rows.values_list("kind", "outcome").annotate(number=Count("pk")).order_by():
        outcomes[kind][outcome] += number
    for brought in rows.exclude(brought={}).values_list("brought", flat=True).iterator():
        _add(outcomes, brought)
    return tallies(move.found, outcomes)


def _add(outcomes: dict[str, Counter[str]], brought: dict[str, dict[str, int]]) -> None:
    for kind, numbers in brought.items():
        outcomes[kind].update(numbers)


def told(move: Move) -> Iterator[MovedItem]:
    """Every item of which something is to be said, in the order of the archive."""
    rows = MovedItem.objects.filter(move=move).filter(Q(outcome__in=("left", "failed")) | ~Q(why=""))
    return rows.order_by("line", "pk").iterator()


def whole(tallies: Iterable[Tally]) -> bool:
    """Has everything been looked at, and nothing failed?"""
    return not any(tally.open or tally.outcomes.get("failed") for tally in tallies)


def lines(move: Move, tallies: Iterable[Tally], rows: Iterable[MovedItem]) -> Iterator[str]:
    """The report for people."""
    state = f"ended {move.ended_at:%Y-%m-%d %H:%M}" if move.ended_at else "not ended"
    number = f"Move {move.pk}: " if move.pk else ""
    yield f"{number}{move.name} ({move.source}), {state}"
    yield ""
    yield f"{'kind':<14}{'found':>8}" + "".join(f"{name:>9}" for name in OUTCOMES) + f"{'to do':>9}"
    for tally in tallies:
        yield (
            f"{tally.kind:<14}{tally.found:>8}"
            + "".join(f"{tally.outcomes.get(name, 0) or '–':>9}" for name in OUTCOMES)
            + f"{tally.open or '–':>9}"
        )
    yield ""
    for row in rows:
        line = f"line {row.line}, " if row.line else ""
        title = f" “{row.title}”" if row.title else ""
        yield f"{row.outcome}: {line}{row.kind} {row.identifier}{title}. {row.why}"


def as_json(move: Move, tallies: Iterable[Tally], rows: Iterable[MovedItem]) -> dict[str, Any]:
    """The same for programs."""
    return {
        "move": move.pk,
        "name": move.name,
        "source": move.source,
        "sha256": move.digest,
        "options": move.options,
        "begun": move.begun_at.isoformat() if move.pk else None,
        "ended": move.ended_at.isoformat() if move.ended_at else None,
        "kinds": {
            tally.kind: {
                "found": tally.found,
                **{name: tally.outcomes.get(name, 0) for name in OUTCOMES},
                "open": tally.open,
            }
            for tally in tallies
        },
        "items": [
            {
                "kind": row.kind,
                "identifier": row.identifier,
                "title": row.title,
                "line": row.line,
                "outcome": row.outcome,
                "why": row.why,
                "article": row.article_id,
            }
            for row in rows
        ],
    }
