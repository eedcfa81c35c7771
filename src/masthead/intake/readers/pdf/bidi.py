"""The words of one line in the order they are read.

pdfium hands out Arabic and Hebrew partly in the order of reading and partly as they stand from left to right, so the
places of the letters decide.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from masthead.intake.readers.pdf.process import Word


def leftwards(words: Iterable[Word]) -> bool:
    """Is it a line of a script that runs from right to left?"""
    runs = [_side(letter) for word in words for letter in word.text]
    return runs.count("R") > runs.count("L")


def logical(words: list[Word], *, leftward: bool) -> list[Word]:
    """Words of a line as they are read, the letters of each in that order too."""
    ordered = sorted(words, key=lambda word: word.left)
    if not leftward:
        return _turned(ordered, "R", leftward=False)
    return _turned(ordered[::-1], "L", leftward=True)


def _turned(words: list[Word], against: str, *, leftward: bool) -> list[Word]:
    """The words, with runs that go against the line the other way round."""
    sides = [_of(word) for word in words]
    # What has no side of its own, as numbers and signs, goes with what goes against the line on both its sides.
    for at in range(1, len(words) - 1):
        if sides[at] in {"N", ""} and sides[at - 1] == against == sides[at + 1]:
            sides[at] = against
    if leftward:
        sides = [against if side == "N" else side for side in sides]
    if leftward:
        words = [_figures(word) for word in words]
    found: list[Word] = []
    for goes_against, run in groupby(zip(sides, words, strict=True), key=lambda pair: pair[0] == against):
        part = [word for _, word in run]
        found.extend(map(_read, part[::-1] if goes_against else part))
    return found


def _read(word: Word) -> Word:
    """A word from right to left whose letters were set from left to right is turned."""
    if _of(word) != "R" or not word.rising or len(word.text) < 2:
        return word
    clusters: list[str] = []
    for letter in word.text:  # marks stay behind the letter that they stand over
        if clusters and unicodedata.combining(letter):
            clusters[-1] += letter
        else:
            clusters.append(letter)
    return replace(word, text="".join(clusters[::-1]))


def _figures(word: Word) -> Word:
    """A number between right-to-left words: a stop that stands left of it comes after it."""
    parts = re.fullmatch(r"([.,:;!?،؛؟]+)(\d.*)", word.text)
    return replace(word, text=parts[2] + parts[1]) if parts else word


def _of(word: Word) -> str:
    sides = [_side(letter) for letter in word.text]
    if "R" in sides:
        return "R"
    return "L" if "L" in sides else ("N" if "N" in sides else "")


def _side(letter: str) -> str:
    match unicodedata.bidirectional(letter):
        case "R" | "AL":
            return "R"
        case "L":
            return "L"
        case "EN" | "AN":
            return "N"
        case _:
            return ""
