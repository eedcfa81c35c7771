"""One question to a translation service over HTTP, and what its refusals mean.

A service's address is the operator's own setting, often in their own network, so it is not held to the rules for
addresses from outside. Redirects are not followed, the environment's proxies are not asked, time and bytes are bounded.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from typing import Any, Generic, TypeVar

import httpx2

from masthead.translation.engines.errors import (
    BadAnswer,
    EngineBusy,
    EngineError,
    EngineRefused,
    EngineUnavailable,
    TooMuchError,
)

TIMEOUT = httpx2.Timeout(120.0, connect=5.0)
LARGEST = 20_000_000
"""Bytes of an answer."""

Known = TypeVar("Known")


@dataclass(frozen=True, slots=True)
class Refusal:
    """An answer with a status of 300 or more. ``found`` is its JSON or None, ``said`` its words for people."""

    status: int
    found: Any
    said: str
    wait: float | None


Judge = Callable[[Refusal], EngineError | None]
"""What only this service means by a status; None where it is what everybody means."""


def _usual(_: Refusal) -> None:
    return None


class Service:
    """One service at one address. ``key`` names the setting that holds its key, for the sentences."""

    def __init__(
        self,
        url: str,
        *,
        key: str,
        kind: str,
        headers: Mapping[str, str] | None = None,
        judge: Judge = _usual,
        timeout: httpx2.Timeout = TIMEOUT,
    ) -> None:
        self.url, self._key, self._kind, self._judge = url.rstrip("/"), key, kind, judge
        self._client = httpx2.Client(
            timeout=timeout, trust_env=False, follow_redirects=False, headers=dict(headers or {})
        )

    @property
    def local(self) -> bool:
        """Whether it is on this machine."""
        host = httpx2.URL(self.url).host
        try:
            return ip_address(host).is_loopback
        except ValueError:
            return host == "localhost"

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Any:
        """The JSON of an answer; an ``EngineError`` where there is none."""
        return self._ask("GET", path, {"params": query} if query else {})

    def post(self, path: str, body: object, query: Mapping[str, str] | None = None) -> Any:
        """As ``get``, with ``body`` sent as JSON."""
        return self._ask("POST", path, {"json": body} | ({"params": query} if query else {}))

    def send(self, path: str, content: bytes, headers: Mapping[str, str]) -> Any:
        """As ``post``, with bytes that are signed as they are."""
        return self._ask("POST", path, {"content": content, "headers": dict(headers)})

    def garbled(self) -> BadAnswer:
        """The error for JSON that holds no translations."""
        return BadAnswer(f"{self.url} answered without translations: is it {self._kind}?")

    def counted(self, answers: Sequence[object], texts: Sequence[str]) -> list[str]:
        """The answers, where they are words and as many as the texts; ``BadAnswer`` otherwise."""
        words = [answer for answer in answers if isinstance(answer, str)]
        if len(words) < len(answers):
            raise self.garbled()
        if len(words) != len(texts):
            raise BadAnswer(f"{self.url} gave {len(words)} translations for {len(texts)} texts: try again.")
        return words

    def _ask(self, method: str, path: str, sent: Mapping[str, Any]) -> Any:
        content = bytearray()
        deadline = time.monotonic() + (self._client.timeout.read or TIMEOUT.read or 0)
        try:
            with self._client.stream(method, self.url + path, **sent) as answer:
                for chunk in answer.iter_bytes():
                    content += chunk
                    if len(content) > LARGEST or time.monotonic() > deadline:
                        raise BadAnswer(f"{self.url} does not come to an end with its answer.")
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            raise EngineUnavailable(f"{self.url} cannot be reached: is the server running?") from error
        try:
            found = json.loads(content)
        except (ValueError, RecursionError):
            found = None
        if answer.status_code >= 300:
            wait = seconds(answer.headers.get("Retry-After", ""))
            refusal = Refusal(answer.status_code, found, _said(found, answer.status_code), wait)
            raise self._judge(refusal) or self._meaning(refusal)
        if found is None:
            raise BadAnswer(f"{self.url} answered something else than JSON: is it {self._kind}?")
        return found

    def _meaning(self, refusal: Refusal) -> EngineError:
        said = refusal.said
        match refusal.status:
            case 429:
                return EngineBusy(f"{self.url} is asked too often: {said}", refusal.wait)
            case 401 | 403:
                return EngineRefused(f"{self.url} refuses the key: {said}. Check {self._key}.")
            case 413 | 414:
                return TooMuchError(f"{self.url} refuses so much text: {said}")
            case 408:
                return EngineUnavailable(f"{self.url} gave up waiting: {said}")
            case status if status < 400:
                return EngineUnavailable(f"{self.url} redirects: set the address that it redirects to.")
            case status if status < 500:
                return BadAnswer(f"{self.url} refuses the texts: {said}")
        return EngineUnavailable(f"{self.url} failed: {said}")


class Believed(Generic[Known]):
    """What a service said of itself, asked again after ``for_seconds``; that it said nothing, after ``silence``.

    So a service that is away holds nobody up for each language anew.
    """

    def __init__(self, ask: Callable[[], Known], for_seconds: float = 600.0, silence: float = 30.0) -> None:
        self._ask, self._seconds, self._silence = ask, for_seconds, silence
        self._lock = threading.Lock()
        self._known: tuple[float, Known | EngineError] | None = None

    def __call__(self) -> Known:
        with self._lock:
            now = time.monotonic()
            if self._known is None or self._known[0] < now:
                try:
                    self._known = now + self._seconds, self._ask()
                except EngineError as error:
                    self._known = time.monotonic() + self._silence, error
            known = self._known[1]
        if isinstance(known, EngineError):
            raise known
        return known


def seconds(header: str) -> float | None:
    """``Retry-After`` (RFC 9110 section 10.2.3): seconds, or a date; None where it is neither."""
    if header.isascii() and header.strip().isdigit():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _said(found: Any, status: int) -> str:
    """What a refusal says: services write it as ``message`` or ``error``, and that within ``error``."""
    match found:
        case (
            {"error": {"message": str(words)}}
            | {"error": str(words)}
            | {"message": str(words)}
            | {"Message": str(words)}
        ) if words.strip():
            return words.strip()[:200]
    return f"status {status}"
