"""A search that found no index tells the worker, once a process for each state of the index."""

from __future__ import annotations

import logging

from masthead.reading import index
from masthead.reading.errors import IndexUnreadable
from masthead.reading.tasks import mend_index

log = logging.getLogger(__name__)

_told: set[str] = set()


def report(error: IndexUnreadable) -> None:
    """Log it, and have the index made anew."""
    seen = index.state()
    if seen in _told:
        return
    _told.add(seen)
    log.warning("%s", error)
    mend_index.enqueue(seen)


def forget() -> None:
    """Tell the worker again of what was told before."""
    _told.clear()
