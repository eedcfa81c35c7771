"""Cutting a paragraph into sentences, with or without inline codes.

sentencex finds the ends of sentences; where it cuts too often (“M. Macron”, “z. B.”), the rules of
``no_breaks.json`` join again. A cut never loses a character and never stands inside a pair of codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from masthead.lib import sentences
from masthead.translation.markup import Marked, decode, kinds, renumber, tokens
from masthead.translation.no_breaks import rules

# Thai has spaces where others have full stops or commas. In a long paragraph, one between two long runs ends
# a piece; shorter runs are names, numbers and quotations.
_THAI_PARAGRAPH = 120
_THAI_RUN = re.compile(r"\S{20,}")
_THAI_SEAM = re.compile(r"(?<=[ก-์”\"])(?<![ๆฯ]) +(?=[เ-ไก-ฮ“\"])")
_SEEN = 200
"""Characters on either side of a cut that the rules look at."""
_LONG = 120
"""Characters of a piece that is looked at again without its quotation marks and brackets."""
_QUOTES = str.maketrans(dict.fromkeys('"`“”„«»‹›()[]「」『』', " "))
# A quotation mark between a space and a letter opens, whatever its shape: „ and ” and » are of both kinds.
_OPENED = re.compile(r"(?<=\s)[\"'`“”„‘’«»‹›(\[¿¡]+$")
_CLOSED = re.compile(r"(?:[»”’)\]」』]|[\"'](?=[\s\"'»”’)\]]|$))+\s*")
_SYMBOLS = re.compile(r"[\u2600-\u27bf\ufe0f\u200d\U0001f000-\U0001faff]+(?:\s+|$)")
# “1.Milk, 2.Bread”
_GLUED_NUMBER = re.compile(r"(?<![\w.])\d{1,2}\.$")
# What begins anew without a mark before it: an item with a bullet, a paragraph after an empty line; and what sentencex
# does not take for a beginning: a turn of speech after a dash, a capital letter after an ellipsis.
_BEGINS = re.compile(
    r"(?<=\s)(?=[•⁃‣◦▪●]\s*\w)|\n[^\S\n]*\n\s*(?=\S)|(?<=[.!?…])\s+(?=[-–—]\s*[^\W\d_])"
    r"|(?:(?<=…)|(?<=\.\.\.))\s+(?=[^\W\d_])"
)
_BEFORE_NUMBER = re.compile(r"(?<=[。！？])(?=\d)|(?<=[^\W\d_]{5}\.) +(?=\d)")
_SAYS = re.compile(r"[^\W_]")
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
    held = rules(language)
    start = 0
    for offset, following in pairwise([*_candidates(words, language), len(words)]):
        before, after = words[max(start, offset - _SEEN) : offset], words[offset : offset + _SEEN]
        if not _SAYS.search(before) or not _SAYS.search(words[offset:following]):
            continue
        if _GLUED_NUMBER.search(before) and after[:1].isalpha():
            continue
        if "\n" in before[len(before.rstrip()) :] or not held.holds(before.strip(), after.lstrip()):
            yield offset
            start = offset


def _candidates(words: str, language: str) -> Iterator[int]:
    """Where sentencex cuts, and where it does not: in long quotations, and before numbers."""
    found = [*sentences.ends(words, language), len(words)]
    for start, end in pairwise([0, *found]):
        if end - start > _LONG:
            bare = words[start:end].translate(_QUOTES)
            found += (start + inner for inner in sentences.ends(bare, language))
    found += (match.end() for match in _BEFORE_NUMBER.finditer(words))
    for pattern in (_BEGINS, rules(language).ends):
        found += (match.end() for match in pattern.finditer(words))
    if language == "th" and len(words) > _THAI_PARAGRAPH:
        found += _thai(words)
    yield from sorted({_settled(words, offset) for offset in found})


def _thai(words: str) -> Iterator[int]:
    for left, right in pairwise(_THAI_RUN.finditer(words)):
        seam = _THAI_SEAM.match(words, left.end())
        if seam and seam.end() == right.start():
            yield right.start()


def _settled(words: str, offset: int) -> int:
    """The offset with quotation marks and symbols left to the sentence that they belong to."""
    opening = _OPENED.search(words[max(0, offset - 4) : offset])
    if opening and words[offset : offset + 1].isalnum():
        return offset - len(opening[0])
    spaced = words[offset - 1 : offset].isspace()
    closing = not spaced and _CLOSED.match(words, offset)
    offset = closing.end() if closing else offset
    symbols = _SYMBOLS.match(words, offset)
    return symbols.end() if symbols else offset
