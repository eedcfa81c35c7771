"""Where a sentence does not end although sentencex thinks so, and where it does: rules over ``no_breaks.json``.

For each language the file has ``always`` (abbreviations that something always follows, without their last
full stop), ``number`` (abbreviations that a number follows), ``ordinals`` (how many digits an ordinal number
with a full stop has at most) and ``patterns``: pairs of regular expressions for the end of what is before and
the start of what is after, as in the no-break rules of SRX 2.0. ``ends`` are words after which a sentence may well
end, though sentencex holds them for abbreviations: “det.” in Norwegian, “no.” in Spanish, “etc.”.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

_OPENING = re.compile(r"(?:[–—-]\s*)?[\"'“”„«»‘’‚‹›(\[{¿¡]*")
# What is no sentence: “1.”, “b)”, “IV.”
_ENUMERATOR = re.compile(r"\W*(?:\d{1,3}|[^\W\d_]|[IVXLC]{1,5})[.)]")
_ITEM = re.compile(r"\W*[^\W\d_]\.?\)")
# A word so long is no abbreviation.
_WORD = re.compile(r"[^\W\d_]{6,}\.$")
_INITIAL = re.compile(r"(?:^|[\s(“„«\"'])[^\W\d_]\.$")
_TAIL = 40
# Marks of direction stand anywhere and mean nothing here.
_UNSEEN = dict.fromkeys([0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)])


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of one language, compiled. ``pairs``: end of what is before, start of what is after."""

    pairs: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]
    initials: bool
    ends: re.Pattern[str]
    """Matches from such a word to where the next sentence begins."""

    def holds(self, before: str, after: str) -> bool:
        """Whether two pieces are one sentence. Both are plain text without white space at the seam."""
        before, after = before.translate(_UNSEEN), after.translate(_UNSEEN)
        if _ENUMERATOR.fullmatch(before):
            return True
        if _starts_low(after) and not _WORD.search(before):
            return True
        if self.initials and after[:1].isupper() and _ends_with_initial(before):
            return True
        tail = before[-_TAIL:]
        return any(end.search(tail) and start.match(after) for end, start in self.pairs)


@cache
def rules(language: str) -> Rules:
    """The rules of a language; those without any still hold lower case and enumerators together."""
    row = _table().get(language, {})
    pairs = [
        (_abbreviations(row.get("always", ())), r"\S"),
        (_abbreviations(row.get("number", ())), r"[\d(–-]?\d"),
    ]
    if "ordinals" in row:
        pairs.append((rf"(?<![\w.,:/])\d{{1,{row['ordinals']}}}\.$", r"[^\W\d_]"))
    pairs += [(before, after) for before, after in row.get("patterns", ())]
    compiled = tuple((re.compile(before), re.compile(after)) for before, after in pairs if before)
    return Rules(compiled, row.get("initials", True), re.compile(_ending(row.get("ends", ()))))


def _abbreviations(words: Iterable[str]) -> str:
    longest = sorted(words, key=len, reverse=True)
    if not longest:
        return ""
    spellings = "|".join(f"(?:{_either(word)})" for word in longest)
    return rf"(?<![\w'’.°-])(?:{spellings})\.$"


def _ending(words: Iterable[str]) -> str:
    spellings = "|".join(f"(?:{_either(word)})" for word in sorted(words, key=len, reverse=True))
    return rf"(?<![\w'’.°-])(?:{spellings or '(?!)'})\.[\"'”’»)\]]*\s+(?=[^\w\s]{{0,3}}[^\W_])"


def _either(word: str) -> str:
    """The word with either a small or a capital first letter, and any space for a space."""
    first = f"[{word[0].lower()}{word[0].upper()}]" if word[0].islower() else re.escape(word[0])
    return first + re.escape(word[1:]).replace(r"\ ", r"\s?")


def _starts_low(after: str) -> bool:
    """Whether the first word is in lower case; names like “iPhone” and list items “b)” are not."""
    if after.startswith(("º", "ª")):
        return True
    words = _OPENING.sub("", after, count=1)
    # Georgian letters are lower case and stand at the start of sentences; they have no title case.
    if not words or not words[0].islower() or words[0].title() == words[0]:
        return False
    if _ITEM.match(after):
        return False
    return not words[1:2].isupper()


def _ends_with_initial(before: str) -> bool:
    return bool(_INITIAL.search(before)) and before[-2].isupper()


@cache
def _table() -> dict[str, dict[str, Any]]:
    return json.loads(files(__package__).joinpath("no_breaks.json").read_text("utf-8"))
