"""Pictures of an archive: out of the archive itself, or fetched where that was asked for."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha1
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from django.core.files.base import ContentFile

from masthead.article import slugs
from masthead.article.models import Picture
from masthead.intake.actions import fit
from masthead.intake.archive import Attached, Item, Piece
from masthead.intake.draft import Picture as Told
from masthead.intake.errors import IntakeError
from masthead.intake.models import MovedItem
from masthead.intake.sources import members
from masthead.lib import pictures as files
from masthead.lib.fetch import FetchError, Limits, fetch

Outcome = MovedItem.Outcome
MOST = 60
"""Pictures of one item; more is no article but an album."""
_LIMIT = Limits(seconds=30.0, bytes=files.BYTES)
_SIZE = re.compile(r"-\d{2,5}x\d{2,5}(?=\.\w{3,4}$)")


@dataclass(frozen=True, slots=True)
class Ready:
    """A picture in hand: its file, and what is printed beside it."""

    file: files.Kept
    name: str
    title: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Those of one piece. ``notes`` say in sentences which did not come; ``unasked`` are those not fetched."""

    lead: Ready | None = None
    others: tuple[Ready, ...] = ()
    notes: tuple[str, ...] = ()
    unasked: int = 0
    again: int = 0
    """How many of them are the same file as another."""

    @property
    def ready(self) -> int:
        return len(self.others) + self.again + (self.lead is not None)


NONE = Pictures()


@dataclass(frozen=True, slots=True)
class Placed:
    picture: Picture
    alt: str
    caption: str
    credit: str


class _NotHad(Exception):
    """The message says why in a sentence."""


@dataclass(slots=True)
class Gatherer:
    """Gets the pictures of pieces, before anything is stored: this may take time. ``attached`` holds what the
    archive says of files, by identifier and by address."""

    path: Path
    attached: Mapping[str, Attached]
    fetching: bool
    get: Callable[[str], bytes] = field(default=lambda url: fetch(url, accept="image/*", limit=_LIMIT).body)

    def of(self, piece: Piece) -> Pictures:
        match piece:
            case Attached():
                return self._gathered([(Told(piece.url, piece.alt, piece.caption), piece)], leads=False)
            case Item():
                return self._of_item(piece)
        return NONE

    def _of_item(self, item: Item) -> Pictures:
        told = {picture.url: picture for picture in item.draft.pictures}
        lead = self._known(item.lead)
        url = lead.url if lead else item.lead
        wanted: list[tuple[Told, Attached | None]] = []
        if url:
            beside = told.pop(url, Told(url))
            wanted.append((beside, lead))
        wanted += [(picture, self._known(picture.url)) for picture in told.values()]
        return self._gathered(wanted, leads=bool(url)) if wanted else NONE

    def _known(self, name: str) -> Attached | None:
        """The archive's own word on a file; systems put the size of a smaller copy into its name."""
        return (self.attached.get(name) or self.attached.get(_SIZE.sub("", name))) if name else None

    def _gathered(self, wanted: list[tuple[Told, Attached | None]], *, leads: bool) -> Pictures:
        had: list[Ready | None] = []
        notes: list[str] = []
        unasked = 0
        for told, file in wanted[:MOST]:
            ready = None
            if not (file and file.member) and not self.fetching:
                unasked += 1
            else:
                try:
                    ready = self._ready(told, file)
                except (_NotHad, files.NoPicture) as error:
                    notes.append(
                        f"The picture {told.url or (file.member if file else '')} did not come: {error}"
                    )
            had.append(ready)
        if len(wanted) > MOST:
            notes.append(f"It has {len(wanted)} pictures; the first {MOST} were looked at.")
        lead = had.pop(0) if leads and had else None
        others = {_hash(one): one for one in had if one and not (lead and _hash(one) == _hash(lead))}
        again = sum(one is not None for one in had) - len(others)
        return Pictures(lead, tuple(others.values()), tuple(notes), unasked, again)

    def _ready(self, told: Told, file: Attached | None) -> Ready:
        if file and file.member:
            body = self._member(file.member)
        else:
            body = self._fetched((file.url if file else "") or told.url)
        kept = files.kept(body)
        name = PurePosixPath(unquote(urlsplit((file and file.member) or told.url).path)).stem
        alt, caption = (
            told.alt or (file.alt if file else ""),
            told.caption or (file.caption if file else ""),
        )
        return Ready(
            kept, slugs.slug(name) or "picture", (file and file.title) or name, alt, caption, told.credit
        )

    def _fetched(self, url: str) -> bytes:
        try:
            return self.get(url)
        except FetchError as error:
            raise _NotHad(error.sentence) from error

    def _member(self, name: str) -> bytes:
        try:
            with members.opened(self.path) as archive:
                return archive.read(name, most=files.BYTES)
        except IntakeError as error:
            raise _NotHad(error.sentence) from error


class Album:
    """Stores pictures, the same file once."""

    def __init__(self) -> None:
        self._known: dict[str, Picture] = {}

    def forget(self) -> None:
        self._known.clear()

    def store(self, pictures: Pictures) -> tuple[Placed | None, list[Placed]]:
        lead = self._placed(pictures.lead) if pictures.lead else None
        return lead, [self._placed(one) for one in pictures.others]

    def keep(self, pictures: Pictures) -> tuple[Outcome, str]:
        """What becomes of a file by itself."""
        if pictures.others:
            fresh = not Picture.objects.filter(file_hash=_hash(pictures.others[0])).exists()
            self._placed(pictures.others[0])
            return (Outcome.ARRIVED, "") if fresh else (Outcome.JOINED, "It is there already.")
        return Outcome.LEFT, " ".join(pictures.notes) or "It was not asked for (--pictures)."

    def _placed(self, ready: Ready) -> Placed:
        digest = _hash(ready)
        picture = self._known.get(digest) or Picture.objects.filter(file_hash=digest).order_by("pk").first()
        if picture is None:
            picture = Picture(
                title=fit(ready.title, Picture, "title"),
                description=fit(ready.alt, Picture, "description"),
                credit=fit(ready.credit, Picture, "credit"),
                file=ContentFile(ready.file.body, name=f"{ready.name[:80]}.{ready.file.extension}"),
                file_hash=digest,
                file_size=len(ready.file.body),
                width=ready.file.width,
                height=ready.file.height,
            )
            picture.save()
        if len(self._known) > 1_000:
            self._known.clear()
        self._known[digest] = picture
        return Placed(picture, ready.alt, ready.caption, ready.credit)


def _hash(ready: Ready) -> str:
    """As Wagtail names a file."""
    return sha1(ready.file.body, usedforsecurity=False).hexdigest()
