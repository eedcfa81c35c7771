"""All that is in an export of WordPress, in its order.

A file that is damaged anywhere yields nothing: it is looked through once before the first piece.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from lxml.etree import _Element

from masthead.intake.archive import Author, Left, Piece
from masthead.intake.readers.archives.wxr import item, taxonomies
from masthead.intake.readers.archives.wxr.stream import children, line_of, name
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

_EXPORT = re.compile(r"https?://(?:www\.)?wordpress\.org/export/\d")
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
    text = head.replace(b"\0", b"").decode("latin-1")
    return "<rss" in text and bool(_EXPORT.search(text))


def pieces(path: Path) -> Iterator[Piece]:
    """Authors, terms, items, attachments, and what is left behind. ``Malformed`` names the line."""
    site = survey(path)
    source = str(path)
    filed: set[str] = set()
    told: set[str] = set()
    for element in children(path):
        match name(element.tag):
            case "wp:author":
                yield _author(element, told)
            case "wp:category" | "wp:tag" | "wp:term":
                term = taxonomies.of_channel(element)
                if term is not None:
                    filed.add(term.identifier)
                    yield term
            case "item":
                yield from _item(source, element, site, filed, told)


def _author(element: _Element, told: set[str]) -> Author | Left:
    value = values(element)
    login = login_of(value.get("wp:author_login", ""))
    if not login:
        return Left(f"line-{line_of(element)}", "author", "It has no name.", line_of(element))
    told.add(login)
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
