"""JSON in its one canonical form (RFC 8785)."""

from __future__ import annotations

import json
from typing import Any

import rfc8785

_MOST = 2**53 - 1


def dumps(value: Any) -> bytes:
    """The bytes of a JSON value. ``ValueError`` where it has no canonical form.

    Of text, whole numbers, lists and objects with ASCII names the standard library's encoder, which is in C, writes
    the same bytes; everything else is rfc8785's.
    """
    if not _plain(value):
        return rfc8785.dumps(value)
    try:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    except UnicodeEncodeError:  # half of a surrogate pair
        return rfc8785.dumps(value)


def _plain(value: Any) -> bool:
    kind = type(value)
    if kind is str or value is None or kind is bool:
        return True
    if kind is int:
        return -_MOST <= value <= _MOST
    if kind is list or kind is tuple:
        return all(map(_plain, value))
    return (
        kind is dict
        and all(type(name) is str and name.isascii() for name in value)
        and all(map(_plain, value.values()))
    )
