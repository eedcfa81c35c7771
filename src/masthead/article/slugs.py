"""The part of an address that names a thing."""

from __future__ import annotations

import re
from collections.abc import Callable

from anyascii import anyascii
from django.core.validators import RegexValidator

SLUG = RegexValidator(r"^[\w-]+\Z", "Use letters, digits and hyphens only.")
MAX = 80


def slug(text: str) -> str:
    """An address in plain ASCII for a text in any script, at most ``MAX`` characters, cut between words."""
    words = re.findall(r"[a-z0-9]+", re.sub(r"['’]", "", anyascii(text).lower()))
    kept = ""
    for word in words:
        longer = f"{kept}-{word}" if kept else word[:MAX]
        if len(longer) > MAX:
            break
        kept = longer
    return kept


def free(wanted: str, taken: Callable[[list[str]], set[str]]) -> str:
    """``wanted``, or the first of ``wanted-2``, ``wanted-3`` … that is not taken.

    ``taken`` answers which of some slugs are; it is asked for a few at a time, so that no archive is read.
    """
    wanted = wanted or "untitled"
    candidates, number = [wanted], 1
    while True:
        held = taken(candidates)
        for candidate in candidates:
            if candidate not in held:
                return candidate
        candidates = [f"{wanted}-{n}" for n in range(number + 1, number + 51)]
        number += 50
