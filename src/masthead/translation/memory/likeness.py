"""How alike two source texts are.

The measure is Levenshtein's: one less the insertions, deletions and replacements of characters that it takes to make
one text of the other, over the length of the longer. Characters and not words, so that an ending that is bent costs
little and scripts without spaces are measured as all others.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from masthead.translation.markup import kinds, plain

OTHER_NUMBERS = 0.05
"""Taken off where the numbers are not the same: the eye passes over them most easily."""
OTHER_CODES = 0.03
"""Taken off where the codes are not of the same number and kinds."""
NOT_EQUAL = 0.99
"""The most that two texts have which are not the very same."""

_NUMBER = re.compile(r"\d+")


def likeness(one: str, other: str) -> float:
    """From 0 to 1 for two coded texts; 1 only if they are equal. Which of them is first makes no difference."""
    return next((score for _, score in alike(one, (other,), 0.0)), 0.0)


def alike(text: str, others: Sequence[str], least: float) -> Iterator[tuple[int, float]]:
    """(index, likeness) of those of ``others`` that are at least so like a coded text, in no order."""
    words = {index: readable(other) for index, other in enumerate(others)}
    own, numbers, codes = readable(text), _numbers(text), _codes(text)
    near = process.extract(
        own, words, scorer=Levenshtein.normalized_similarity, score_cutoff=least, limit=None
    )
    for _, score, index in near:
        other = others[index]
        if other == text:
            yield index, 1.0
            continue
        score -= OTHER_NUMBERS * (_numbers(other) != numbers) + OTHER_CODES * (_codes(other) != codes)
        if (score := max(0.0, min(score, NOT_EQUAL))) >= least:
            yield index, score


@lru_cache(maxsize=20_000)
def readable(text: str) -> str:
    """The words of a coded text, letters in canonical form (NFC), white space as one space."""
    return unicodedata.normalize("NFC", " ".join(plain(text).split()))


def _numbers(text: str) -> Counter[str]:
    return Counter(_NUMBER.findall(plain(text)))


def _codes(text: str) -> Counter[bool]:
    return Counter(kinds(text).values())
