"""What the workbench refuses."""

from __future__ import annotations

from collections.abc import Sequence

from masthead.translation.errors import TranslationError
from masthead.translation.workbench.rows import Row


class Gone(TranslationError):
    code = "segment-gone"


class ChangedMeanwhile(TranslationError):
    """``row`` is the segment as it is now, ``keys`` the rows that are not as they were seen."""

    code = "changed-meanwhile"

    def __init__(self, message: str, *, row: Row | None = None, keys: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.row, self.keys = row, tuple(keys)


class NotReady(TranslationError):
    """Something stands in the way of a signature."""

    code = "not-ready"
