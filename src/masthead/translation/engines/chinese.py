"""Chinese from one script into the other by OpenCC: characters, and the words whose characters depend on them.

No word is exchanged for another that the other place prefers, so nothing is said that the original does not say.
Traditional characters are those of Taiwan, as in CLDR's ``zh-Hant``.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from importlib.metadata import version

import opencc

from masthead.translation.engines.base import Answer
from masthead.translation.engines.errors import UnsupportedPair

_WAYS = {("zh-hans", "zh-hant"): "s2tw", ("zh-hant", "zh-hans"): "tw2s"}


class OpenCC:
    """Codes and escapes are ASCII, which no table of OpenCC touches."""

    name = "opencc"
    markup = True
    glossary = False
    leaves_machine = False
    price_per_million = Decimal(0)
    batch = 500
    characters = 100_000

    @classmethod
    def from_settings(cls) -> OpenCC:
        return cls()

    @property
    def version(self) -> str:
        return version("opencc")

    def supports(self, source: str, target: str) -> bool:
        return (source, target) in _WAYS

    def route(self, source: str, target: str) -> tuple[str, ...]:
        if not self.supports(source, target):
            raise UnsupportedPair(self.name, source, target)
        return source, target

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[Answer]:
        self.route(source, target)
        table = _table(_WAYS[source, target])
        return [Answer(table.convert(text), self.name, self.version) for text in texts]


@cache
def _table(way: str) -> opencc.OpenCC:
    return opencc.OpenCC(way)
