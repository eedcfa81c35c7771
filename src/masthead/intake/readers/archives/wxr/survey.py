"""The first look through an export: what items refer to and may stand anywhere in it, and whether it is whole."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml.etree import _Element

from masthead.intake.archive import Attached
from masthead.intake.errors import Malformed, SeveralSites
from masthead.intake.readers.archives.wxr import php
from masthead.intake.readers.archives.wxr.stream import Source, children, line_of, name
from masthead.intake.readers.html.text import one_line
from masthead.lib.html import CONTROL, inline, plain

_PATTERNS_MOST = 5_000_000


@dataclass(slots=True)
class Survey:
    """``people`` are names by login and by the slug of co-authors; ``biographies`` by the same. ``languages`` are tags
    by Polylang's slug, ``members`` the (language, group) of items by number. ``patterns`` are reusable blocks."""

    title: str = ""
    home: str = ""
    language: str = ""
    version: str = ""
    people: dict[str, str] = field(default_factory=dict)
    biographies: dict[str, str] = field(default_factory=dict)
    files: dict[str, Attached] = field(default_factory=dict)
    patterns: dict[str, str] = field(default_factory=dict)
    languages: dict[str, str] = field(default_factory=dict)
    members: dict[str, tuple[str, str]] = field(default_factory=dict)


def survey(sources: Iterable[Source]) -> Survey:
    """What stands in the files of one export. ``Malformed`` with the line where a file is broken, or is no whole export
    of WordPress; ``SeveralSites`` where they are of different sites."""
    found = Survey()
    homes: dict[str, str] = {}
    room = _PATTERNS_MOST
    for source in sources:
        found.version = found.home = ""
        room = _look(found, source, room)
        if found.home:
            homes.setdefault(re.sub(r"^https?://(?:www\.)?|/+$", "", found.home), source.shown)
    if len(homes) > 1:
        raise SeveralSites(
            f"{' and '.join(list(homes.values())[:2])} are exports of different sites. Move each in on its own."
        )
    return found


def _look(found: Survey, source: Source, room: int) -> int:
    begins = 0
    for element in children(source):
        begins = begins or line_of(element.getparent())
        match name(element.tag):
            case "title":
                found.title = one_line(element.text)
            case "link" | "wp:base_blog_url":
                found.home = (element.text or "").strip() or found.home
            case "language":
                found.language = (element.text or "").strip()
            case "wp:wxr_version":
                found.version = _version(source.shown, element)
            case "wp:author":
                _author(found, element)
            case "wp:term":
                _term(found, element)
            case "item":
                room = _item(found, element, room)
    if not found.version:
        raise Malformed(
            f"{source.shown} names no version of its format (wp:wxr_version) in the channel that begins in line {begins}, so it "
            "is no whole export of WordPress. Export again under Tools, Export."
        )
    return room


def values(element: _Element) -> dict[str, str]:
    """The first text of each child by its name."""
    found: dict[str, str] = {}
    for child in element:
        found.setdefault(
            name(child.tag), "".join(map(str, child.itertext())) if len(child) else child.text or ""
        )
    return found


def meta(element: _Element, inside: str = "wp:postmeta") -> dict[str, list[str]]:
    """Custom fields: every value by key, in order."""
    found: dict[str, list[str]] = {}
    for child in element:
        if name(child.tag) == inside:
            pair = values(child)
            found.setdefault(pair.get("wp:meta_key", "").strip(), []).append(pair.get("wp:meta_value", ""))
    return found


def first(fields: dict[str, list[str]], *keys: str) -> str:
    return next((value for key in keys for value in fields.get(key, ()) if value.strip()), "").strip()


def login_of(text: str) -> str:
    """How somebody is known in an export, without an address of mail, which is not read."""
    login = CONTROL.sub("", text).strip()
    return login.partition("@")[0] if re.fullmatch(r"[^@\s]+@[^@\s]+\.\w+", login) else login


def words(html: str) -> str:
    """Text on one line; tags of HTML are taken out."""
    return one_line(plain(inline(html))) if "<" in html else one_line(html)


def number_of(value: dict[str, str], element: _Element) -> str:
    """What an item is known by: its number; else its address; else where it stands."""
    given = (value.get(key, "").strip() for key in ("wp:post_id", "guid", "link"))
    return next((known for known in given if known), f"line-{line_of(element)}")


def attached(value: dict[str, str], fields: dict[str, list[str]], number: str) -> Attached:
    url = value.get("wp:attachment_url", "").strip() or value.get("guid", "").strip()
    return Attached(
        number,
        url if re.match(r"https?://", url) else "",
        title=words(value.get("title", "")),
        alt=words(first(fields, "_wp_attachment_image_alt")),
        caption=words(value.get("excerpt:encoded", "")) or words(value.get("content:encoded", "")),
    )


def _version(shown: str, element: _Element) -> str:
    version = (element.text or "").strip()
    if not re.fullmatch(r"1\.\d", version):
        raise Malformed(
            f"{shown} is in version “{one_line(version)[:20]}” of its format (line {line_of(element)}); 1.0 to 1.2 are read. "
            "Export again with a current WordPress."
        )
    return version


def _author(found: Survey, element: _Element) -> None:
    value = values(element)
    login = login_of(value.get("wp:author_login", ""))
    if login:
        found.people[login] = person(value, login)


def person(value: dict[str, str], login: str) -> str:
    """The name that is shown; never an address of mail."""
    both = f"{value.get('wp:author_first_name', '')} {value.get('wp:author_last_name', '')}"
    return login_of(one_line(value.get("wp:author_display_name"))) or one_line(both) or login


def _term(found: Survey, element: _Element) -> None:
    value = values(element)
    taxonomy, slug = value.get("wp:term_taxonomy", "").strip(), value.get("wp:term_slug", "").strip()
    if taxonomy == "language":
        told = php.loads(value.get("wp:term_description", ""))
        locale = told.get("locale") if isinstance(told, dict) else ""
        found.languages[slug] = str(locale or slug)
    elif taxonomy == "post_translations":
        told = php.loads(value.get("wp:term_description", ""))
        for language, number in told.items() if isinstance(told, dict) else ():
            if isinstance(number, int | str):
                found.members[str(number)] = str(language), slug


def _item(found: Survey, element: _Element, room: int) -> int:
    value = values(element)
    match value.get("wp:post_type", "").strip():
        case "attachment":
            file = attached(value, meta(element), number_of(value, element))
            found.files[file.identifier] = file
        case "guest-author":
            fields = meta(element)
            login = login_of(
                first(fields, "cap-user_login") or value.get("wp:post_name", "").removeprefix("cap-")
            )
            shown = login_of(first(fields, "cap-display_name") or words(value.get("title", "")))
            if login and shown:
                found.people.setdefault(login, shown)
                found.biographies[login] = words(
                    first(fields, "cap-description") or value.get("content:encoded", "")
                )
        case "wp_block":
            text = value.get("content:encoded", "")
            if len(text) <= room:
                found.patterns[number_of(value, element)] = text
                return room - len(text)
    return room
