"""DeepL, API v2 (https://developers.deepl.com/docs): codes as XML, glossaries by their number.

A key that ends in ``:fx`` belongs to the free service, which has a host of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from typing import Any

import httpx2
from django.conf import settings

from masthead.translation.engines.coded import Limits
from masthead.translation.engines.errors import BadAnswer, EngineBusy, EngineError, EngineSpent
from masthead.translation.engines.hosted import Hosted, Offer, ours
from masthead.translation.engines.web import TIMEOUT, Believed, Refusal, Service

_PREFER = {"en": "EN-GB", "pt": "PT-PT", "zh-hans": "ZH-HANS"}


class DeepL(Hosted):
    """``glossaries``: {"en-de": id} for the pairs that have one, Masthead's codes."""

    name = "deepl"
    version = "v2"
    glossary = True
    # 50 texts, and 128 KiB for the whole body; a character takes up to four bytes.
    limits = Limits(texts=50, characters=25_000)

    def __init__(
        self,
        key: str,
        url: str = "",
        price: Decimal = Decimal(0),
        glossaries: Mapping[str, str] | None = None,
        timeout: httpx2.Timeout = TIMEOUT,
    ) -> None:
        host = "https://api-free.deepl.com" if key.endswith(":fx") else "https://api.deepl.com"
        service = Service(
            url or host,
            key="MASTHEAD_DEEPL_KEY",
            kind="DeepL",
            headers={"Authorization": f"DeepL-Auth-Key {key}"},
            judge=self._judge,
            timeout=timeout,
        )
        super().__init__(service, Decimal(0) if key.endswith(":fx") else price)
        self._glossaries = dict(glossaries or {})
        self._believed = Believed(self._ask_languages)

    @classmethod
    def from_settings(cls) -> DeepL | None:
        if not settings.MASTHEAD_DEEPL_KEY:
            return None
        return _shared(
            settings.MASTHEAD_DEEPL_KEY,
            settings.MASTHEAD_DEEPL_URL,
            settings.MASTHEAD_DEEPL_PRICE,
            tuple(settings.MASTHEAD_DEEPL_GLOSSARIES),
        )

    def offer(self) -> Offer:
        return self._believed()

    def send(self, texts: Sequence[str], source: str, target: str, elements: bool) -> list[str]:
        """``POST /v2/translate``. Each text is one sentence, so it is not cut again."""
        offer = self.offer()
        body: dict[str, Any] = {
            "text": list(texts),
            "source_lang": offer.sources[source],
            "target_lang": offer.targets[target],
            "split_sentences": "0",
            "preserve_formatting": True,
        }
        if elements:
            body["tag_handling"] = "xml"
        if glossary := self._glossaries.get(f"{source}-{target}"):
            body["glossary_id"] = glossary
        match self.service.post("/v2/translate", body):
            case {"translations": [*rows]}:
                answers = [row.get("text") if isinstance(row, dict) else None for row in rows]
                return self.service.counted(answers, texts)
        raise self.service.garbled()

    def _ask_languages(self) -> Offer:
        """``GET /v2/languages``. Chinese is one source in both scripts."""
        sources, targets = (self._listed(kind) for kind in ("source", "target"))
        if not sources or not targets:
            raise BadAnswer(f"{self.service.url} names no languages: is it DeepL?")
        from_ours = ours(sources, {})
        if "zh-hans" in from_ours:
            from_ours.setdefault("zh-hant", from_ours["zh-hans"])
        return Offer(from_ours, ours(targets, _PREFER))

    def _listed(self, kind: str) -> list[str]:
        rows = self.service.get("/v2/languages", {"type": kind})
        found = []
        for row in rows if isinstance(rows, list) else ():
            match row:
                case {"language": str(code)}:
                    found.append(code)
        return found

    def _judge(self, refusal: Refusal) -> EngineError | None:
        url, said = self.service.url, refusal.said
        match refusal.status:
            case 456:
                return EngineSpent(
                    f"{url} has translated all that the account pays for: {said}. Raise its limit, or wait for the next month."
                )
            case 529:
                return EngineBusy(f"{url} is asked too often: {said}", refusal.wait)
        return None


@lru_cache(maxsize=4)
def _shared(key: str, url: str, price: Decimal, glossaries: tuple[str, ...]) -> DeepL:
    pairs = (entry.partition("=") for entry in glossaries)
    return DeepL(key, url, price, {pair.strip(): number.strip() for pair, _, number in pairs})
