"""Marked text as a translator writes it: ``<x1>…</x1>`` is shown as ⟨1⟩…⟨/1⟩ and ``<x2/>`` as ⟨2/⟩.

The shown form is plain text: no escapes, so that a search, a spell checker and a screen reader meet words. Where
the words themselves hold ⟨1⟩, a backslash stands before it: the two forms say exactly the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from masthead.translation.markup import decode, encode, tokens

LONGEST = 20_000
"""Characters of one segment; no sentence comes near it."""
_CODE = re.compile(r"(\\*)⟨(/[1-9]\d{0,5}|[1-9]\d{0,5}/?)⟩")
_SLASHES = re.compile(r"\\+$")
_SPACE = re.compile(r"[ \t\n\r\f\v\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def shown(text: str) -> str:
    """A marked text for people to read and write."""
    return "".join(_shown(text))


def _shown(text: str) -> Iterator[str]:
    for token, following in pairwise([*tokens(text), None]):
        assert token is not None
        if token.kind == "text":
            words = _CODE.sub(r"\1\1\\⟨\2⟩", decode(token.raw))
            if following is not None:
                words = _SLASHES.sub(lambda found: 2 * found[0], words)
            yield words
        else:
            yield f"⟨{token.raw.strip('<>').replace('x', '', 1)}⟩"


def marked(written: str) -> str:
    """The marked text of what a translator wrote, on one line."""
    return "".join(_marked(tidy(written)))


def _marked(written: str) -> Iterator[str]:
    at = 0
    for found in _CODE.finditer(written):
        yield encode(written[at : found.start()])
        at = found.end()
        half, literal = divmod(len(found[1]), 2)
        yield half * "\\"
        if literal:
            yield f"⟨{found[2]}⟩"
        else:
            close, number = found[2].startswith("/"), found[2]
            yield f"</x{number[1:]}>" if close else f"<x{number}>"
    yield encode(written[at:])


def tidy(written: str) -> str:
    """On one line, without white space around it; spaces that are no line's end stay what they are."""
    return _SPACE.sub(" ", _CONTROL.sub("", written)).strip(" ")


def pieces(written: str) -> list[tuple[str, str]]:
    """What is shown as [(kind, text)]: ``text``, ``open``, ``close`` or ``alone`` with the number of a code."""
    found: list[tuple[str, str]] = []
    for token in tokens(marked(written)):
        found.append((token.kind, decode(token.raw) if token.kind == "text" else str(token.number)))
    return found
