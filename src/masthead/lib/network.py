"""Connections that leave only for public addresses, and end at a deadline.

A name is resolved here and connected to by the number that was checked, so a name that answers differently
the second time (DNS rebinding) gains nothing.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address, ip_network

import httpcore2

Number = IPv4Address | IPv6Address

# What the IANA registries of special-purpose addresses mark as not globally reachable, and what is only ever
# used inside a network or for groups of hosts.
# https://www.iana.org/assignments/iana-ipv4-special-registry, https://www.iana.org/assignments/iana-ipv6-special-registry
_CLOSED = tuple(
    ip_network(block)
    for row in (
        "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24",
        "192.0.2.0/24 192.88.99.0/24 192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4",
        "240.0.0.0/4 ::/127 64:ff9b:1::/48 100::/64 100:0:0:1::/64 2001:2::/48 2001:10::/28",
        "2001:db8::/32 3fff::/20 5f00::/16 fc00::/7 fe80::/9 ff00::/8",
    )
    for block in row.split()
)
_NAT64 = IPv6Network("64:ff9b::/96")
_COMPATIBLE = IPv6Network("::/96")
# RFC 5214: an interface identifier that carries an IPv4 address.
_ISATAP = frozenset({0x00005EFE, 0x02005EFE})


class Refused(Exception):
    """The name leads, also or only, to an address that is not public."""


class NoSuchName(Exception):
    """The name leads nowhere."""


def is_public(number: Number) -> bool:
    """Whether an address is reachable by all, judged also by every IPv4 address it carries inside."""
    if any(number.version == block.version and number in block for block in _CLOSED):
        return False
    return all(is_public(inner) for inner in _carried(number))


def _carried(number: Number) -> list[IPv4Address]:
    """The IPv4 addresses inside an IPv6 address: mapped, compatible, NAT64, 6to4, Teredo, ISATAP."""
    if isinstance(number, IPv4Address):
        return []
    found = [number.ipv4_mapped, number.sixtofour, *(number.teredo or ())]
    value = int(number)
    if number in _NAT64 or number in _COMPATIBLE or (value >> 32) & 0xFFFFFFFF in _ISATAP:
        found.append(IPv4Address(value & 0xFFFFFFFF))
    return [inner for inner in found if inner is not None]


def resolve(host: str, port: int, seconds: float) -> tuple[Number, ...]:
    """The addresses of a host in the resolver's order; ``NoSuchName`` or ``TimeoutError`` otherwise."""
    found: list[Number] = []

    def ask() -> None:
        # The resolver also reads the odd spellings: 2130706433, 0x7f.1, 0177.0.0.1.
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            return
        found.extend(ip_address(str(row[4][0]).partition("%")[0]) for row in rows)

    # getaddrinfo knows no time-out; a thread that is left behind ends by itself.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(seconds)
    if asking.is_alive():
        raise TimeoutError(host)
    if not found:
        raise NoSuchName(host)
    return tuple(dict.fromkeys(found))


class GuardedBackend(httpcore2.NetworkBackend):
    """Connects only to public addresses, and to the hosts in ``allow``; ``deadline`` is a monotonic time."""

    def __init__(self, deadline: float, allow: frozenset[str]) -> None:
        self._deadline, self._allow, self._inner = deadline, allow, httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        numbers = resolve(host, port, _left(self._deadline))
        if host not in self._allow and not all(is_public(number) for number in numbers):
            raise Refused(host)
        failure: Exception = httpcore2.ConnectError(host)
        for number in numbers:
            try:
                stream = self._inner.connect_tcp(
                    str(number), port, _left(self._deadline), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._deadline)
        raise failure


class _Stream(httpcore2.NetworkStream):
    """A connection that ends at the deadline, however slowly the other side drips."""

    def __init__(self, inner: httpcore2.NetworkStream, deadline: float) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(self._deadline))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(self._deadline))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        inner = self._inner.start_tls(ssl_context, server_hostname, _left(self._deadline))
        return _Stream(inner, self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


def _left(deadline: float) -> float:
    """Seconds until the deadline; past it, the time-out of the library."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("past the deadline")
    return left
