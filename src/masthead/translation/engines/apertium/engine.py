"""Apertium as an engine: near languages by rules, others by way of one between."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings

from masthead.lib import languages
from masthead.translation.engines.apertium import modes, serbian
from masthead.translation.engines.apertium.pipe import POOL, PipeError
from masthead.translation.engines.apertium.stream import empty_pairs, from_stream, to_stream
from masthead.translation.engines.base import Answer
from masthead.translation.engines.errors import EngineUnavailable, UnsupportedPair
from masthead.translation.markup import encode, frame, kinds, plain, problems

LONGEST = 20_000
"""Characters; a sentence is never so long, and a text that is would keep the pipeline busy for minutes."""


class _NoAnswerError(Exception):
    """``args[0]`` is the fault of an ``Answer``."""


class Apertium:
    """The Apertium of this machine; ``folder`` holds the mode files, ``seconds`` bounds one text."""

    name = "apertium"
    markup = True
    leaves_machine = False
    price_per_million = Decimal(0)
    batch = 50
    characters = 100_000
    glossary = False

    def __init__(self, folder: str, seconds: float = 10.0) -> None:
        self._folder, self._seconds = folder, seconds

    @classmethod
    def from_settings(cls) -> Apertium | None:
        folder = settings.MASTHEAD_APERTIUM_MODES
        return cls(folder) if folder and modes.pairs(folder) else None

    @property
    def version(self) -> str:
        return _installed("apertium")

    def supports(self, source: str, target: str) -> bool:
        return modes.route(self._folder, source, target) is not None

    def route(self, source: str, target: str) -> tuple[str, ...]:
        way = modes.route(self._folder, source, target)
        if way is None:
            raise UnsupportedPair(self.name, source, target)
        return way

    def translate(self, texts: Sequence[str], source: str, target: str) -> list[Answer]:
        way = self.route(source, target)
        names = modes.pairs(self._folder)
        legs = [_Leg(self._folder, names[pair], *pair) for pair in pairwise(way)]
        version = " + ".join(leg.version for leg in legs)
        return [self._answer(text, legs, version) for text in texts]

    def _answer(self, text: str, legs: Sequence[_Leg], version: str) -> Answer:
        before, core, after = frame(text)
        if not any(character.isalpha() for character in plain(core)):
            return Answer(text, self.name, version)
        if len(core) > LONGEST:
            return Answer(None, self.name, version, fault="too-long")
        fault = ""
        # Once more without codes: they may be what the pipeline stumbles over.
        for attempt in dict.fromkeys((core, encode(plain(core)))):
            try:
                answer = before + self._through(attempt, legs) + after
            except _NoAnswerError as error:
                fault = str(error)
            else:
                return Answer(answer, self.name, version, markup="kept" if attempt == core else "lost")
        return Answer(None, self.name, version, fault=fault)

    def _through(self, text: str, legs: Sequence[_Leg]) -> str:
        for leg in legs:
            text = leg.translate(text, self._seconds)
        return text


class _Leg:
    """One mode on the way."""

    def __init__(self, folder: str, mode: str, source: str, target: str) -> None:
        self._mode, self._source, self._target = mode, source, target
        file = Path(folder) / f"{mode}.mode"
        try:
            pipeline = file.read_text("utf-8")
            self._command = modes.pipeline(mode, pipeline)
        except (OSError, ValueError) as error:
            raise EngineUnavailable(
                f"Apertium's mode file {file} cannot be used: reinstall its package."
            ) from error
        package = re.search(r"/(apertium-[a-z]+-[a-z]+)/", pipeline)
        self.version = f"{mode} {_installed(package[1]) if package else ''}".strip()

    def translate(self, text: str, seconds: float) -> str:
        if self._source == "sr":
            text = serbian.turned(text, serbian.to_latin)
        fault = "codes"
        for bound in (True, False) if kinds(text) else (True,):
            try:
                answer = from_stream(self._asked(to_stream(text, bound=bound), seconds), text)
            except PipeError as error:
                fault = error.code
                continue
            words = plain(answer).strip()
            if len(words) * 3 < len(plain(text)):
                fault = "too-short" if words else "empty"
            elif not problems(answer, kinds(text)) and empty_pairs(answer) <= empty_pairs(text):
                if self._target == "sr" and languages.get("sr").script == "Cyrl":
                    answer = serbian.turned(answer, serbian.to_cyrillic)
                return answer
        raise _NoAnswerError(fault)

    def _asked(self, stream: str, seconds: float) -> str:
        try:
            return POOL.ask(self._command, stream, seconds)
        except PipeError as error:
            if error.code != "not-started":
                raise
            raise EngineUnavailable(
                f"Apertium's pipeline {self._mode} does not start: reinstall its package."
            ) from error


@cache
def _installed(package: str) -> str:
    """The version of a Debian package; where there is none, what Apertium says of itself."""
    query = shutil.which("dpkg-query")
    if query:
        found = _said([query, "-W", "-f", "${Version}", package])
        if found:
            return found
    script = shutil.which("apertium")
    return _said([script, "-V"]).removeprefix("Apertium ") if script and package == "apertium" else "unknown"


def _said(command: list[str]) -> str:
    try:
        done = subprocess.run(command, capture_output=True, timeout=10, check=True)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode(errors="replace").strip()
