from __future__ import annotations

from dataclasses import dataclass

import pytest

from masthead.lib.bell import Bell


@dataclass(frozen=True, slots=True)
class Noon:
    day: int


def test_every_listener_hears_each_ring_in_the_order_in_which_they_came() -> None:
    bell, heard = Bell(Noon), []
    bell.answer(lambda event: heard.append(("first", event.day)))
    bell.answer(lambda event: heard.append(("second", event.day)))

    bell.ring(Noon(1))
    bell.ring(Noon(2))

    assert heard == [("first", 1), ("second", 1), ("first", 2), ("second", 2)]


def test_who_answers_twice_hears_once() -> None:
    bell, heard = Bell(Noon), []

    def listen(event: Noon) -> None:
        heard.append(event)

    bell.answer(listen)
    bell.answer(listen)
    bell.ring(Noon(1))

    assert heard == [Noon(1)]


def test_a_listener_that_fails_stops_what_rang() -> None:
    """It runs in the transaction of what happened, which must not stand without it."""
    bell = Bell(Noon)

    @bell.answer
    def fail(event: Noon) -> None:
        raise RuntimeError("no")

    with pytest.raises(RuntimeError):
        bell.ring(Noon(1))
