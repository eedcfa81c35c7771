"""Does the same number stand before the same unit? 5 km are not 5 miles, 3 years not 3 months, $5 not 5 €.

The names of units are CLDR's, in every language. A finding needs the same number on both sides, with units of the same
kind of which neither stands for the other; a number that was converted is another number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from decimal import Decimal
from functools import cache
from itertools import product
from typing import Literal

from babel.units import format_unit

from masthead.lib import languages
from masthead.translation.checks.finding import Finding, Severity
from masthead.translation.checks.numbers import numbers

_KINDS = {
    "duration": "year month week day hour minute second",
    "length": "kilometer meter centimeter millimeter mile foot inch yard",
    "mass": "tonne kilogram gram pound ounce",
    "volume": "liter gallon",
    "temperature": "celsius fahrenheit",
    "area": "hectare acre square-kilometer square-meter square-mile",
    "speed": "kilometer-per-hour mile-per-hour",
}
_MONEY = {
    "$": "dollar",
    "€": "euro",
    "£": "pound",
    "₽": "rouble",
    "₹": "rupee",
    "₪": "shekel",
    "₩": "won",
    "₴": "hryvnia",
}
_WIDTHS: tuple[Literal["long", "short"], ...] = ("long", "short")
_COUNTS = (1, 2, 3, 5, 11, 1.5)
"""One of each plural form that a language has."""
_NAME = re.compile(r"[\d٠-٩۰-۹][\d.,٫٠-٩۰-۹]*\s*(\D+)$")
_LONGEST = 24


def check(source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
    """``unit``: the number is the same and its unit another."""
    wanted, there = _measured(source, source_language), _measured(target, target_language)
    found = []
    for key, ours in wanted.items():
        theirs = there.get(key)
        if not theirs or any(_alike(units, others) for units, _ in ours for others, _ in theirs):
            continue
        found.append(
            Finding(
                "unit",
                Severity.BLOCKING,
                f"“{ours[0][1]}” has become “{theirs[0][1]}”: the unit differs.",
                ours[0][1],
                theirs[0][1],
            )
        )
    return found


def _alike(units: frozenset[str], others: frozenset[str]) -> bool:
    """Six foot six: a person's height has the same number in both."""
    return bool(units & others) or units | others <= {"length-foot", "length-inch"}


_Measured = dict[tuple[str, Decimal], list[tuple[frozenset[str], str]]]


def _measured(text: str, language: str) -> _Measured:
    """{(kind of unit, number): [(units that the word can mean, the words), …]}."""
    pattern, meanings = _units(language)
    found: _Measured = defaultdict(list)
    for number in numbers(text, language):
        after = pattern.match(text, number.end, number.end + _LONGEST)
        units = meanings[after[1].casefold()] if after else frozenset()
        for kind in {unit.partition("-")[0] for unit in units}:
            of_kind = frozenset(unit for unit in units if unit.startswith(f"{kind}-"))
            for value in number.digits:
                found[kind, value].append((of_kind, text[number.start : after.end()] if after else ""))
        before, behind = text[: number.start].rstrip()[-1:], text[number.end :].lstrip()[:1]
        money = _MONEY.get(before) or _MONEY.get(behind)
        if money:
            said = (
                f"{before if before in _MONEY else ''}{number.text}{behind if before not in _MONEY else ''}"
            )
            for value in number.digits:
                found["money", value].append((frozenset({money}), said))
    return found


@cache
def _units(language: str) -> tuple[re.Pattern[str], dict[str, frozenset[str]]]:
    """A pattern for a unit right after a number, and what each word can mean."""
    locale = languages.get(language).locale
    known: dict[str, set[str]] = defaultdict(set)
    for kind, names in _KINDS.items():
        for name, width, count in product(names.split(), _WIDTHS, _COUNTS):
            said = _NAME.match(format_unit(count, f"{kind}-{name}", width, locale=locale))
            if said:
                known[said[1].casefold()].add(f"{kind}-{name}")
    each = "|".join(map(re.escape, sorted(known, key=len, reverse=True))) or "(?!)"
    end = "" if language in {"ja", "zh-hans", "zh-hant", "th", "ko"} else r"(?!\w)"
    pattern = re.compile(rf"[\s\u00a0\u202f-]?({each}){end}", re.IGNORECASE)
    return pattern, {word: frozenset(units) for word, units in known.items()}
