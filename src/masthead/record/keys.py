"""The outlet's key: ``keys/record-ed25519.pem`` in the outlet's folder, made when the first entry is written.

Public keys of the outlet that no longer sign stand in ``keys/record-retired.json``, a JWK set (RFC 7517).
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from masthead.record import jwk
from masthead.record.errors import KeyUnusable


def key_file() -> Path:
    return Path(settings.HOME) / "keys" / "record-ed25519.pem"


def retired_file() -> Path:
    return Path(settings.HOME) / "keys" / "record-retired.json"


def signing_key() -> Ed25519PrivateKey:
    """The outlet's private key, made at first use. ``KeyUnusable`` if it cannot be read, or made."""
    return _read() or _make()


def public_keys() -> dict[str, Ed25519PublicKey]:
    """The outlet's public keys by thumbprint: the one that signs, if there is one, then the retired ones."""
    current = _read()
    keys = [current.public_key()] if current else []
    return {jwk.thumbprint(key): key for key in [*keys, *_retired()]}


def public_jwk() -> dict[str, str]:
    """The public key that signs today, as a JSON Web Key; it is made if there is none."""
    return jwk.to_jwk(signing_key().public_key())


def public_jwks() -> dict[str, list[dict[str, str]]]:
    """Every public key of the outlet as a JWK set; makes none."""
    return {"keys": [jwk.to_jwk(key) for key in public_keys().values()]}


def _read() -> Ed25519PrivateKey | None:
    file = key_file()
    try:
        key = load_pem_private_key(file.read_bytes(), password=None)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise KeyUnusable(f"The outlet's key {file} cannot be read. Restore it from a backup.") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyUnusable(f"The outlet's key {file} is not an Ed25519 key. Restore it from a backup.")
    return key


def _make() -> Ed25519PrivateKey:
    file = key_file()
    pem = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    fresh = file.with_name(f".{file.name}.{secrets.token_hex(8)}")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as output:
                output.write(pem)
                output.flush()
                os.fsync(output.fileno())
            with contextlib.suppress(FileExistsError):
                os.link(fresh, file)  # of two processes that make a key the first wins, the second reads
        finally:
            fresh.unlink(missing_ok=True)
        _sync(file.parent)
    except OSError as error:
        raise KeyUnusable(f"The outlet's key {file} cannot be made. Check the folder's rights.") from error
    key = _read()
    if key is None:
        raise KeyUnusable(f"The outlet's key {file} vanished while it was made. Try again.")
    return key


def _sync(folder: Path) -> None:
    """Entries must not outlive their key: the folder's new name is on the disk before anything is signed."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _retired() -> list[Ed25519PublicKey]:
    file = retired_file()
    try:
        return [jwk.from_jwk(key) for key in json.loads(file.read_bytes())["keys"]]
    except FileNotFoundError:
        return []
    except (OSError, ValueError, TypeError, KeyError, RecursionError) as error:
        raise KeyUnusable(f"{file} is not a set of Ed25519 keys. Restore it from a backup.") from error
