"""Text to the words it is found by, in 52 languages. Pure: the same for what is indexed and what is asked.

Words are normalised (NFKC, case folded, digits to ASCII) and stemmed. Scripts written without spaces are cut
into overlapping pieces of two characters, Thai and its neighbours into three (XQuAD, recall at 1: 0.946 for
Thai by three, 0.891 by two).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from masthead.lib.words import (
    APOSTROPHES,
    DROPPED,
    HEBREW_PREFIXES,
    LONGEST_WORD,
    QUOTES,
    SILENT,
    folded,
    marks,
    normal,
    parts,
    word,
)

__all__ = ("LONGEST_WORD", "Term", "terms", "tokens", "word")

_THREES = r"\u0e01-\u0e3a\u0e40-\u0e4e\u0e80-\u0ecf\u1000-\u103f\u1780-\u17d3"
_TWOS = (
    r"\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_HAN = re.compile(r"[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Term:
    """A word to search by, and where in the text it stands (``text[start:end]``).

    ``also``: what it is found by besides; indexed, never asked. Vietnamese without its accents, Hebrew
    without what is prefixed, single Chinese characters, the first syllable of a Korean word, pairs of
    letters in Thai.
    """

    text: str
    start: int
    end: int
    also: tuple[str, ...] = ()


def tokens(text: str, language: str) -> list[str]:
    """The words of a text, in order, with repetitions. ``language`` is an edition's code."""
    return [term.text for term in terms(text, language)]


def terms(text: str, language: str) -> Iterator[Term]:
    """The words of a text with their places, by which a snippet is marked."""
    for found in _runs().finditer(text):
        if found.lastgroup == "word":
            yield from _words(found, language)
        else:
            yield from _pieces(found, 2 if found.lastgroup == "twos" else 3)


@cache
def _runs() -> re.Pattern[str]:
    letter = rf"(?:(?![{_TWOS}{_THREES}])[^\W_]|[{re.escape(marks())}{SILENT}])"
    first = rf"(?![{_TWOS}{_THREES}])[^\W_]"
    return re.compile(
        rf"(?P<twos>[{_TWOS}][{_TWOS}{SILENT}]*)|(?P<threes>[{_THREES}][{_THREES}{SILENT}]*)"
        rf"|(?P<word>{first}{letter}*(?:(?:[{APOSTROPHES}]|(?<=[א-ת])[{QUOTES}](?=[א-ת])){first}{letter}*)*)"
    )


def _words(found: re.Match[str], language: str) -> Iterator[Term]:
    start = found.start()
    for piece in parts(found[0], language):
        text = word(piece[0], language)
        if text:
            yield Term(
                text, start + piece.start(), start + piece.end(), _word_variants(piece[0], text, language)
            )


def _word_variants(written: str, text: str, language: str) -> tuple[str, ...]:
    if language == "vi":
        plain = folded(text)
        return (plain,) if plain != text else ()
    if language == "he":
        whole = normal(written, language)
        bare = [whole[found.end() :] for prefix in HEBREW_PREFIXES if (found := prefix.match(whole))]
        return tuple(word(rest, language) for rest in bare)
    return ()


def _pieces(found: re.Match[str], size: int) -> Iterator[Term]:
    run, start, end = _dense(found[0]), found.start(), found.end()
    same = len(run) == end - start
    last = max(0, len(run) - size)
    for at in range(last + 1):
        piece = run[at : at + size]
        also = _pairs(piece, at == last) if size == 3 else _singles(piece, at == 0, at == last)
        yield Term(piece, start + at if same else start, start + at + len(piece) if same else end, also)


def _pairs(piece: str, last: bool) -> tuple[str, ...]:
    return (piece[:2], piece[1:])[: 2 if last else 1] if len(piece) == 3 else ()


def _singles(piece: str, first: bool, last: bool) -> tuple[str, ...]:
    if len(piece) == 1:
        return ()
    if _HANGUL.match(piece):
        return (piece[0],) if first else ()
    return tuple(char for char in piece[: 2 if last else 1] if _HAN.match(char))


def _dense(run: str) -> str:
    return DROPPED.sub("", unicodedata.normalize("NFKC", run))
