"""Does a page say what was recorded? And is the record itself whole?"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from masthead.record import chain, queries, text
from masthead.record.errors import BadPage, BadText, Unreadable
from masthead.record.keys import public_keys
from masthead.record.models import Entry
from masthead.record.page import PageText, lines_of

PRESSED = "pages.pressed"
_MOST_FAULTS = 100
_MOST_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Verdict:
    """What can be said of a page.

    ``subject``, ``entry`` and ``at`` are those of the entry that the page names, or else of the entry of its
    pressing; ``at`` is None if there is no such entry. ``newest``: no later entry has the same subject.
    ``says``: the body of that entry but for the fingerprints (who, engine, reviewer). ``faults``: sentences.
    """

    holds: bool
    subject: str | None
    entry: int | None
    at: datetime | None
    newest: bool
    says: Mapping[str, Any]
    faults: tuple[str, ...]


def verify(html: bytes, *, page_entry: int | None = None, path: str | None = None) -> Verdict:
    """Check a page against the record, in at most two queries.

    Its text: the page names its entry, and the marked lines must be those of the entry's fingerprint.
    Its frame, if ``page_entry`` is given: the whole file must be the one recorded there under ``path``.
    ``BadPage`` if the page cannot be read, or neither check is possible; ``KeyUnusable``; ``Unreadable``.
    """
    page = lines_of(html)
    if page.entry is None and page_entry is None:
        raise BadPage(
            "This page does not say what it is: it names no entry of the record. "
            "Give a page of this outlet, or the entry of its pressing and its path."
        )
    if page_entry is not None and path is None:
        raise ValueError("a page_entry needs the path of the page")
    keys = public_keys()
    named = [number for number in (page.entry, page_entry) if number is not None and 0 < number < 2**53]
    try:
        entries = Entry.objects.in_bulk([*named, *(number - 1 for number in named)])
    except (ValueError, TypeError, RecursionError) as error:
        raise Unreadable(max(named)) from error
    faults: list[str] = []
    if page.entry is not None:
        faults += _faults_of_text(page, page.entry, entries, keys)
    if page_entry is not None and path is not None:
        faults += _faults_of_frame(html, path, page_entry, entries, keys)
    number = page.entry if page.entry is not None else page_entry
    return _verdict(page, number, entries.get(number or 0), tuple(dict.fromkeys(faults)))


def verify_chain() -> Iterator[chain.Fault]:
    """Every fault of the record, entry by entry, in constant memory; nothing if it is whole."""
    try:
        yield from chain.check(queries.walk(), public_keys())
    except Unreadable as row:
        yield chain.Fault(row.number, row.code, f"{row} Nothing after it was checked.")


def _verdict(page: PageText, number: int | None, entry: Entry | None, faults: tuple[str, ...]) -> Verdict:
    newest = queries.newest(entry.subject) if entry else None
    body = entry.body if entry and isinstance(entry.body, dict) else {}
    return Verdict(
        holds=not faults,
        subject=entry.subject if entry else page.subject,
        entry=number,
        at=entry.at if entry else None,
        newest=newest is not None and newest.number == number,
        says={name: value for name, value in body.items() if name not in {"text", "pages"}},
        faults=faults,
    )


def _faults_of_text(
    page: PageText, number: int, entries: Mapping[int, Entry], keys: Mapping[str, Ed25519PublicKey]
) -> Iterator[str]:
    entry = entries.get(number)
    if entry is None:
        yield f"The page names entry {number}, which is not in the record."
        return
    yield from _faults_of_entry(entry, entries, keys)
    if page.subject != entry.subject:
        yield f"The page is about “{page.subject or ''}”, and its entry {number} is about “{entry.subject}”."
    recorded = entry.body.get("text") if isinstance(entry.body, dict) else None
    if recorded is None:
        yield f"Entry {number} ({entry.kind}) records no text."
        return
    try:
        differences = text.compare(page.lines, text.TextDigest.from_body(recorded))
    except BadText as error:
        yield str(error)
        return
    yield from _sentences(differences)


def _faults_of_frame(
    html: bytes, path: str, number: int, entries: Mapping[int, Entry], keys: Mapping[str, Ed25519PublicKey]
) -> Iterator[str]:
    entry = entries.get(number)
    if entry is None:
        yield f"Entry {number}, of the pressing of this page, is not in the record."
        return
    yield from _faults_of_entry(entry, entries, keys)
    pages = entry.body.get("pages") if isinstance(entry.body, dict) else None
    if entry.kind != PRESSED or not isinstance(pages, dict):
        yield f"Entry {number} ({entry.kind}) records no pages."
    elif path not in pages:
        yield f"Entry {number} records no page “{path}”."
    elif pages[path] != hashlib.sha256(html).hexdigest():
        yield f"The page as a whole is not the file that entry {number} records as “{path}”."


def _faults_of_entry(
    entry: Entry, entries: Mapping[int, Entry], keys: Mapping[str, Ed25519PublicKey]
) -> Iterator[str]:
    # Without its predecessor the chain itself reports the gap.
    for fault in chain.check([entry], keys, after=entries.get(entry.number - 1)):
        yield fault.sentence


def _sentences(differences: Sequence[text.Difference]) -> Iterator[str]:
    for difference in differences[:_MOST_FAULTS]:
        found = difference.sentence or ""
        if len(found) > _MOST_CHARACTERS:
            found = found[:_MOST_CHARACTERS] + "…"
        match difference.kind:
            case "missing":
                yield f"Sentence {difference.position} of the recorded text is missing from the page."
            case "added":
                yield f"A sentence was added that is not in the record: “{found}”."
            case "changed" if found:
                yield f"A sentence is not as it was recorded: “{found}”."
            case _:
                yield "The text is not as it was recorded."
    if len(differences) > _MOST_FAULTS:
        yield f"{len(differences) - _MOST_FAULTS:,} more sentences differ."
