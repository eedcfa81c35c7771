from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from masthead.circulation import tokens
from masthead.circulation.errors import LinkInvalid
from masthead.circulation.tokens import Consent, Farewell

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
CONSENT = Consent(7, "c0ffee", "zh-hant", NOW)


def test_a_token_says_what_it_was_made_from() -> None:
    assert tokens.asked(tokens.ask(CONSENT), NOW) == CONSENT
    assert tokens.parted(tokens.part(Farewell(7, "c0ffee"))) == Farewell(7, "c0ffee")


def test_a_token_stands_in_an_address_as_it_is() -> None:
    allowed = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_.")

    assert set(tokens.ask(CONSENT) + tokens.part(Farewell(7, "c0ffee"))) <= allowed


def test_a_link_to_confirm_is_good_for_thirty_days() -> None:
    token = tokens.ask(CONSENT)

    assert tokens.asked(token, NOW + timedelta(days=30)) == CONSENT
    with pytest.raises(LinkInvalid, match="expired"):
        tokens.asked(token, NOW + timedelta(days=30, seconds=1))


def test_a_token_serves_one_purpose_only() -> None:
    with pytest.raises(LinkInvalid):
        tokens.parted(tokens.ask(CONSENT))
    with pytest.raises(LinkInvalid):
        tokens.asked(tokens.part(Farewell(7, "c0ffee")), NOW)


@pytest.mark.parametrize("forged", ["", ".", "abc", "W10.abc", "\x00", "é.ü", "a" * 5000, "WzFd" + ".x" * 40])
def test_a_forged_token_is_refused(forged: str) -> None:
    with pytest.raises(LinkInvalid):
        tokens.parted(forged)
    with pytest.raises(LinkInvalid):
        tokens.asked(forged, NOW)


def test_an_altered_token_is_refused() -> None:
    token = tokens.part(Farewell(7, "c0ffee"))

    for place in range(len(token)):
        other = token[:place] + ("A" if token[place] != "A" else "B") + token[place + 1 :]
        if other[:-1] == token[:-1]:
            continue  # the last letter of base64 holds bits that nothing uses
        with pytest.raises(LinkInvalid):
            tokens.parted(other)
