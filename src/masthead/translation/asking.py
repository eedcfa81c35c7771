"""Asking engines, one after the other, for what the memory does not have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from masthead.translation.engines import registry
from masthead.translation.engines.base import Answer, Engine
from masthead.translation.engines.errors import EngineError
from masthead.translation.markup import kinds, plain, problems, put_around
from masthead.translation.segments import Maker


@dataclass(frozen=True, slots=True)
class Call:
    """One request to an engine, as the ledger keeps it. ``cost`` in EUR."""

    engine: str
    version: str
    segments: int
    words: int
    characters: int
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Asked:
    """{source: (target, maker)} and the calls that it took; ``fault`` says why something is missing."""

    found: dict[str, tuple[str, Maker]] = field(default_factory=dict)
    calls: tuple[Call, ...] = ()
    fault: str = ""

    def by_maker(self) -> dict[Maker, list[tuple[str, str]]]:
        grouped: dict[Maker, list[tuple[str, str]]] = defaultdict(list)
        for source, (target, maker) in self.found.items():
            grouped[maker].append((source, target))
        return grouped


def ask(sources: Sequence[str], source_language: str, language: str, chain: Sequence[str]) -> Asked:
    """Ask the engines of the chain (all that are there, where it is empty) until nothing is missing."""
    found: dict[str, tuple[str, Maker]] = {}
    calls: list[Call] = []
    faults: list[str] = []
    usable = [engine for engine in registry.available() if not chain or engine.name in chain]
    if chain:
        usable.sort(key=lambda engine: list(chain).index(engine.name))
    for engine in usable:
        missing = [source for source in sources if source not in found]
        if not missing or not engine.supports(source_language, language):
            continue
        for start in range(0, len(missing), engine.batch):
            batch = missing[start : start + engine.batch]
            try:
                answers = engine.translate(batch, source_language, language)
            except EngineError as error:
                faults.append(f"{engine.name}: {error}")
                break
            calls.append(_call(engine, batch, answers[0].version if answers else engine.version))
            for source, answer in zip(batch, answers, strict=True):
                text = _fitting(answer, source)
                if text:
                    found[source] = (text, Maker("engine", answer.engine, answer.version))
                else:
                    faults.append(f"{engine.name}: {answer.fault or 'no answer that can be used'}")
    return Asked(found, tuple(calls), faults[0] if faults else ("" if usable else "no engine is installed"))


def _fitting(answer: Answer, source: str) -> str | None:
    """The text of an answer with the codes of its source; None where there is none, or the codes are others."""
    text = answer.text
    if text and answer.markup == "lost":
        # An engine that lost the inline codes has the words all the same: the codes go around them.
        text = put_around(text, kinds(source))
    return text if text and not problems(text, kinds(source)) else None


def _call(engine: Engine, batch: Sequence[str], version: str) -> Call:
    texts = [plain(source) for source in batch]
    characters = sum(map(len, texts))
    return Call(
        engine=engine.name,
        version=version,
        segments=len(batch),
        words=sum(len(text.split()) for text in texts),
        characters=characters,
        cost=engine.price_per_million * characters / 1_000_000,
    )
