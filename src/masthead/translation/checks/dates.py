"""Does a translation say the same months and days of the week? Their names are CLDR's, in every language.

As with numbers, a finding needs evidence on both sides: a month of the source that is not there, and another that is.
A month that is written with its number is none here.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Literal

from masthead.lib import languages
from masthead.translation.checks.finding import Finding, Severity

Kind = Literal["months", "days"]
# Words that are more often something else, unless a number stands beside them.
_WORDS = {"en": {"may", "march", "sun"}}
_BESIDE = re.compile(r"\d\W{0,3}$"), re.compile(r"\W{0,3}\d")


def check(source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
    """``date``: another month, another day of the week."""
    found = []
    kinds: tuple[Kind, ...] = ("months", "days")
    for kind in kinds:
        wanted = _named(source, source_language, kind)
        there = _named(target, target_language, kind)
        lost = [word for number, word in wanted.items() if number not in there]
        come = [word for number, word in there.items() if number not in wanted]
        if len(lost) == len(come) == 1 and len(wanted) == len(there):
            found.append(
                Finding(
                    "date",
                    Severity.BLOCKING,
                    f"“{lost[0]}” has become “{come[0]}”.",
                    lost[0],
                    come[0],
                )
            )
    return found


def _named(text: str, language: str, kind: Kind) -> dict[int, str]:
    """{number of the month or day: the word for it} of those that a text names."""
    pattern, numbers = _names(language, kind)
    found: dict[int, str] = {}
    for match in pattern.finditer(text):
        word = match[0].casefold()
        if word in _WORDS.get(language, ()) and not (
            _BESIDE[0].search(text[max(0, match.start() - 4) : match.start()])
            or _BESIDE[1].match(text, match.end())
        ):
            continue
        number, capital = numbers[word]
        if not capital or match[0][0].isupper():  # “τρίτη” is third, “Τρίτη” Tuesday
            found.setdefault(number, match[0])
    return found


@cache
def _names(language: str, kind: Kind) -> tuple[re.Pattern[str], dict[str, tuple[int, bool]]]:
    """A pattern for the names, and {name: (number, whether it has a capital)}; names that stand for two, or hold a
    number, are left out."""
    table = getattr(languages.get(language).locale, kind)
    known: dict[str, set[tuple[int, bool]]] = {}
    for context in ("format", "stand-alone"):
        for number, name in table.get(context, {}).get("wide", {}).items():
            if not any(char.isnumeric() for char in name) and len(name) > 2:
                known.setdefault(name.casefold(), set()).add((int(number), name[0].isupper()))
    numbers = {name: next(iter(these)) for name, these in known.items() if len(these) == 1}
    each = "|".join(map(re.escape, sorted(numbers, key=len, reverse=True))) or "(?!)"
    return re.compile(rf"(?<![\w\u200c])(?:{each})(?!\w)", re.IGNORECASE), numbers
