"""What has changed between two short texts, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

# A word, or one character of a script that puts no space between words.
_ATOM = re.compile(
    r"⟨/?\d+/?⟩|[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f]|[^\W\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\u0e00-\u0e7f]+|\s+|."
)
_MOST = 3000
"""Atoms; two longer texts are told apart as wholes."""


class Part(NamedTuple):
    kind: Literal["same", "gone", "new"]
    text: str


def between(old: str, new: str) -> list[Part]:
    """The parts of both texts in reading order; what is gone stands before what is new."""
    was, now = _ATOM.findall(old), _ATOM.findall(new)
    if max(len(was), len(now)) > _MOST:
        return _tidy([Part("gone", old), Part("new", new)])
    parts: list[Part] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        if kind == "equal":
            parts.append(Part("same", "".join(was[i1:i2])))
        else:
            parts += [Part("gone", "".join(was[i1:i2])), Part("new", "".join(now[j1:j2]))]
    return _tidy(parts)


def _tidy(parts: list[Part]) -> list[Part]:
    """One gone and one new part where only white space lay between two changes."""
    found: list[Part] = []
    gone = new = ""
    for at, part in enumerate(parts):
        if part.kind == "gone":
            gone += part.text
        elif part.kind == "new":
            new += part.text
        elif part.text.isspace() and (gone or new) and at + 1 < len(parts):
            gone, new = gone + part.text, new + part.text
        else:
            found += [Part("gone", gone), Part("new", new), part]
            gone = new = ""
    found += [Part("gone", gone), Part("new", new)]
    return [part for part in found if part.text]
