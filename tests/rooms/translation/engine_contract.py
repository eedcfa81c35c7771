"""What every engine keeps, whatever it translates with. An engine's test subclasses ``EngineContract``."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

import pytest

from masthead.translation.engines.base import Answer, Engine
from masthead.translation.engines.errors import UnsupportedPair
from masthead.translation.markup import decode, encode, kinds, plain, problems, tokens

NAUGHTY = Path(__file__).parents[4] / "shared" / "data" / "naughty-strings" / "blns.json"


class EngineContract:
    """Give the class an ``engine`` fixture, a ``pair`` it translates, and texts in its source language."""

    pair: ClassVar[tuple[str, str]] = ("en", "es")
    unsupported: ClassVar[tuple[str, str]] = ("yi", "cy")
    texts: ClassVar[Sequence[str]] = (
        "The house is red.",
        "My sister has two cats",
        "We are going to the city tomorrow.",
        "The house is red.",
    )
    marked: ClassVar[Sequence[str]] = (
        "The <x1>red</x1> car is fast.",
        "<x1>My <x2>sister</x2> has two cats</x1><x3/>",
        "The house<x1/> is <x2>very</x2> old &amp; red &lt;today&gt;.",
    )
    seconds: ClassVar[float] = 120.0
    """How long all naughty strings together may take."""

    @pytest.fixture
    def engine(self) -> Engine:
        raise NotImplementedError

    def test_it_says_what_it_is(self, engine: Engine) -> None:
        assert engine.name
        assert engine.version
        assert engine.batch >= 1
        assert engine.characters >= 1000
        assert isinstance(engine.price_per_million, Decimal)
        assert engine.price_per_million >= 0
        assert {type(engine.markup), type(engine.glossary), type(engine.leaves_machine)} == {bool}

    def test_each_text_has_its_answer_in_order(self, engine: Engine) -> None:
        together = engine.translate(self.texts, *self.pair)

        assert together == [engine.translate([text], *self.pair)[0] for text in self.texts]
        assert all(answer.text and not answer.fault for answer in together)
        assert all((answer.engine, bool(answer.version)) == (engine.name, True) for answer in together)

    def test_no_texts_have_no_answers(self, engine: Engine) -> None:
        assert engine.translate([], *self.pair) == []

    def test_a_full_batch_is_answered(self, engine: Engine) -> None:
        batch = [f"{number}. {self.texts[0]}" for number in range(engine.batch)]

        answers = engine.translate(batch, *self.pair)

        assert [str(number) in (answer.text or "") for number, answer in enumerate(answers)] == [True] * len(
            batch
        )

    def test_codes_are_kept_or_said_to_be_lost(self, engine: Engine) -> None:
        for text, answer in zip(self.marked, engine.translate(self.marked, *self.pair), strict=True):
            _assert_sound(text, answer)
            assert not engine.markup or answer.markup == "kept"

    def test_a_text_with_markup_of_its_own_gets_no_codes(self, engine: Engine) -> None:
        text = "The house &lt;x1&gt;is&lt;/x1&gt; red &amp;amp; old."

        answer = engine.translate([text], *self.pair)[0]

        _assert_sound(text, answer)

    def test_white_space_around_a_text_is_kept(self, engine: Engine) -> None:
        bare, framed = engine.translate([self.texts[0], f"  {self.texts[0]}\n"], *self.pair)

        assert framed.text == f"  {bare.text}\n"

    @pytest.mark.parametrize("text", ["", " ", "\n", "…"])
    def test_a_text_without_words_gains_none(self, engine: Engine, text: str) -> None:
        answer = engine.translate([text], *self.pair)[0]

        assert not any(character.isalnum() for character in plain(answer.text or ""))
        assert not answer.fault

    def test_a_pair_it_does_not_know_is_refused(self, engine: Engine) -> None:
        for source, target in (self.unsupported, (self.pair[0], self.pair[0])):
            assert not engine.supports(source, target)
            with pytest.raises(UnsupportedPair):
                engine.route(source, target)
            with pytest.raises(UnsupportedPair):
                engine.translate([self.texts[0]], source, target)

    def test_a_route_leads_from_source_to_target(self, engine: Engine) -> None:
        route = engine.route(*self.pair)

        assert engine.supports(*self.pair)
        assert (route[0], route[-1]) == self.pair

    def test_nothing_comes_with_the_translation(self, engine: Engine) -> None:
        for text, answer in zip(self.texts, engine.translate(self.texts, *self.pair), strict=True):
            assert answer.text is not None
            assert answer.text == answer.text.strip()
            assert not set(answer.text) & set("\0*^$@#\\|<>")
            assert len(answer.text) < 4 * len(text)

    def test_several_threads_may_ask_at_once(self, engine: Engine) -> None:
        alone = engine.translate(self.texts, *self.pair)

        with ThreadPoolExecutor(4) as threads:
            many = list(threads.map(lambda _: engine.translate(self.texts, *self.pair), range(8)))

        assert many == [alone] * 8

    @pytest.mark.shared
    def test_hostile_texts_neither_crash_it_nor_hold_it_up(self, engine: Engine) -> None:
        if not NAUGHTY.exists():
            pytest.skip(f"{NAUGHTY} is absent")
        texts = [encode(text) for text in json.loads(NAUGHTY.read_text("utf-8"))]
        started = time.monotonic()

        for start in range(0, len(texts), engine.batch):
            batch = texts[start : start + engine.batch]
            for text, answer in zip(batch, engine.translate(batch, *self.pair), strict=True):
                _assert_sound(text, answer)

        assert time.monotonic() - started < self.seconds


def _assert_sound(text: str, answer: Answer) -> None:
    """An answer has a text or a fault, and a text has the codes of its source or is said to have lost them."""
    if answer.text is None:
        assert answer.fault
        return
    assert problems(answer.text, {} if answer.markup == "lost" else kinds(text)) == []
    assert all(
        encode(decode(token.raw)) == token.raw for token in tokens(answer.text) if token.kind == "text"
    ), answer.text
