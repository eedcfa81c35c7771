"""What PHP's ``serialize`` writes, as values: https://www.php.net/manual/en/function.serialize.php."""

from __future__ import annotations

import re
from typing import Any

_SCALAR = re.compile(rb"N;|b:([01]);|i:(-?\d{1,19});|d:([-+.\deEINFAinfa]{1,32});")
_SIZED = re.compile(rb"([sa]):(\d{1,8}):[\"{]")
_DEEPEST = 12
_MOST = 200_000


def loads(text: str) -> Any:
    """Strings, numbers, booleans, null and arrays (as dicts); None for anything else. No object is ever made."""
    data = text.strip().encode("utf-8", "surrogatepass")
    try:
        value, end = _value(data, 0, 0)
    except (ValueError, UnicodeDecodeError):
        return None
    return value if end == len(data) else None


def _value(data: bytes, at: int, depth: int) -> tuple[Any, int]:
    if found := _SCALAR.match(data, at):
        flag, whole, real = found.groups()
        if flag is not None:
            return flag == b"1", found.end()
        if whole is not None:
            return int(whole), found.end()
        return (float(real) if real is not None else None), found.end()
    sized = _SIZED.match(data, at)
    if sized is None or depth > _DEEPEST:
        raise ValueError
    size, at = int(sized[2]), sized.end()
    if sized[1] == b"s":
        if data[at + size : at + size + 2] != b'";':
            raise ValueError
        return data[at : at + size].decode(), at + size + 2
    if size > _MOST:
        raise ValueError
    pairs: dict[Any, Any] = {}
    for _ in range(size):
        key, at = _value(data, at, depth + 1)
        if isinstance(key, dict):
            raise ValueError
        pairs[key], at = _value(data, at, depth + 1)
    if data[at : at + 1] != b"}":
        raise ValueError
    return pairs, at + 1
