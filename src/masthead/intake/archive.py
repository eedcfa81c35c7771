"""What an archive of another system holds: frozen values, one for each thing in it, in the order it stands there.

A reader of archives yields these one by one and never holds the whole archive (``readers/archives/``).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

from masthead.intake.draft import Draft, Held


class State(StrEnum):
    PUBLISHED = "published"
    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PRIVATE = "private"
    """For members, subscribers or with a password: never to be made public by a move."""


@dataclass(frozen=True, slots=True)
class Comment(Held):
    """A reader's comment. ``at`` is ISO 8601; ``parent`` the identifier of the comment it answers."""

    identifier: str
    name: str
    text: str
    at: str
    parent: str = ""
    approved: bool = True


@dataclass(frozen=True, slots=True)
class Item(Held):
    """One piece of writing.

    ``identifier`` is stable: the same item of the same archive has it again in a later export. ``addresses`` are
    the old ones, whole URLs or paths, at which readers found it. Items with the same ``group`` are one article in
    several languages. ``line`` is where it stands in the file, from 1, 0 where that says nothing. ``slug`` is the
    last part of its old address. ``lead`` is the identifier or address of its picture. ``kind`` is what the old system
    calls it where it tells kinds apart: post, page, podcast, thread.
    """

    identifier: str
    draft: Draft
    state: State = State.PUBLISHED
    is_page: bool = False
    slug: str = ""
    addresses: tuple[str, ...] = ()
    group: str = ""
    lead: str = ""
    comments: tuple[Comment, ...] = ()
    line: int = 0
    kind: str = ""

    def to_json(self) -> dict[str, Any]:
        """One flat object: the draft's, and what the archive says beside it; docs/reference/read.md describes it."""
        return {
            **self.draft.to_json(),
            "state": self.state.value,
            "slug": self.slug,
            "addresses": list(self.addresses),
            "group": self.group,
            "line": self.line,
            "kind": self.kind or self.draft.kind,
            "is_page": self.is_page,
            "lead": self.lead,
            "comments": [asdict(comment) for comment in self.comments],
        }


@dataclass(frozen=True, slots=True)
class Author(Held):
    """Somebody who wrote. Addresses of mail, passwords and rights in the old system are not read."""

    identifier: str
    name: str
    slug: str = ""
    biography: str = ""


@dataclass(frozen=True, slots=True)
class Filed(Held):
    """A category or tag of the archive, whether or not an item carries it."""

    identifier: str
    name: str
    kind: str = "tag"
    slug: str = ""
    description: str = ""


@dataclass(frozen=True, slots=True)
class Attached(Held):
    """A picture or file of the archive. ``member`` is its path in a ZIP archive, if it is there."""

    identifier: str
    url: str
    title: str = ""
    alt: str = ""
    caption: str = ""
    member: str = ""


@dataclass(frozen=True, slots=True)
class Left(Held):
    """Something that does not arrive, and why in a sentence. ``kind`` names it: post, menu, revision, member."""

    identifier: str
    kind: str
    why: str
    line: int = 0


Piece = Item | Author | Filed | Attached | Left


class Archive(Protocol):
    """A reader of one kind of archive: a module with this function.

    It raises an ``IntakeError`` that names the line where the file itself is broken.
    """

    def pieces(self, path: Path, site: str = "") -> Iterator[Piece]: ...
