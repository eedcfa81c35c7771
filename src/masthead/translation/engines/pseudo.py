"""A translator for demonstrations and tests: it dresses the letters and leaves the codes, with no network.

“Hello <x1>world</x1>” becomes “[Ĥéļļö <x1>ŵöŕļð</x1>]”: what is not dressed on a screen never went through
translation. It stands in no outlet's chain unless it is named there.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from masthead.translation.engines.base import Answer
from masthead.translation.engines.errors import UnsupportedPair
from masthead.translation.markup import decode, encode, frame, tokens

_DRESS = str.maketrans("acdeghijklnorstuwyzACDEGHIJKLNORSTUWYZ", "åçðéğĥíĵķļñöŕşţûŵýžÅÇÐÉĞĤÍĴĶĻÑÖŔŞŢÛŴÝŽ")


class Pseudo:
    """Dresses any language as any other."""

    name = "pseudo"
    version = "1"
    markup = True
    leaves_machine = False
    price_per_million = Decimal(0)
    batch = 500
    characters = 100_000
    glossary = False
    disguise = True

    @classmethod
    def from_settings(cls) -> Pseudo:
        return cls()

    def supports(self, source: str, target: str) -> bool:
        return source != target

    def route(self, source: str, target: str) -> tuple[str, ...]:
        if source == target:
            raise UnsupportedPair(self.name, source, target)
        return source, target

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[Answer]:
        self.route(source, target)
        return [Answer(_dressed(text), self.name, self.version) for text in texts]


def _dressed(text: str) -> str:
    before, core, after = frame(text)
    if not core:
        return text
    words = "".join(
        encode(decode(token.raw).translate(_DRESS)) if token.kind == "text" else token.raw
        for token in tokens(core)
    )
    return f"{before}[{words}]{after}"
