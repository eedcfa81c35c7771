"""What a translation would cost, before anything is asked: the same questions, and nobody to answer them."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from decimal import Decimal
from typing import Any

from django.utils import timezone

from masthead.lib import languages
from masthead.translation.asking import called, in_order, nobody
from masthead.translation.engines.base import Engine
from masthead.translation.engines.coded import Limits, parts
from masthead.translation.memory import digest
from masthead.translation.segments import Units
from masthead.translation.working import Job, open_of, read, recall


@dataclass(frozen=True, slots=True)
class Line:
    """One language and the engine that would be asked first. ``cost`` in EUR.

    ``new`` segments are asked for; ``repeated`` ones are in the memory or stand elsewhere in what is forecast, and cost
    nothing. ``words`` and ``characters`` are those of the new. ``fault``: why no engine can be asked.
    """

    language: str
    engine: str = ""
    leaves_machine: bool = False
    price: Decimal = Decimal(0)
    articles: int = 0
    new: int = 0
    repeated: int = 0
    words: int = 0
    characters: int = 0
    cost: Decimal = Decimal(0)
    fault: str = ""

    @property
    def name(self) -> str:
        return languages.name(self.language, "en")

    def to_json(self) -> dict[str, Any]:
        values = {each.name: getattr(self, each.name) for each in fields(self)}
        return {key: str(value) if isinstance(value, Decimal) else value for key, value in values.items()}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Line:
        return cls(**{**data, "price": Decimal(data["price"]), "cost": Decimal(data["cost"])})

    def __add__(self, other: Line) -> Line:
        summed = ("articles", "new", "repeated", "words", "characters", "cost")
        return replace(self, **{name: getattr(self, name) + getattr(other, name) for name in summed})


class Seen:
    """The sentences that were counted once already, by language: eight bytes of a digest and a bit for each language."""

    def __init__(self, packed: bytes = b"") -> None:
        pairs = array("Q")
        pairs.frombytes(packed)
        self._masks: dict[int, int] = dict(zip(pairs[::2], pairs[1::2], strict=True))

    def first(self, source_language: str, source: str, language: str) -> bool:
        """Whether this is the first time that a sentence is met for a language."""
        key = int(digest(f"{source_language}\n{source}")[:16], 16)
        bit = 1 << languages.CODES.index(language)
        known = self._masks.get(key, 0)
        self._masks[key] = known | bit
        return not known & bit

    def packed(self) -> bytes:
        return array("Q", (number for pair in self._masks.items() for number in pair)).tobytes()


@dataclass(slots=True)
class Forecast:
    """Lines by (language, engine, fault), summed over articles."""

    lines: dict[tuple[str, str, str], Line] = field(default_factory=dict)
    seen: Seen = field(default_factory=Seen)

    def add(self, line: Line) -> None:
        key = (line.language, line.engine, line.fault)
        self.lines[key] = self.lines[key] + line if key in self.lines else line

    @property
    def rows(self) -> list[Line]:
        return sorted(
            self.lines.values(), key=lambda line: (languages.CODES.index(line.language), line.engine)
        )

    @property
    def total(self) -> Line:
        total = Line("")
        for line in self.lines.values():
            total += line
        return total

    def to_json(self) -> list[dict[str, Any]]:
        return [line.to_json() for line in self.rows]

    @classmethod
    def from_json(cls, rows: Iterable[Mapping[str, Any]], packed: bytes = b"") -> Forecast:
        made = cls(seen=Seen(packed))
        for row in rows:
            made.add(Line.from_json(row))
        return made


def forecast(
    article: int,
    wanted: Iterable[str] | None,
    *,
    into: Forecast | None = None,
    leave_persons: bool = False,
) -> Forecast:
    """What ``actions.translate`` would ask for an article in these languages, added to what was forecast before.

    Nobody is asked and nothing is kept. ``NotPublished`` as there.
    """
    made = into or Forecast()
    original, jobs, _ = read(article, wanted)
    before = {job.language: _open(job.units, leave_persons) for job in jobs}
    recall(original, [job for job in jobs if not job.barred], timezone.now(), leave_persons=leave_persons)
    for job in jobs:
        made.add(_line(job, original.language, before[job.language], made.seen, leave_persons))
    return made


def _open(units: Units, leave_persons: bool) -> int:
    wanted = {passage.source for passage in open_of(units, leave_persons)}
    return sum(
        1 for row in units.values() for segment in row if not segment.target and segment.sources[0] in wanted
    )


def _line(job: Job, source: str, lacking: int, seen: Seen, leave_persons: bool) -> Line:
    if job.barred:
        return Line(job.language, articles=1, fault=job.barred)
    wanted = dict.fromkeys(passage.source for passage in open_of(job.units, leave_persons))
    new = [text for text in wanted if seen.first(source, text, job.language)]
    line = Line(job.language, articles=1, new=len(new), repeated=lacking - len(new))
    usable = in_order(job.policy.chain(source) if job.policy else [])
    engine = next((engine for engine in usable if engine.supports(source, job.language)), None)
    if engine is None:
        return replace(line, fault=nobody(usable, source, job.language)) if new else line
    return _priced(line, engine, new)


def _priced(line: Line, engine: Engine, new: list[str]) -> Line:
    calls = [called(engine, new[part], "") for part in parts(new, Limits(engine.batch, engine.characters))]
    return replace(
        line,
        engine=engine.name,
        leaves_machine=engine.leaves_machine,
        price=engine.price_per_million,
        words=sum(call.words for call in calls),
        characters=sum(call.characters for call in calls),
        cost=sum((call.cost for call in calls), Decimal(0)),
    )
