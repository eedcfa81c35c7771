"""All that is in an export of WordPress, in its order.

A file that is damaged anywhere yields nothing: it is looked through once before the first piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from lxml.etree import _Element

from masthead.intake.archive import Author, Left, Piece
from masthead.intake.readers.archives.shape import heads, named
from masthead.intake.readers.archives.wxr import item, taxonomies
from masthead.intake.readers.archives.wxr.stream import Source, children, line_of, looks_like, name
from masthead.intake.readers.archives.wxr.survey import (
    Survey,
    attached,
    login_of,
    meta,
    number_of,
    person,
    survey,
    values,
    words,
)
from masthead.intake.sources.members import Alone, Members, opened

# Files of an export that are looked at to know it: exports in parts have up to a few hundred.
_MOST_PARTS = 1_000
_NOT_READ = {
    "nav_menu_item": "It is an entry of a menu; menus belong to the old site's design.",
    "revision": "It is an earlier state of an article; only the last is read.",
    "wp_navigation": "It is a menu of the old site's design.",
    "wp_template": "It is a template of the old site's design.",
    "wp_template_part": "It is a part of a template of the old site's design.",
    "wp_global_styles": "It holds colours and typefaces of the old site's design.",
    "wp_block": "It is a reusable block, which is read inside the articles that show it.",
    "wp_font_family": "It is a typeface of the old site's design.",
    "wp_font_face": "It is a typeface of the old site's design.",
    "custom_css": "It is a style sheet of the old site's design.",
    "customize_changeset": "It holds settings of the old site's design.",
    "oembed_cache": "It is a stored answer of another site.",
    "user_request": "It is somebody's request for their data, which is not for the new site.",
}


def recognise(path: Path, head: bytes) -> bool:
    """A file, or a folder or ZIP archive that holds one or more of them: large sites are exported in parts."""
    return any(looks_like(start) for _, start in heads(path, head, ".xml"))


def pieces(path: Path, site: str = "") -> Iterator[Piece]:
    """Authors, terms, items, attachments, and what is left behind. ``Malformed`` names the line."""
    with opened(path) as members:
        sources = _sources(members)
        known = survey(sources)
        known.home = known.home or site
        seen = Seen()
        for source in sources:
            for element in children(source):
                yield from _piece(source.shown, element, known, seen)
            seen.before |= seen.here
            seen.here = set()


@dataclass(slots=True)
class Seen:
    """What was yielded: authors by login, terms by identifier; the items of this file, and of files before it."""

    told: set[str] = field(default_factory=set)
    filed: set[str] = field(default_factory=set)
    here: set[str] = field(default_factory=set)
    before: set[str] = field(default_factory=set)


def _sources(members: Members) -> list[Source]:
    """The files of an export in the order of their names, which is that of their numbers."""
    if isinstance(members, Alone):
        return [Source(members.shown, partial(members.stream, members.names[0]))]
    found = []
    for each in sorted(named(members, ".xml")[:_MOST_PARTS]):
        with members.stream(each) as file:
            mine = looks_like(file.read(4096))
        if mine:
            found.append(Source(f"{each} in {members.shown}", partial(members.stream, each)))
    return found


def _piece(source: str, element: _Element, site: Survey, seen: Seen) -> Iterator[Piece]:
    match name(element.tag):
        case "wp:author":
            author = _author(element)
            if isinstance(author, Left) or author.identifier not in seen.told:
                seen.told.add(author.identifier)
                yield author
        case "wp:category" | "wp:tag" | "wp:term":
            term = taxonomies.of_channel(element)
            if term is not None and (term.identifier not in seen.filed or isinstance(term, Left)):
                seen.filed.add(term.identifier)
                yield term
        case "item":
            number = number_of(values(element), element)
            if number in seen.before:
                yield Left(number, "item", "It stands in an earlier file of the export.", line_of(element))
            else:
                seen.here.add(number)
                yield from _item(source, element, site, seen.filed, seen.told)


def _author(element: _Element) -> Author | Left:
    value = values(element)
    login = login_of(value.get("wp:author_login", ""))
    if not login:
        return Left(f"line-{line_of(element)}", "author", "It has no name.", line_of(element))
    return Author(login, person(value, login), slug=_slug(login))


def _item(source: str, element: _Element, site: Survey, filed: set[str], told: set[str]) -> Iterator[Piece]:
    value = values(element)
    number = number_of(value, element)
    kind = value.get("wp:post_type", "").strip() or "post"
    line = line_of(element)
    if kind == "guest-author":
        yield _guest(value, meta(element), number, line, site, told)
    elif kind == "attachment":
        file = attached(value, meta(element), number)
        yield file if file.url else Left(number, "attachment", "It names no address of a file.", line)
    elif why := _why_not(kind, value.get("wp:status", "").strip()):
        yield Left(number, kind, why, line)
    else:
        creator = login_of(value.get("dc:creator", ""))
        if creator and creator not in told:
            told.add(creator)
            yield Author(creator, site.people.get(creator, creator), slug=_slug(creator))
        for term in taxonomies.of_item(element):
            if term.identifier not in filed:
                filed.add(term.identifier)
                yield term
        read, left = item.read(source, element, site)
        yield read
        yield from left


def _guest(
    value: dict[str, str], fields: dict[str, list[str]], number: str, line: int, site: Survey, told: set[str]
) -> Author | Left:
    login = login_of(
        "".join(fields.get("cap-user_login", [])) or value.get("wp:post_name", "").removeprefix("cap-")
    )
    if not login or login not in site.people:
        return Left(number, "author", "It has no name.", line)
    if login in told:
        return Left(number, "author", "It is the profile of somebody who is named before.", line)
    told.add(login)
    return Author(login, site.people[login], slug=_slug(login), biography=site.biographies.get(login, ""))


def _why_not(kind: str, status: str) -> str:
    if kind in _NOT_READ:
        return _NOT_READ[kind]
    if kind not in {"post", "page"}:
        return f"It is of the type “{words(kind)[:60]}”; only posts and pages are articles. Change its type in WordPress to bring it along."
    if status == "trash":
        return "It lies in the bin."
    if status == "auto-draft":
        return "It was begun and never saved."
    if status == "inherit":
        return "It is an earlier state of an article; only the last is read."
    return ""


def _slug(login: str) -> str:
    return re.sub(r"[^\w-]+", "-", login.lower()).strip("-")
