"""What a LibreTranslate server says, and what its refusals mean.

The server is one that the operator names, often on the same machine, so its address is not held to the rules
for addresses from outside; redirects are not followed and the environment's proxies are not asked.
Format: https://docs.libretranslate.com/api/operations/translate/
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx2

from masthead.lib import languages
from masthead.translation.engines.errors import (
    BadAnswer,
    EngineBusy,
    EngineError,
    EngineRefused,
    EngineUnavailable,
)

TIMEOUT = httpx2.Timeout(120.0, connect=5.0)
LARGEST = 20_000_000
"""Bytes of an answer."""
# Codes of LibreTranslate that are not in BCP 47, or mean more than Masthead's language does.
_THEIRS = {"zt": "zh-hant", "tl": "fil", "pb": None, "pt-br": None}


class TooMuchError(BadAnswer):
    """The texts of one call are longer, or more, than the server takes."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a server translates: Masthead's code → its own, and its own → those it translates into."""

    codes: Mapping[str, str]
    targets: Mapping[str, frozenset[str]]


class Server:
    """One server; ``key`` is sent with each call, if there is one."""

    def __init__(self, url: str, key: str = "", timeout: httpx2.Timeout = TIMEOUT) -> None:
        self.url, self._key = url.rstrip("/"), key
        self._client = httpx2.Client(timeout=timeout, trust_env=False, follow_redirects=False)

    @property
    def host(self) -> str:
        return httpx2.URL(self.url).host

    def offer(self) -> Offer:
        """``GET /languages``"""
        codes: dict[str, str] = {}
        targets: dict[str, frozenset[str]] = {}
        rows = self._request("GET", "/languages")
        for row in rows if isinstance(rows, list) else ():
            match row:
                case {"code": str(theirs), "targets": list(into)}:
                    targets[theirs] = frozenset(code for code in into if isinstance(code, str))
                    codes.setdefault(_ours(theirs), theirs)
        codes.pop("", None)
        if not codes:
            raise BadAnswer(f"{self.url} names no languages: is it a LibreTranslate server?")
        return Offer(codes, targets)

    def version(self) -> str:
        """The version that ``GET /spec`` names, "unknown" where it names none."""
        try:
            said = self._request("GET", "/spec")
        except EngineError:
            return "unknown"
        match said:
            case {"info": {"version": str(version)}} if version.strip():
                return version.strip()[:40]
        return "unknown"

    def translate(self, texts: Sequence[str], source: str, target: str, form: str) -> list[str]:
        """``POST /translate``; ``form`` is ``html`` or ``text``, languages are the server's codes."""
        body = {"q": list(texts), "source": source, "target": target, "format": form}
        found = self._request("POST", "/translate", body | ({"api_key": self._key} if self._key else {}))
        match found:
            case {"translatedText": [*answers]} if all(isinstance(answer, str) for answer in answers):
                if len(answers) == len(texts):
                    return answers
                raise BadAnswer(
                    f"{self.url} gave {len(answers)} translations for {len(texts)} texts: try again."
                )
        raise BadAnswer(f"{self.url} answered without translations: is it a LibreTranslate server?")

    def _request(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        content = bytearray()
        deadline = time.monotonic() + (self._client.timeout.read or TIMEOUT.read or 0)
        try:
            with self._client.stream(method, self.url + path, json=body) as answer:
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
        self._raise_for(answer, found)
        if found is None:
            raise BadAnswer(f"{self.url} answered something else than JSON: is it a LibreTranslate server?")
        return found

    def _raise_for(self, answer: httpx2.Response, found: Any) -> None:
        status = answer.status_code
        said = (
            str(found["error"])[:200] if isinstance(found, dict) and "error" in found else f"status {status}"
        )
        match status:
            case 429:
                wait = _seconds(answer.headers.get("Retry-After", ""))
                raise EngineBusy(f"{self.url} is asked too often: {said}", wait)
            # A call without a key, to a server that wants one, is answered with 400.
            case 401 | 403:
                raise EngineRefused(f"{self.url} refuses the key: {said}. Check MASTHEAD_LIBRETRANSLATE_KEY.")
            case 400 if "API key" in said:
                raise EngineRefused(f"{self.url} wants a key: {said}. Set MASTHEAD_LIBRETRANSLATE_KEY.")
            case 413:
                raise TooMuchError(f"{self.url} refuses so much text: {said}")
            case 400 if "exceeds" in said:
                raise TooMuchError(f"{self.url} refuses so much text: {said}")
        if 300 <= status < 400:
            raise EngineUnavailable(f"{self.url} redirects: set the address that it redirects to.")
        if 400 <= status < 500:
            raise BadAnswer(f"{self.url} refuses the texts: {said}")
        if status >= 500:
            raise EngineUnavailable(f"{self.url} failed: {said}")


def _ours(theirs: str) -> str:
    known = languages.match(theirs)
    return _THEIRS.get(theirs.lower(), known.code if known else "") or ""


def _seconds(header: str) -> float | None:
    """RFC 9110 section 10.2.3: seconds, or a date."""
    if header.strip().isdigit():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
