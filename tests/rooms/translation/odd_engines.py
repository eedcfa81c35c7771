"""Engines that are not as good as the house's: each has one fault. Named by their dotted paths."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import ClassVar

from masthead.translation.engines.base import Answer
from masthead.translation.engines.errors import EngineBusy, EngineError, EngineUnavailable
from masthead.translation.glossary import Use
from masthead.translation.markup import plain


class Dear:
    """Turns words round, for money, in batches of two. It understands no codes."""

    name = "dear"
    version = "9"
    markup = False
    leaves_machine = True
    price_per_million = Decimal(20)
    batch = 2
    characters = 1000
    glossary = False
    disguise = True
    asked: ClassVar[list[str]] = []

    @classmethod
    def from_settings(cls) -> Dear:
        return cls()

    def supports(self, source: str, target: str) -> bool:
        return source != target

    def route(self, source: str, target: str) -> tuple[str, ...]:
        return source, target

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[Answer]:
        type(self).asked += texts
        return [self._answer(text) for text in texts]

    def _answer(self, text: str) -> Answer:
        return Answer(plain(text)[::-1], self.name, self.version, markup="lost")


class Away(Dear):
    """Is called, and never answers."""

    name = "away"

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[Answer]:
        raise EngineBusy("Too many requests: wait a minute.", retry_after=60)


class Picky(Dear):
    """Leaves out what is longer than twenty characters."""

    name = "picky"

    def _answer(self, text: str) -> Answer:
        if len(text) > 20:
            return Answer(None, self.name, self.version, fault="too-long")
        return super()._answer(text)


class Liar(Dear):
    """Says that it kept the codes, and invents some."""

    name = "liar"
    markup = True

    def _answer(self, text: str) -> Answer:
        return Answer(f"<x7>{plain(text)}", self.name, self.version)


class Deaf(Dear):
    """Knows Arabic only."""

    name = "deaf"

    def supports(self, source: str, target: str) -> bool:
        return target == "ar"


class Parrot(Dear):
    """Means to translate, and says what was said."""

    name = "parrot"
    disguise = False

    def _answer(self, text: str) -> Answer:
        return Answer(text, self.name, self.version)


class Careless(Dear):
    """Translates into good French, and mistakes its numbers."""

    name = "careless"
    disguise = False

    def _answer(self, text: str) -> Answer:
        said = "Le Rhin mesure 5321 kilomètres." if "1230" in text else "Le Rhin est un fleuve."
        return Answer(said, self.name, self.version)


class Moody(Dear):
    """Fails as it is told to, error by error, and answers when there are no more."""

    name = "moody"
    errors: ClassVar[list[EngineError]] = []

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[Answer]:
        if self.errors:
            type(self).asked += texts
            raise self.errors.pop(0)
        return super().translate(texts, source, target)


class Reading(Dear):
    """Wants to read the article first."""

    name = "reading"
    read: ClassVar[list[str]] = []

    def within(self, article: Sequence[str]) -> Reading:
        type(self).read[:] = article
        return self


class Gone(Dear):
    """Its server is off, so it cannot say which languages it has."""

    name = "gone"

    def supports(self, source: str, target: str) -> bool:
        return False

    def route(self, source: str, target: str) -> tuple[str, ...]:
        raise EngineUnavailable("The server is off.")


class Crashing(Dear):
    """Takes the whole process with it in its second call."""

    name = "crashing"

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[Answer]:
        if self.asked:
            raise MemoryError
        return super().translate(texts, source, target)


class Told(Dear):
    """Says which terms it was told."""

    name = "told"
    markup = True
    glossary = True
    _uses: Sequence[Use] = ()

    def knowing(self, uses: Sequence[Use]) -> Told:
        told = Told()
        told._uses = uses
        return told

    def _answer(self, text: str) -> Answer:
        said = " ".join(
            f"{use.written}={use.preferred[0].text if use.preferred else '-'}" for use in self._uses
        )
        return Answer(said, self.name, self.version)


class Golden(Dear):
    """Two cents a character: a sentence costs what a cap counts in."""

    name = "golden"
    price_per_million = Decimal(20_000)
