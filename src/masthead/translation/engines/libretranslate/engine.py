"""LibreTranslate as an engine.

Codes go as ``<x id="1">…</x>``. The server takes the escapes off its answers, so that a ``<`` in them
is a code only where it reads exactly like one.
"""

from __future__ import annotations

import ipaddress
import re
import threading
import time
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache

import httpx2
from django.conf import settings

from masthead.translation.engines.base import Answer
from masthead.translation.engines.errors import EngineError, UnsupportedPair
from masthead.translation.engines.libretranslate.server import TIMEOUT, Offer, Server, TooMuchError
from masthead.translation.markup import encode, frame, kinds, plain, problems, tokens

_BELIEVED = 600.0
"""Seconds before the server is asked again which languages it has."""
_CODE = re.compile(r"<x id=[\"']?(?P<number>[1-9]\d{0,5})[\"']?\s*(?P<alone>/)?>|</x>")


class LibreTranslate:
    """One server. ``price`` is EUR per million characters, for one that costs money."""

    name = "libretranslate"
    markup = True
    batch = 25

    def __init__(
        self, url: str, key: str = "", price: Decimal = Decimal(0), timeout: httpx2.Timeout = TIMEOUT
    ) -> None:
        self.price_per_million = price
        self._server = Server(url, key, timeout)
        self._lock = threading.Lock()
        self._known: tuple[float, Offer, str] | None = None

    @classmethod
    def from_settings(cls) -> LibreTranslate | None:
        url = settings.MASTHEAD_LIBRETRANSLATE_URL
        return _shared(url, settings.MASTHEAD_LIBRETRANSLATE_KEY) if url else None

    @property
    def version(self) -> str:
        try:
            return self._offer()[1]
        except EngineError:
            return "unknown"

    @property
    def leaves_machine(self) -> bool:
        host = self._server.host
        try:
            return not ipaddress.ip_address(host).is_loopback
        except ValueError:
            return host != "localhost"

    def supports(self, source: str, target: str) -> bool:
        try:
            self.route(source, target)
        except EngineError:
            return False
        return True

    def route(self, source: str, target: str) -> tuple[str, ...]:
        offer, _ = self._offer()
        theirs, into = offer.codes.get(source), offer.codes.get(target)
        if source == target or not theirs or into not in offer.targets[theirs]:
            raise UnsupportedPair(self.name, source, target)
        return source, target

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[Answer]:
        self.route(source, target)
        framed = [frame(text) for text in texts]
        # The server refuses empty texts, and without letters there is nothing to translate.
        cores = [core for core in dict.fromkeys(core for _, core, _ in framed) if _has_words(core)]
        found = self._ask(cores, [_to_html(core) for core in cores], source, target, "html")
        done = {core: self._judged(core, _from_html(html, kinds(core))) for core, html in found.items()}
        # Where codes did not come back: once more, as plain words.
        bare = [core for core, answer in done.items() if answer.markup == "lost"]
        for core, words in self._ask(bare, [plain(core) for core in bare], source, target, "text").items():
            done[core] = self._answer(None if words is None else encode(words), markup="lost")
        return [self._framed(before, done.get(core), core, after) for before, core, after in framed]

    def _judged(self, core: str, text: str | None) -> Answer:
        answer = self._answer(text)
        if answer.text is not None and problems(answer.text, kinds(core)):
            return self._answer(text, markup="lost")
        return answer

    def _answer(self, text: str | None, markup: str = "kept") -> Answer:
        version = self._offer()[1]
        if text is None:
            return Answer(None, self.name, version, fault="too-long")
        if not plain(text).strip():
            return Answer(None, self.name, version, fault="empty")
        return Answer(text.strip(), self.name, version, markup="lost" if markup == "lost" else "kept")

    def _framed(self, before: str, answer: Answer | None, core: str, after: str) -> Answer:
        if answer is None:
            return Answer(before + core + after, self.name, self.version)
        if answer.text is None:
            return answer
        return Answer(before + answer.text + after, answer.engine, answer.version, markup=answer.markup)

    def _ask(
        self, cores: Sequence[str], sent: Sequence[str], source: str, target: str, form: str
    ) -> dict[str, str | None]:
        """core → the server's text; None where the server finds even one alone too long."""
        codes = self._offer()[0].codes
        found: dict[str, str | None] = {}
        waiting = [slice(start, start + self.batch) for start in range(0, len(cores), self.batch)]
        while waiting:
            part = waiting.pop(0)
            batch = cores[part]
            try:
                answers = self._server.translate(sent[part], codes[source], codes[target], form)
            except TooMuchError:
                if len(batch) == 1:
                    found[batch[0]] = None
                    continue
                middle = part.start + len(batch) // 2
                waiting[:0] = [slice(part.start, middle), slice(middle, part.start + len(batch))]
            else:
                found.update(zip(batch, answers, strict=True))
        return found

    def _offer(self) -> tuple[Offer, str]:
        with self._lock:
            now = time.monotonic()
            if self._known is None or self._known[0] < now:
                self._known = now + _BELIEVED, self._server.offer(), self._server.version()
            return self._known[1], self._known[2]


@lru_cache(maxsize=4)
def _shared(url: str, key: str) -> LibreTranslate:
    return LibreTranslate(url, key)


def _has_words(core: str) -> bool:
    return any(character.isalpha() for character in plain(core))


def _to_html(core: str) -> str:
    parts = []
    for token in tokens(core):
        match token.kind:
            case "text":
                parts.append(token.raw)
            case "open":
                parts.append(f'<x id="{token.number}">')
            case "close":
                parts.append("</x>")
            case "alone":
                parts.append(f'<x id="{token.number}"></x>')
    return "".join(parts)


def _from_html(html: str | None, wanted: Mapping[int, bool]) -> str | None:
    """The server's HTML as a marked text. Codes that stand wrongly are left for ``problems`` to find."""
    if html is None:
        return None
    parts: list[str] = []
    opened: list[str] = []
    at = 0
    for match in _CODE.finditer(html):
        parts.append(encode(html[at : match.start()]))
        at = match.end()
        number = match["number"]
        if number is None:
            parts.append(opened.pop() if opened else "")
        elif wanted.get(int(number)):
            parts.append(f"<x{number}>")
            opened.append(f"</x{number}>")
        else:
            parts.append(f"<x{number}/>")
            opened += [] if match["alone"] else [""]
    return "".join([*parts, encode(html[at:])])
