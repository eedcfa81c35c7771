from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)

from masthead.record import jwk, keys
from masthead.record.errors import KeyUnusable


def test_the_key_is_made_at_first_use_for_its_owner_alone(home: Path) -> None:
    made = keys.signing_key()

    file = home / "keys" / "record-ed25519.pem"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["record-ed25519.pem"]
    assert keys.signing_key().private_bytes_raw() == made.private_bytes_raw()


def test_reading_the_public_keys_makes_none(home: Path) -> None:
    assert keys.public_keys() == {}
    assert keys.public_jwks() == {"keys": []}
    assert list(home.iterdir()) == []


def test_the_public_key_is_a_jwk() -> None:
    public = keys.public_jwk()

    assert public.keys() == {"kty", "crv", "x", "alg", "use", "kid"}
    assert (public["kty"], public["crv"], public["alg"]) == ("OKP", "Ed25519", "Ed25519")
    assert list(keys.public_keys()) == [public["kid"]]


def test_of_keys_made_at_once_one_is_kept(home: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: keys.signing_key().private_bytes_raw(), range(16)))

    assert len(set(made)) == 1
    assert len(list((home / "keys").iterdir())) == 1


def test_a_retired_key_still_verifies(home: Path) -> None:
    old = keys.public_jwk()
    keys.key_file().unlink()
    keys.retired_file().write_text(json.dumps({"keys": [old]}))
    new = keys.public_jwk()

    assert list(keys.public_keys()) == [new["kid"], old["kid"]]


@pytest.mark.parametrize(
    "content", ["", "{}", "[]", '{"keys": [{"kty": "RSA"}]}', '{"keys": [1]}', "[" * 100_000]
)
def test_a_broken_list_of_retired_keys_is_refused(home: Path, content: str) -> None:
    keys.signing_key()
    keys.retired_file().write_text(content)

    with pytest.raises(KeyUnusable, match=r"record-retired\.json"):
        keys.public_keys()


def pem(key: Ed25519PrivateKey | ec.EllipticCurvePrivateKey, password: bytes | None = None) -> bytes:
    encryption = BestAvailableEncryption(password) if password else NoEncryption()
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, encryption)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\1\2",
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
        pem(ec.generate_private_key(ec.SECP256R1())),
        pem(Ed25519PrivateKey.generate(), b"secret"),
    ],
    ids=["empty", "bytes", "no key", "another kind", "locked"],
)
def test_a_file_that_is_no_ed25519_key_is_refused_and_kept(home: Path, content: bytes) -> None:
    file = home / "keys" / "record-ed25519.pem"
    file.parent.mkdir()
    file.write_bytes(content)

    with pytest.raises(KeyUnusable, match="Restore it from a backup"):
        keys.signing_key()

    assert file.read_bytes() == content


def test_a_folder_in_the_place_of_the_key_is_refused(home: Path) -> None:
    (home / "keys" / "record-ed25519.pem").mkdir(parents=True)

    with pytest.raises(KeyUnusable, match="cannot be read"):
        keys.signing_key()


def test_a_place_where_no_key_can_be_made_is_refused(home: Path) -> None:
    (home / "keys").write_text("a file")

    with pytest.raises(KeyUnusable, match="cannot be"):
        keys.signing_key()


def test_the_thumbprint_is_the_id_of_the_key() -> None:
    key = keys.signing_key()

    assert keys.public_jwk()["kid"] == jwk.thumbprint(key.public_key())
