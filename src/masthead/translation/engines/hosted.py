"""What the engines of translation services on the web have in common."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from masthead.lib import languages
from masthead.translation.engines import coded
from masthead.translation.engines.base import Answer
from masthead.translation.engines.errors import EngineError, UnsupportedPair
from masthead.translation.engines.web import Service


@dataclass(frozen=True, slots=True)
class Offer:
    """What a service translates from and into: Masthead's code → its own."""

    sources: Mapping[str, str]
    targets: Mapping[str, str]


class Hosted(ABC):
    """An engine that asks one service. ``price`` is EUR per million characters."""

    name: ClassVar[str]
    version: ClassVar[str]
    limits: ClassVar[coded.Limits]
    markup: ClassVar[bool] = True
    glossary: ClassVar[bool] = False

    def __init__(self, service: Service, price: Decimal) -> None:
        self.service, self.price_per_million = service, price

    @abstractmethod
    def offer(self) -> Offer:
        """The languages, maybe after asking the service."""

    @abstractmethod
    def send(self, texts: Sequence[str], source: str, target: str, elements: bool) -> list[str]:
        """One call: ``texts`` are elements or plain words; the languages are Masthead's."""

    @property
    def batch(self) -> int:
        return self.limits.texts

    @property
    def characters(self) -> int:
        return self.limits.characters

    @property
    def leaves_machine(self) -> bool:
        return not self.service.local

    def supports(self, source: str, target: str) -> bool:
        try:
            self.route(source, target)
        except EngineError:
            return False
        return True

    def route(self, source: str, target: str) -> tuple[str, ...]:
        offer = self.offer()
        if source == target or source not in offer.sources or target not in offer.targets:
            raise UnsupportedPair(self.name, source, target)
        return source, target

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[Answer]:
        self.route(source, target)
        return coded.translate(
            texts,
            lambda sent, elements: self.send(sent, source, target, elements),
            coded.By(self.name, self.version),
            self.limits,
            elements=self.markup,
        )


def ours(theirs: Iterable[str], prefer: Mapping[str, str]) -> dict[str, str]:
    """Masthead's code → the one of a service's codes that means it most plainly, or that is preferred."""
    found: dict[str, str] = {}
    wanted = {code: name.lower() for code, name in prefer.items()}
    for code in sorted(theirs, key=lambda code: (len(code), code)):
        known = languages.match(code)
        if known and (known.code not in found or code.lower() == wanted.get(known.code)):
            found[known.code] = code
    return found
