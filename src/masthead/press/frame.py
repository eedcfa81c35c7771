"""What stands on every page of an outlet: its name and terms, menus and languages, the templates and the words.

Where it is another than when everything was pressed last, everything is pressed again: a region was renamed, a
language switched on, a new version of Masthead came. What is no part of it is pressed where it is shown
(``masthead.press.dependencies``).
"""

from __future__ import annotations

import json
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.utils import timezone

import masthead
from masthead.lib import interface
from masthead.press import addresses, files, rendering
from masthead.press.models import Frame
from masthead.press.outlet import Press, read


def pressed() -> bool:
    """Has the outlet any pages yet?"""
    return (files.root() / addresses.file_of(addresses.ROBOTS)).exists()


def now(press: Press | None = None) -> str:
    """The digest of the frame as it would be printed now."""
    press = press or read()
    outlet = {
        field.attname: getattr(press.outlet, field.attname) for field in press.outlet._meta.concrete_fields
    }
    # The words of the interface are files: the software has them.
    shells = [{**press.shell(code), "t": ""} for code in press.languages]
    told = [_software(), outlet, shells, press.standing, press.follow, sorted(press.on_request)]
    return sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()


def keep(digest: str) -> None:
    """Everything is pressed in this frame."""
    Frame.objects.update_or_create(
        pk=1, defaults={"digest": digest}, create_defaults={"digest": digest, "day": timezone.localdate()}
    )


def stands() -> bool:
    """Is it the one in which everything was pressed last?"""
    return Frame.objects.filter(pk=1, digest=now()).exists()


@cache
def _software() -> str:
    """Of what a page is made with: this room, the templates of later ones, the words, and the version for the rest."""
    room = Path(__file__).parent
    folders = [room, Path(interface.__file__).parent, *rendering.folders()]
    found = sha256(masthead.__version__.encode())
    for file in sorted({file for folder in folders for file in folder.rglob("*") if _counts(file)}):
        found.update(file.name.encode() + b"\0" + sha256(file.read_bytes()).digest())
    return found.hexdigest()


def _counts(file: Path) -> bool:
    return file.is_file() and file.suffix not in (".pyc", ".md") and "migrations" not in file.parts
