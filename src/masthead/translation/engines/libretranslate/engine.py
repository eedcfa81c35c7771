"""LibreTranslate as an engine.

The server takes the escapes off its answers, so that a ``<`` in them is a code only where it reads exactly like one.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

import httpx2
from django.conf import settings

from masthead.translation.engines import coded
from masthead.translation.engines.base import Answer
from masthead.translation.engines.errors import EngineError, UnsupportedPair
from masthead.translation.engines.libretranslate.server import Server
from masthead.translation.engines.web import TIMEOUT, Believed


class LibreTranslate:
    """One server. ``price`` is EUR per million characters, for one that costs money."""

    name = "libretranslate"
    markup = True
    glossary = False
    batch = 25
    characters = 100_000

    def __init__(
        self, url: str, key: str = "", price: Decimal = Decimal(0), timeout: httpx2.Timeout = TIMEOUT
    ) -> None:
        self.price_per_million = price
        self._server = Server(url, key, timeout)
        self._offer = Believed(self._server.offer)

    @classmethod
    def from_settings(cls) -> LibreTranslate | None:
        url = settings.MASTHEAD_LIBRETRANSLATE_URL
        return _shared(url, settings.MASTHEAD_LIBRETRANSLATE_KEY) if url else None

    @property
    def version(self) -> str:
        try:
            return self._offer().version
        except EngineError:
            return "unknown"

    @property
    def leaves_machine(self) -> bool:
        return not self._server.local

    def supports(self, source: str, target: str) -> bool:
        try:
            self.route(source, target)
        except EngineError:
            return False
        return True

    def route(self, source: str, target: str) -> tuple[str, ...]:
        offer = self._offer()
        theirs, into = offer.codes.get(source), offer.codes.get(target)
        if source == target or not theirs or into not in offer.targets[theirs]:
            raise UnsupportedPair(self.name, source, target)
        return source, target

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[Answer]:
        self.route(source, target)
        offer = self._offer()

        def send(sent: Sequence[str], elements: bool) -> list[str]:
            form = "html" if elements else "text"
            return self._server.translate(sent, offer.codes[source], offer.codes[target], form)

        by = coded.By(self.name, offer.version)
        return coded.translate(texts, send, by, coded.Limits(self.batch), escaped=False)


@lru_cache(maxsize=4)
def _shared(url: str, key: str) -> LibreTranslate:
    return LibreTranslate(url, key)
