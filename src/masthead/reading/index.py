"""The search index on disk: one document an edition, in the outlet's folder.

Every text is analysed before (``masthead.reading.analysis``), each word under its language (``en:law``), so that
a word is as rare as it is in its own language. One process writes at a time; any number read.
"""

from __future__ import annotations

import fcntl
import shutil
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import IO

import tantivy
from django.conf import settings

from masthead.reading.analysis import terms
from masthead.reading.errors import IndexBusy, IndexUnreadable

# Part of the folder's name: another shape of index is another folder, made anew.
SHAPE = 1
HEAP = 30_000_000
PATIENCE = 120.0
TEXTS = ("headline", "standfirst", "body", "also")


@dataclass(frozen=True, slots=True)
class Paper:
    """One edition as it is indexed; plain texts."""

    edition: int
    article: int
    language: str
    headline: str
    standfirst: str
    body: str


def folder() -> Path:
    return Path(settings.HOME) / "search" / str(SHAPE)


@cache
def schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_integer_field("edition", stored=True, indexed=True, fast=True)
    builder.add_integer_field("article", indexed=True, fast=True)
    builder.add_text_field("language", tokenizer_name="raw", index_option="basic")
    for name in TEXTS:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="freq")
    return builder.build()


def key(language: str, word: str) -> str:
    """A word as it stands in the index."""
    return f"{language}:{word}"


class Writer:
    """Changes that become visible together, when ``writing`` ends."""

    def __init__(self, writer: tantivy.IndexWriter) -> None:
        self._writer = writer
        self._schema = schema()

    def put(self, paper: Paper) -> None:
        """Index an edition, in place of what was indexed under its key."""
        self.remove(paper.edition)
        self._add(paper)

    def remove(self, edition: int) -> None:
        with sound():
            self._writer.delete_documents_by_term("edition", edition)

    def replace(self, first: int, last: int, papers: Iterable[Paper]) -> None:
        """Make ``papers`` all that is indexed of the articles from key ``first`` to key ``last``."""
        within = tantivy.Query.range_query(self._schema, "article", tantivy.FieldType.Integer, first, last)
        with sound():
            self._writer.delete_documents_by_query(within)
        for paper in papers:
            self._add(paper)

    def _add(self, paper: Paper) -> None:
        found = {name: list(terms(getattr(paper, name), paper.language)) for name in TEXTS if name != "also"}
        document = tantivy.Document(edition=paper.edition, article=paper.article, language=paper.language)
        for name, words in found.items():
            document.add_text(name, " ".join(key(paper.language, term.text) for term in words))
        also = (
            key(paper.language, other) for words in found.values() for term in words for other in term.also
        )
        document.add_text("also", " ".join(also))
        with sound():
            self._writer.add_document(document)


@contextmanager
def writing() -> Iterator[Writer]:
    """The right to change the index; changes are kept if the block ends well.

    An index that is not there is made, empty. ``IndexBusy``: somebody else kept writing; ``IndexUnreadable``:
    what is there is damaged, ``discard`` it.
    """
    folder().mkdir(parents=True, exist_ok=True)
    with _turn():
        with sound():
            writer = tantivy.Index(schema(), path=str(folder())).writer(HEAP, 1)
        try:
            yield Writer(writer)
            with sound():
                writer.commit()
        except BaseException:
            with suppress(ValueError):
                writer.rollback()
            raise
        finally:
            # A merge that is cut off leaves its segments unmerged, and searches slow.
            with sound():
                writer.wait_merging_threads()


def state() -> str:
    """A word for what was committed last, other for each commit; empty if there is no index."""
    try:
        stat = (folder() / "meta.json").stat()
    except OSError:
        return ""
    return f"{folder()} {stat.st_ino} {stat.st_mtime_ns}"


def discard() -> None:
    """Remove the index from disk. Everything in it is made again from the database."""
    with _turn():
        shutil.rmtree(folder(), ignore_errors=True)


@dataclass(slots=True)
class _Kept:
    """The index that this process has open, and the ``state`` it was opened in."""

    state: str = ""
    searcher: tantivy.Searcher | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


_kept = _Kept()


def searcher() -> tantivy.Searcher:
    """The index as it was last committed, kept open between calls. ``IndexUnreadable`` if there is none."""
    now = state()
    if not now:
        raise IndexUnreadable("There is no search index yet. Run: masthead reindex")
    with _kept.lock:
        if _kept.searcher is None or _kept.state != now:
            with sound():
                _kept.searcher = tantivy.Index.open(str(folder())).searcher()
            _kept.state = now
        return _kept.searcher


@contextmanager
def sound() -> Iterator[None]:
    """Whatever the library says of an index that it cannot read, as ``IndexUnreadable``."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexUnreadable(f"The search index cannot be read ({error}). Run: masthead reindex") from error
    except BaseException as error:
        # The library is compiled: where it gives up altogether, it does so by an error of this name.
        if type(error).__name__ != "PanicException":
            raise
        raise IndexUnreadable(f"The search index is damaged ({error}). Run: masthead reindex") from error


@contextmanager
def _turn() -> Iterator[None]:
    """Wait for our turn to write: a lock that the system takes back when a process dies."""
    folder().parent.mkdir(parents=True, exist_ok=True)
    with (folder().parent / "lock").open("w") as handle:
        until = time.monotonic() + PATIENCE
        while not _taken(handle):
            if time.monotonic() > until:
                raise IndexBusy("Another process is writing the search index. Try again later.")
            time.sleep(0.05)
        yield


def _taken(handle: IO[str]) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
