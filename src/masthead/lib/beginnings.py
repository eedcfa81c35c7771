"""Texts that are too long for their place."""

from __future__ import annotations

import unicodedata

_JOINERS = "\u200c\u200d\ufe0e\ufe0f\u20e3"  # with emoji modifiers, what belongs to the sign before it
_VIRAMA = 9  # the combining class of what binds two letters of an Indic script


def beginning(text: str, most: int) -> str:
    """The text itself, or how it begins, with “…” at its end: at most so many characters in all. It is cut between
    words where they are written apart, and never inside what is read as one sign."""
    if len(text) <= most:
        return text
    end = most - 1
    while end and _goes_on(text, end):
        end -= 1
    cut = text[:end]
    whole = cut if text[end] == " " else cut.rpartition(" ")[0]
    return f"{(whole if len(whole) > most // 2 else cut).rstrip()}…"


def _goes_on(text: str, place: int) -> bool:
    """Does the sign before this place go on here? As far as it matters of Unicode's grapheme clusters (UAX #29)."""
    here = text[place]
    return (
        unicodedata.category(here)[0] == "M"
        or here in _JOINERS
        or text[place - 1] == "\u200d"
        or unicodedata.combining(text[place - 1]) == _VIRAMA
        or "\U0001f3fb" <= here <= "\U0001f3ff"
    )
