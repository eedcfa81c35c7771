"""What can be told of one line of a printed article, or of its title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from masthead.intake.readers.html.text import folded
from masthead.intake.readers.printed import notes
from masthead.intake.readers.printed.joining import ended, unspaced
from masthead.intake.readers.printed.pieces import Evidence, Piece

_PROSE, _DENSE = 150, 60
SUFFIX = re.compile(r"\s+(?:[-–—|·•»«:]+)\s+|\s*[|•»ǀ｜]\s*")


def mended(pieces: list[Piece], evidence: Evidence) -> list[Piece]:
    """The pieces, a headline that was printed in several lines in one, where a title says how it goes on."""
    titles = [folded(title.value) for title in evidence.titles]
    for at in range(min(len(pieces), 10)):
        whole = pieces[at].html
        for end in range(at + 1, min(len(pieces), at + 4)):
            longer = f"{whole} {pieces[end].html}"
            if len(folded(whole)) < 6 or not any(title.startswith(folded(longer)) for title in titles):
                break
            whole = longer
        else:
            end = min(len(pieces), at + 4)
        if whole != pieces[at].html:
            return [*pieces[:at], replace(pieces[at], html=whole), *pieces[end:]]
    return pieces


def is_prose(piece: Piece) -> bool:
    """Running text: long, or a whole sentence of some length."""
    if piece.kind != "p":
        return piece.kind in {"quote", "ul", "ol"} and len(piece.text) > _PROSE
    dense = any(map(unspaced, piece.text[:40]))
    return (
        len(piece.text) >= (_DENSE if dense else _PROSE)
        and not notes.is_rights(piece.text)
        and not notes.is_source(piece.text)
    )


def is_sentence(piece: Piece) -> bool:
    return len(piece.text) > 60 and ended(piece.text)


def same(printed: str, title: str) -> bool:
    one, two = folded(printed), folded(title)
    return len(one) > 1 and (
        one == two or (len(one) > 12 and two.startswith(one)) or (len(two) > 20 and one.startswith(two))
    )


def bare(title: str, own: Iterable[str]) -> str:
    """A title without the outlet behind its last bar."""
    bars = list(SUFFIX.finditer(title))
    names = set(own)
    for bar in bars:
        if folded(title[bar.end() :]) in names:
            return title[: bar.start()]
    if bars and len(title[bars[-1].end() :]) < 0.5 * len(title):
        return title[: bars[-1].start()]
    return title
