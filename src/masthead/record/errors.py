"""What can go wrong in the record. Every error has a stable ``code`` and a sentence that says what to do."""

from __future__ import annotations

from typing import ClassVar


class RecordError(Exception):
    """Base of the room. ``permanent``: trying again without changing something will fail again."""

    code: ClassVar[str] = "record"
    permanent: ClassVar[bool] = True


class AppendOnly(RecordError):
    """Somebody tried to change, remove or write an entry in another way than by ``append``."""

    code = "append-only"

    def __init__(self) -> None:
        super().__init__(
            "An entry of the record is never changed or removed, and only append writes one. "
            "Append a new entry that says what is true now."
        )


class OutsideTransaction(RecordError):
    """``append`` was called where no transaction is open."""

    code = "outside-transaction"

    def __init__(self) -> None:
        super().__init__(
            "An entry is written together with what it tells. Call append inside transaction.atomic()."
        )


class BadStatement(RecordError):
    """A statement that cannot be recorded faithfully."""

    code = "bad-statement"


class KeyUnusable(RecordError):
    """The outlet's key is missing where it may not be made anew, cannot be read, or is of another kind."""

    code = "key-unusable"


class BadText(RecordError):
    """A text, or the recorded fingerprint of one, that has no canonical form."""

    code = "bad-text"


class BadPage(RecordError):
    """A page that cannot be read or does not say what it is."""

    code = "bad-page"


class Unreadable(RecordError):
    """A row falsified so that no entry can be made of it; SQLite takes any value in any column."""

    code = "unreadable"

    def __init__(self, number: int) -> None:
        super().__init__(f"Entry {number} cannot be read. Restore the database from a backup.")
        self.number = number
