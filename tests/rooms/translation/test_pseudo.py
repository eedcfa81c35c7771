"""The translator for demonstrations keeps the contract too."""

from __future__ import annotations

import pytest
from tests.rooms.translation.engine_contract import EngineContract

from masthead.translation.engines.pseudo import Pseudo


class TestPseudo(EngineContract):
    unsupported = ("en", "en")

    @pytest.fixture
    def engine(self) -> Pseudo:
        return Pseudo()

    def test_letters_are_dressed_and_codes_left_alone(self, engine: Pseudo) -> None:
        answers = engine.translate(["Hello <x1>world</x1> &amp; all<x2/>"], "en", "de")

        assert answers[0].text == "[Ĥéļļö <x1>ŵöŕļð</x1> &amp; åļļ<x2/>]"
