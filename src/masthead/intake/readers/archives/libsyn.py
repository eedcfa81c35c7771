"""Episodes of a Libsyn show: its feed in XML, or the same turned into JSON. The sound is a link under the text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from masthead.intake.archive import Item, Piece
from masthead.intake.draft import Picture, Term
from masthead.intake.readers.archives.content.addresses import web
from masthead.intake.readers.archives.content.reader import read
from masthead.intake.readers.archives.content.tree import link
from masthead.intake.readers.archives.drafts import draft, item
from masthead.intake.readers.archives.shape import (
    Node,
    heads,
    json_files,
    line,
    named,
    node,
    nodes,
    said,
    sample,
    slug_of,
)  # fmt: skip
from masthead.intake.readers.archives.xml import Element, elements, text_at
from masthead.intake.readers.html.text import one_line
from masthead.intake.sources.members import Members, opened

_LIBSYN = "{http://libsyn.com/libsyn-rss-spec}"
_ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"


@dataclass(frozen=True, slots=True)
class _Episode:
    identifier: str
    title: str
    subtitle: str
    published: str
    html: str
    sound: str
    picture: str
    keywords: str
    outlet: str = ""
    language: str = ""
    line: int = 0


def recognise(path: Path, head: bytes) -> bool:
    if any(
        b"libsyn-rss-spec" in start or b"Libsyn WebEngine" in start for _, start in heads(path, head, ".xml")
    ):
        return True
    return "@_xmlns:libsyn" in node(node(next(sample(path, head), None)).get("rss"))


def pieces(path: Path, site: str = "") -> Iterator[Piece]:
    with opened(path) as members:
        feeds = [name for name in named(members, ".xml") or members.names if _is_xml(members, name)]
        for name in feeds:
            for episode in _in_xml(members, name):
                yield _item(members, episode)
        if not feeds:
            for _, data in json_files(members):
                for episode in _in_json(data):
                    yield _item(members, episode)


def _is_xml(members: Members, name: str) -> bool:
    with members.stream(name) as file:
        return b"libsyn" in (head := file.read(4096)).lower() and head.lstrip(
            b"\xef\xbb\xbf \r\n\t"
        ).startswith(b"<")


def _item(members: Members, episode: _Episode) -> Item:
    picture = Picture(episode.picture) if episode.picture else None
    return item(
        identifier=episode.identifier,
        draft=draft(
            "libsyn",
            members.shown,
            read(episode.html + (link(episode.sound) if episode.sound else "")),
            headline=episode.title,
            standfirst=episode.subtitle,
            published=episode.published,
            declared=episode.language,
            outlet=episode.outlet,
            identifier=episode.identifier,
            terms=[Term(word.strip()) for word in episode.keywords.split(",")],
            lead=picture,
        ),
        kind="podcast",
        slug=re.sub(r"\.\w{2,4}$", "", slug_of(episode.sound)),
        lead=episode.picture,
        line=episode.line,
    )


def _in_xml(members: Members, name: str) -> Iterator[_Episode]:
    with members.stream(name) as file:
        show = next((_show(channel) for _, channel in elements(file, "channel", name)), ("", ""))
    with members.stream(name) as file:
        for number, item in elements(file, "item", name):
            yield _from_xml(number, item, *show)


def _show(channel: Element) -> tuple[str, str]:
    return one_line(text_at(channel, "title")), text_at(channel, "language")


def _from_xml(number: int, item: Element, outlet: str, language: str) -> _Episode:
    enclosure, picture = item.find("enclosure"), item.find(f"{_ITUNES}image")
    return _Episode(
        text_at(item, f"{_LIBSYN}itemId") or text_at(item, "guid"),
        one_line(text_at(item, "title")),
        one_line(text_at(item, f"{_ITUNES}subtitle")),
        text_at(item, "pubDate"),
        text_at(item, "{http://purl.org/rss/1.0/modules/content/}encoded") or text_at(item, "description"),
        web(enclosure.get("url", "") if enclosure is not None else ""),
        web(picture.get("href", "") if picture is not None else ""),
        text_at(item, f"{_ITUNES}keywords"),
        outlet,
        language,
        number,
    )


def _in_json(data: Any) -> Iterator[_Episode]:
    channel = node(node(node(data).get("rss")).get("channel"))
    held = channel.get("item")
    for episode in nodes(held) or [node(held)]:
        if episode:
            yield _from_json(episode, channel)


def _from_json(item: Node, channel: Node) -> _Episode:
    return _Episode(
        said(item, "libsyn:itemId") or said(node(item.get("guid")), "#text"),
        line(item, "title"),
        line(item, "itunes:subtitle"),
        said(item, "pubDate"),
        said(item, "content:encoded", "description"),
        web(said(node(item.get("enclosure")), "@_url")),
        web(said(node(item.get("itunes:image")), "@_href")),
        said(item, "itunes:keywords"),
        line(channel, "title"),
        said(channel, "language"),
    )
