from typing import Any

import pytest
from tests import factories as make

from masthead.press import cards, outlet

pytestmark = pytest.mark.django_db


def test_a_run_reads_an_article_once_and_keeps_those_it_met_last(
    monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(cards, "KEPT", 2)
    make.outlet()
    first, second, third = (make.published(name).pk for name in ("Aare", "Rhein", "Wiese"))
    press = outlet.read()

    cards.read(press, [first, second])
    with django_assert_num_queries(0):
        again = cards.read(press, [first])
    cards.read(press, [third])

    assert "Aare" in again.card(first, "de")
    assert set(press.cards) == {first, third}
    assert "Rhein" in cards.read(press, [second]).card(second, "de")
