"""How broken lines become paragraphs again."""

from __future__ import annotations

import re
from collections.abc import Set

SOFT = frozenset("\xad\u2010")
"""Hyphens that only a broken line has."""

_HYPHEN = re.compile(r"([^\W\d_]+)[-\u2010\xad\u2011]$")
# First halves that keep their hyphen wherever the line breaks.
_KEEPING = frozenset(
    [
        "self",
        "ex",
        "non",
        "anti",
        "pro",
        "co",
        "half",
        "well",
        "long",
        "short",
        "high",
        "low",
        "so",
        "all",
        "cross",
        "quasi",
        "semi",
        "pre",
        "post",
        "mid",
        "vice",
        "ultra",
        "neo",
        "multi",
        "inter",
        "sub",
        "counter",
        "demi",
        "mi",
        "avant",
        "après",
        "sous",
        "arc",
    ]
)
_AND = re.compile(r"^(?:und|oder|bzw|sowie|and|or|och|eller|og|of|en|til|to)\b")
# Chinese, Japanese, Thai, Lao and Khmer are written without spaces.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1780-\u17ff\u2e80-\u31ff\u3400-\u9fff\uf900-\ufaff\uff00-\uffef]")
_END = re.compile(r"""[.!?…:;。！？؟।۔]["'”“»«’)\]」』]*$""")


def joint(first: str, second: str, known: Set[str] = frozenset()) -> tuple[int, str]:
    """How a line goes on in the next: how many letters to drop from its end, and what to put between.

    ``known`` holds the words of the text, in lower case, as they stand within its lines; they tell a compound with a
    hyphen from a word that was broken.
    """
    broken = _HYPHEN.search(first)
    if broken is None:
        glued = first and second and unspaced(first[-1]) and unspaced(second[0])
        return 0, "" if glued else " "
    if first[-1] == "\xad":
        return 1, ""
    half = broken[1].casefold()
    rest = (re.match(r"[^\W\d_]+", second) or [""])[0].casefold()
    if _AND.match(second) and first[-1] not in SOFT:
        return 0, " "
    if not rest or second[:1].isupper() or f"{half}-{rest}" in known:
        return 0, ""
    if half + rest in known or first[-1] in SOFT:
        return 1, ""
    return (0, "") if half in _KEEPING else (1, "")


def unspaced(letter: str) -> bool:
    """Is it of a script that is written without spaces?"""
    return bool(_UNSPACED.match(letter))


def ended(line: str) -> bool:
    """Does a sentence end with the line?"""
    return bool(_END.search(line))


def words(lines: list[str]) -> frozenset[str]:
    """The words that stand whole within lines, in lower case; compounds with their hyphens."""
    return frozenset(
        word.casefold()
        for line in lines
        for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*(?![-\u2010\xad\w])", line)
    )
