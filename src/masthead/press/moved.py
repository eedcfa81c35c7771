"""Addresses at which articles stood before: in another system, or here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from masthead.press.bucket import changes
from masthead.press.models import Moved

_LONGEST = 600


def remember(addresses: Iterable[str], article: int, language: str) -> None:
    """Lead these addresses, whole or from their slash on, to an article. What leads elsewhere already stays so."""
    paths = dict.fromkeys(
        path for path in map(path_of, addresses) if path not in ("/", "") and len(path) <= _LONGEST
    )
    Moved.objects.bulk_create(
        [Moved(path=path, article=article, language=language) for path in paths], ignore_conflicts=True
    )
    changes.remember(dict.fromkeys(paths, changes.Turn.LEFT))


def path_of(address: str) -> str:
    """The form in which an old address is kept: decoded, its query in order, no fragment."""
    parts = urlsplit(address.strip().replace("\x00", ""))
    path = unquote(parts.path) or "/"
    query = _query(parts.query)
    path = path if path.startswith("/") else f"/{path}"
    return f"{path}?{query}" if query else path


def find(path: str, query: str) -> Moved | None:
    """Where a decoded path with its raw query leads now; one query of the database.

    The whole query is looked for first, then each of its parts, then the path alone, with and without its last slash.
    """
    wanted = list(dict.fromkeys(_candidates(path.replace("\x00", ""), query)))
    found = {row.path: row for row in Moved.objects.filter(path__in=wanted)}
    return next((found[name] for name in wanted if name in found), None)


def _candidates(path: str, query: str) -> Iterator[str]:
    pairs = parse_qsl(query.replace("\x00", "")[:2_000], max_num_fields=30) if query.count("&") < 30 else []
    if pairs:
        yield f"{path}?{urlencode(sorted(pairs))}"
        for pair in pairs:
            yield f"{path}?{urlencode([pair])}"
    yield path
    yield path.rstrip("/") or "/"
    yield f"{path.rstrip('/')}/"


def _query(query: str) -> str:
    return urlencode(sorted(parse_qsl(query))) if query else ""
