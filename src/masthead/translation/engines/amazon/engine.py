"""Amazon Translate: https://docs.aws.amazon.com/translate/latest/APIReference/API_TranslateText.html

It takes one text in a call and no markup, so that codes are lost.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import httpx2
from django.conf import settings

from masthead.lib import languages
from masthead.translation.engines.amazon.signing import Account, signed
from masthead.translation.engines.coded import Limits
from masthead.translation.engines.errors import (
    EngineBusy,
    EngineError,
    EngineRefused,
    EngineSpent,
    EngineUnavailable,
    TooMuchError,
)
from masthead.translation.engines.hosted import Hosted, Offer
from masthead.translation.engines.web import TIMEOUT, Refusal, Service

_TARGET = "AWSShineFrontendService_20170701.TranslateText"
_LACKS = frozenset({"be", "gl", "yi"})
_THEIRS = {"zh-hans": "zh", "zh-hant": "zh-TW", "nb": "no", "fil": "tl", "pt": "pt-PT"}
_ALL = {code: _THEIRS.get(code, code) for code in languages.CODES if code not in _LACKS}
_REFUSED = frozenset(
    {
        "UnrecognizedClientException",
        "InvalidSignatureException",
        "IncompleteSignatureException",
        "MissingAuthenticationTokenException",
        "ExpiredTokenException",
        "AccessDeniedException",
        "OptInRequired",
    }
)
_OFTEN = frozenset({"ThrottlingException", "TooManyRequestsException", "RequestLimitExceeded"})


class Amazon(Hosted):
    """``terminologies`` are names of the account's custom terminologies."""

    name = "amazon"
    version = "2017-07-01"
    markup = False
    glossary = True
    # 10,000 bytes; a character takes up to three, or four beyond the scripts of news.
    limits = Limits(texts=1, characters=3_000)

    def __init__(
        self,
        account: Account,
        region: str,
        url: str = "",
        price: Decimal = Decimal(0),
        terminologies: Sequence[str] = (),
        timeout: httpx2.Timeout = TIMEOUT,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        service = Service(
            url or f"https://translate.{region}.amazonaws.com",
            key="MASTHEAD_AMAZON_KEY_ID, MASTHEAD_AMAZON_SECRET and MASTHEAD_AMAZON_REGION",
            kind="Amazon Translate",
            judge=self._judge,
            timeout=timeout,
        )
        super().__init__(service, price)
        self._account, self._region, self._now = account, region, now
        self._terminologies = list(terminologies)

    @classmethod
    def from_settings(cls) -> Amazon | None:
        if not settings.MASTHEAD_AMAZON_KEY_ID:
            return None
        return _shared(
            Account(
                settings.MASTHEAD_AMAZON_KEY_ID,
                settings.MASTHEAD_AMAZON_SECRET,
                settings.MASTHEAD_AMAZON_TOKEN,
            ),
            settings.MASTHEAD_AMAZON_REGION,
            settings.MASTHEAD_AMAZON_URL,
            settings.MASTHEAD_AMAZON_PRICE,
            tuple(settings.MASTHEAD_AMAZON_TERMINOLOGIES),
        )

    def offer(self) -> Offer:
        return Offer(_ALL, _ALL)

    def send(self, texts: Sequence[str], source: str, target: str, elements: bool) -> list[str]:
        """``TranslateText`` for the one text."""
        asked: dict[str, Any] = {
            "Text": texts[0],
            "SourceLanguageCode": _ALL[source],
            "TargetLanguageCode": _ALL[target],
        }
        if self._terminologies:
            asked["TerminologyNames"] = self._terminologies
        body = json.dumps(asked, ensure_ascii=False).encode()
        headers = signed(
            self._account,
            {
                "Host": httpx2.URL(self.service.url).netloc.decode(),
                "Content-Type": "application/x-amz-json-1.1",
                "X-Amz-Target": _TARGET,
            },
            body,
            region=self._region,
            service="translate",
            at=self._now(),
        )
        match self.service.send("/", body, headers):
            case {"TranslatedText": str(text)}:
                return [text]
        raise self.service.garbled()

    def _judge(self, refusal: Refusal) -> EngineError | None:
        """Most of its refusals have status 400, and a name."""
        match refusal.found:
            case {"__type": str(kind)}:
                name, url = kind.rpartition("#")[2], self.service.url
            case _:
                return None
        said = refusal.said if not refusal.said.startswith("status ") else name
        if name in _REFUSED:
            return EngineRefused(
                f"{url} refuses the account: {said}. Check MASTHEAD_AMAZON_KEY_ID, _SECRET and _REGION."
            )
        if name in _OFTEN:
            return EngineBusy(f"{url} is asked too often: {said}", refusal.wait)
        match name:
            case "LimitExceededException" | "ServiceQuotaExceededException":
                return EngineSpent(
                    f"{url} has translated all that the account allows: {said}. Raise its limit."
                )
            case "TextSizeLimitExceededException":
                return TooMuchError(f"{url} refuses so much text: {said}")
            case "ServiceUnavailableException" | "InternalServerException":
                return EngineUnavailable(f"{url} failed: {said}")
        return None


@lru_cache(maxsize=4)
def _shared(
    account: Account, region: str, url: str, price: Decimal, terminologies: tuple[str, ...]
) -> Amazon:
    return Amazon(account, region, url, price, terminologies)
