"""Ed25519 public keys as JSON Web Keys (RFC 7517, RFC 8037) and their thumbprints (RFC 7638)."""

from __future__ import annotations

import base64
import hashlib

import rfc8785
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey


def encode(data: bytes) -> str:
    """Base64url without padding (RFC 7515, section 2)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes that ``encode`` wrote; ``ValueError`` for anything that it would not have written."""
    try:
        data = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except ValueError as error:
        raise ValueError(f"not base64url: {error}") from error
    if encode(data) != text:
        raise ValueError("not base64url without padding")
    return data


def thumbprint(key: Ed25519PublicKey) -> str:
    """The key's id: SHA-256 over its three required members, base64url (43 characters)."""
    return encode(hashlib.sha256(rfc8785.dumps(_members(key))).digest())


def to_jwk(key: Ed25519PublicKey) -> dict[str, str]:
    """The public key for others: ``alg`` is the fully specified ``Ed25519`` of RFC 9864."""
    return _members(key) | {"alg": "Ed25519", "use": "sig", "kid": thumbprint(key)}


def from_jwk(jwk: object) -> Ed25519PublicKey:
    """The key of a JWK; ``ValueError`` if it is not an Ed25519 public key."""
    match jwk:
        case {"kty": "OKP", "crv": "Ed25519", "x": str(x)}:
            return Ed25519PublicKey.from_public_bytes(decode(x))
    raise ValueError("not an Ed25519 public key")


def _members(key: Ed25519PublicKey) -> dict[str, str]:
    return {"crv": "Ed25519", "kty": "OKP", "x": encode(key.public_bytes_raw())}
