"""What a feed says: frozen values. What it does not say is empty; nothing is made up.

Addresses are full where the feed's own address is known. Moments are ISO 8601, a day or a moment with its offset
where that is known. Titles and names are plain text; ``summary`` and ``content`` are sanitised HTML (``markup``).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any

from masthead.intake.draft import Held, Picture, Term


@dataclass(frozen=True, slots=True)
class Contact(Held):
    """Somebody who wrote, edits or publishes, as the feed names them."""

    name: str = ""
    address: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Enclosure(Held):
    """A file beside an item. ``length`` is in bytes, 0 where it is not said."""

    address: str
    media_type: str = ""
    length: int = 0
    title: str = ""


@dataclass(frozen=True, slots=True)
class Origin(Held):
    """Where an item first stood: the other feed or page (``address``) and, where it says so, that feed's own file."""

    title: str = ""
    address: str = ""
    feed: str = ""
    rights: str = ""
    authors: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Item(Held):
    """One entry. ``mining`` says what is reserved or allowed for text and data mining (RSL)."""

    identifier: str = ""
    address: str = ""
    headline: str = ""
    summary: str = ""
    content: str = ""
    authors: tuple[Contact, ...] = ()
    contributors: tuple[Contact, ...] = ()
    published: str = ""
    updated: str = ""
    language: str = ""
    terms: tuple[Term, ...] = ()
    licence: str = ""
    rights: str = ""
    mining: str = ""
    origin: Origin | None = None
    enclosures: tuple[Enclosure, ...] = ()
    pictures: tuple[Picture, ...] = ()

    @property
    def is_full(self) -> bool:
        """Whether the item carries its text, and not only words about it."""
        return len(self.content) > len(self.summary)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Feed(Held):
    """``form`` is ``rss``, ``atom``, ``cdf`` or ``json`` with its version; ``address`` is the site's, ``self_address``
    the feed's own. ``minutes`` is how often the feed asks to be looked at most, 0 where it does not say.
    ``moved`` is its new address, ``next_page`` that of older items.
    """

    form: str
    title: str = ""
    subtitle: str = ""
    identifier: str = ""
    address: str = ""
    self_address: str = ""
    hubs: tuple[str, ...] = ()
    language: str = ""
    published: str = ""
    updated: str = ""
    authors: tuple[Contact, ...] = ()
    contributors: tuple[Contact, ...] = ()
    publisher: Contact | None = None
    terms: tuple[Term, ...] = ()
    licence: str = ""
    rights: str = ""
    mining: str = ""
    picture: str = ""
    minutes: int = 0
    moved: str = ""
    next_page: str = ""
    items: tuple[Item, ...] = ()
    warnings: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The feed without its items."""
        about = asdict(replace(self, items=()))
        del about["items"], about["warnings"]
        return about
