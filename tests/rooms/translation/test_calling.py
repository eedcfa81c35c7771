"""Engines are called not too often, again where it may help, and not at all while they fail. No test waits."""

from __future__ import annotations

import pytest
from tests.rooms.translation.odd_engines import Dear, Moody

from masthead.translation.calling import Caller, Manners, Resting
from masthead.translation.engines.errors import (
    BadAnswer,
    EngineBusy,
    EngineError,
    EngineRefused,
    EngineUnavailable,
    UnsupportedPair,
)


class Time:
    """A clock that goes when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


def _caller(time: Time, **manners: object) -> Caller:
    return Caller(Manners(**manners), time.clock, time.sleep)  # type: ignore[arg-type]


def _call(caller: Caller, *errors: EngineError) -> str | None:
    Moody.errors[:] = errors
    return caller.call(Moody(), ["ab"], "en", "de")[0].text


def test_what_fails_for_a_while_is_tried_again_after_longer_and_longer_pauses(time: Time) -> None:
    said = _call(_caller(time), EngineUnavailable("off"), EngineUnavailable("off"), EngineBusy("often"))

    assert said == "ba"
    assert [1 <= time.slept[0] <= 1.25, 2 <= time.slept[1] <= 2.5, 4 <= time.slept[2] <= 5] == [True] * 3


def test_an_engine_that_says_how_long_is_given_so_long(time: Time) -> None:
    _call(_caller(time), EngineBusy("often", 12.0))

    assert time.slept == [12.0]


def test_nobody_waits_longer_than_is_good(time: Time) -> None:
    with pytest.raises(EngineBusy):
        _call(_caller(time), EngineBusy("often", 31.0))

    assert time.slept == []


def test_tries_are_bounded(time: Time) -> None:
    with pytest.raises(EngineUnavailable):
        _call(_caller(time), *[EngineUnavailable("off")] * 9)

    assert len(Dear.asked) == 4
    assert len(time.slept) == 3


@pytest.mark.parametrize(
    "error", [EngineRefused("key"), BadAnswer("?"), UnsupportedPair("moody", "en", "de")]
)
def test_what_trying_again_cannot_mend_is_not_tried_again(time: Time, error: EngineError) -> None:
    with pytest.raises(type(error)):
        _call(_caller(time), error)

    assert (len(Dear.asked), time.slept) == (1, [])


def test_after_failures_in_a_row_the_engine_is_left_alone(time: Time) -> None:
    caller = _caller(time, tries=1, failures=3)
    for _ in range(3):
        with pytest.raises(EngineUnavailable):
            _call(caller, EngineUnavailable("off"))

    with pytest.raises(Resting, match="for 300 seconds"):
        _call(caller)

    assert len(Dear.asked) == 3


def test_failures_that_are_not_in_a_row_do_not_count(time: Time) -> None:
    caller = _caller(time, tries=1, failures=2)
    for _ in range(4):
        with pytest.raises(EngineUnavailable):
            _call(caller, EngineUnavailable("off"))
        assert _call(caller) == "ba"


def test_after_its_rest_one_call_finds_out_whether_it_works(time: Time) -> None:
    caller = _caller(time, tries=1, failures=1, rest=60.0)
    with pytest.raises(EngineUnavailable):
        _call(caller, EngineUnavailable("off"))
    time.now += 61

    with pytest.raises(EngineUnavailable, match="still off"):
        _call(caller, EngineUnavailable("still off"))
    with pytest.raises(Resting):
        _call(caller)
    time.now += 61

    assert [_call(caller), _call(caller)] == ["ba", "ba"]


def test_no_second_call_goes_through_while_the_first_finds_out(time: Time) -> None:
    caller = _caller(time, tries=1, failures=1, rest=60.0)
    with pytest.raises(EngineUnavailable):
        _call(caller, EngineUnavailable("off"))
    time.now += 61

    class Slow(Moody):
        def translate(self, *args: object) -> list[object]:  # type: ignore[override]
            with pytest.raises(Resting):
                _call(caller)
            return []

    assert caller.call(Slow(), ["ab"], "en", "de") == []
    assert _call(caller) == "ba"


def test_a_refused_key_is_not_shown_again(time: Time) -> None:
    caller = _caller(time)
    with pytest.raises(EngineRefused):
        _call(caller, EngineRefused("key"))

    with pytest.raises(Resting):
        _call(caller)


def test_a_busy_engine_that_asks_for_a_long_rest_gets_it(time: Time) -> None:
    caller = _caller(time, failures=1)
    with pytest.raises(EngineBusy):
        _call(caller, EngineBusy("tomorrow", 5000.0))
    time.now += 4000

    with pytest.raises(Resting):
        _call(caller)


def test_one_engine_rests_and_the_other_works(time: Time) -> None:
    caller = _caller(time, failures=1, tries=1)
    with pytest.raises(EngineUnavailable):
        _call(caller, EngineUnavailable("off"))

    assert caller.call(Dear(), ["ab"], "en", "de")[0].text == "ba"


def test_an_engine_is_called_no_more_often_than_its_rate(time: Time) -> None:
    caller = _caller(time, rates={"moody": 30})

    for _ in range(3):
        _call(caller)
    time.now += 10
    _call(caller)

    assert time.slept == [2.0, 2.0]
