"""The index follows the database: what is new is added, what is damaged is made anew."""

from __future__ import annotations

from collections.abc import Callable

from masthead.lib.indexes import IndexUnreadable
from masthead.translation.memory import index
from masthead.translation.models import Sentence

AT_ONCE = 50_000
"""Sentences that become visible together."""
_MARKED = 5_000


def lags() -> bool:
    """Is there anything to do?"""
    return Sentence.objects.filter(indexed=False).exists() or (
        not is_sound() and Sentence.objects.filter(indexed=True).exists()
    )


def is_sound() -> bool:
    try:
        index.folder().searcher()
    except IndexUnreadable:
        return False
    return True


def start_anew() -> None:
    """Throw the index away. Until it has followed again, only the newest sentences are found by likeness."""
    index.folder().discard()
    Sentence.objects.filter(indexed=True).update(indexed=False)


def follow_next() -> int:
    """Index the next sentences that are not; answers how many. An index that cannot be read is thrown away first."""
    if not is_sound() and Sentence.objects.filter(indexed=True).exists():
        start_anew()
    rows = list(
        Sentence.objects.filter(indexed=False).order_by("pk").values_list("pk", "language", "text")[:AT_ONCE]
    )
    if not rows:
        return 0
    try:
        index.put(rows)
    except IndexUnreadable:
        start_anew()
        index.put(rows)
    keys = [key for key, _, _ in rows]
    for start in range(0, len(keys), _MARKED):
        Sentence.objects.filter(pk__in=keys[start : start + _MARKED]).update(indexed=True)
    return len(rows)


def follow(say: Callable[[int], None] = lambda done: None) -> int:
    """Index all that is not; answers how many. ``say`` hears how far it is."""
    done = 0
    while step := follow_next():
        done += step
        say(done)
    return done
