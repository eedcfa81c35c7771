"""A sentence to the terms by which others like it are found. Pure: the same for what is held and what is asked.

A term is a word, cut at six letters so that an ending that is bent does not matter, or two words that follow each
other, which are much rarer. Scripts without spaces are cut to pieces of two characters, Thai and its neighbours of
three, that overlap. Accents that stand apart from their letter, vowel signs and points are left out.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from functools import cache
from itertools import pairwise

LONGEST = 6
"""Letters of a word that count."""
MOST = 400
"""Words of a sentence that count: more make it no easier to find."""

_THREES = r"\u0e01-\u0e4e\u0e80-\u0ecf\u1000-\u103f\u1780-\u17d3"
_TWOS = r"\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(
    rf"(?P<twos>[{_TWOS}]+)|(?P<threes>[{_THREES}]+)|(?P<word>(?:(?![{_TWOS}{_THREES}])[^\W_])+)"
)


def terms(text: str) -> set[str]:
    """The terms of a plain text; none has a space in it."""
    found = _words(text)
    return {*found, *(f"{one}_{other}" for one, other in pairwise(found))}


def _words(text: str) -> list[str]:
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).casefold().translate(_marks())
    found: list[str] = []
    for run in _RUN.finditer(text):
        if run.lastgroup == "word":
            found.append(run[0][:LONGEST])
        else:
            size = 2 if run.lastgroup == "twos" else 3
            found += (run[0][at : at + size] for at in range(max(1, len(run[0]) - size + 1)))
        if len(found) >= MOST:
            break
    return found[:MOST]


@cache
def _marks() -> dict[int, None]:
    return dict.fromkeys(
        point for point in range(sys.maxunicode + 1) if unicodedata.category(chr(point))[0] == "M"
    )
