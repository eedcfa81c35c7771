"""Printed pages to their places, and into the account and the record of what stands there."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import NamedTuple

from django.db import transaction

from masthead.lib.batches import batched
from masthead.press import addresses, files, purging
from masthead.press.bucket import changes
from masthead.press.models import Artifact
from masthead.press.pages.printed import Printed
from masthead.record import actions as record


def put(pages: Iterable[Printed], together: int = 2_000) -> int:
    """Write pages, and say in the record what was written: an entry for so many ``together``, which are held in memory.

    A file that would not change is left alone.
    """
    written = 0
    for batch in batched(map(_ready, pages), together):
        written += _put_batch(batch)
    if written:
        files.announce()
    return written


class _Ready(NamedTuple):
    """A page as it is written and kept account of."""

    path: str
    digest: str
    article: int | None
    language: str
    place: str
    body: bytes


def _ready(page: Printed) -> _Ready:
    body = page.html.encode()
    return _Ready(page.path, sha256(body).hexdigest(), page.article, page.language, page.place, body)


def _put_batch(batch: list[_Ready]) -> int:
    known = Artifact.objects.digests(page.path for page in batch)
    fresh: dict[str, _Ready] = {}
    with files.Staging() as staging:
        for page in batch:
            name = addresses.file_of(page.path)
            if known.get(page.path) == page.digest and (files.root() / name).exists():
                continue
            if page.path in fresh:
                raise ValueError(f"Two pages of one run want to stand at {page.path}.")
            fresh[page.path] = page
            staging.add(name, page.body)
        if fresh:
            _place(fresh, staging)
    return len(fresh)


def _place(fresh: Mapping[str, _Ready], staging: files.Staging) -> None:
    """Put what is staged in its places, and say so."""
    with transaction.atomic():
        digests = {path: page.digest for path, page in fresh.items()}
        [entry] = record.append([record.Statement("pages.pressed", "press", {"pages": digests})])
        changes.placed({path: page.article for path, page in fresh.items()})
        Artifact.objects.note(
            ((page.path, page.digest, page.article, page.language, page.place) for page in fresh.values()),
            entry.number,
        )
        purging.changed(fresh)
        # Last in the transaction: a crash before leaves all as it was; one after is seen by the digests,
        # which are the old ones then, and the next run places the files again.
        staging.place(digests)


def recover() -> None:
    """Say of pages that somebody placed who was stopped before saying so, and take away those that stand where none
    should.

    To be done when a worker starts and now and then, before tasks that were broken off are done again.
    """
    for pages, folder in files.abandoned():
        with transaction.atomic():
            record.wait_for_writers()  # who places pages says so in the same transaction
            known = Artifact.objects.digests(pages)
            placed = {
                path: digest
                for path, digest in pages.items()
                if known.get(path) != digest and files.digest(addresses.file_of(path)) == digest
            }
            if placed:
                record.append([record.Statement("pages.pressed", "press", {"pages": placed})])
            strays = placed.keys() - known.keys()
            changes.remember(dict.fromkeys(placed, changes.Turn.BESIDE))
            for path in strays:
                files.remove(addresses.file_of(path))
        shutil.rmtree(folder, ignore_errors=True)
        if strays:
            files.announce()
