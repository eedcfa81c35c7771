"""Who sends a form: what a request's headers tell of where it comes from. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit


def same_site(headers: Mapping[str, str], hosts: Collection[str]) -> bool:
    """Did the form stand on a page of ours? ``hosts`` are our names, with the port where there is one.

    Browsers say so in Origin, or in Referer. It stands in for a token in a cookie, which public pages do not
    set. Who says neither is no browser, and carries no reader's rights that could be misused.
    """
    said = headers.get("Origin") or headers.get("Referer")
    if said is None:
        return True
    try:
        return urlsplit(said).netloc in hosts
    except ValueError:
        return False


def network(peer: str, forwarded: str) -> str:
    """The network to count by: an IPv4 address, or the /64 of an IPv6 one; ``peer`` where that is neither.

    ``forwarded`` is X-Forwarded-For. It is believed where the peer is on this machine or in its private network,
    as our own proxy is, and only its last entry, which that proxy wrote.
    """
    try:
        address = ip_address(peer)
        if not address.is_global and forwarded:
            address = ip_address(forwarded.rpartition(",")[2].strip())
    except ValueError:
        return peer
    if isinstance(address, IPv6Address):
        return (
            str(address.ipv4_mapped) if address.ipv4_mapped else str(ip_network((address, 64), strict=False))
        )
    return str(address)
