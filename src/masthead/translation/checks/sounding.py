"""Could one word be another language's way to write a name? By letters where both are Latin, by sounds where not.

Everything is brought to Latin letters first. Sounds are classes of letters (b and p are one, and so are s, z and j);
vowels are one class, or none where a script leaves them out. English spelling is the one that is guessed at: each of
its readings is tried.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from anyascii import anyascii
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler, Levenshtein

from masthead.lib import languages

WORD = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0903\u093a-\u094f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200c\u200d]"
    r"|(?<=[\u05d0-\u05ea])['’‘](?=[\u05d0-\u05ea]))*"
)
"""A word in any script, with its vowel signs."""
# Latin languages that write foreign names as they sound.
_AS_HEARD = frozenset({"lv", "lt", "sq"})
_WITHOUT_VOWELS = frozenset({"ar", "fa", "he", "yi", "th", "ko"})
_WITHOUT_SPACES = frozenset({"th"})
_HEBREW = frozenset({"he", "yi"})
_ONE_LIQUID = frozenset({"th", "ko"})
_CLASSES = str.maketrans(
    {letter: group[0] for group in ("pb", "fvw", "kcqg", "td", "szj", "aeiouy") for letter in group}
)
_HEBREW_LETTERS = str.maketrans(
    {"ב": "b", "ו": "u", "פ": "p", "ף": "p", "כ": "k", "ך": "k", **dict.fromkeys("׳'’‘")}
)
_APART = 0.3
"""Of the sounds of a name, the share that may differ."""
_WITHIN = 85
"""How like the name some stretch of an unspaced text must be, of 100."""


@lru_cache(maxsize=65536)
def folded(word: str) -> str:
    """The letters a–z of a word in any script."""
    return "".join(char for char in anyascii(word).lower() if "a" <= char <= "z")


def heard_in(words: list[str], language: str) -> list[str]:
    """The words of a text, and each two beside each other as one, as ``same`` wants them."""
    plain = [folded(word) for word in lettered(words, language)]
    joined = (first + second for first, second in pairwise(plain))
    return [word for word in dict.fromkeys((*plain, *joined)) if word]


def lettered(words: list[str], language: str) -> list[str]:
    """Hebrew's letters told apart where their names in Latin are the same."""
    if language not in _HEBREW:
        return words
    return [re.sub("^ו|וו", "v", word).translate(_HEBREW_LETTERS) for word in words]


def stands(name: str, words: list[str], language: str) -> bool:
    """Does an English name stand among the words (``heard_in``) of a text in another language?"""
    plain = folded(name)
    if any(_alike(plain, word) for word in words):
        return True
    return by_sound(language) and any(_sounds_alike(plain, word, language) for word in words)


def by_sound(language: str) -> bool:
    return languages.get(language).script != "Latn" or language in _AS_HEARD


@lru_cache(maxsize=65536)
def _alike(name: str, word: str) -> bool:
    """By letters: the same stem, the name inside a compound, or few letters that differ."""
    if name == word:
        return True
    shorter = min(len(name), len(word))
    if shorter < 2:
        return False
    common = next((at for at in range(shorter) if name[at] != word[at]), shorter)
    if common >= 3 and common * 2 >= len(name):
        return True
    if len(name) >= 4 and name[: max(4, len(name) - 2)] in word:
        return True
    return fuzz.ratio(name, word) >= 66 or JaroWinkler.normalized_similarity(name, word) >= 0.8


@lru_cache(maxsize=65536)
def _sounds_alike(name: str, word: str, language: str) -> bool:
    for wanted in _read(name, language):
        length = len(wanted)
        limit = int(length * _APART)
        for there in _written(word, language):
            if language in _WITHOUT_SPACES:
                if wanted in there or (
                    3 <= length <= len(there) and fuzz.partial_ratio(wanted, there) >= _WITHIN
                ):
                    return True
                continue
            # An ending may follow the name, an article or a preposition stand before it.
            parts = {there, there[:length], there[: length + 1]}
            if language in _WITHOUT_VOWELS:
                parts |= {there[1:], there[2:], there[1 : length + 1]}
            if any(Levenshtein.distance(wanted, part, score_cutoff=limit) <= limit for part in parts):
                return True
    return False


@lru_cache(maxsize=16384)
def _read(name: str, language: str) -> frozenset[str]:
    """The sounds that an English spelling may stand for."""
    name = re.sub("^mc", "mk", name)
    for letters, sound in (
        ("x", "ks"), ("sch", "sh"), ("ph", "f"), ("wh", "w"), ("ck", "k"), ("qu", "kw"), ("tch", "s")
    ):  # fmt: skip
        name = name.replace(letters, sound)
    forms = {re.sub(r"c(?=[eiy])", "s", name).replace("sh", "s")}
    for pattern, sounds in (
        (r"ch", "ks"), (r"th", "ts"), (r"g(?=[eiy])", "gs"), (r"gh(?![ao])", ("g", "")), (r"^j|(?<=[aeiou])j", "syhg"),
        (r"w", ("w", "")), (r"(?<=[^aeiou])e$", ("",)), (r"(?<=[^aeiou])es$", ("s",)), (r"(?<=...)s$", ("s", "")), (r"h", ("h", "")),
    ):  # fmt: skip
        forms = {re.sub(pattern, sound, form) for form in forms for sound in sounds}
    if language in _ONE_LIQUID:
        forms |= {re.sub(r"r(?![aeiouy])", "", form) for form in forms}
    return frozenset(filter(None, (_classes(form, language) for form in forms)))


@lru_cache(maxsize=65536)
def _written(word: str, language: str) -> frozenset[str]:
    """The sounds of a word that is written as it sounds, by its letters in Latin script."""
    word = re.sub(r"shch|sch|sh|ch|zh|dzh|dz|ts|tz|cz|sz", "s", word).replace("x", "ks")
    word = word.replace("kh", "h").replace("ph", "f").replace("th", "t")
    if language == "el":
        for letters, sound in (("mp", "p"), ("nt", "t"), ("gk", "g"), ("nk", "k")):
            word = word.replace(letters, sound)
    forms = {word}
    if language in {"sr", "mk", "lv", "lt"}:
        forms = {re.sub(r"(?<!d)j", "y", word.replace("dj", "s"))}
    if language in {"ar", "fa"}:
        forms |= {word.replace("w", ""), word.replace("j", "g"), word.replace("j", "g").replace("w", "")}
    forms |= {form.replace("h", "") for form in forms}
    return frozenset(filter(None, (_classes(form, language) for form in forms)))


def _classes(word: str, language: str) -> str:
    sounds = word.translate(_CLASSES)
    if language in _WITHOUT_VOWELS:
        sounds = sounds.replace("a", "")
    sounds = sounds[:1] + sounds[1:].replace("h", "k")
    if language in _HEBREW or language == "ko":
        sounds = sounds.replace("f", "p")
    if language in _ONE_LIQUID:
        sounds = sounds.replace("r", "l")
    return re.sub(r"(.)\1+", r"\1", sounds)
