"""Texts with codes of their own as coded texts, and back: what XLIFF 1.2, XLIFF 2 and TMX have in common.

A reader turns an element into *marks*; marks of a source and its target become coded texts with one numbering.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

from masthead.translation.exchange.values import Inline, Kind
from masthead.translation.markup import decode, encode, tokens

What = Literal["text", "open", "close", "alone", "start", "end"]


@dataclass(frozen=True, slots=True)
class Mark:
    """``text`` of a text, or of what a code stands for. ``ref`` is what the halves of a pair have in common."""

    what: What
    text: str = ""
    id: str = ""
    ref: str = ""


Key: TypeAlias = tuple[str, bool]
"""An id, and whether it is that of an end: a half's two ends may share one."""


class Numbering:
    """Numbers for the codes of one segment, source first."""

    def __init__(self, codes: Sequence[Inline] = ()) -> None:
        self._numbers: dict[Key, int] = {}
        self.codes: list[Inline] = list(codes)

    def text(self, marks: Sequence[Mark]) -> str:
        """The coded text of an element."""
        parts: list[str] = []
        opened: list[int] = []
        for mark in paired(marks):
            if mark.what == "text":
                parts.append(encode(mark.text))
            elif mark.what == "close":
                number = opened.pop()
                code = self.codes[number - 1]
                self.codes[number - 1] = replace(code, close=code.close or mark.text)
                parts.append(f"</x{number}>")
            else:
                number = self._number(mark)
                parts.append(f"<x{number}>" if mark.what == "open" else f"<x{number}/>")
                if mark.what == "open":
                    opened.append(number)
        return "".join(parts)

    def _number(self, mark: Mark) -> int:
        key = mark.id, mark.what == "end"
        if key not in self._numbers:
            kinds: dict[What, Kind] = {"open": "pair", "start": "start", "end": "end"}
            self.codes.append(Inline(mark.id, kinds.get(mark.what, "alone"), mark.text))
            self._numbers[key] = len(self.codes)
        return self._numbers[key]


def paired(marks: Sequence[Mark]) -> list[Mark]:
    """The marks with halves that nest turned into pairs; text beside text is one."""
    found = list(marks)
    opened: list[int] = []
    for at, mark in enumerate(found):
        if mark.what in {"open", "start"}:
            opened.append(at)
        elif mark.what == "close":
            while opened and found[opened[-1]].what == "start":
                opened.pop()  # it crosses an element, so it stays a half
            opened.pop()
        elif mark.what == "end":
            halves = [i for i in opened if found[i].what == "start" and found[i].ref == mark.ref]
            if halves and halves[-1] == opened[-1]:
                found[halves[-1]] = replace(found[halves[-1]], what="open")
                found[at] = replace(mark, what="close")
            if halves:
                opened.remove(halves[-1])
    return list(_together(found))


def _together(marks: Sequence[Mark]) -> Iterator[Mark]:
    words: list[str] = []
    for mark in marks:
        if mark.what == "text":
            words.append(mark.text)
            continue
        if words:
            yield Mark("text", "".join(words))
            words = []
        yield mark
    if words:
        yield Mark("text", "".join(words))


def marks_of(text: str, codes: Sequence[Inline]) -> Iterator[Mark]:
    """The marks of a coded text; a code that ``codes`` has not is named by its number."""
    for token in tokens(text):
        if token.kind == "text":
            yield Mark("text", decode(token.raw))
            continue
        known = token.number <= len(codes)
        code = codes[token.number - 1] if known else Inline(str(token.number), "alone")
        if token.kind == "close":
            yield Mark("close", code.close, code.id)
        elif token.kind == "open":
            yield Mark("open", code.open, code.id)
        elif code.kind in {"start", "pair"}:
            yield Mark("start", code.open, code.id, code.id)
        elif code.kind == "end":
            yield Mark("end", code.open, code.id, code.id)
        else:
            yield Mark("alone", code.open, code.id)


def nested(marks: Sequence[Mark]) -> bool:
    """Are all pairs closed where they should be? Only then can they be elements."""
    opened: list[str] = []
    for mark in marks:
        if mark.what == "open":
            opened.append(mark.id)
        elif mark.what == "close" and (not opened or opened.pop() != mark.id):
            return False
    return not opened
