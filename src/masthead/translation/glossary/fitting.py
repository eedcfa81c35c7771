"""Whether words of a text are those of a term, with the endings that languages put to them.

*Strictly*, for what is looked for in a text: the same word, or the same stem with other endings of a few letters.
*Freely*, for what a translation ought to have: any word with that stem, in compounds and behind prefixes too, since
a demand that is wrongly made costs more than one that is missed.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

from masthead.lib import words

UNSPACED = frozenset({"zh-hans", "zh-hant", "ja", "th"})
"""Languages that put no space between words."""
_PREFIXING = frozenset({"ar", "he", "yi", "fa"})
_ENGLISH = frozenset(
    {("", ""), ("", "s"), ("", "es"), ("y", "ies"), ("f", "ves"), ("fe", "ves"), ("is", "es")}
)
_LONGEST_ENDING = 4
_SHORTEST_STEM = 3
_BETWEEN = re.compile(r"[\s\u00a0'’ʼ./·\-\u2010-\u2015\u05be\u200c]{0,3}")
"""What may stand between two words of one term; a comma or a full stop with a space may not."""
_BREAK = re.compile(r"[.!?]\s|\n\n")


@dataclass(frozen=True, slots=True)
class Word:
    """``text[start:end]``, folded for comparison, and its stem."""

    written: str
    start: int
    end: int
    folded: str
    stem: str

    @property
    def acronym(self) -> bool:
        """AIDS, and no word that aids."""
        return len(self.written) > 1 and self.written.isupper() and self.written != self.written.lower()


@cache
def _words() -> re.Pattern[str]:
    inner = rf"(?:[^\W_]|[{re.escape(words.marks())}{words.SILENT}])"
    joint = rf"(?:[{words.APOSTROPHES}]|(?<=[א-ת])[{words.QUOTES}](?=[א-ת]))"
    return re.compile(rf"[^\W_]{inner}*(?:{joint}[^\W_]{inner}*)*")


@lru_cache(maxsize=2048)
def cut(text: str, language: str) -> tuple[Word, ...]:
    """The words of a text in their order, with their places."""
    found = []
    for run in _words().finditer(text):
        for part in words.parts(run[0], language):
            folded = words.folded(words.normal(part[0][: 2 * words.LONGEST_WORD], language))
            if folded:
                start = run.start() + part.start()
                found.append(
                    Word(part[0], start, start + len(part[0]), folded, words.word(part[0], language))
                )
    return tuple(found)


def stems(word: Word, language: str) -> tuple[str, ...]:
    """Under which stems a word of a text is looked up: Hebrew words carry prepositions and articles before them."""
    if language != "he":
        return (word.stem,)
    bare = [
        word.folded[found.end() :] for prefix in words.HEBREW_PREFIXES if (found := prefix.match(word.folded))
    ]
    return tuple(dict.fromkeys([word.stem, *(words.word(rest, language) for rest in bare)]))


def fits(wanted: Word, there: Word, language: str, *, exact: bool, name: bool) -> bool:
    """Strictly. ``exact``: large and small letters count; ``name``: a first large letter does."""
    if wanted.acronym:
        return there.written in {
            wanted.written,
            f"{wanted.written}s",
            f"{wanted.written}’s",
            f"{wanted.written}'s",
        }
    if (exact or name) and wanted.written[0].isupper() and not there.written[0].isupper():
        return False
    if wanted.folded == there.folded:
        return not exact or wanted.written == there.written
    if not wanted.folded.isalpha() or there.acronym or wanted.stem not in stems(there, language):
        return language == "ko" and _korean(wanted, there)
    if language in _PREFIXING:
        return abs(len(wanted.folded) - len(there.folded)) <= _LONGEST_ENDING
    stem = _common(wanted.folded, there.folded)
    if exact and wanted.written[:stem] != there.written[:stem]:
        return False
    endings = wanted.folded[stem:], there.folded[stem:].replace("'s", "")
    if language == "en":
        return endings in _ENGLISH or endings[::-1] in _ENGLISH
    return stem >= max(_SHORTEST_STEM, len(wanted.folded) - 3) and max(map(len, endings)) <= _LONGEST_ENDING


def _common(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (mine, theirs) in pairs if mine != theirs), min(len(one), len(other)))


def _korean(wanted: Word, there: Word) -> bool:
    """Particles stand behind the word."""
    return there.folded.startswith(wanted.folded) and len(there.folded) - len(wanted.folded) <= 3


def together(text: str, before: Word, after: Word) -> bool:
    """Whether two words stand so near that they may be one term."""
    between = text[before.end : after.start]
    return _BETWEEN.fullmatch(between) is not None and _BREAK.search(between) is None


@lru_cache(maxsize=4096)
def solid(text: str) -> str:
    """For scripts without spaces: letter for letter, as long as the text, other widths and cases alike."""
    return "".join(_letter(char) for char in text)


def _letter(char: str) -> str:
    folded = unicodedata.normalize("NFKC", char).casefold()
    return folded if len(folded) == 1 else char


def latin(char: str) -> bool:
    """A letter or digit of a script that does part its words."""
    return char.isalnum() and (char.isascii() or unicodedata.name(char, "").startswith("LATIN"))


@lru_cache(maxsize=16_384)
def stands(form: str, text: str, language: str) -> bool:
    """Freely: whether a translation says a form, in any order and with any endings."""
    return any(_says(variant, text, language) for variant in variants(form))


@lru_cache(maxsize=16_384)
def variants(form: str) -> tuple[str, ...]:
    """“virus (flu)” is said by “virus”, “one / the other” by either."""
    bare = re.sub(r"\s*[(（\[].*?[)）\]]\s*", " ", form).strip()
    halves = [half.strip() for half in re.split(r"\s+[/|]\s*|\s*[/|]\s+|;\s*", bare)]
    return tuple(dict.fromkeys(part for part in (form, bare, *halves) if part))


def _says(form: str, text: str, language: str) -> bool:
    if language in UNSPACED or language == "ko":
        dense = re.sub(r"[\s\u200b·・\-]", "", solid(form)) in re.sub(r"[\s\u200b·・\-]", "", solid(text))
        if dense or language != "ko":
            return dense
    wanted = cut(form, language)
    needed = [word for word in wanted if len(word.folded) > 2 or not word.folded.isalpha()] or list(wanted)
    if not needed:
        return form.casefold() in text.casefold()
    there = cut(text, language)
    return all(any(_like(word, other, language) for other in there) for word in needed)


def _like(wanted: Word, there: Word, language: str) -> bool:
    """Freely."""
    mine, theirs = wanted.folded, there.folded
    if mine == theirs or wanted.stem in stems(there, language):
        return True
    if not mine.isalpha():
        return False
    if len(mine) >= 4 and theirs.startswith(mine[: max(4, len(mine) - 2)]):
        return True
    shortest = 3 if language in _PREFIXING else 5
    return len(wanted.stem) >= shortest and wanted.stem in theirs
