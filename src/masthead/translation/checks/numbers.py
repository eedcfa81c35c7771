"""Does a translation say the same numbers? Digits, magnitudes, times and years, in any of the languages.

A number that is written in another way is no mistake: 1,500 and 1.500, 2 p.m. and 14 Uhr, 1930s and années 30,
2.4 million and 240万, 1950–53 and 1950–1953, 6 feet and 1.8 metres, 2018 and 2561 in Thailand. So a finding needs
evidence on both sides: a number of the source that is nowhere in the translation, and a number of the translation
that comes from nowhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from masthead.translation.checks import magnitudes, number_words
from masthead.translation.checks.finding import Finding, Severity

_GROUP = "[.,،'’٬\u00a0\u202f\u2009 ]"
_NUMBER = re.compile(
    rf"(?P<hour>\d{{1,2}})(?::|\s?h\s?|\s?[時时点點시]\s?)(?P<minute>[0-5]\d)(?!\d)(?![:.,]\d)"
    rf"|(?<!\d)\d{{1,3}}(?:{_GROUP}\d{{3}}(?!\d))+(?:[.,٫]\d+)?"
    r"|\d+(?:[.,٫·]\d+)*"
)
_HALF_DAY = re.compile(r"\s?(?:a\.?m\b|p\.?m\b|o[’']clock)", re.IGNORECASE)
_AFTERNOON = re.compile(r"(?:午後|下午|晚上|오후|저녁)\s?$")
_MONEY = re.compile(r"[$€£¥₹₽₩₪₴]\s?$")
_SHORT = re.compile(rf"\s?({'|'.join(sorted(magnitudes.MONEY, key=len, reverse=True))})(?!\w)", re.IGNORECASE)
_IMPERIAL = re.compile(
    r"(?:feet|foot|ft|inch|inches|miles?|mph|yards?|pounds?|lbs?|ounces?|oz|gallons?|acres?|stone|degrees|°F|Fahrenheit)\b",
    re.IGNORECASE,
)
_INCHES = re.compile(r"\d(?:\s?ft|[- ]?f(?:oo|ee)t|['’])[- ]?$")


@dataclass(frozen=True, slots=True)
class Number:
    """``values`` are all it can mean, magnitude included; ``digits`` without it; both in plain units."""

    text: str
    values: frozenset[Decimal]
    digits: frozenset[Decimal]
    magnitude: Decimal = Decimal(1)
    imperial: bool = False
    """In feet, miles, pounds: a good translator converts it."""
    start: int = 0
    end: int = 0
    half_day: bool = False
    """2 p.m. is 14 hours elsewhere."""


def check(source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
    """Findings ``magnitude`` (a thousand times too much) and ``number`` (another number)."""
    wanted, there = numbers(source, source_language), numbers(target, target_language)
    missing, strange = _unmatched(wanted, there)
    missing, strange = _with_words(missing, strange, source, target, source_language, target_language)
    found: list[Finding] = []
    for number in list(missing):
        other = next((one for one in strange if _differs_in_magnitude(number, one)), None)
        if other is not None:
            missing.remove(number)
            strange.remove(other)
            found.append(
                Finding(
                    "magnitude",
                    Severity.BLOCKING,
                    f"“{number.text}” has become “{other.text}”: the magnitude differs.",
                    number.text,
                    other.text,
                )
            )
    for number, other in zip(missing, strange, strict=False):
        found.append(
            Finding(
                "number",
                Severity.BLOCKING,
                f"“{number.text}” is not in the translation, which has “{other.text}”.",
                number.text,
                other.text,
            )
        )
    return found


def numbers(text: str, language: str) -> list[Number]:
    """The numbers that are written with digits, in their order."""
    plain = _ascii(text)
    found: list[Number] = []
    end = 0
    for match in _NUMBER.finditer(plain):
        if match.start() < end:
            continue
        digits = _readings(f"{match['hour']}.{match['minute']}" if match["hour"] else match[0])
        times, end = _times(plain, match.start(), match.end(), language)
        values = {value * times for value in digits}
        half_day = bool(_HALF_DAY.match(plain, end) or _AFTERNOON.search(plain[: match.start()]))
        if half_day:
            values |= {value + 12 for value in digits if value < 13}
        if language == "sw":  # whose day begins at six
            values |= {(value + 6) % 12 for value in digits if value < 25} | {
                (value + 6) % 12 + 12 for value in digits if value < 25
            }
        found.append(
            Number(
                text[match.start() : end],
                frozenset(values),
                frozenset(digits),
                times,
                imperial=language == "en"
                and bool(_IMPERIAL.search(plain[end : end + 12]) or _INCHES.search(plain[: match.start()])),
                half_day=half_day,
                start=match.start(),
                end=end,
            )
        )
    return list(_summed(found)) if magnitudes.signs(language) else found


def _times(plain: str, start: int, end: int, language: str) -> tuple[Decimal, int]:
    """What words after the number (or before it) multiply it by, and where they end."""
    sign, word = magnitudes.signs(language), magnitudes.words(language)
    times = Decimal(1)
    if _MONEY.search(plain[max(0, start - 3) : start]) and (short := _SHORT.match(plain, end)):
        return Decimal(10) ** magnitudes.MONEY[short[1].casefold()], short.end()
    if language in magnitudes.BEFORE and word:
        before = re.search(r"(\w+)\s$", plain[:start])
        value = word[1].get(before[1].casefold()) if before else None
        return value or times, end
    while after := (sign and sign[0].match(plain, end)) or (word and word[0].match(plain, end)):
        if sign and after.re is sign[0]:
            each = "|".join(sorted(map(re.escape, sign[1]), key=len, reverse=True))
            for one in re.findall(each, after[1]):
                times *= sign[1][one]
        elif word:
            times *= word[1][(after["begin"] or after["alone"]).casefold()]
        end = after.end()
    return times, end


def _summed(found: list[Number]) -> Iterator[Number]:
    """1億2,500万 is one number."""
    kept: Number | None = None
    for number in found:
        if kept is not None and kept.magnitude > number.magnitude > 1 and number.start - kept.end <= 1:
            kept = replace(
                kept,
                text=f"{kept.text}{number.text}",
                values=frozenset(a + b for a in kept.values for b in number.values),
                magnitude=number.magnitude,
                end=number.end,
            )
            continue
        if kept is not None:
            yield kept
        kept = number
    if kept is not None:
        yield kept


def _ascii(text: str) -> str:
    """Digits of every script as ASCII ones; the length stays."""
    return "".join(
        str(unicodedata.decimal(char))
        if not char.isascii() and unicodedata.decimal(char, None) is not None
        else char
        for char in text
    )


def _readings(token: str) -> set[Decimal]:
    """All that the digits can mean: separators are of thousands in one language and of decimals in another."""
    token = token.replace("٫", ".").replace("·", ".").replace("٬", ",").replace("،", ",")
    parts = re.split(_GROUP, token)
    if len(parts) == 1:
        return {Decimal(token)}
    readings = set()
    if all(len(part) == 3 for part in parts[1:]):
        readings.add(Decimal("".join(parts)))
    if all(len(part) == 3 for part in parts[1:-1]):
        readings.add(Decimal("".join(parts[:-1]) + "." + parts[-1]))
    return readings or {Decimal("".join(parts))}


def _unmatched(wanted: list[Number], there: list[Number]) -> tuple[list[Number], list[Number]]:
    """What is left on both sides when all that agrees is taken away: first whole, then loosely, then in pieces."""
    missing, strange = _paired(wanted, there, _same)
    if missing and strange:
        missing, strange = _paired(missing, strange, _alike)
        missing, strange = _paired(_pieces(missing), _pieces(strange), _same)
        missing, strange = _paired(missing, strange, _alike)
    run = _run(missing)
    if len(run) >= 5 and run == _run(strange):
        return [], []  # a telephone number, parted in another way
    return missing, strange


def _run(numbers: list[Number]) -> str:
    """All digits in a row; nothing where a magnitude multiplies them."""
    if any(number.magnitude != 1 for number in numbers):
        return ""
    return "".join(char for number in numbers for char in _ascii(number.text) if char.isdigit())


def _with_words(
    missing: list[Number],
    strange: list[Number],
    source: str,
    target: str,
    source_language: str,
    target_language: str,
) -> tuple[list[Number], list[Number]]:
    """The same with small numbers written out, where both languages' words are known.

    A word settles a number of the other side. What is left of the words counts only against words: a “two” that is
    lost and a “three” that has come.
    """
    if not (number_words.known(source_language) and number_words.known(target_language)):
        return missing, strange
    wanted, there = _words(source, source_language), _words(target, target_language)
    said = [number for number in numbers(target, target_language) if number not in strange]
    meant = [number for number in numbers(source, source_language) if number not in missing]
    missing, there = _paired(missing, there, _same)
    strange, wanted = _paired(strange, wanted, _same)
    wanted, there = _paired(wanted, there, _same)
    # The same number may stand once in digits and once in words on the one side, and only once on the other.
    wanted = [word for word in wanted if not any(_same(word, number) for number in said)]
    there = [word for word in there if not any(_same(word, number) for number in meant)]
    if len(wanted) == len(there):
        return missing + wanted, strange + there
    if len(wanted) == len(strange) and not missing:
        return wanted, strange
    if len(missing) == len(there) and not strange:
        return missing, there
    return missing, strange


def _words(text: str, language: str) -> list[Number]:
    return [
        Number(word, frozenset({Decimal(value)}), frozenset({Decimal(value)}))
        for word, value in number_words.found(text, language)
    ]


def _paired(
    wanted: Iterable[Number], there: Iterable[Number], same: Callable[[Number, Number], bool]
) -> tuple[list[Number], list[Number]]:
    missing, strange = [], list(there)
    for number in wanted:
        other = next((one for one in strange if same(number, one)), None)
        if other is None:
            missing.append(number)
        else:
            strange.remove(other)
    return missing, strange


def _pieces(numbers: Iterable[Number]) -> list[Number]:
    """A date or a score (29.9.2018, 31:27, 12:55) as the numbers in it."""
    pieces: list[Number] = []
    for number in numbers:
        parts = re.findall(r"\d+", _ascii(number.text))
        if number.magnitude != 1 or len(parts) < 2 or all(len(part) == 3 for part in parts[1:]):
            pieces.append(number)
            continue
        values = [frozenset({Decimal(part)}) for part in parts]
        if number.half_day:
            values[0] |= {value + 12 for value in values[0]}
        pieces += [Number(part, value, value) for part, value in zip(parts, values, strict=True)]
    return pieces


def _same(one: Number, other: Number) -> bool:
    return not one.values.isdisjoint(other.values)


def _alike(one: Number, other: Number) -> bool:
    """Written in another way, as good translators do."""
    converted = one.imperial or other.imperial
    if one.imperial and any(100 <= value <= 230 or 1 <= value < Decimal("2.4") for value in other.values):
        return True  # a person's height
    return any(
        _reading(a, b, converted) or _reading(b, a, converted) for a in one.values for b in other.values
    )


_UNITS = (
    Decimal("0.3048"), Decimal("2.54"), Decimal("1.609344"), Decimal("0.45359"), Decimal("28.35"), Decimal("0.9144"),
    Decimal("4.5461"), Decimal("3.7854"), Decimal("0.4047"), Decimal("2.58999"), Decimal("30.48"),
)  # fmt: skip


def _reading(a: Decimal, b: Decimal, converted: bool) -> bool:
    """Can ``a`` stand for ``b``? Decades and short years, the Buddhist calendar, and units."""
    if 1000 <= b <= 2999 and b == b.to_integral() and a == b % 100:
        return True
    if 1000 <= b <= 2000 and b % 100 == 0 and a == b // 100 + 1:
        return True  # the 19th century: the 1800s
    if 1900 <= b <= 2029 and b % 10 == 0 and a == b % 100 // 10 + 1:
        return True  # the ninth decade: the 1980s
    if 1900 <= a <= 2100 and b == a + 543:
        return True
    return converted and a > 0 and any(abs(b / a - unit) / unit < Decimal("0.05") for unit in _UNITS)


def _differs_in_magnitude(one: Number, other: Number) -> bool:
    if one.digits.isdisjoint(other.digits):
        return False
    return one.magnitude != other.magnitude and max(one.magnitude, other.magnitude) >= 1000
