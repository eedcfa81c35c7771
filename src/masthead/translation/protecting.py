"""Names that are not to be translated, on their way through an engine that knows no terms. Pure.

Such a name goes inside a code of its own, with its letters, so that the engine sees a name in a sentence; whatever
comes back inside the code is the name again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from masthead.translation.glossary import Use
from masthead.translation.markup import decode, encode, kinds, tokens


@dataclass(frozen=True, slots=True)
class Protected:
    """A marked text with more codes than it had: {number: name}."""

    text: str
    names: Mapping[int, str]


def protect(text: str, uses: Iterable[Use]) -> Protected:
    """``uses`` have their places in the plain text; a name with a code inside is left as it is."""
    wanted = [(use.start, use.end) for use in uses if use.untouched]
    if not wanted:
        return Protected(text, {})
    number, at = max(kinds(text), default=0), 0
    names: dict[int, str] = {}
    parts: list[str] = []
    for token in tokens(text):
        if token.kind != "text":
            parts.append(token.raw)
            continue
        words, done = decode(token.raw), 0
        for start, end in wanted:
            if at <= start and end <= at + len(words) and start - at >= done:
                number += 1
                names[number] = words[start - at : end - at]
                parts += [encode(words[done : start - at]), f"<x{number}>{encode(names[number])}</x{number}>"]
                done = end - at
        parts.append(encode(words[done:]))
        at += len(words)
    return Protected("".join(parts), names)


def restore(answer: str, names: Mapping[int, str]) -> str:
    """A translation without the codes of ``names``, each name as it was.

    Where an engine has drawn the code around more than the name, the words stay: they are looked at afterwards.
    """
    parts: list[str] = []
    begun: dict[int, int] = {}
    for token in tokens(answer):
        if token.number not in names:
            parts.append(token.raw)
        elif token.kind == "open":
            begun[token.number] = len(parts)
        elif token.kind == "close" and token.number in begun:
            start, name = begun.pop(token.number), names[token.number]
            inside = parts[start:]
            words = decode("".join(inside))
            if len(inside) <= 1 and name not in words and len(words.split()) <= len(name.split()) + 1:
                parts[start:] = [encode(name)]
    return "".join(parts)
