"""Marked text to Apertium's stream format and back.

A pair of codes becomes a *word-bound blank*, which the pipeline gives to each word inside it and which stays
with the words when they change places: ``[[t:x:1]]red[[/]] car`` → ``coche [[t:x:1]]rojo[[/]]``. A code that
stands alone becomes a *superblank*, ``[<x2>]``, which keeps its place among the words. Some rules of some pairs
lose the blanks of their words; superblanks come back always, though not always around the same words.
https://wiki.apertium.org/wiki/Apertium_stream_format
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from masthead.translation.markup import decode, encode, kinds, plain, tokens

_SPECIAL = re.compile(r"[\[\]{}^$@/\\<>]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
# Addresses, user names and tags are no words; sent as blanks they stay as they are.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>\"”»]*[\w/]|[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?<![\w&])[@#]\w+"
    r"|(?<![\w.@])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?:/[^\s<>\"”»]*[\w/])?(?![\w.])"
)
_PART = re.compile(
    r"\[\[(?P<bound>/|[^\]]*)\]\]|\[(?P<blank>(?:\\.|[^\]\\])*)\]|(?P<text>(?:\\.|[^\[\\])+)|.", re.DOTALL
)
_ENDED = re.compile(r"[.!?…][\s\"'”’»)\]]*$")


@dataclass(frozen=True, slots=True)
class Atom:
    """A stretch of an answer: words (with the codes bound to them), or a code that stands alone (``raw``)."""

    words: str = ""
    bound: frozenset[int] = frozenset()
    raw: str = ""


def needs_stop(words: str) -> bool:
    """Whether a full stop must be added, and taken away again: the tagger waits for the end of a sentence."""
    return not _ENDED.search(words.rstrip())


def to_stream(text: str, *, bound: bool = True) -> str:
    """A marked text as a stream, with a full stop where it has none; ``bound``: codes are bound to words."""
    loose = empty_pairs(text) if bound else set(kinds(text))
    parts = []
    for token in tokens(text):
        if token.kind == "text":
            parts.append(_words(_CONTROL.sub(" ", decode(token.raw))))
        elif token.kind == "alone" or token.number in loose:
            parts.append(f"[{_escaped(token.raw)}]")
        else:
            parts.append(f"[[t:x:{token.number}]]" if token.kind == "open" else "[[/]]")
    return "".join(parts) + ("." if needs_stop(plain(text)) else "")


def _words(words: str) -> str:
    parts, at = [], 0
    for address in _ADDRESS.finditer(words):
        parts += [_escaped(words[at : address.start()]), f"[{_escaped(address[0])}]"]
        at = address.end()
    return "".join([*parts, _escaped(words[at:])])


def _escaped(words: str) -> str:
    return _SPECIAL.sub(r"\\\g<0>", words)


def _unescaped(words: str) -> str:
    return re.sub(r"\\(.)", r"\1", words, flags=re.DOTALL)


def empty_pairs(text: str) -> set[int]:
    """Pairs without a word inside, which no word can carry."""
    inside: dict[int, list[str]] = {}
    opened: list[int] = []
    for token in tokens(text):
        if token.kind == "open":
            opened.append(token.number)
            inside[token.number] = []
        elif token.kind == "close" and token.number in opened:
            opened.remove(token.number)
        elif token.kind == "text":
            for number in opened:
                inside[number].append(token.raw)
    return {number for number, raws in inside.items() if not _ADDRESS.sub("", decode("".join(raws))).strip()}


def from_stream(answer: str, source: str) -> str:
    """The marked text that answers ``source``. Its codes may be wrong still: see ``markup.problems``."""
    atoms = list(_atoms(answer))
    if needs_stop(plain(source)):
        atoms = _without_stop(atoms)
    starts, ends = _spans(atoms, _parents(source))
    parts = []
    for number, atom in enumerate(atoms):
        parts += [f"<x{code}>" for code in starts.get(number, ())]
        parts.append(atom.raw or encode(atom.words))
        parts += [f"</x{code}>" for code in ends.get(number, ())]
    return _tidy("".join(parts))


def _atoms(answer: str) -> Iterator[Atom]:
    bound: frozenset[int] = frozenset()
    for match in _PART.finditer(answer):
        if match["bound"] == "/":
            bound = frozenset()
        elif match["bound"] is not None:
            bound = frozenset(int(number) for number in re.findall(r"t:x:(\d+)", match["bound"]))
        elif match["blank"] is not None:
            raw = _unescaped(match["blank"])
            if raw:
                yield Atom(raw=raw) if raw.startswith("<") else Atom(words=raw)
        elif match["text"]:
            yield Atom(words=_unescaped(match["text"]), bound=bound)


def _without_stop(atoms: list[Atom]) -> list[Atom]:
    for number in range(len(atoms) - 1, -1, -1):
        words = atoms[number].words.rstrip()
        if words.endswith("."):
            return [*atoms[:number], Atom(words[:-1], atoms[number].bound), *atoms[number + 1 :]]
        if words:
            break
    return atoms


def _parents(source: str) -> dict[int, int | None]:
    """code → the code around it, for the pairs of a text."""
    parents: dict[int, int | None] = {}
    opened: list[int] = []
    for token in tokens(source):
        if token.kind == "open":
            parents[token.number] = opened[-1] if opened else None
            opened.append(token.number)
        elif token.kind == "close" and token.number in opened:
            opened.remove(token.number)
    return parents


Places = dict[int, list[int]]


def _spans(atoms: list[Atom], parents: Mapping[int, int | None]) -> tuple[Places, Places]:
    """atom → codes that open before it; atom → codes that close after it, in the right order."""
    spans: dict[int, tuple[int, int]] = {}
    # Inner codes first, so that an outer one can reach around them.
    for code in reversed(list(parents)):
        span = _span(atoms, code)
        inner = [spans[child] for child, parent in parents.items() if parent == code and child in spans]
        if span and inner:
            span = min(span[0], *(a for a, _ in inner)), max(span[1], *(b for _, b in inner))
        if span:
            spans[code] = span
    starts: Places = {}
    ends: Places = {}
    for code in parents:
        if code in spans:
            first, last = spans[code]
            starts.setdefault(first, []).append(code)
            ends.setdefault(last, []).insert(0, code)
    return starts, ends


def _span(atoms: list[Atom], code: int) -> tuple[int, int] | None:
    """The atoms that a code goes around: from its first word to its last, or only the longest run of its
    words where more foreign words than its own lie between."""
    runs: list[list[int]] = []
    for number, atom in enumerate(atoms):
        if code in atom.bound:
            if runs and not any(atoms[n].words.strip() for n in range(runs[-1][-1] + 1, number)):
                runs[-1].append(number)
            else:
                runs.append([number])
    if not runs:
        return None
    first, last = runs[0][0], runs[-1][-1]
    own = sum(len(run) for run in runs)
    foreign = sum(len(atoms[n].words.split()) for n in range(first, last) if code not in atoms[n].bound)
    if foreign <= own:
        return first, last
    longest = max(runs, key=len)
    return longest[0], longest[-1]


def _tidy(text: str) -> str:
    """Dropped words leave their spaces behind."""
    return re.sub(r" +((?:<[^>]*>)*)(?= )", r"\1", text.strip())
