"""The one door for outgoing requests.

Every address is resolved here and connected to by the number that was checked, so a name that answers
differently the second time (DNS rebinding) or a redirect gains nothing. Time, bytes and redirects are bounded.
"""

from __future__ import annotations

import codecs
import re
import ssl
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from email.message import Message
from functools import cache

import httpcore2
import httpx2

from masthead.lib.addresses import host_of, is_public, resolve

AGENT = "Masthead (+https://github.com/masthead)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_CHUNK = 65_536


class FetchError(Exception):
    """Nothing was fetched. ``permanent``: asking again later will not help. ``status``: the answer's, if any."""

    def __init__(self, code: str, sentence: str, *, permanent: bool = True, status: int | None = None) -> None:
        super().__init__(sentence)
        self.code, self.permanent, self.sentence, self.status = code, permanent, sentence, status


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one fetch, redirects included. ``bytes`` counts the body as sent and as unpacked."""

    seconds: float = 20.0
    bytes: int = 20_000_000
    redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443})


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with a status below 400. ``charset`` is the declared one, lower case, empty if none."""

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    charset: str

    @property
    def media_type(self) -> str:
        """The declared type without its parameters, for example ``text/html``; empty if none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def fetch(
    url: str,
    *,
    accept: str = "*/*",
    limit: Limits = Limits(),  # noqa: B008 - frozen
    allow: frozenset[str] = frozenset(),
) -> Fetched:
    """GET a public http(s) address; ``FetchError`` with a sentence for people if it cannot or may not be had.

    ``allow`` names hosts (``localhost``, ``10.0.0.5``) of the operator's own, on any port, that may be private.
    """
    deadline = time.monotonic() + limit.seconds
    target = _target(url)
    with httpx2.Client(
        transport=_Transport(_Backend(deadline, allow)),
        headers={"User-Agent": AGENT, "Accept": accept, "Accept-Encoding": "gzip, deflate"},
        timeout=limit.seconds,
        trust_env=False,
        follow_redirects=False,
    ) as client:
        for _ in range(limit.redirects + 1):
            _permit(target, limit.ports, allow)
            try:
                with client.stream("GET", target) as answer:
                    if answer.status_code not in _REDIRECTS or "location" not in answer.headers:
                        return _taken(url, target, answer, limit)
                    target = _target(answer.headers["location"], base=target)
            except httpx2.HTTPError as error:
                raise _translated(error, target.host) from error
    raise FetchError("too-many-redirects", f"{url} redirects more than {limit.redirects} times.")


def _target(url: str, base: httpx2.URL | None = None) -> httpx2.URL:
    """The address parsed once, by the same parser that the request uses."""
    try:
        if re.search(r"[\x00-\x20\x7f\\]", url.strip()):
            raise FetchError("address-unreadable", f"“{url}” is not a web address.")
        parsed = base.join(url.strip()) if base else httpx2.URL(url.strip())
    except (httpx2.InvalidURL, ValueError) as error:
        raise FetchError("address-unreadable", f"“{url}” is not a web address: {error}.") from error
    return parsed.copy_with(fragment=None)


def _permit(url: httpx2.URL, ports: frozenset[int], allow: frozenset[str]) -> None:
    if url.scheme not in {"http", "https"}:
        raise FetchError(
            "scheme-refused", f"“{url}” is not a web address; give one that starts with https:// or http://."
        )
    if not url.host:
        raise FetchError("address-unreadable", f"“{url}” names no host.")
    if url.userinfo:
        raise FetchError("address-unreadable", f"The address of {url.host} holds a user name; leave it out.")
    port = url.port or (443 if url.scheme == "https" else 80)
    if port not in ports and url.host not in allow:
        raise FetchError("port-refused", f"{url.host} is asked for on port {port}, which is not a port of the web.")


def _taken(url: str, target: httpx2.URL, answer: httpx2.Response, limit: Limits) -> Fetched:
    status = answer.status_code
    if status >= 400:
        raise FetchError(
            "status", f"{target} answered {status}.", permanent=status not in _TRY_AGAIN, status=status
        )
    declared = answer.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > limit.bytes:
        raise _too_large(str(target), limit.bytes)
    body = bytearray()
    for piece in _unpacked(answer, str(target)):
        body += piece
        if len(body) > limit.bytes:
            raise _too_large(str(target), limit.bytes)
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Fetched(url, str(target), status, headers, bytes(body), _charset(headers.get("content-type", "")))


def _unpacked(answer: httpx2.Response, url: str) -> Iterator[bytes]:
    """The body without its gzip or deflate coat, in pieces of bounded size."""
    coats = [name.strip().lower() for name in answer.headers.get("content-encoding", "").split(",")]
    coats = [name for name in coats if name and name != "identity"]
    if not coats:
        yield from answer.iter_raw(_CHUNK)
        return
    if len(coats) > 1 or coats[0] not in {"gzip", "x-gzip", "deflate"}:
        raise FetchError("coding-unknown", f"{url} is packed as {', '.join(coats)}, which was not asked for.")
    unpack = zlib.decompressobj(47)  # 15 bits of window, gzip or zlib by its header
    first = True
    try:
        for chunk in answer.iter_raw(_CHUNK):
            if first and coats[0] == "deflate" and chunk[:1] and chunk[0] & 0x0F != 8:
                unpack = zlib.decompressobj(-15)  # many servers send deflate bare
            first = False
            while chunk and not unpack.eof:
                yield unpack.decompress(chunk, _CHUNK)
                chunk = unpack.unconsumed_tail
        yield unpack.flush(_CHUNK)
    except zlib.error as error:
        raise FetchError("answer-broken", f"{url} is packed in a broken way.", permanent=False) from error


def _charset(content_type: str) -> str:
    message = Message()
    message["content-type"] = content_type
    try:
        return codecs.lookup(str(message.get_param("charset") or "")).name
    except (LookupError, ValueError):
        return ""


def _too_large(url: str, most: int) -> FetchError:
    return FetchError("too-large", f"{url} is larger than {most / 1e6:g} MB.")


def _translated(error: httpx2.HTTPError, host: str) -> FetchError:
    if isinstance(error, httpx2.TimeoutException):
        return FetchError("too-slow", f"{host} did not answer in time.", permanent=False)
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return FetchError("certificate", f"{host} shows a certificate that cannot be trusted.")
    if isinstance(error, httpx2.ConnectError):
        return FetchError("unreachable", f"{host} cannot be reached.", permanent=False)
    return FetchError("answer-broken", f"{host} broke off or answered in a broken way.", permanent=False)


@cache
def _tls() -> ssl.SSLContext:
    return httpx2.create_ssl_context(trust_env=False)


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
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, _left(self._deadline)), self._deadline)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)


class _Backend(httpcore2.NetworkBackend):
    """Connects only to numbers that were checked."""

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
        try:
            numbers = resolve(host, port, _left(self._deadline))
        except TimeoutError:
            raise FetchError("too-slow", f"The name {host} could not be looked up in time.", permanent=False) from None
        except OSError:
            raise FetchError("address-unknown", f"There is no host named {host}.", permanent=False) from None
        if host not in self._allow and not all(is_public(number) for number in numbers):
            raise FetchError("address-private", f"{host} is inside a private network and is not fetched from.")
        failure: Exception | None = None
        for number in numbers:
            try:
                stream = self._inner.connect_tcp(
                    str(number), port, _left(self._deadline), local_address, socket_options
                )
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _Stream(stream, self._deadline)
        raise failure or httpcore2.ConnectError(host)


def _left(deadline: float) -> float:
    """Seconds until the deadline; past it, the time-out that the client translates."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("past the deadline")
    return left


class _Body(httpx2.SyncByteStream):
    def __init__(self, stream: Iterable[bytes]) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        with _same_errors():
            yield from self._stream

    def close(self) -> None:
        if hasattr(self._stream, "close"):
            self._stream.close()
