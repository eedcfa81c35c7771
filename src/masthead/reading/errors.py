"""What can go wrong in the reading room. Every error has a stable ``code`` and a sentence that says what to do."""

from __future__ import annotations

from typing import ClassVar


class ReadingError(Exception):
    """Base of the room. ``permanent``: trying again without changing something will fail again."""

    code: ClassVar[str] = "reading"
    permanent: ClassVar[bool] = True


class IndexUnreadable(ReadingError):
    """The search index is not there or not whole. It holds nothing that cannot be made again."""

    code = "index-unreadable"
    permanent = False


class IndexBusy(ReadingError):
    """Another process has been writing the search index for a long time."""

    code = "index-busy"
    permanent = False


class NotAllowed(ReadingError):
    code = "not-allowed"


class NotOpen(ReadingError):
    """Readers cannot comment here: the article is not published, or is a standing page."""

    code = "not-open"


class TooMany(ReadingError):
    """One caller, or all together, have sent too many comments in a short time."""

    code = "too-many"
    permanent = False
