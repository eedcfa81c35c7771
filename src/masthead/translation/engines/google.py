"""Google Cloud Translation, Basic (v2), with an API key: https://cloud.google.com/translate/docs/basic/translating-text"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache

import httpx2
from django.conf import settings

from masthead.lib import languages
from masthead.translation.engines.coded import Limits
from masthead.translation.engines.errors import (
    EngineBusy,
    EngineError,
    EngineRefused,
    EngineSpent,
    TooMuchError,
)
from masthead.translation.engines.hosted import Hosted, Offer
from masthead.translation.engines.web import TIMEOUT, Refusal, Service

URL = "https://translation.googleapis.com"
_THEIRS = {"zh-hans": "zh-CN", "zh-hant": "zh-TW", "nb": "no"}
_ALL = {code: _THEIRS.get(code, code) for code in languages.CODES}
_OFTEN = frozenset({"rateLimitExceeded", "userRateLimitExceeded"})
_SPENT = frozenset({"dailyLimitExceeded", "quotaExceeded"})


class Google(Hosted):
    """Translates between all of Masthead's languages."""

    name = "google"
    version = "v2"
    # 128 texts; Google advises 5,000 characters for a call and takes 30,000.
    limits = Limits(texts=128, characters=5_000)

    def __init__(
        self,
        key: str,
        url: str = "",
        price: Decimal = Decimal(0),
        timeout: httpx2.Timeout = TIMEOUT,
    ) -> None:
        service = Service(
            url or URL,
            key="MASTHEAD_GOOGLE_KEY",
            kind="Google’s translation",
            headers={"X-Goog-Api-Key": key},
            judge=self._judge,
            timeout=timeout,
        )
        super().__init__(service, price)

    @classmethod
    def from_settings(cls) -> Google | None:
        key = settings.MASTHEAD_GOOGLE_KEY
        return _shared(key, settings.MASTHEAD_GOOGLE_URL, settings.MASTHEAD_GOOGLE_PRICE) if key else None

    def offer(self) -> Offer:
        return Offer(_ALL, _ALL)

    def send(self, texts: Sequence[str], source: str, target: str, elements: bool) -> list[str]:
        """``POST /language/translate/v2``"""
        body = {
            "q": list(texts),
            "source": _ALL[source],
            "target": _ALL[target],
            "format": "html" if elements else "text",
        }
        match self.service.post("/language/translate/v2", body):
            case {"data": {"translations": [*rows]}}:
                answers = [row.get("translatedText") if isinstance(row, dict) else None for row in rows]
                return self.service.counted(answers, texts)
        raise self.service.garbled()

    def _judge(self, refusal: Refusal) -> EngineError | None:
        url, said, reasons = self.service.url, refusal.said, _reasons(refusal.found)
        if refusal.status == 403 and reasons & _OFTEN:
            return EngineBusy(f"{url} is asked too often: {said}", refusal.wait)
        if refusal.status == 403 and reasons & _SPENT:
            return EngineSpent(f"{url} has translated all that the project’s quota allows: {said}. Raise it.")
        if refusal.status == 400 and ("API_KEY_INVALID" in reasons or "API key" in said):
            return EngineRefused(f"{url} refuses the key: {said}. Check MASTHEAD_GOOGLE_KEY.")
        if refusal.status == 400 and "too long" in said.lower():
            return TooMuchError(f"{url} refuses so much text: {said}")
        return None


def _reasons(found: object) -> set[str]:
    """The words for programs in a refusal: in ``errors``, in newer answers also in ``details``."""
    match found:
        case {"error": dict(error)}:
            rows = [row for name in ("errors", "details") for row in _list(error.get(name))]
            return {str(row.get("reason")) for row in rows if isinstance(row, dict)}
    return set()


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []


@lru_cache(maxsize=4)
def _shared(key: str, url: str, price: Decimal) -> Google:
    return Google(key, url, price)
