"""Text to the words it is found by, in 52 languages. Pure: the same for what is indexed and what is asked.

Words are normalised (NFKC, case folded, digits to ASCII) and stemmed. Scripts written without spaces are cut
into overlapping pieces of two characters, Thai and its neighbours into three (XQuAD, recall at 1: 0.946 for
Thai by three, 0.891 by two).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import Stemmer

LONGEST_WORD = 40

# Snowball's stemmers. Malay is stemmed as Indonesian, whose prefixes and suffixes it shares.
_STEMMERS = {
    "ar": "arabic", "ca": "catalan", "cs": "czech", "da": "danish", "de": "german", "el": "greek",
    "en": "english", "es": "spanish", "et": "estonian", "fa": "persian", "fi": "finnish", "fr": "french",
    "ga": "irish", "hi": "hindi", "hu": "hungarian", "id": "indonesian", "it": "italian", "lt": "lithuanian",
    "ms": "indonesian", "nb": "norwegian", "nl": "dutch", "pl": "polish", "pt": "portuguese",
    "ro": "romanian", "ru": "russian", "sr": "serbian", "sv": "swedish", "yi": "yiddish",
}  # fmt: skip
# Where there is no stemmer, a word's beginning stands for it. That loses little (XQuAD, recall at 1, Russian):
# 0.932 cut at six letters, 0.939 stemmed, 0.844 as it stands. Turkish does better so than with its stemmer,
# 0.932 against 0.904, as in Can et al., "Information retrieval on Turkish texts", JASIST 59 (2008).
_UNSTEMMED = "af be bg cy fil gl he hr is lv mk mt sk sl sq sw uk"
_CUT = {"tr": 5, **dict.fromkeys(_UNSTEMMED.split(), 6)}

# Marks that readers leave out, and letters that stand for each other.
_UNPOINTED = {"ar", "fa", "he", "yi", "el"}
_LETTERS: dict[str, dict[int, Any]] = {
    "ar": str.maketrans("یکہۀ", "يكهه"),
    "fa": str.maketrans("يىكةۀ", "ییکهه"),
    "yi": str.maketrans({"װ": "וו", "ױ": "וי", "ײ": "יי"}),
    "hi": str.maketrans({"ँ": "ं", "\u093c": None}),
}
_LATIN = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ð": "d", "đ": "d", "þ": "th", "ł": "l", "ħ": "h", "ı": "i", "ŋ": "n"}
)
# Arabic and Hebrew words carry their article, prepositions and "and" before them.
_ARABIC_PREFIX = re.compile(r"(?:[وف]?[بك]?ال|[وف]?لل)(?=..)")
_HEBREW_PREFIXES = (re.compile(r"[והבכלמש](?=[א-ת]{3})"), re.compile(r"[וש][הבכלמש](?=[א-ת]{3})"))

_THREES = r"\u0e01-\u0e3a\u0e40-\u0e4e\u0e80-\u0ecf\u1000-\u103f\u1780-\u17d3"
_TWOS = (
    r"\u1100-\u11ff\u3005-\u3007\u3040-\u30ff\u3130-\u318f\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uac00-\ud7a3\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
)
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_HAN = re.compile(r"[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# Soft hyphen, tatweel, joiners, direction marks: in words, and no part of them.
_SILENT = "\u00ad\u0640\u200b-\u200f\u2060\ufeff"
_DROPPED = re.compile(f"[{_SILENT}]")
_APOSTROPHES = "'’ʼ‘`´＇"
_QUOTES = "\"״׳'"  # inside Hebrew abbreviations
_WHOLE = re.compile(".+", re.DOTALL)
# Before the sign stands a word of its own, often of one letter and no use (l'homme); in Turkish, the name that
# is bent (Ankara'da).
_ELIDED = re.compile(f"(?!.{{1,2}}[{_APOSTROPHES}])[^{_APOSTROPHES}]+")
_PARTS = {
    **dict.fromkeys(("ca", "cy", "fr", "ga", "it", "mt", "sq"), _ELIDED),
    "fa": re.compile("[^\u200c]+"),
    "tr": re.compile(f"^[^{_APOSTROPHES}]+"),
}
_LATIN_LETTER = re.compile("[a-zß-ɏḀ-ỿ]")


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
    marks = "".join(char for char in map(chr, range(0x10000)) if unicodedata.category(char)[0] == "M")
    letter = rf"(?:(?![{_TWOS}{_THREES}])[^\W_]|[{re.escape(marks)}{_SILENT}])"
    first = rf"(?![{_TWOS}{_THREES}])[^\W_]"
    return re.compile(
        rf"(?P<twos>[{_TWOS}][{_TWOS}{_SILENT}]*)|(?P<threes>[{_THREES}][{_THREES}{_SILENT}]*)"
        rf"|(?P<word>{first}{letter}*(?:(?:[{_APOSTROPHES}]|(?<=[א-ת])[{_QUOTES}](?=[א-ת])){first}{letter}*)*)"
    )


def _words(found: re.Match[str], language: str) -> Iterator[Term]:
    start = found.start()
    for piece in _parts(found[0], language):
        text = word(piece[0], language)
        if text:
            yield Term(
                text, start + piece.start(), start + piece.end(), _word_variants(piece[0], text, language)
            )


def _parts(run: str, language: str) -> Iterable[re.Match[str]]:
    """A run of letters as single words: cut at apostrophes and Persian half-spaces where those part words."""
    return _PARTS.get(language, _WHOLE).finditer(run)


@lru_cache(maxsize=100_000)
def word(written: str, language: str) -> str:
    """One word as it is indexed, or nothing if nothing is left of it."""
    text = _normal(written[: 2 * LONGEST_WORD], language)
    if language == "ar" and (prefix := _ARABIC_PREFIX.match(text)):
        text = text[prefix.end() :]
    if language in _STEMMERS:
        text = _stemmer(_STEMMERS[language]).stemWord(text)
    text = text.replace("'", "")[: _CUT.get(language, LONGEST_WORD)]
    return text if language == "vi" else _folded(text)


def _normal(written: str, language: str) -> str:
    # One sign may become several words (U+FDFA); a term has no spaces.
    text = "".join(_DROPPED.sub("", unicodedata.normalize("NFKC", written)).split())
    if language == "tr":
        text = text.replace("İ", "i").replace("I", "ı")
    text = unicodedata.normalize("NFC", text.casefold())
    if language in _UNPOINTED:
        text = _unmarked(text)
    text = text.replace("ё", "е").translate(_LETTERS.get(language, {}))
    if language == "en":
        text = re.sub(f"[{_APOSTROPHES}]", "'", text)
    else:
        text = re.sub(f"[{_APOSTROPHES}{_QUOTES}]", "", text)
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def _folded(text: str) -> str:
    """Latin letters without their diacritics; other scripts as they are."""
    if text.isascii() or not _LATIN_LETTER.search(text):
        return text
    return _unmarked(text).translate(_LATIN)


def _unmarked(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return unicodedata.normalize("NFC", "".join(c for c in parts if unicodedata.category(c) != "Mn"))


@cache
def _stemmer(name: str) -> Stemmer.Stemmer:
    return Stemmer.Stemmer(name)


def _word_variants(written: str, text: str, language: str) -> tuple[str, ...]:
    if language == "vi":
        plain = _folded(text)
        return (plain,) if plain != text else ()
    if language == "he":
        whole = _normal(written, language)
        bare = [whole[found.end() :] for prefix in _HEBREW_PREFIXES if (found := prefix.match(whole))]
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
    return _DROPPED.sub("", unicodedata.normalize("NFKC", run))
