"""The canonical text of an edition and its fingerprint: format ``masthead-text-1``.

The rules are fixed and need no library's idea of a sentence; docs/reference/record.md states them in full.
A change to any of them is a new format with a new name: what was recorded must stay checkable.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Any, Literal

from masthead.record import canonical
from masthead.record.errors import BadText

FORMAT = "masthead-text-1"
MOST_SENTENCES = 200_000
"""A longer text is refused: no article comes near it, and a hostile page could."""
MOST_MARKS = 256
"""The longest run of combining marks: normalising costs the square of its length."""

# Unicode's White_Space; and what has no width: controls, soft hyphen, joiners, bidi controls, surrogates.
_SPACE = "\t-\r \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_NO_WIDTH = (
    "\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\ud800-\udfff\ufeff\ufffe\uffff"
)
# White space that is not one blank yet: a single one is met at every word and needs nothing.
_spaces = re.compile(f"[{_SPACE}]{{2,}}|[{_SPACE.replace(' ', '')}]")
_no_width = re.compile(f"[{_NO_WIDTH}]")

_STOPS = ".!?…؟۔।॥"
_WIDE_STOPS = "。！？"
# Marks that close in every language, and those that close in one and open in another.
_WIDE_CLOSERS = "”’」』）】》〉〕］｝｠｣"
_CLOSERS = "\"')]}»›“‘«‹" + _WIDE_CLOSERS
_end = re.compile(f"([{re.escape(_STOPS + _WIDE_STOPS)}]+)([{re.escape(_CLOSERS)}]*)")

# Beyond this many unlike sentences on one side the aligner is too slow for a page from a stranger.
_ALIGN_AT_MOST = 5_000


@dataclass(frozen=True, slots=True)
class TextDigest:
    """The fingerprint of a text.

    ``digest`` is the SHA-256 (64 hex digits) of the RFC 8785 form of the list of sentences; ``sentences``
    holds the first 16 hex digits of each sentence's SHA-256, to name what changed without keeping the text.
    """

    format: str
    digest: str
    sentences: tuple[str, ...]

    def as_body(self) -> dict[str, Any]:
        """As it stands in an entry, under ``text``."""
        return {"format": self.format, "digest": self.digest, "sentences": list(self.sentences)}

    @classmethod
    def from_body(cls, value: object) -> TextDigest:
        """Read what ``as_body`` wrote. ``BadText`` if it is anything else."""
        match value:
            case {"format": str(form), "digest": str(digest), "sentences": [*sentences]} if all(
                isinstance(sentence, str) for sentence in sentences
            ):
                return cls(form, digest, tuple(sentences))
        raise BadText("The entry holds no fingerprint of a text. Check the record: masthead record check.")


@dataclass(frozen=True, slots=True)
class Difference:
    """One sentence that is not as recorded.

    ``position`` counts from 1: in the page for ``changed`` and ``added``, in the record for ``missing``.
    ``sentence`` is the one found in the page; the record keeps only digests, so a missing one has none.
    """

    kind: Literal["changed", "added", "missing"]
    position: int
    sentence: str | None


def canonical_line(line: str) -> str:
    """One line in NFC, without characters of no width, its white space single and trimmed."""
    line = _no_width.sub("", line)
    if _has_a_long_run_of_marks(line):
        raise BadText(f"The text holds more than {MOST_MARKS} combining marks in a row. Remove them.")
    return _spaces.sub(" ", unicodedata.normalize("NFC", line)).strip(" ")


def sentences_of(lines: Iterable[str]) -> list[str]:
    """The canonical text: every sentence of every line, in order. ``BadText`` beyond ``MOST_SENTENCES``."""
    found: list[str] = []
    for line in lines:
        for sentence in _cut(canonical_line(line)):
            found.append(sentence)
            if len(found) > MOST_SENTENCES:
                raise BadText(f"The text has more than {MOST_SENTENCES:,} sentences. Divide it.")
    return found


def fingerprint(lines: Iterable[str]) -> TextDigest:
    """The fingerprint of a text given as lines: paragraphs, headings, list items, cells."""
    sentences = sentences_of(lines)
    return TextDigest(FORMAT, _digest(sentences), tuple(_mark(sentence) for sentence in sentences))


def compare(lines: Iterable[str], recorded: TextDigest) -> list[Difference]:
    """What is different in ``lines`` from what was recorded, in order; empty if the texts are the same."""
    if recorded.format != FORMAT:
        raise BadText(f"The text was recorded as “{recorded.format[:40]}”. Update Masthead to read it.")
    found = sentences_of(lines)
    if _digest(found) == recorded.digest:
        return []
    differences = list(_differences(found, recorded.sentences))
    # Two sentences may share their 16 digits; the digest of the whole then still tells.
    return differences or [Difference("changed", 1, None)]


def _cut(line: str) -> Iterator[str]:
    start = 0
    for end in _end.finditer(line):
        stop = end.end()
        if stop < len(line) and line[stop] != " ":
            if not any(wide in end[1] for wide in _WIDE_STOPS):
                continue
            stop = end.end(1) + len(end[2]) - len(end[2].lstrip(_WIDE_CLOSERS))
        yield line[start:stop]
        start = stop + line.startswith(" ", stop)
    if start < len(line):
        yield line[start:]


def _has_a_long_run_of_marks(line: str) -> bool:
    # A run that long would cover one of these places.
    may = any(map(unicodedata.combining, line[MOST_MARKS :: MOST_MARKS + 1]))
    return may and _long_run_of_marks().search(line) is not None


@cache
def _long_run_of_marks() -> re.Pattern[str]:
    marks = "".join(mark for mark in map(chr, range(0x110000)) if unicodedata.combining(mark))
    return re.compile(f"[{marks}]{{{MOST_MARKS + 1}}}")


def _digest(sentences: list[str]) -> str:
    return hashlib.sha256(canonical.dumps(sentences)).hexdigest()


def _mark(sentence: str) -> str:
    return hashlib.sha256(sentence.encode()).hexdigest()[:16]


def _differences(found: list[str], recorded: tuple[str, ...]) -> Iterator[Difference]:
    for kind, i1, i2, j1, j2 in _unlike([_mark(sentence) for sentence in found], recorded):
        paired = min(i2 - i1, j2 - j1) if kind == "replace" else 0
        for i in range(i1, i1 + paired):
            yield Difference("changed", i + 1, found[i])
        for i in range(i1 + paired, i2):
            yield Difference("added", i + 1, found[i])
        for j in range(j1 + paired, j2):
            yield Difference("missing", j + 1, None)


def _unlike(found: list[str], recorded: tuple[str, ...]) -> Iterator[tuple[str, int, int, int, int]]:
    """The opcodes of difflib that are not ``equal``; like heads and tails are not given to it."""
    head = 0
    for ours, theirs in zip(found, recorded, strict=False):
        if ours != theirs:
            break
        head += 1
    tail = 0
    while tail < min(len(found), len(recorded)) - head and found[-1 - tail] == recorded[-1 - tail]:
        tail += 1
    page, record = found[head : len(found) - tail], recorded[head : len(recorded) - tail]
    if max(len(page), len(record)) > _ALIGN_AT_MOST:
        yield "replace", head, head + len(page), head, head + len(record)
        return
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, page, record).get_opcodes():
        if kind != "equal":
            yield kind, head + i1, head + i2, head + j1, head + j2
