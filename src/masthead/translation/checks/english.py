"""Which capitalised English words are names, and not titles, institutions, peoples or the first word of a sentence.

``english.txt`` has the stems of words that newspapers write small, and of those that stand in names and are
translated with them: Council, Navy, Republican, Dane; and places that have a name of their own in many languages.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import Stemmer

from masthead.lib import languages
from masthead.translation.checks.sounding import WORD, folded

_OPENING = re.compile(r"(?:^|[.!?:;…•\"“”„«»‘'(\[–—])\s*$")
# A lone word so formed is hardly a name: Hydrometeorological, Reconstruction.
_FORMED = re.compile(
    r".{4,}(?:ical|ional|tions?|sion|ness|ship|logy|ism|ists?|hood)|.{5,}(?:ary|ory|ial|ive|ics|nnium)"
)
_PEOPLE = re.compile(r"(?:v?i?an|n|i|er|ese|ish)?s?")
_PREFIX = re.compile(r"(?:un|re|pre|non|anti|super|self|over|under|post|ex|co|mid)(?=...)")


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an English text: neighbouring words, such as a first and a last name."""

    words: tuple[str, ...]
    text: str


def names(text: str) -> list[Name]:
    """The names of an English text, in their order. A lone first word of a sentence is none: it may be any word."""
    words = list(WORD.finditer(text))
    if _headline([match[0] for match in words]):
        return []
    found: list[list[re.Match[str]]] = []
    for match in words:
        if not _named(match[0]):
            continue
        if found and re.fullmatch(r"[ \u00a0-]", text[found[-1][-1].end() : match.start()]):
            found[-1].append(match)
        else:
            found.append([match])
    return [
        Name(tuple(word[0] for word in run), text[run[0].start() : run[-1].end()])
        for run in found
        if len(run) > 1 or not _OPENING.search(text[max(0, run[0].start() - 8) : run[0].start()])
    ]


def _headline(words: list[str]) -> bool:
    """Does Every Longer Word Have a Capital? Then that tells no names."""
    common = [word for word in words[1:] if word[0].isupper() and not _named(word)]
    return len(common) > 2 and all(word[0].isupper() for word in words if len(word) > 4)


@cache
def _stemmer() -> Stemmer.Stemmer:
    return Stemmer.Stemmer("english")


@cache
def _common() -> frozenset[str]:
    return frozenset(files(__package__).joinpath("english.txt").read_text("utf-8").split())


def _named(word: str) -> bool:
    small = word.casefold()
    # Acronyms, and their plurals, are translated: UN, ONU.
    if len(word) < 3 or not word[0].isupper() or word[1].isupper() or _FORMED.fullmatch(small):
        return False
    stems = _stemmer().stemWords([small, _PREFIX.sub("", small, count=1)])
    if any(stem in _common() for stem in stems):
        return False
    plain = folded(word)
    return not any(_of(plain, place) for place in _known().get(plain[:4], ()))


def _of(plain: str, place: str) -> bool:
    """Iraq and Iraqis, Syria and Syrian, Mexico and Mexicans, but not Novak for “nova”."""
    if len(place) < 6:
        return plain.startswith(place) and bool(_PEOPLE.fullmatch(plain, len(place)))
    return plain[: max(5, len(place) - 2)] == place[: max(5, len(place) - 2)]


@cache
def _known() -> dict[str, set[str]]:
    """{four letters: words of CLDR's English names of countries, languages, currencies, days and cities}, to know a
    Syrian by Syria."""
    locale = languages.get("en").locale
    texts = [*locale.territories.values(), *locale.languages.values(), *locale.currencies.values()]
    for table in (locale.months, locale.days):
        texts += [name for kind in table.values() for width in kind.values() for name in width.values()]
    found: dict[str, set[str]] = defaultdict(set)
    for text in texts:
        if re.search(r"\bSt\. |Island|Mariana", str(text)):  # which have the names of persons
            continue
        for word in WORD.findall(str(text)):
            plain = folded(word)
            if len(plain) >= 3:
                found[plain[:4]].add(plain)
    return found
