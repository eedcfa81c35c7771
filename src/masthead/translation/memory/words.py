"""A sentence to the terms by which others like it are found. Pure: the same for what is held and what is asked.

A term is a word, cut at six letters so that an ending that is bent does not matter, or two words that follow each
other, which are much rarer. Scripts without spaces are cut to pieces of two characters, Thai and its neighbours of
three, that overlap. Accents that stand apart from their letter, vowel signs and points are left out.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import islice, pairwise

LONGEST = 6
"""Letters of a word that count."""
MOST = 400
"""Words of a sentence that count: more make it no easier to find."""

_THREES = r"\u0e01-\u0e4e\u0e80-\u0ecf\u1000-\u103f\u1780-\u17d3"
_TWOS = r"\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_DENSE = re.compile(f"[{_TWOS}{_THREES}]")
_WORD = re.compile(r"[^\W_]+")
_RUN = re.compile(
    rf"(?P<twos>[{_TWOS}]+)|(?P<threes>[{_THREES}]+)|(?P<word>(?:(?![{_TWOS}{_THREES}])[^\W_])+)"
)


def terms(text: str) -> set[str]:
    """The terms of a plain text; none has a space in it."""
    found = _words(text)
    return {*found, *map("_".join, pairwise(found))}


def _words(text: str) -> list[str]:
    text = text.casefold()
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).casefold().translate(_marks())
        if _DENSE.search(text):
            return list(islice(_pieces(text), MOST))
    return [word[:LONGEST] for word in _WORD.findall(text)[:MOST]]


def _pieces(text: str) -> Iterator[str]:
    """The words of a text that is written without spaces, here and there or throughout."""
    for run in _RUN.finditer(text):
        if run.lastgroup == "word":
            yield run[0][:LONGEST]
        else:
            size = 2 if run.lastgroup == "twos" else 3
            yield from (run[0][at : at + size] for at in range(max(1, len(run[0]) - size + 1)))


@cache
def _marks() -> dict[int, None]:
    return dict.fromkeys(
        point for point in range(sys.maxunicode + 1) if unicodedata.category(chr(point))[0] == "M"
    )
