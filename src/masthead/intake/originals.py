"""The bytes of everything that came in, as they came: kept in the outlet's folder, never under a public address.

A file is named by the SHA-256 of what is in it, so the same bytes are kept once, and no name from outside is used.
"""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path
from uuid import uuid4

from django.conf import settings

from masthead.intake.errors import NotText
from masthead.intake.readers import sniff
from masthead.intake.readers.decode import decode
from masthead.intake.sources.delivery import Delivery

_DIGEST = re.compile(r"[0-9a-f]{64}\Z")
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def keep(body: bytes) -> str:
    """Keep the bytes; answers their name. Doing it again changes nothing."""
    digest = sha256(body).hexdigest()
    file = path(digest)
    if not file.exists():
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = file.with_name(f".{digest[:16]}-{uuid4().hex[:8]}")
        with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(body)
            out.flush()
            os.fsync(out.fileno())
        fresh.replace(file)
    return digest


def path(digest: str) -> Path:
    """Where the bytes of this name are, or would be; ``ValueError`` if it is no such name."""
    if not _DIGEST.match(digest):
        raise ValueError(f"“{digest}” names no kept file.")
    return Path(settings.HOME) / "arrivals" / digest[:2] / digest


def read(digest: str) -> bytes | None:
    """The kept bytes, or None where there are none."""
    try:
        return path(digest).read_bytes()
    except (FileNotFoundError, ValueError):
        return None


def media_type(delivery: Delivery) -> str:
    """What the bytes are by their content, with the declared charset of a text."""
    if known := _TYPES.get(sniff.binary(delivery.body)):
        return known
    if sniff.foreign(delivery.body):
        return "application/octet-stream"
    try:
        text = decode(delivery.body, delivery.charset).text
    except NotText:
        return "application/octet-stream"
    kind = "text/html" if sniff.kind(text) == "html" else "text/plain"
    return f"{kind}; charset={delivery.charset}" if delivery.charset else kind
