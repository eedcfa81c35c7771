"""The part of a text that shows why it was found. Pure."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from html import escape

from masthead.lib import languages
from masthead.reading.analysis import Term, terms

LENGTH = 220
LENGTH_DENSE = 110
# How much is read of a text: what stands further down is found, and not shown.
READ = 40_000
_DENSE = {"Hans", "Hant", "Jpan", "Kore", "Thai"}


def snippet(text: str, language: str, wanted: AbstractSet[str]) -> str:
    """The stretch of a plain text that holds most of the words, as HTML with ``mark``; empty if it holds none."""
    text = text[:READ]
    hits = [term for term in terms(text, language) if term.text in wanted or not wanted.isdisjoint(term.also)]
    if not hits:
        return ""
    length = LENGTH_DENSE if languages.get(language).script in _DENSE else LENGTH
    start, end = _stretch(text, _best(hits, length), length)
    shown = [hit for hit in hits if hit.start >= start and hit.end <= end]
    return f"{'… ' if start else ''}{_marked(text, start, end, shown)}{' …' if end < len(text) else ''}"


def _best(hits: list[Term], length: int) -> tuple[int, int]:
    """Where the most different words stand within ``length`` characters; the first of equals."""
    best, most, first = (hits[0].start, hits[0].end), 0, 0
    for last, hit in enumerate(hits):
        while hit.end - hits[first].start > length and first < last:
            first += 1
        different = len({other.text for other in hits[first : last + 1]})
        if different > most:
            best, most = (hits[first].start, hit.end), different
    return best


def _stretch(text: str, core: tuple[int, int], length: int) -> tuple[int, int]:
    """The core with text around it, cut between words where there are spaces near."""
    start = max(0, min(core[0] - length // 4, len(text) - length))
    end = min(len(text), max(core[1], start + length))
    if start:
        space = text.find(" ", start, core[0])
        start = space + 1 if 0 <= space < start + 30 else start
    if end < len(text):
        space = text.rfind(" ", core[1], end)
        end = space if space > end - 30 else end
    return start, end


def _marked(text: str, start: int, end: int, hits: list[Term]) -> str:
    parts, at = [], start
    for first, last in _joined(hits):
        parts += [escape(text[at:first]), "<mark>", escape(text[first:last]), "</mark>"]
        at = last
    return "".join([*parts, escape(text[at:end])])


def _joined(hits: list[Term]) -> list[tuple[int, int]]:
    """Places in order, those that touch as one."""
    joined: list[tuple[int, int]] = []
    for hit in hits:
        if joined and hit.start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], hit.end))
        else:
            joined.append((hit.start, hit.end))
    return joined
