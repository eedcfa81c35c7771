"""Who is calling: what can be told from a request's headers about where it comes from. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit


def same_site(headers: Mapping[str, str], hosts: Collection[str]) -> bool:
    """May a form be taken that came with these headers? ``hosts`` are our own, with port where there is one.

    A browser says in Origin, or at least in Referer, on which site the form stood. That stands in for a token
    in a cookie, which public pages do not set. A caller that says neither carries no reader's rights.
    """
    said = headers.get("Origin") or headers.get("Referer")
    if said is None:
        return True
    try:
        return urlsplit(said).netloc in hosts
    except ValueError:
        return False


def network(remote: str, forwarded: str) -> str:
    """The network that a request came from, to count by: an IPv4 address, or the /64 of an IPv6 one.

    ``forwarded`` is X-Forwarded-For. It is believed only where the peer stands in a private network, as our
    own proxy does, and only its last entry, which that proxy wrote.
    """
    try:
        peer = ip_address(remote)
    except ValueError:
        return remote
    if not peer.is_global and forwarded:
        try:
            peer = ip_address(forwarded.rpartition(",")[2].strip())
        except ValueError:
            return str(peer)
    if isinstance(peer, IPv6Address):
        return str(peer.ipv4_mapped) if peer.ipv4_mapped else str(ip_network((peer, 64), strict=False))
    return str(peer)
