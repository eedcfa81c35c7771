"""Many things, some at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

_T = TypeVar("_T")


def batched(things: Iterable[_T], size: int) -> Iterator[list[_T]]:
    """``itertools.batched``, which Python 3.11 has not, in lists."""
    rest = iter(things)
    while batch := list(islice(rest, size)):
        yield batch
