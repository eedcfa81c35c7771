"""What the worker does for the room. A task may run again after a crash: the result is the same."""

from __future__ import annotations

import logging
import time

from django_tasks import task

from masthead.reading import actions, index
from masthead.reading.errors import IndexUnreadable

log = logging.getLogger(__name__)

# Other tasks have their turn between two stretches of a long one.
STRETCH = 20.0


@task()
def index_article(article: int) -> int:
    """Index one article; where the index is gone or damaged, everything."""
    seen = index.state()
    try:
        found = actions.index_article(article)
    except IndexUnreadable as error:
        log.warning("%s It is being made anew.", error)
        mend_index.enqueue(seen)
        return 0
    if not seen:
        reindex.enqueue()
    return found


@task()
def mend_index(seen: str) -> None:
    """Throw away an index that could not be read, known by its ``state``, and make it anew."""
    if index.state() == seen:
        log.warning("The search index is missing or damaged: it is being made anew.")
        index.discard()
        reindex.enqueue()


@task()
def reindex(after: int = 0) -> int:
    """Index all articles after a key, in stretches; answers the key it came to."""
    until = time.monotonic() + STRETCH
    while (step := actions.index_next(after)) is not None:
        after, _ = step
        if time.monotonic() > until:
            reindex.enqueue(after)
            break
    return after
