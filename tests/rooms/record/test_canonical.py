"""The canonical form is RFC 8785's, whichever encoder writes it."""

from __future__ import annotations

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as some

from masthead.record import canonical

VALUES = some.recursive(
    some.none()
    | some.booleans()
    | some.integers(-(2**53) + 1, 2**53 - 1)
    | some.floats(allow_nan=False, allow_infinity=False)
    | some.text(),
    lambda parts: some.lists(parts) | some.dictionaries(some.text(), parts),
    max_leaves=20,
)


@given(VALUES)
def test_it_writes_what_the_reference_writes(value: object) -> None:
    assert canonical.dumps(value) == rfc8785.dumps(value)


@pytest.mark.parametrize("text", ['"\\/\b\f\n\r\t\x00\x1f\x7f\x80', "\u2028€𝄞\u00a0\u200fעברית", "é"])
def test_every_character_is_escaped_as_there(text: str) -> None:
    assert canonical.dumps({text: [text], "b": (text,)}) == rfc8785.dumps({text: [text], "b": (text,)})


@pytest.mark.parametrize("value", ["\ud800", 2**53, float("nan"), {1: 2}, {"a": object()}])
def test_what_has_no_canonical_form_is_refused(value: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        canonical.dumps(value)
