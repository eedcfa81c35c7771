from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from masthead.record import chain, jwk
from masthead.record.chain import GENESIS, Fault, check

AT = datetime(2026, 11, 22, 14, 38, tzinfo=UTC)
KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEY_ID = jwk.thumbprint(KEY.public_key())
KEYS = {KEY_ID: KEY.public_key()}


@dataclass(frozen=True)
class Line:
    number: int
    at: datetime
    kind: str
    subject: str
    body: Any
    previous: str
    hash: str = ""
    signature: str = ""
    key: str = ""


def sealed(line: Line, key: Ed25519PrivateKey = KEY) -> Line:
    seal = chain.seal(chain.statement_of(line), key, jwk.thumbprint(key.public_key()))
    return replace(line, hash=seal.hash, signature=seal.signature, key=seal.key)


@pytest.fixture
def five() -> list[Line]:
    lines: list[Line] = []
    for number in range(1, 6):
        previous = lines[-1].hash if lines else GENESIS
        lines.append(sealed(Line(number, AT, "edition.published", "article/1/ar", {"n": number}, previous)))
    return lines


def codes(lines: list[Line], **options: Any) -> list[tuple[int, str]]:
    return [(fault.number, fault.code) for fault in check(lines, KEYS, **options)]


def test_a_whole_chain_has_no_faults(five: list[Line]) -> None:
    assert list(check(five, KEYS)) == []
    assert list(check([], KEYS)) == []


def test_the_statement_is_canonical_json() -> None:
    stated = chain.statement(
        number=1,
        at=AT,
        kind="k",
        subject="מאמר/1",
        body={"b": 1.0, "a": [None, True, "é\n"]},
        previous=GENESIS,
    )

    assert stated.decode() == (
        '{"at":"2026-11-22T14:38:00.000000Z","body":{"a":[null,true,"é\\n"],"b":1},"kind":"k","number":1,'
        '"previous":"' + GENESIS + '","subject":"מאמר/1"}'
    )
    assert json.loads(stated)["number"] == 1


def test_the_same_moment_in_another_zone_is_the_same_statement() -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=5, minutes=30)))

    assert chain.timestamp(elsewhere) == chain.timestamp(AT)
    with pytest.raises(ValueError, match="zone"):
        chain.timestamp(AT.replace(tzinfo=None))


def test_the_thumbprint_is_that_of_rfc_8037() -> None:
    public = jwk.from_jwk(
        {"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}
    )

    assert jwk.thumbprint(public) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_a_key_comes_back_from_its_jwk() -> None:
    public = jwk.to_jwk(KEY.public_key())

    assert public["alg"] == "Ed25519"
    assert public["kid"] == KEY_ID
    assert jwk.from_jwk(public).public_bytes_raw() == KEY.public_key().public_bytes_raw()


@pytest.mark.parametrize(
    "bad",
    [None, {}, {"kty": "OKP", "crv": "X25519", "x": "AA"}, {"kty": "OKP", "crv": "Ed25519", "x": "é=="}],
)
def test_what_is_no_ed25519_jwk_is_refused(bad: object) -> None:
    with pytest.raises(ValueError, match=r"Ed25519|base64url|32 bytes"):
        jwk.from_jwk(bad)


@pytest.mark.parametrize(
    "change",
    [
        {"body": {"n": 33}},
        {"body": []},
        {"kind": "edition.withdrawn"},
        {"subject": "article/1/he"},
        {"at": AT + timedelta(microseconds=1)},
    ],
)
def test_a_changed_entry_is_named(five: list[Line], change: dict[str, Any]) -> None:
    five[2] = replace(five[2], **change)

    assert codes(five) == [(3, "hash"), (3, "signature")]
    assert str(next(check(five, KEYS))) == "Entry 3 was changed: its hash is not that of its content."


def test_a_changed_entry_with_a_new_hash_breaks_the_link_and_the_signature(five: list[Line]) -> None:
    forged = sealed(replace(five[2], body={"n": 33}))
    five[2] = replace(forged, signature=five[2].signature)

    assert codes(five) == [(3, "signature"), (4, "link")]


def test_an_entry_signed_with_another_key_is_named(five: list[Line]) -> None:
    stranger = Ed25519PrivateKey.generate()
    five[4] = sealed(five[4], stranger)

    assert codes(five) == [(5, "key")]
    assert codes([*five[:4], replace(five[4], key=KEY_ID)]) == [(5, "signature")]


@pytest.mark.parametrize("signature", ["", "AAAA", "é", "A" * 86, "!" * 86])
def test_a_falsified_signature_is_named(five: list[Line], signature: str) -> None:
    five[0] = replace(five[0], signature=signature)

    assert codes(five) == [(1, "signature")]


def test_missing_entries_are_named(five: list[Line]) -> None:
    assert [fault.sentence for fault in check([five[0], five[2]], KEYS)] == ["Entry 2 is missing."]
    assert [fault.sentence for fault in check([five[0], five[4]], KEYS)] == ["Entries 2 to 4 are missing."]
    assert codes(five[1:]) == [(2, "gap")]


def test_an_entry_in_another_place_is_named(five: list[Line]) -> None:
    assert codes([five[0], five[1], five[1]]) == [(2, "gap")]


def test_a_record_begun_anew_is_found(five: list[Line]) -> None:
    first = sealed(replace(five[0], body={"n": 0}))

    assert codes([first, *five[1:]]) == [(2, "link")]
    assert codes([sealed(replace(five[0], previous="1" * 64))]) == [(1, "link")]


def test_a_part_of_a_chain_is_checked_after_the_entry_before_it(five: list[Line]) -> None:
    assert codes(five[2:], after=five[1]) == []
    assert codes(five[3:], after=five[1]) == [(4, "gap")]


@pytest.mark.parametrize("body", [{"n": 2**60}, {"n": float("nan")}, {"s": "\ud800"}, {"n": object()}])
def test_a_body_that_no_entry_can_hold_is_named(five: list[Line], body: Any) -> None:
    five[1] = replace(five[1], body=body)

    assert codes(five) == [(2, "unreadable")]


def test_a_time_that_is_none_is_named(five: list[Line]) -> None:
    five[1] = replace(five[1], at=None)  # type: ignore[arg-type]

    assert codes(five) == [(2, "unreadable")]


def test_a_fault_reads_as_its_sentence() -> None:
    assert str(Fault(1, "hash", "Entry 1 was changed.")) == "Entry 1 was changed."
