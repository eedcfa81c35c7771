"""Which reader reads which archive. It is chosen by the content, never by the name."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

from masthead.intake.archive import Piece
from masthead.intake.errors import Fault, IntakeError, UnknownFormat
from masthead.intake.readers.archives import (
    beehiiv,
    blogger,
    buttondown,
    chorus,
    curated,
    jekyll,
    letterdrop,
    libsyn,
    medium,
    subscribers,
    substack,
    tinynews,
    wix,
    wordpress_api,
)  # fmt: skip
from masthead.intake.readers.archives.ghost import reader as ghost
from masthead.intake.readers.archives.wxr import reader as wxr
from masthead.intake.sources import file

log = logging.getLogger(__name__)

Recognise = Callable[[Path, bytes], bool]
Pieces = Callable[[Path, str], Iterator[Piece]]

ARCHIVES: dict[str, tuple[Recognise, Pieces]] = {
    "ghost": (ghost.recognise, ghost.pieces),
    "substack": (substack.recognise, substack.pieces),
    "medium": (medium.recognise, medium.pieces),
    "beehiiv": (beehiiv.recognise, beehiiv.pieces),
    "wix": (wix.recognise, wix.pieces),
    "buttondown": (buttondown.recognise, buttondown.pieces),
    "blogger": (blogger.recognise, blogger.pieces),
    "libsyn": (libsyn.recognise, libsyn.pieces),
    "wordpress-api": (wordpress_api.recognise, wordpress_api.pieces),
    "curated": (curated.recognise, curated.pieces),
    "letterdrop": (letterdrop.recognise, letterdrop.pieces),
    "chorus": (chorus.recognise, chorus.pieces),
    "tinynews": (tinynews.recognise, tinynews.pieces),
    "jekyll": (jekyll.recognise, jekyll.pieces),
    "wordpress": (wxr.recognise, wxr.pieces),
    # Last, since an export of posts may hold a list of subscribers as well.
    "subscribers": (subscribers.recognise, subscribers.pieces),
}
"""By name: does this file or folder (its path, its first 4,096 bytes) belong to the reader, and the reader.

The bytes of a folder are empty. An ``IntakeError`` of ``recognise`` says why nobody may read it.
"""


def kind(path: Path) -> str:
    """The name of the archive's reader, or nothing."""
    head = b"" if path.is_dir() else file.begin(path)
    return next((name for name, (recognises, _) in ARCHIVES.items() if recognises(path, head)), "")


def pieces(path: Path, site: str = "") -> Iterator[Piece]:
    """All that is in an archive, in its order; at the first one ``UnknownFormat`` if nobody can read it.

    ``site`` is the address of the old site, for archives that do not name it.
    """
    name = kind(path)
    if not name:
        known = ", ".join(sorted(ARCHIVES))
        raise UnknownFormat(f"{path} is no archive that can be read. Known are: {known}.")
    try:
        yield from ARCHIVES[name][1](path, site)
    except IntakeError:
        raise
    except Exception as error:  # whatever an export does to a library, people get a sentence
        log.exception("The %s reader broke on %s", name, path)
        raise Fault(
            f"{path} could not be read: the reader of {name} broke on it. Please report it with the file."
        ) from error
