"""The search index on disk: one document an edition, in the outlet's folder.

Every text is analysed before (``masthead.reading.analysis``), each word under its language (``en:law``), so that
a word is as rare as it is in its own language. One process writes at a time; any number read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import tantivy
from django.conf import settings

from masthead.lib import indexes
from masthead.reading.analysis import terms
from masthead.reading.errors import IndexBusy, IndexUnreadable

# Part of the folder's name: another shape of index is another folder, made anew.
SHAPE = 1
HEAP = 30_000_000
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
    with _told(), _files(folder()).writing() as writer:
        yield Writer(writer)


def state() -> str:
    """A word for what was committed last, other for each commit; empty if there is no index."""
    return _files(folder()).state()


def discard() -> None:
    """Remove the index from disk. Everything in it is made again from the database."""
    with _told():
        _files(folder()).discard()


def searcher() -> tantivy.Searcher:
    """The index as it was last committed, kept open between calls. ``IndexUnreadable`` if there is none."""
    with _told():
        return _files(folder()).searcher()


@contextmanager
def sound() -> Iterator[None]:
    """Whatever the library says of an index that it cannot read, as ``IndexUnreadable``."""
    with _told(), indexes.sound():
        yield


@lru_cache(maxsize=4)
def _files(path: Path) -> indexes.Folder:
    return indexes.Folder(path, schema(), heap=HEAP)


@contextmanager
def _told() -> Iterator[None]:
    """Errors in this room's words."""
    try:
        yield
    except indexes.IndexBusy as error:
        raise IndexBusy("Another process is writing the search index. Try again later.") from error
    except indexes.IndexUnreadable as error:
        raise IndexUnreadable(f"{error} Run: masthead reindex") from error
