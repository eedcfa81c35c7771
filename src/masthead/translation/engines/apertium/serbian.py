"""Serbian in its two scripts: Apertium's dictionaries are in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Callable

from masthead.translation.markup import decode, encode, tokens

_CYRILLIC = "абвгдђежзијклмнопрстћуфхцчшљњџ"
_LATIN = [*"abvgdđežzijklmnoprstćufhcčš", "lj", "nj", "dž"]
_TO_LATIN = dict(zip(_CYRILLIC, _LATIN, strict=True))
_TO_CYRILLIC = {latin: letter for letter, latin in _TO_LATIN.items()}
_WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_SOUND = re.compile(r"lj|nj|dž|.", re.IGNORECASE | re.DOTALL)
# Two sounds at the border of a prefix, not one letter.
_APART = re.compile(
    r"\b(?:in|kon)(?=j(?:ek|unk|ug))|\b(?:na|po)d(?=ž(?:iv|an|en))|\bTan(?=jug)", re.IGNORECASE
)
# Not Serbian words: foreign letters, addresses, Roman numbers.
_FOREIGN = re.compile(r"[wxyqáéíóúäöüñçøåß]|^[IVXLCDM]{2,}$", re.IGNORECASE)
_ADDRESS = re.compile(r"\S*(?:://|www\.|@)\S*|\b[\w-]+\.(?:rs|com|org|net)\b")


def turned(text: str, turn: Callable[[str], str]) -> str:
    """A marked text with its words in another script."""
    return "".join(
        encode(turn(decode(token.raw))) if token.kind == "text" else token.raw for token in tokens(text)
    )


def to_latin(words: str) -> str:
    return "".join(_cased(letter, _TO_LATIN, words[at + 1 : at + 2]) for at, letter in enumerate(words))


def to_cyrillic(words: str) -> str:
    parts, at = [], 0
    for address in _ADDRESS.finditer(words):
        parts += [_WORD.sub(_word, words[at : address.start()]), address[0]]
        at = address.end()
    return "".join([*parts, _WORD.sub(_word, words[at:])])


def _word(match: re.Match[str]) -> str:
    word = match[0]
    if _FOREIGN.search(word):
        return word
    split = _APART.sub(lambda prefix: prefix[0] + "\0", word)
    return "".join(_cased(sound, _TO_CYRILLIC, "") for sound in _SOUND.findall(split)).replace("\0", "")


def _cased(sound: str, table: dict[str, str], following: str) -> str:
    other = table.get(sound.lower())
    if other is None:
        return sound
    if sound[0].islower():
        return other
    return other.upper() if len(other) == 1 or following.isupper() else other.capitalize()
