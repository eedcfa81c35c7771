from __future__ import annotations

import pytest

from masthead.circulation.errors import BadAddress
from masthead.circulation.mailbox import normalised, readable


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  Ann.Lee@EXAMPLE.org ", "ann.lee@example.org"),
        ("ann+news@example.org", "ann+news@example.org"),
        ("ann@exämple.org", "ann@xn--exmple-cua.org"),
        ("ann@XN--exmple-cua.org", "ann@xn--exmple-cua.org"),
        ("ann@例え.jp", "ann@xn--r8jz45g.jp"),
    ],
)
def test_an_address_has_one_spelling(typed: str, kept: str) -> None:
    assert normalised(typed) == kept


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("", "error_required"),
        ("   ", "error_required"),
        ("ann", "error_email"),
        ("ann@localhost", "error_email"),
        ("ann@[127.0.0.1]", "error_email"),
        ("Ann <ann@example.org>", "error_email"),
        ("ann@example.org, bob@example.org", "error_email"),
        ("ann@example.org\r\nBcc: bob@example.org", "error_email"),
        ("ann\n@example.org", "error_email"),
        ("ann@example.org\x00", "error_email"),
        ("jörg@example.org", "error_email"),
        ("a" * 250 + "@example.org", "error_too_long"),
    ],
)
def test_what_is_no_address_is_refused_in_words_for_readers(typed: str, word: str) -> None:
    with pytest.raises(BadAddress) as refused:
        normalised(typed)

    assert refused.value.word == word


def test_a_reader_sees_the_domain_as_people_write_it() -> None:
    assert readable("ann@xn--exmple-cua.org") == "ann@exämple.org"
