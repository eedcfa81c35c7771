"""Which reader reads which archive. It is chosen by the content, never by the name."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

from masthead.intake.archive import Piece
from masthead.intake.errors import Fault, IntakeError, UnknownFormat
from masthead.intake.readers.later import later
from masthead.intake.sources import file

log = logging.getLogger(__name__)

Recognise = Callable[[Path, bytes], bool]
Pieces = Callable[[Path, str], Iterator[Piece]]


def _reader(module: str) -> tuple[Recognise, Pieces]:
    return later(f"archives.{module}", "recognise"), later(f"archives.{module}", "pieces")


ARCHIVES: dict[str, tuple[Recognise, Pieces]] = {
    "ghost": _reader("ghost.reader"),
    "substack": _reader("substack"),
    "medium": _reader("medium"),
    "beehiiv": _reader("beehiiv"),
    "wix": _reader("wix"),
    "buttondown": _reader("buttondown"),
    "blogger": _reader("blogger"),
    "libsyn": _reader("libsyn"),
    "wordpress-api": _reader("wordpress_api"),
    "curated": _reader("curated"),
    "letterdrop": _reader("letterdrop"),
    "chorus": _reader("chorus"),
    "tinynews": _reader("tinynews"),
    "jekyll": _reader("jekyll"),
    "wordpress": _reader("wxr.reader"),
    # Last, since an export of posts may hold a list of subscribers as well.
    "subscribers": _reader("subscribers"),
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
