"""What a LibreTranslate server says, and what its refusals mean.

Format: https://docs.libretranslate.com/api/operations/translate/
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import httpx2

from masthead.lib import languages
from masthead.translation.engines.errors import BadAnswer, EngineError, EngineRefused, TooMuchError
from masthead.translation.engines.web import TIMEOUT, Refusal, Service

_KEY = "MASTHEAD_LIBRETRANSLATE_KEY"
# Codes of LibreTranslate that are not in BCP 47, or mean more than Masthead's language does.
_THEIRS = {"zt": "zh-hant", "tl": "fil", "pb": None, "pt-br": None}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a server translates: Masthead's code → its own, and its own → those it translates into."""

    codes: Mapping[str, str]
    targets: Mapping[str, frozenset[str]]
    version: str


class Server:
    """One server; ``key`` is sent with each call, if there is one."""

    def __init__(self, url: str, key: str = "", timeout: httpx2.Timeout = TIMEOUT) -> None:
        self._key = key
        self._service = Service(
            url, key=_KEY, kind="a LibreTranslate server", judge=self._judge, timeout=timeout
        )
        self.local = self._service.local

    def offer(self) -> Offer:
        """``GET /languages``, and the version."""
        codes: dict[str, str] = {}
        targets: dict[str, frozenset[str]] = {}
        rows = self._service.get("/languages")
        for row in rows if isinstance(rows, list) else ():
            match row:
                case {"code": str(theirs), "targets": list(into)}:
                    targets[theirs] = frozenset(code for code in into if isinstance(code, str))
                    codes.setdefault(_ours(theirs), theirs)
        codes.pop("", None)
        if not codes:
            raise BadAnswer(f"{self._service.url} names no languages: is it a LibreTranslate server?")
        return Offer(codes, targets, self._version())

    def _version(self) -> str:
        """The version that ``GET /spec`` names, "unknown" where it names none."""
        try:
            said = self._service.get("/spec")
        except EngineError:
            return "unknown"
        match said:
            case {"info": {"version": str(version)}} if version.strip():
                return version.strip()[:40]
        return "unknown"

    def translate(self, texts: Sequence[str], source: str, target: str, form: str) -> list[str]:
        """``POST /translate``; ``form`` is ``html`` or ``text``, languages are the server's codes."""
        body = {"q": list(texts), "source": source, "target": target, "format": form}
        found = self._service.post("/translate", body | ({"api_key": self._key} if self._key else {}))
        match found:
            case {"translatedText": [*answers]}:
                return self._service.counted(answers, texts)
        raise self._service.garbled()

    def _judge(self, refusal: Refusal) -> EngineError | None:
        url, said = self._service.url, refusal.said
        match refusal.status:
            # A call without a key, to a server that wants one, is answered with 400.
            case 400 if "API key" in said:
                return EngineRefused(f"{url} wants a key: {said}. Set {_KEY}.")
            case 400 if "exceeds" in said:
                return TooMuchError(f"{url} refuses so much text: {said}")
        return None


def _ours(theirs: str) -> str:
    known = languages.match(theirs)
    return _THEIRS.get(theirs.lower(), known.code if known else "") or ""
