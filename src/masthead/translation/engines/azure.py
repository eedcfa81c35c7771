"""Azure Translator, v3.0: https://learn.microsoft.com/azure/ai-services/translator/text-translation/reference/v3/translate"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

import httpx2
from django.conf import settings

from masthead.translation.engines.coded import Limits
from masthead.translation.engines.errors import BadAnswer, EngineError, EngineSpent, TooMuchError
from masthead.translation.engines.hosted import Hosted, Offer, ours
from masthead.translation.engines.web import TIMEOUT, Believed, Refusal, Service

URL = "https://api.cognitive.microsofttranslator.com"
_PREFER = {"sr": "sr-Cyrl", "pt": "pt-PT"}
# The service's own numbers, of which the first three digits are the status.
_SPENT = frozenset({403001})
_TOO_MUCH = frozenset({400050, 400077})


class Azure(Hosted):
    """``region`` is that of the resource, empty for a global one."""

    name = "azure"
    version = "v3.0"
    # 1,000 texts and 50,000 characters.
    limits = Limits(texts=100, characters=40_000)

    def __init__(
        self,
        key: str,
        region: str = "",
        url: str = "",
        price: Decimal = Decimal(0),
        timeout: httpx2.Timeout = TIMEOUT,
    ) -> None:
        headers = {"Ocp-Apim-Subscription-Key": key}
        service = Service(
            url or URL,
            key="MASTHEAD_AZURE_KEY and MASTHEAD_AZURE_REGION",
            kind="Azure Translator",
            headers=headers | ({"Ocp-Apim-Subscription-Region": region} if region else {}),
            judge=self._judge,
            timeout=timeout,
        )
        super().__init__(service, price)
        self._believed = Believed(self._ask_languages)

    @classmethod
    def from_settings(cls) -> Azure | None:
        if not settings.MASTHEAD_AZURE_KEY:
            return None
        return _shared(
            settings.MASTHEAD_AZURE_KEY,
            settings.MASTHEAD_AZURE_REGION,
            settings.MASTHEAD_AZURE_URL,
            settings.MASTHEAD_AZURE_PRICE,
        )

    def offer(self) -> Offer:
        return self._believed()

    def send(self, texts: Sequence[str], source: str, target: str, elements: bool) -> list[str]:
        """``POST /translate``"""
        offer = self.offer()
        query = {
            "api-version": "3.0",
            "from": offer.sources[source],
            "to": offer.targets[target],
            "textType": "html" if elements else "plain",
        }
        rows = self.service.post("/translate", [{"Text": text} for text in texts], query)
        if not isinstance(rows, list):
            raise self.service.garbled()
        return self.service.counted([_text(row) for row in rows], texts)

    def _ask_languages(self) -> Offer:
        """``GET /languages``, which wants no key."""
        match self.service.get("/languages", {"api-version": "3.0", "scope": "translation"}):
            case {"translation": dict(listed)} if found := ours(map(str, listed), _PREFER):
                return Offer(found, found)
        raise BadAnswer(f"{self.service.url} names no languages: is it Azure Translator?")

    def _judge(self, refusal: Refusal) -> EngineError | None:
        url, said = self.service.url, refusal.said
        match refusal.found:
            case {"error": {"code": int(code)}} if code in _SPENT:
                return EngineSpent(
                    f"{url} has translated all that the subscription allows: {said}. Choose a larger one."
                )
            case {"error": {"code": int(code)}} if code in _TOO_MUCH:
                return TooMuchError(f"{url} refuses so much text: {said}")
        return None


def _text(row: object) -> str | None:
    match row:
        case {"translations": [{"text": str(text)}]}:
            return text
    return None


@lru_cache(maxsize=4)
def _shared(key: str, region: str, url: str, price: Decimal) -> Azure:
    return Azure(key, region, url, price)
