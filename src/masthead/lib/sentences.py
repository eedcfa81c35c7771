"""Where sentencex ends a sentence, for any text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

import sentencex

# sentencex takes quadratic time over unclosed quotation marks; no real paragraph is longer than one block.
_BLOCK = re.compile(r".{1,20000}(?:\s|$)|.{1,20000}", re.DOTALL)
# White space of more than one byte before a full stop breaks it off (an index that is not a boundary of characters).
_BREAKS = re.compile(r"[^\S\x00-\x7f](?=\.)")
# Half of a pair is a character to Python, and none to sentencex.
_HALVES = re.compile("[\ud800-\udfff]")


def segment(text: str, language: str) -> Iterator[str]:
    """The sentences of a text in a language (BCP 47), each with the white space that follows it: put together, the text."""
    for start, end in pairwise([0, *ends(text, language), len(text)]):
        if end > start:
            yield text[start:end]


def ends(text: str, language: str) -> Iterator[int]:
    """Offsets where sentences end; the end of the text may be among them.

    sentencex can lose an empty line, so each of its pieces is looked up in the text.
    """
    plain, offset = _HALVES.sub("\ufffd", _BREAKS.sub(" ", text)), 0
    for block in _BLOCK.findall(plain):
        for piece in sentencex.segment(language.partition("-")[0] or "en", block):
            found = plain.find(piece, offset)
            if found < 0:
                return
            if found > offset:
                yield found
            offset = found + len(piece)
            yield offset
