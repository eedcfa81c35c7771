"""Words of 52 languages as they are compared: normalised (NFKC, case folded, digits to ASCII) and stemmed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
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
HEBREW_PREFIXES = (re.compile(r"[והבכלמש](?=[א-ת]{3})"), re.compile(r"[וש][הבכלמש](?=[א-ת]{3})"))

# Soft hyphen, tatweel, joiners, direction marks: in words, and no part of them.
SILENT = "\u00ad\u0640\u200b-\u200f\u2060\ufeff"
DROPPED = re.compile(f"[{SILENT}]")
APOSTROPHES = "'’ʼ‘`´＇"
QUOTES = "\"״׳'"  # inside Hebrew abbreviations
_WHOLE = re.compile(".+", re.DOTALL)
# Before the sign stands a word of its own, often of one letter and no use (l'homme); in Turkish, the name that
# is bent (Ankara'da).
_ELIDED = re.compile(f"(?!.{{1,2}}[{APOSTROPHES}])[^{APOSTROPHES}]+")
_PARTS = {
    **dict.fromkeys(("ca", "cy", "fr", "ga", "it", "mt", "sq"), _ELIDED),
    "fa": re.compile("[^\u200c]+"),
    "tr": re.compile(f"^[^{APOSTROPHES}]+"),
}
_LATIN_LETTER = re.compile("[a-zß-ɏḀ-ỿ]")


@cache
def marks() -> str:
    """Every combining mark of Unicode's first plane: part of words, though no letter."""
    return "".join(char for char in map(chr, range(0x10000)) if unicodedata.category(char)[0] == "M")


def parts(run: str, language: str) -> Iterable[re.Match[str]]:
    """A run of letters as single words: cut at apostrophes and Persian half-spaces where those part words."""
    return _PARTS.get(language, _WHOLE).finditer(run)


@lru_cache(maxsize=100_000)
def word(written: str, language: str) -> str:
    """One word as it is indexed, or nothing if nothing is left of it."""
    text = normal(written[: 2 * LONGEST_WORD], language)
    if language == "ar" and (prefix := _ARABIC_PREFIX.match(text)):
        text = text[prefix.end() :]
    if language in _STEMMERS:
        text = _stemmer(_STEMMERS[language]).stemWord(text)
    text = text.replace("'", "")[: _CUT.get(language, LONGEST_WORD)]
    return text if language == "vi" else folded(text)


def normal(written: str, language: str) -> str:
    # One sign may become several words (U+FDFA); a term has no spaces.
    text = "".join(DROPPED.sub("", unicodedata.normalize("NFKC", written)).split())
    if language == "tr":
        text = text.replace("İ", "i").replace("I", "ı")
    text = unicodedata.normalize("NFC", text.casefold())
    if language in _UNPOINTED:
        text = _unmarked(text)
    text = text.replace("ё", "е").translate(_LETTERS.get(language, {}))
    if language == "en":
        text = re.sub(f"[{APOSTROPHES}]", "'", text)
    else:
        text = re.sub(f"[{APOSTROPHES}{QUOTES}]", "", text)
    return "".join(str(unicodedata.decimal(char)) if char.isdecimal() else char for char in text)


def folded(text: str) -> str:
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
