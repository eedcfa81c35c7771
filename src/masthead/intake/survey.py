"""What an archive holds, before anything of it is stored: the first look at it, which also finds what is broken."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from hashlib import blake2b, sha256
from pathlib import Path
from typing import IO

from masthead.intake.archive import Attached, Author, Comment, Filed, Item, Left, Piece, State
from masthead.intake.sources.file import begin
from masthead.intake.sources.folder import Folder
from masthead.lib import languages
from masthead.lib.addresses import split

INSIDE = ("comment", "picture")
"""What comes inside items."""
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """An item of a group: one language of an article. ``language`` is a code of ``lib.languages``, or empty."""

    key: str
    language: str
    state: State
    published: str


@dataclass(slots=True)
class Survey:
    """``found`` counts by kind, ``pieces`` what the archive yields: comments and pictures come inside items.
    ``groups`` are those of several items. ``attached`` holds files by identifier and by address; ``named`` and
    ``carried`` the names in bylines and terms of items, folded."""

    found: Counter[str] = field(default_factory=Counter)
    groups: dict[str, list[Member]] = field(default_factory=dict)
    attached: dict[str, Attached] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    carried: set[str] = field(default_factory=set)
    host: str = ""
    pieces: int = 0


@dataclass(frozen=True, slots=True)
class Keyed:
    """A piece with its kind and the key it is known by in every export."""

    piece: Piece
    kind: str
    key: str


def survey(
    pieces: Iterator[Piece], *, say: Callable[[int], object] = lambda done: None, with_files: bool = False
) -> Survey:
    """Look through an archive once. An ``IntakeError`` of the reader passes on."""
    seen = Survey()
    for done, keyed in enumerate(keys(pieces), start=1):
        seen.found[keyed.kind] += 1
        seen.pieces = done
        match keyed.piece:
            case Item() as item:
                _note(seen, item, keyed.key)
            case Attached() as file if with_files:
                seen.attached[file.identifier] = seen.attached[file.url] = file
        say(done)
    seen.groups = {name: members for name, members in seen.groups.items() if len(members) > 1}
    return seen


def _note(seen: Survey, item: Item, key: str) -> None:
    draft = item.draft
    for kind, number in zip(INSIDE, (len(item.comments), len(pictures_of(item))), strict=True):
        if number:
            seen.found[kind] += number
    seen.named.update(found.value.name.casefold() for found in draft.bylines)
    seen.carried.update(found.value.name.casefold() for found in draft.terms)
    seen.host = seen.host or next((split(url).hostname or "" for url in item.addresses if "://" in url), "")
    if item.group:
        known = languages.match(draft.language.value) if draft.language else None
        published = draft.published.value if draft.published else ""
        member = Member(key, known.code if known else "", item.state, published)
        seen.groups.setdefault(item.group, []).append(member)


def keys(pieces: Iterator[Piece]) -> Iterator[Keyed]:
    """Each piece with its key. One that bears the identifier of an earlier one counts as another."""
    times: Counter[str] = Counter()
    for piece in pieces:
        kind = kind_of(piece)
        key = sha256(f"{kind}\n{piece.identifier}".encode("utf-8", "backslashreplace")).hexdigest()
        times[key] += 1
        if times[key] > 1:
            key = sha256(f"{key} {times[key]}".encode()).hexdigest()
        yield Keyed(piece, kind, key)


def kind_of(piece: Piece) -> str:
    match piece:
        case Item():
            return "page" if piece.is_page else "article"
        case Author():
            return "author"
        case Filed():
            return "term"
        case Attached():
            return "file"
        case Left():
            return piece.kind


def pictures_of(item: Item) -> list[str]:
    """The addresses, or identifiers, of the pictures of an item, each once, that at its head first."""
    return list(
        dict.fromkeys(name for name in (item.lead, *(each.url for each in item.draft.pictures)) if name)
    )


def digest_of(item: Item) -> str:
    """The SHA-256 of what an item says: when it differs, it was changed at the source."""
    draft = item.draft
    said = [
        draft.headline.value if draft.headline else "",
        draft.standfirst.value if draft.standfirst else "",
        draft.body_html,
        draft.published.value if draft.published else "",
        item.state,
    ]
    return sha256(json.dumps(said).encode()).hexdigest()


def comment_key(comment: Comment) -> str:
    """A short name of a comment, the same in every export."""
    return blake2b(comment.identifier.encode("utf-8", "backslashreplace"), digest_size=8).hexdigest()


def digest(path: Path) -> str:
    """The SHA-256 of an export: of the file, or of a folder's files with their names; an ``IntakeError`` where it
    cannot be read."""
    total = sha256()
    if path.is_dir():
        folder = Folder(path)
        for name in folder.names:
            total.update(f"{name}\n{folder.size(name)}\n".encode("utf-8", "backslashreplace"))
            with folder.stream(name) as file:
                _read(file, total.update)
    else:
        begin(path)  # says what is wrong with the path
        with path.open("rb") as file:
            _read(file, total.update)
    return total.hexdigest()


def _read(file: IO[bytes], take: Callable[[bytes], None]) -> None:
    while block := file.read(_BLOCK):
        take(block)
