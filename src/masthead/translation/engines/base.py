"""The contract of a machine translator.

Texts come and go in the coded form of ``masthead.translation.markup``, languages are Masthead's codes.
``tests/rooms/translation/engine_contract.py`` holds every engine to what is said here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, Protocol, runtime_checkable

from masthead.translation.glossary import Use


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one text.

    ``text`` is the translation with exactly the codes of its source (``markup`` is "kept"), or without any
    where the engine could not place them ("lost"). None: there is none, and ``fault`` is a word that says why
    (``empty``, ``too-short``, ``too-slow``, ``crashed``, ``too-long``).
    """

    text: str | None
    engine: str
    version: str
    fault: str = ""
    markup: Literal["kept", "lost"] = "kept"


class Engine(Protocol):
    """A machine translator.

    - ``name`` is stable and stands in the record and in policies; ``version`` names what is installed.
    - ``markup``: it understands codes. An engine that does not answers texts with codes as "lost".
    - ``leaves_machine``: texts are sent to another computer.
    - ``price_per_million``: EUR for a million characters of source text.
    - ``batch``, ``characters``: the most texts, and characters of them together, that are best sent in one call of
      ``translate``, so that it is one request. More characters are translated too.
    - ``glossary``: terms can be set for it, with its service or with each call; with each call it is ``Guided`` too.

    An engine that translates better for having read the whole article is a ``Reader`` too. One that does not translate
    at all says ``disguise = True``, so that its answers are not held to be translations.
    """

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def markup(self) -> bool: ...
    @property
    def leaves_machine(self) -> bool: ...
    @property
    def price_per_million(self) -> Decimal: ...
    @property
    def batch(self) -> int: ...
    @property
    def characters(self) -> int: ...
    @property
    def glossary(self) -> bool: ...

    def supports(self, source: str, target: str) -> bool:
        """Whether ``translate`` will take this pair. An engine that is away supports nothing."""
        ...

    def route(self, source: str, target: str) -> tuple[str, ...]:
        """The languages a text passes through, with both ends; ``UnsupportedPair`` where there is no way."""
        ...

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[Answer]:
        """An answer for each text, in order; an ``EngineError`` where the whole call failed."""
        ...


@runtime_checkable
class Reader(Protocol):
    """An engine that reads the whole article before it translates a part of it."""

    def within(self, article: Sequence[str]) -> Engine:
        """The same engine, knowing that its texts stand in this article (marked texts in order)."""
        ...


@runtime_checkable
class Guided(Protocol):
    """An engine that is told with each call which words the outlet uses."""

    def knowing(self, uses: Sequence[Use]) -> Engine:
        """The same engine, knowing these terms of its texts."""
        ...
