"""Where sentences end: running text and hard cases, beside sentencex and pysbd.

The measure is the F1 of boundaries, each language's over all its texts. A boundary is the end of a sentence, counted in
characters that are no white space; the end of the text is none, for everybody finds it. pysbd uses its rules of English
for languages that it does not have. The hard cases are scored by source as well: of a few both want different cuts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from statistics import mean
from typing import Any

import pysbd
import sentencex
from pysbd.languages import LANGUAGE_CODES

from benchmarks.harness import Figure, rows
from benchmarks.translation.data import Cut, hard_cases, running_text
from masthead.lib import languages
from masthead.translation.sentences import cut

LOWEST = 0.8
WHY = {
    "ar": "Its few hard cases hold lines of the file they stood in (“#---”), which no cutter is asked to know.",
    "kk": "Its one boundary here stands before the tag “не?”, in small letters.",
}


def _masthead(text: str, language: str) -> Sequence[str]:
    known = languages.match(language)
    return cut(text, known.code if known else language)


def _sentencex(text: str, language: str) -> Sequence[str]:
    return list(sentencex.segment(language, text))


def _pysbd(text: str, language: str) -> Sequence[str]:
    segmenter = pysbd.Segmenter(language=language if language in LANGUAGE_CODES else "en", clean=False)
    return list(segmenter.segment(text))


CUTTERS: dict[str, Callable[[str, str], Sequence[str]]] = {
    "masthead": _masthead,
    "sentencex": _sentencex,
    "pysbd": _pysbd,
}


def ends(pieces: Sequence[str]) -> set[int]:
    """Where the pieces end, the last not among them."""
    at, found = 0, set()
    for piece in pieces:
        at += len("".join(piece.split()))
        found.add(at)
    return found - {0, at}


def f1(cases: Sequence[Cut], cutter: Callable[[str, str], Sequence[str]]) -> dict[str, float]:
    """{language: F1}, where there is a boundary to find or one was found."""
    right: Counter[str] = Counter()
    both: Counter[str] = Counter()
    for case in cases:
        wanted, found = ends(case.sentences), ends(cutter(case.text, case.language))
        right[case.language] += len(wanted & found)
        both[case.language] += len(wanted) + len(found)
    return {language: 2 * right[language] / both[language] for language in sorted(both) if both[language]}


def exact(cases: Sequence[Cut], cutter: Callable[[str, str], Sequence[str]]) -> float:
    """The share of texts with the right cuts and no other."""
    return mean(ends(case.sentences) == ends(cutter(case.text, case.language)) for case in cases)


def _figures(name: str, cases: Sequence[Cut]) -> Iterator[Figure]:
    found = {cutter: f1(cases, function) for cutter, function in CUTTERS.items()}
    yield _beside(f"{name}: mean", {cutter: mean(by.values()) for cutter, by in found.items()})
    yield _beside(f"{name}: exact", {cutter: exact(cases, CUTTERS[cutter]) for cutter in CUTTERS}, "share")
    for language in found["masthead"]:
        yield _beside(
            f"{name}: {language}", {cutter: by[language] for cutter, by in found.items() if language in by}
        )
        if found["masthead"][language] < LOWEST:
            print(f"{name}: {language} is below {LOWEST}. {WHY.get(language, 'Nobody knows why.')}")


def _beside(name: str, values: dict[str, float], unit: str = "F1") -> Figure:
    return Figure(name, values.pop("masthead"), values, unit, lower_is_better=False)


def run() -> dict[str, dict[str, Any]]:
    found = list(_figures("sentences, running text", running_text()))
    golden = sorted(hard_cases(), key=lambda case: case.source)
    found += _figures("sentences, hard cases", golden)
    for source, cases in groupby(golden, key=lambda case: case.source):
        found += list(_figures(f"sentences, hard cases of {source}", list(cases)))[:2]
    return rows(found)
