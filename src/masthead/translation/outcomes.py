"""What became of an article in one language, for the table that people read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Outcome:
    """``state`` is ``live``, ``trails`` (it stays as it was), ``held``, ``missing``, ``incomplete`` or ``not permitted``;
    ``assigned`` where a person was asked to review it, ``refused`` where what was wanted does not fit it.

    ``fault`` says why it is not more; ``asked`` counts what engines were sent. ``capped``: the scope of the cap that
    ended the asking, ``elsewhere`` where another worker is at it.
    """

    language: str
    state: str
    engine: str = ""
    by_person: int = 0
    by_engine: int = 0
    by_nobody: int = 0
    segments_asked: int = 0
    words_asked: int = 0
    cost: Decimal = Decimal(0)
    fault: str = ""
    capped: str = ""
