"""Cutting a paragraph into sentences, with or without inline codes.

sentencex finds the ends of sentences; where it cuts too often (“M. Macron”, “z. B.”), the rules of
``no_breaks.json`` join again. A cut never loses a character and never stands inside a pair of codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

import sentencex

from masthead.translation.markup import Marked, decode, kinds, renumber, tokens

_THAI_LONG = 90
_THAI_LEAST = 40
_THAI_SPACE = re.compile(r"(?<=[฀-๎])(?<![ๆฯ]) +(?=[เ-ไก-ฮ])")
_END = frozenset('.!?…。！？।۔؟։”’"»)')


def cut(text: str, language: str) -> tuple[str, ...]:
    """The sentences of a plain or marked text, each with the white space that follows it."""
    return tuple(
        text[start:end] for start, end in pairwise([0, *_cuts(text, language), len(text)]) if end > start
    )


def cut_marked(marked: Marked, language: str) -> tuple[Marked, ...]:
    """As ``cut``; every piece has its own codes, numbered from 1."""
    return tuple(_piece(text, marked) for text in cut(marked.text, language))


def join_marked(pieces: Sequence[Marked]) -> Marked:
    """One marked text out of pieces, their codes numbered through. White space is not added."""
    texts: list[str] = []
    shift = 0
    for piece in pieces:
        texts.append(renumber(piece.text, {n: n + shift for n in range(1, len(piece.codes) + 1)}))
        shift += len(piece.codes)
    return Marked("".join(texts), tuple(code for piece in pieces for code in piece.codes))


def _piece(text: str, marked: Marked) -> Marked:
    numbers = sorted(kinds(text))
    new = {number: index for index, number in enumerate(numbers, start=1)}
    return Marked(renumber(text, new), tuple(marked.codes[number - 1] for number in numbers))


def _cuts(text: str, language: str) -> Iterator[int]:
    """Offsets in ``text`` where a sentence ends, the end of the text not among them."""
    visible, ends, depths = _visible(text)
    for offset in _ends(visible, language):
        if depths[offset] == 0:
            yield ends[offset]


def _visible(text: str) -> tuple[str, list[int], list[int]]:
    """The words of a text, and for each offset in them its offset in the text and the depth of codes there.

    A standalone code that follows the end of a sentence directly, before other words, is seen as a space:
    it is a line break then.
    """
    words: list[str] = []
    ends, depths = [0], [0]
    depth = 0
    at = 0
    for token in tokens(text):
        at += len(token.raw)
        if token.kind == "text":
            start = at - len(token.raw)
            for match in re.finditer(r"&(?:lt|gt|amp);|.", token.raw, re.DOTALL):
                words.append(decode(match[0]))
                ends.append(start + match.end())
                depths.append(depth)
            continue
        if token.kind == "alone" and words and words[-1] in _END and text[at : at + 1].isalnum():
            words.append(" ")
            ends.append(at)
            depths.append(depth)
        if token.kind != "open":
            depth = max(0, depth - (token.kind == "close"))
            ends[-1], depths[-1] = at, depth
        else:
            depth += 1
    return "".join(words), ends, depths


def _ends(words: str, language: str) -> Iterator[int]:
    """Offsets in plain words where a sentence ends, without the last; white space goes to the left."""
    pieces = sentencex.segment(language.partition("-")[0], words)
    offset = 0
    for piece in pieces[:-1]:
        offset += len(piece)
        if words[:offset].strip() and words[offset:].strip() and not words[offset].isspace():
            yield offset
