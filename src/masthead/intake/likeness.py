"""How alike two texts are, and a small sketch by which a text finds its likes among very many.

A text is its *shingles*: every run of three words, or of six characters in scripts that set no spaces between words,
without case, accents and punctuation. The sketch is a MinHash in ``BANDS`` bands (Broder 1997; Leskovec, Rajaraman,
Ullman, *Mining of Massive Datasets*, 3.4): two texts that share half of all their shingles share a band in 98 of 100
cases, two that share a twentieth in 4 of 1,000.
"""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b

from masthead.lib.sentences import segment

BANDS, ROWS = 32, 3
FEWEST = 20
"""Shingles below which a text is too short to be told from others."""
ALIKE = 0.5
"""The share of shingles from which two texts are said to be alike."""
_MOST = 5_000
_WORDS, _CHARACTERS = 3, 6
_WHOLE = (1 << 64) - 1
# Han, kana, Thai, Lao, Khmer, Burmese, Tibetan: no spaces between words.
_UNSPACED = "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_ALONE = re.compile(rf"[{_UNSPACED}]")


def tokens(text: str) -> list[str]:
    """The words, or where there are no spaces the characters, without case, accents and punctuation."""
    flat = unicodedata.normalize("NFKD", text).casefold()
    return _TOKEN.findall("".join(letter for letter in flat if unicodedata.category(letter)[0] != "M"))


def shingles(text: str) -> frozenset[int]:
    """The shingles of a text as 64-bit numbers; at most the 5,000 smallest, which are as good as a sample."""
    found = tokens(text)
    unspaced = sum(bool(_ALONE.match(token)) for token in found) * 2 > len(found)
    width = _CHARACTERS if unspaced else _WORDS
    runs = {" ".join(found[start : start + width]) for start in range(len(found) - width + 1)}
    numbers = {int.from_bytes(blake2b(run.encode(), digest_size=8).digest(), "big") for run in runs}
    return frozenset(numbers) if len(numbers) <= _MOST else frozenset(sorted(numbers)[:_MOST])


def bands(of: frozenset[int]) -> tuple[int, ...]:
    """The keys of the sketch's bands, 64-bit with a sign; none for a text that is too short."""
    if len(of) < FEWEST:
        return ()
    least = [min([(factor * number + add) & _WHOLE for number in of]) for factor, add in _turns()]
    return tuple(_key(band, least[band * ROWS : (band + 1) * ROWS]) for band in range(BANDS))


def share(first: frozenset[int], second: frozenset[int]) -> float:
    """What part of the shorter text's shingles stands in both, 0 to 1; 0 where one is too short."""
    shorter = min(len(first), len(second))
    return len(first & second) / shorter if shorter >= FEWEST else 0.0


def part(of: frozenset[int], within: frozenset[int]) -> float:
    """What part of one text's shingles stands in another, 0 to 1."""
    return len(of & within) / len(of) if of else 0.0


@cache
def _turns() -> tuple[tuple[int, int], ...]:
    """The hash functions of the sketch: the same for ever, since sketches are kept."""
    chance = random.Random("masthead-likeness-1")  # noqa: S311 - no secret
    return tuple((chance.getrandbits(64) | 1, chance.getrandbits(64)) for _ in range(BANDS * ROWS))


def _key(band: int, least: Sequence[int]) -> int:
    words = b"".join(number.to_bytes(8, "big") for number in (band, *least))
    return int.from_bytes(blake2b(words, digest_size=8).digest(), "big", signed=True)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of one text; ``same``: it stands in the other too."""

    text: str
    same: bool


Marked = list[list[Sentence]]


def beside(first: Iterable[str], second: Iterable[str], languages: tuple[str, str]) -> tuple[Marked, Marked]:
    """Two texts, given as paragraphs, with every sentence marked that stands in both."""
    cut = [
        [_sentences(line, language) for line in lines]
        for lines, language in zip((first, second), languages, strict=True)
    ]
    known = [{_flat(sentence) for paragraph in side for sentence in paragraph} for side in cut]
    return _marked(cut[0], known[1]), _marked(cut[1], known[0])


def _marked(side: list[list[str]], other: set[str]) -> Marked:
    return [[Sentence(text, _flat(text) in other) for text in paragraph] for paragraph in side]


def _flat(sentence: str) -> str:
    return " ".join(tokens(sentence))


def _sentences(line: str, language: str) -> list[str]:
    return [sentence.strip() for sentence in segment(line, language) if sentence.strip()]
