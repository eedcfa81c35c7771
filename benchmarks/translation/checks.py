"""What checks say of good translations, where they should be silent, and of planted errors, where they should not.

Good translations: the references of NTREX-128, from English into every language that it has and back. Planted errors:
DEMETR, into English. The peer compares the digits of both sides and nothing else. Alarms about numbers are counted on
sentences that have digits, all others on all sentences.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from statistics import median
from typing import Any

from benchmarks.harness import Figure, rows
from benchmarks.translation.data import news, planted
from masthead.translation.checks import Severity, check

_DIGIT = re.compile(r"\d")
_NUMERIC = frozenset({"number", "magnitude"})
MEDIAN, MOST = 1.0, 5.0
"""Per cent of good translations with a false alarm about a number: the median language, any language."""
NAMES = "proper-name"
NAMES_MEDIAN, NAMES_MOST = 1.0, 4.0
"""The same for names, of all sentences."""
CAUGHT = 90.0
REPLACED = "numbers_replaced"
OTHER_NAMES = "ne_replaced"
NAMES_CAUGHT = 45.0


def run() -> dict[str, dict[str, Any]]:
    return rows([*_silent("en→xx", out=True), *_silent("xx→en", out=False), *_loud()])


def alarms(source: str, target: str, ours: str, theirs: str) -> set[str]:
    """The kinds of finding, “blocking” among them where one is."""
    found = check(source, target, ours, theirs)
    return {finding.kind for finding in found} | {
        "blocking" for finding in found if finding.severity is Severity.BLOCKING
    }


def naive(source: str, target: str) -> bool:
    """Whether the digits differ, each number as it is written."""
    return sorted(re.findall(r"\d+", source)) != sorted(re.findall(r"\d+", target))


def _silent(way: str, *, out: bool) -> Iterator[Figure]:
    """Per cent of references with a finding, the median language and the one with most."""
    texts = news()
    rates: dict[str, dict[str, float]] = defaultdict(dict)
    for language in texts:
        if language == "en":
            continue
        pairs = list(zip(texts["en"], texts[language], strict=True))
        found: Counter[str] = Counter()
        digits = 0
        for english, other in pairs:
            source, target, ours, theirs = (
                (english, other, "en", language) if out else (other, english, language, "en")
            )
            kinds = alarms(source, target, ours, theirs)
            if _DIGIT.search(source):
                digits += 1
                found["naive"] += naive(source, target)
            else:
                kinds -= _NUMERIC
            found.update(kinds)
            found["numeric"] += bool(kinds & _NUMERIC)
        for kind, count in found.items():
            whole = digits if kind in _NUMERIC | {"numeric", "naive"} else len(pairs)
            rates[kind][language] = 100 * count / whole
    peers = {"digits": _spread(rates.pop("naive"), len(texts) - 1)}
    for kind in ["numeric", "blocking", *sorted(set(rates) - {"numeric", "blocking"})]:
        middle, most, where = _spread(rates[kind], len(texts) - 1)
        name = {"numeric": "numbers", "blocking": "anything that blocks"}.get(kind, f"“{kind}”")
        beside = peers["digits"] if kind == "numeric" else None
        bounds = {"numeric": (MEDIAN, MOST), NAMES: (NAMES_MEDIAN, NAMES_MOST)}.get(kind, (None, None))
        yield Figure(
            f"checks, false alarms {way}: {name}, median language",
            middle,
            {"digits": beside[0]} if beside else {},
            "%",
            bounds[0],
        )
        yield Figure(
            f"checks, false alarms {way}: {name}, most ({where})",
            most,
            {"digits": beside[1]} if beside else {},
            "%",
            bounds[1],
        )


def _spread(rate: Mapping[str, float], languages: int) -> tuple[float, float, str]:
    """The median over all languages, the largest, and whose it is."""
    values = [*rate.values(), *[0.0] * (languages - len(rate))]
    where = max(rate, key=lambda language: rate[language])
    return median(values), rate[where], where


def _loud() -> Iterator[Figure]:
    """Per cent of planted errors with a finding, by their kind, and of the good translations; of names that became
    others, also with one about a name."""
    caught: Counter[str] = Counter()
    there: Counter[str] = Counter()
    digits: Counter[str] = Counter()
    named: Counter[str] = Counter()
    cases = planted()
    for case in cases:
        for kind, text in {"good translations": case.good, **case.bad}.items():
            kinds = alarms(case.source, text, case.language, "en")
            there[kind] += 1
            caught[kind] += bool(kinds)
            named[kind] += NAMES in kinds
            digits[kind] += naive(case.source, text)
    for kind in sorted(there, key=lambda kind: (kind != "good translations", REPLACED not in kind, kind)):
        share, beside = (100 * counted[kind] / there[kind] for counted in (caught, digits))
        yield Figure(
            f"checks, found: {kind} ({there[kind]})",
            share,
            {"digits": beside},
            "%",
            CAUGHT if REPLACED in kind else None,
            lower_is_better=kind == "good translations",
        )
        if kind == "good translations" or OTHER_NAMES in kind:
            yield Figure(
                f"checks, found by “{NAMES}”: {kind}",
                100 * named[kind] / there[kind],
                unit="%",
                bound=NAMES_CAUGHT if OTHER_NAMES in kind else None,
                lower_is_better=kind == "good translations",
            )
