"""WebSub: a hub that knocks when a feed has something new (https://www.w3.org/TR/websub/).

Pure rules. What a hub sends is taken for a knock alone: the feed is then fetched from its own address.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

from masthead.lib.network import is_public

LEASE = timedelta(days=10)
"""What we ask for; the hub says what it gives."""
RENEW = timedelta(days=1)
"""How long before its end a lease is asked for anew."""
_METHODS = ("sha256", "sha384", "sha512", "sha1")


def is_reachable(base: str) -> bool:
    """Whether a hub on the internet could call this address: a public name or number."""
    parts = urlsplit(base)
    host = parts.hostname or ""
    try:
        return is_public(ip_address(host))
    except ValueError:
        local = host == "localhost" or host.endswith((".localhost", ".local", ".internal", ".test", ".lan"))
        return parts.scheme in {"http", "https"} and "." in host and not local


def question(mode: str, topic: str, callback: str, secret: str) -> dict[str, str]:
    """The form that is sent to a hub; ``mode`` is ``subscribe`` or ``unsubscribe``."""
    form = {"hub.mode": mode, "hub.topic": topic, "hub.callback": callback}
    if mode == "subscribe":
        form |= {"hub.lease_seconds": str(int(LEASE.total_seconds())), "hub.secret": secret}
    return form


def lease(said: str) -> timedelta:
    """What the hub gives, at least an hour and at most a year; what we asked for where it does not say."""
    if not (said.isascii() and said.isdigit()) or len(said) > 12:
        return LEASE
    return min(max(timedelta(seconds=int(said)), timedelta(hours=1)), timedelta(days=365))


def is_signed(body: bytes, signature: str, secret: str) -> bool:
    """Whether ``X-Hub-Signature`` is that of the body with our secret."""
    method, _, given = signature.strip().partition("=")
    if method.lower() not in _METHODS or not secret:
        return False
    ours = hmac.new(secret.encode(), body, getattr(hashlib, method.lower())).hexdigest()
    return hmac.compare_digest(ours, given.strip().lower().encode("ascii", "replace").decode())
