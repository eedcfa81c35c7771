"""Signatures of AWS requests, version 4, for a POST to the root of a host.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Account:
    """``token`` is for credentials that are lent for a while."""

    key_id: str
    secret: str = field(repr=False)
    token: str = field(default="", repr=False)


def signed(
    account: Account, headers: Mapping[str, str], body: bytes, *, region: str, service: str, at: datetime
) -> dict[str, str]:
    """The headers with date and signature; ``host`` must be among them, ``at`` is in UTC."""
    moment = at.strftime("%Y%m%dT%H%M%SZ")
    scope = f"{moment[:8]}/{region}/{service}/aws4_request"
    sent = dict(headers) | {"X-Amz-Date": moment}
    if account.token:
        sent["X-Amz-Security-Token"] = account.token
    plain = {name.lower(): " ".join(value.split()) for name, value in sent.items()}
    names = ";".join(sorted(plain))
    lines = "".join(f"{name}:{plain[name]}\n" for name in sorted(plain))
    request = f"POST\n/\n\n{lines}\n{names}\n{sha256(body).hexdigest()}"
    words = f"AWS4-HMAC-SHA256\n{moment}\n{scope}\n{sha256(request.encode()).hexdigest()}"
    key = b"AWS4" + account.secret.encode()
    for part in scope.split("/"):
        key = hmac.digest(key, part.encode(), "sha256")
    signature = hmac.digest(key, words.encode(), "sha256").hex()
    sent["Authorization"] = (
        f"AWS4-HMAC-SHA256 Credential={account.key_id}/{scope}, SignedHeaders={names}, Signature={signature}"
    )
    return sent
