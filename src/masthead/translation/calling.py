"""How an engine is called: not too often, again where it may help, and not at all while it fails.

What is known of an engine is known to this process alone: another process finds out for itself.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from masthead.translation.engines.base import Answer, Engine
from masthead.translation.engines.errors import (
    EngineBusy,
    EngineError,
    EngineRefused,
    EngineUnavailable,
    UnsupportedPair,
)


@dataclass(frozen=True, slots=True)
class Manners:
    """``tries`` of one call, with pauses of ``first`` seconds that double; a pause longer than ``longest`` is not made.

    After ``failures`` in a row, or a refused key, the engine is left alone for ``rest`` seconds. ``rates`` are calls a
    minute by the engine's name.
    """

    tries: int = 4
    first: float = 1.0
    longest: float = 30.0
    failures: int = 5
    rest: float = 300.0
    rates: Mapping[str, int] = field(default_factory=dict)


class Resting(EngineUnavailable):
    """It failed again and again, and is not asked for a while."""

    code = "engine-resting"


@dataclass(slots=True)
class _State:
    failures: int = 0
    until: float = float("-inf")
    """It rests until then."""
    next: float = float("-inf")
    """The next call is due then, by its rate."""


class Caller:
    """Calls engines with manners. ``clock`` and ``sleep`` are in seconds, for tests to replace."""

    def __init__(
        self,
        manners: Manners | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.manners = manners or Manners()
        self._clock, self._sleep = clock, sleep
        self._lock = threading.Lock()
        self._states: dict[str, _State] = {}

    def call(self, engine: Engine, texts: Sequence[str], source: str, target: str) -> list[Answer]:
        """As ``engine.translate``; ``Resting`` where the engine is left alone for now."""
        for tried in range(1, self.manners.tries + 1):
            self._enter(engine.name)
            try:
                answers = engine.translate(texts, source, target)
            except UnsupportedPair:
                raise
            except EngineError as error:
                self._failed(engine.name, error)
                pause = self._pause(error, tried)
                if pause is None or self._rests(engine.name):
                    raise
                self._sleep(pause)
            else:
                with self._lock:
                    state = self._states[engine.name]
                    state.failures, state.until = 0, float("-inf")
                return answers
        raise AssertionError("the last try returns or raises")

    def _pause(self, error: EngineError, tried: int) -> float | None:
        """Seconds until the next try, None where there is to be none. A bad answer may have been paid for."""
        if tried == self.manners.tries or not isinstance(error, EngineBusy | EngineUnavailable):
            return None
        pause = self.manners.first * 2 ** (tried - 1)
        pause *= 1 + random.random() / 4  # noqa: S311 - so that processes do not come back all at once
        wished = error.retry_after if isinstance(error, EngineBusy) else None
        pause = max(pause, wished or 0.0)
        return pause if pause <= self.manners.longest else None

    def _enter(self, name: str) -> None:
        """Waits for the engine's turn. After a rest one call goes through, to see."""
        with self._lock:
            state, now = self._states.setdefault(name, _State()), self._clock()
            if now < state.until:
                raise Resting(
                    f"It failed again and again, and is left alone for {state.until - now:.0f} seconds."
                )
            if state.failures >= self.manners.failures:
                state.until = now + self.manners.rest
            rate = self.manners.rates.get(name)
            wait = max(0.0, state.next - now) if rate else 0.0
            state.next = max(now, state.next) + (60 / rate if rate else 0.0)
        if wait:
            self._sleep(wait)

    def _rests(self, name: str) -> bool:
        with self._lock:
            return self._clock() < self._states[name].until

    def _failed(self, name: str, error: EngineError) -> None:
        with self._lock:
            state = self._states[name]
            # A key that is refused once is refused every time.
            state.failures = self.manners.failures if isinstance(error, EngineRefused) else state.failures + 1
            if state.failures >= self.manners.failures:
                wished = error.retry_after if isinstance(error, EngineBusy) else None
                state.until = self._clock() + max(self.manners.rest, wished or 0.0)
