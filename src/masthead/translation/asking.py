"""Asking engines, one after the other, for what the memory does not have."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cache
from typing import TypeAlias

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from masthead.translation.calling import Caller, Manners
from masthead.translation.engines import registry
from masthead.translation.engines.base import Answer, Engine, Guided, Reader
from masthead.translation.engines.coded import Limits, parts
from masthead.translation.engines.errors import BadAnswer, EngineError, UnsupportedPair
from masthead.translation.errors import CapReached
from masthead.translation.glossary import Glossary, Use
from masthead.translation.judging import is_none
from masthead.translation.markup import kinds, plain, problems, put_around
from masthead.translation.protecting import protect, restore
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


Found: TypeAlias = dict[str, tuple[str, Maker]]
"""{source: (target, maker)}"""
Keep: TypeAlias = Callable[[Call, Found], None]
"""Keeps what one call gave, before the next is made."""


@dataclass(frozen=True, slots=True)
class Purse:
    """Who holds the money: ``before`` a question is put (``CapReached`` where it may not be), and where it ``failed``."""

    before: Callable[[Call], None] = lambda call: None
    failed: Callable[[Call, EngineError], None] = lambda call, error: None


@dataclass(frozen=True, slots=True)
class Asked:
    """What was found and the calls that it took; ``fault`` says why something is missing.

    ``capped`` is the scope of the cap that is reached, where that is why.
    """

    found: Found = field(default_factory=dict)
    calls: tuple[Call, ...] = ()
    fault: str = ""
    capped: str = ""


@cache
def caller() -> Caller:
    """The one of this process."""
    return Caller(Manners(rates=rates(settings.MASTHEAD_ENGINE_RATES)))


def rates(entries: Sequence[str]) -> dict[str, int]:
    """{engine: calls a minute} of entries such as ``deepl=60``."""
    found = {}
    for entry in entries:
        name, _, rate = entry.partition("=")
        if not rate.strip().isdecimal() or not int(rate):
            raise ImproperlyConfigured(
                f"MASTHEAD_ENGINE_RATES has “{entry}”; write an engine and calls a minute: deepl=60."
            )
        found[name.strip()] = int(rate)
    return found


def ask(
    sources: Sequence[str],
    source_language: str,
    language: str,
    chain: Sequence[str],
    *,
    article: Sequence[str] = (),
    glossary: Glossary | None = None,
    keep: Keep = lambda call, found: None,
    purse: Purse | None = None,
    calls_by: Caller | None = None,
) -> Asked:
    """Ask the engines of the chain (all that are there, where it is empty) until nothing is missing.

    ``article`` are all its texts, for engines that read before they translate. Of ``glossary`` an engine is told what
    stands in its texts; for one that takes no terms, names that are not translated are protected. An answer that is no translation
    (``judging.is_none``) is the engine's failure, and the next one is asked. A cap that is reached ends the asking: a lesser engine is no way
    around it.
    """
    purse = purse or Purse()
    done: Found = {}
    calls: list[Call] = []
    faults: list[str] = []
    by = calls_by or caller()
    usable = in_order(chain)
    for engine in usable:
        missing = [source for source in sources if source not in done]
        if not missing or not _serves(engine, source_language, language, faults):
            continue
        reading = engine.within(article) if article and isinstance(engine, Reader) else engine
        for part in parts(missing, Limits(engine.batch, engine.characters)):
            batch = missing[part]
            question = called(engine, batch, "")
            try:
                purse.before(question)
            except CapReached as reached:
                return Asked(done, tuple(calls), str(reached), reached.scope)
            uses = (
                [glossary.found_in(plain(text), source_language, language) for text in batch]
                if glossary
                else []
            )
            try:
                answers = _answers(by, reading, batch, uses, source_language, language)
            except EngineError as error:
                purse.failed(question, error)
                faults.append(f"{engine.name}: {error}")
                if isinstance(error, BadAnswer):
                    continue  # the engine works, so another part may succeed
                break
            call = called(engine, batch, answers[0].version if answers else engine.version)
            found: Found = {}
            for source, answer in zip(batch, answers, strict=True):
                text, fault = _fitting(answer, source)
                if text and not getattr(engine, "disguise", False):
                    fault = is_none(source, text, source_language, language)
                if text and not fault:
                    found[source] = (text, Maker("engine", answer.engine, answer.version))
                else:
                    faults.append(f"{engine.name}: {fault}")
            keep(call, found)
            calls.append(call)
            done |= found
    return Asked(done, tuple(calls), faults[0] if faults else nobody(usable, source_language, language))


def in_order(chain: Sequence[str]) -> list[Engine]:
    """The engines of a chain that there are, in its order; all, where it is empty."""
    usable = [engine for engine in registry.available() if not chain or engine.name in chain]
    if chain:
        usable.sort(key=lambda engine: list(chain).index(engine.name))
    return usable


def _answers(
    by: Caller, engine: Engine, batch: Sequence[str], uses: Sequence[Sequence[Use]], source: str, target: str
) -> list[Answer]:
    """One call, with the terms that stand in its texts, or with their names in codes."""
    if isinstance(engine, Guided):
        return by.call(engine.knowing([use for found in uses for use in found]), batch, source, target)
    if not engine.markup or not any(uses):
        return by.call(engine, batch, source, target)
    sent = [protect(text, found) for text, found in zip(batch, uses, strict=True)]
    answers = by.call(engine, [protected.text for protected in sent], source, target)
    return [
        replace(answer, text=restore(answer.text, protected.names)) if answer.text else answer
        for answer, protected in zip(answers, sent, strict=True)
    ]


def _serves(engine: Engine, source: str, target: str, faults: list[str]) -> bool:
    """Whether the engine can be asked. One that is away says why, one without the pair is passed over in silence."""
    if engine.supports(source, target):
        return True
    try:
        engine.route(source, target)
    except UnsupportedPair:
        pass
    except EngineError as error:
        faults.append(f"{engine.name}: {error}")
    return False


def nobody(usable: Sequence[Engine], source: str, target: str) -> str:
    """Why none of these engines can be asked; empty where one can."""
    if not usable:
        return "no engine is installed"
    if not any(engine.supports(source, target) for engine in usable):
        return f"no engine translates from {source} to {target}"
    return ""


def _fitting(answer: Answer, source: str) -> tuple[str, str]:
    """The text of an answer with the codes of its source; or none, and why: it has none, or the codes are others."""
    text = answer.text
    if text and answer.markup == "lost":
        # An engine that lost the inline codes has the words all the same: the codes go around them.
        text = put_around(text, kinds(source))
    if text and not problems(text, kinds(source)):
        return text, ""
    return "", answer.fault or "no answer that can be used"


def called(engine: Engine, batch: Sequence[str], version: str) -> Call:
    """A question to an engine as the ledger keeps it."""
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
