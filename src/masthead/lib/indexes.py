"""A tantivy index in a folder: one process writes at a time, any number read what was committed last.

An index holds nothing that cannot be made anew. What is wrong with its files is ``IndexUnreadable``, whatever the
library says; then ``discard`` it.
"""

from __future__ import annotations

import fcntl
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import tantivy

PATIENCE = 120.0
"""Seconds for which to wait for another writer."""


class IndexBusy(Exception):
    """Another process kept writing."""


class IndexUnreadable(Exception):
    """There is no index, or it is damaged."""


class Folder:
    """The index at ``path``, of one schema, kept open between searches. ``heap``: bytes a writer may take."""

    def __init__(self, path: Path, schema: tantivy.Schema, *, heap: int = 50_000_000) -> None:
        self.path, self.schema, self._heap = path, schema, heap
        self._lock = threading.Lock()
        self._state = ""
        self._searcher: tantivy.Searcher | None = None

    def state(self) -> str:
        """A word for what was committed last, other for each commit; empty if there is no index."""
        try:
            stat = (self.path / "meta.json").stat()
        except OSError:
            return ""
        return f"{self.path} {stat.st_ino} {stat.st_mtime_ns}"

    def searcher(self) -> tantivy.Searcher:
        """The index as it was last committed."""
        now = self.state()
        if not now:
            raise IndexUnreadable(f"There is no index at {self.path}.")
        with self._lock:
            if self._searcher is None or self._state != now:
                with sound():
                    self._searcher = tantivy.Index.open(str(self.path)).searcher()
                self._state = now
            return self._searcher

    @contextmanager
    def writing(self) -> Iterator[tantivy.IndexWriter]:
        """The right to change the index; changes are kept together if the block ends well. What is not there is made.

        Calls of the writer belong into ``sound``.
        """
        self.path.mkdir(parents=True, exist_ok=True)
        with self._turn():
            with sound():
                writer = tantivy.Index(self.schema, path=str(self.path)).writer(self._heap, 1)
            try:
                yield writer
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

    def discard(self) -> None:
        """Remove the index from disk."""
        with self._turn():
            shutil.rmtree(self.path, ignore_errors=True)

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Wait for our turn to write: a lock that the system takes back when a process dies."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with (self.path.parent / "lock").open("w") as handle:
            until = time.monotonic() + PATIENCE
            while not _taken(handle):
                if time.monotonic() > until:
                    raise IndexBusy(f"Another process is writing the index at {self.path}. Try again later.")
                time.sleep(0.05)
            yield


@contextmanager
def sound() -> Iterator[None]:
    """Whatever the library says of an index that it cannot read, as ``IndexUnreadable``."""
    try:
        yield
    except (ValueError, OSError) as error:
        raise IndexUnreadable(f"The index cannot be read ({error}).") from error
    except BaseException as error:
        # The library is compiled: where it gives up altogether, it does so by an error of this name.
        if type(error).__name__ != "PanicException":
            raise
        raise IndexUnreadable(f"The index is damaged ({error}).") from error


def _taken(handle: IO[str]) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
