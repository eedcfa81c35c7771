"""The one door for outgoing requests.

Only http and https on the ports of the web, only public addresses (``masthead.lib.network``), also after a
redirect; time, bytes and redirects are bounded; the environment's proxies are not asked.
"""

from __future__ import annotations

import codecs
import re
import ssl
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from email.message import Message
from functools import cache
from types import MappingProxyType
from urllib.parse import urlencode

import httpcore2
import httpx2

from masthead.lib.network import GuardedBackend, NoSuchName, Refused

AGENT = "Masthead/0.1 (publishing system)"
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_FOR_GOOD = frozenset({301, 308})
_TRY_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_CHUNK = 65_536


class FetchError(Exception):
    """Nothing was fetched; ``sentence`` says why, ``permanent`` that asking again later will not help.

    ``status`` is that of the answer, if there was one, and ``retry_after`` its header of that name.
    """

    def __init__(
        self,
        code: str,
        sentence: str,
        *,
        permanent: bool = True,
        status: int | None = None,
        retry_after: str = "",
    ) -> None:
        super().__init__(sentence)
        self.code, self.permanent, self.sentence, self.status = code, permanent, sentence, status
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one fetch, redirects included. ``bytes`` bounds the body as sent and as unpacked."""

    seconds: float = 20.0
    bytes: int = 20_000_000
    redirects: int = 5
    ports: frozenset[int] = frozenset({80, 443})


USUAL = Limits()


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer with a status below 400; header names are lower case.

    ``charset`` is the declared one under Python's name for it, empty if none or unknown. ``moved_to`` is where the
    address has moved for good (301, 308), empty if it has not.
    """

    url: str
    final_url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    charset: str
    moved_to: str = ""

    @property
    def media_type(self) -> str:
        """The declared type without its parameters, for example ``text/html``; empty if none."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


def fetch(
    url: str,
    *,
    accept: str = "*/*",
    limit: Limits = USUAL,
    allow: frozenset[str] = frozenset(),
    headers: Mapping[str, str] = MappingProxyType({}),
    form: Mapping[str, str] | None = None,
) -> Fetched:
    """GET a public address, or POST a form to it; ``FetchError`` if it cannot or may not be had.

    ``allow`` names the operator's own hosts (``localhost``, ``10.0.0.5``): these may be private, on any port.
    ``headers`` are added to what is asked with. A redirect is followed with the same question, but after 301, 302
    and 303 without the form, as browsers do.
    """
    content = urlencode(form).encode() if form is not None else None
    moved, for_good = "", True
    deadline = time.monotonic() + limit.seconds
    target = _parsed(url)
    for _ in range(limit.redirects + 1):
        _permit(target, limit.ports, allow)
        try:
            with (
                httpcore2.ConnectionPool(_tls(), network_backend=GuardedBackend(deadline, allow)) as pool,
                pool.stream(
                    "GET" if content is None else "POST",
                    _same(target),
                    headers=_headers(target, accept, headers, content),
                    content=content,
                ) as raw,
            ):
                answered = httpx2.Headers(raw.headers)
                onward = answered.get("location")
                if raw.status not in _REDIRECTS or not onward:
                    return replace(_taken(url, str(target), raw, answered, limit.bytes), moved_to=moved)
                target = _parsed(onward, base=target)
                for_good = for_good and raw.status in _FOR_GOOD
                moved = str(target) if for_good else moved
                content = None if raw.status in {301, 302, 303} else content
        except (Refused, NoSuchName, TimeoutError, httpcore2.TimeoutException) as error:
            raise _refusal(error, target.host) from error
        except (httpcore2.NetworkError, httpcore2.ProtocolError) as error:
            raise _failure(error, target.host) from error
    raise FetchError("too-many-redirects", f"{url} redirects more than {limit.redirects} times.")


def _parsed(url: str, base: httpx2.URL | None = None) -> httpx2.URL:
    """The address read once, by one parser, so that what is checked is what is asked for."""
    url = url.strip()
    # Parsers disagree on what a space or a backslash in an address means.
    if re.search(r"[\x00-\x20\x7f\\]", url):
        raise FetchError("address-unreadable", f"“{url[:200]}” is not a web address.")
    try:
        return (base.join(url) if base else httpx2.URL(url)).copy_with(fragment=None)
    except (httpx2.InvalidURL, UnicodeError, ValueError) as error:
        raise FetchError("address-unreadable", f"“{url[:200]}” is not a web address ({error}).") from error


def _same(url: httpx2.URL) -> httpcore2.URL:
    return httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)


def _headers(
    url: httpx2.URL, accept: str, more: Mapping[str, str], content: bytes | None
) -> list[tuple[bytes, bytes]]:
    if content is not None:
        more = {
            **more,
            "Content-Type": "application/x-www-form-urlencoded",
            "Content-Length": str(len(content)),
        }
    return [
        (b"Host", url.netloc),
        (b"User-Agent", AGENT.encode()),
        (b"Accept", accept.encode()),
        (b"Accept-Encoding", b"gzip, deflate"),
        (b"Connection", b"close"),
        # What a server once sent may hold anything; line ends would be headers of their own.
        *((name.encode(), re.sub(r"[^\x20-\x7e]", "", value).encode()) for name, value in more.items()),
    ]


def _permit(url: httpx2.URL, ports: frozenset[int], allow: frozenset[str]) -> None:
    if url.scheme not in {"http", "https"}:
        raise FetchError("scheme-refused", f"“{str(url)[:200]}” does not start with https:// or http://.")
    if not url.host:
        raise FetchError("address-unreadable", f"“{str(url)[:200]}” names no host.")
    if url.userinfo:
        raise FetchError("address-unreadable", f"The address of {url.host} holds a user name; leave it out.")
    port = url.port or (443 if url.scheme == "https" else 80)
    if port not in ports and url.host not in allow:
        raise FetchError(
            "port-refused", f"{url.host} is asked for on port {port}; only the ports of the web are."
        )


def _taken(url: str, final: str, raw: httpcore2.Response, headers: httpx2.Headers, most: int) -> Fetched:
    if raw.status >= 400:
        again = raw.status in _TRY_AGAIN
        raise FetchError(
            "status",
            f"{final} answered {raw.status}.",
            permanent=not again,
            status=raw.status,
            retry_after=headers.get("retry-after", ""),
        )
    too_large = FetchError("too-large", f"{final} is larger than {most / 1e6:g} MB.")
    declared = headers.get("content-length", "")
    if declared.isdigit() and int(declared) > most:
        raise too_large
    body = bytearray()
    for piece in _unpacked(raw.iter_stream(), headers.get("content-encoding", ""), final):
        body += piece
        if len(body) > most:
            raise too_large
    kept = {name.lower(): value for name, value in headers.items()}
    return Fetched(url, final, raw.status, kept, bytes(body), _charset(kept.get("content-type", "")))


def _unpacked(chunks: Iterable[bytes], coding: str, url: str) -> Iterator[bytes]:
    """The body without its gzip or deflate coat, in pieces of bounded size however well it was packed."""
    coats = [name for name in re.split(r"[\s,]+", coding.lower()) if name not in {"", "identity"}]
    if not coats:
        yield from chunks
        return
    if len(coats) > 1 or coats[0] not in {"gzip", "x-gzip", "deflate"}:
        raise FetchError("coding-unknown", f"{url} comes packed as “{coding}”, which was not asked for.")
    unpack = None
    try:
        for chunk in chunks:
            if unpack is None:
                # Many servers send deflate without the zlib header that RFC 9110 asks for.
                bare = coats[0] == "deflate" and bool(chunk) and chunk[0] & 0x0F != 8
                unpack = zlib.decompressobj(-15 if bare else 47)
            while chunk and not unpack.eof:
                yield unpack.decompress(chunk, _CHUNK)
                chunk = unpack.unconsumed_tail
    except zlib.error as error:
        raise FetchError("answer-broken", f"{url} comes packed in a broken way.", permanent=False) from error
    if unpack is not None and not unpack.eof:
        raise FetchError("answer-broken", f"{url} breaks off before its end.", permanent=False)


def _charset(content_type: str) -> str:
    message = Message()
    message["content-type"] = content_type
    try:
        return codecs.lookup(str(message.get_param("charset") or "")).name
    except (LookupError, ValueError):
        return ""


def _refusal(error: Exception, host: str) -> FetchError:
    match error:
        case Refused():
            return FetchError("address-private", f"{host} lies in a private network, which is never read.")
        case NoSuchName():
            return FetchError("address-unknown", f"There is no host named {host}.", permanent=False)
        case _:
            return FetchError("too-slow", f"{host} did not answer in time.", permanent=False)


def _failure(error: Exception, host: str) -> FetchError:
    if "CERTIFICATE_VERIFY_FAILED" in str(error):
        return FetchError("certificate", f"{host} shows a certificate that cannot be trusted.")
    if isinstance(error, httpcore2.ConnectError):
        return FetchError("unreachable", f"{host} cannot be reached.", permanent=False)
    return FetchError("answer-broken", f"{host} broke off, or answered in a broken way.", permanent=False)


@cache
def _tls() -> ssl.SSLContext:
    return httpx2.create_ssl_context(trust_env=False)
