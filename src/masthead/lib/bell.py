"""How an earlier room tells later rooms that something happened, without knowing them.

A bell is rung inside the transaction of what happened, so a listener may write rows that stand or fall
with it (an enqueued task, usually), and must do nothing slow.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

Event = TypeVar("Event")


class Bell(Generic[Event]):
    def __init__(self, event: type[Event]) -> None:
        self.event = event
        self._listeners: list[Callable[[Event], None]] = []

    def answer(self, listener: Callable[[Event], None]) -> Callable[[Event], None]:
        """Call ``listener`` at each ring, after those that came before it. Once, however often said."""
        if listener not in self._listeners:
            self._listeners.append(listener)
        return listener

    def ring(self, event: Event) -> None:
        for listener in self._listeners:
            listener(event)
