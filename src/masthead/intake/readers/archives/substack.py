"""The export of a Substack publication: ``posts.csv`` and ``posts/<number>.<slug>.html``.

Whoever is not in the audience ``everyone`` never sees a piece: only_paid, founding, only_free and whatever comes after
them are private. A file without a row is left, since nobody knows for whom it was.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path, PurePosixPath

from masthead.intake.archive import Item, Left, Piece, State
from masthead.intake.errors import NoArticle
from masthead.intake.readers.archives import subscribers
from masthead.intake.readers.archives.content.addresses import web
from masthead.intake.readers.archives.content.reader import read
from masthead.intake.readers.archives.content.tree import link
from masthead.intake.readers.archives.drafts import FOR_MEMBERS, draft, item
from masthead.intake.readers.archives.shape import columns, has_table, named, table, text_in
from masthead.intake.sources.members import Members, opened

_COLUMNS = {"post_id", "is_published", "audience"}
_HOME = re.compile(r"https://[a-z0-9-]+\.substack\.com(?=/(?:subscribe|p/))")
_MAILED = frozenset({"adhoc_email", "private_email", "email"})


def recognise(path: Path, head: bytes) -> bool:
    return has_table(path, head, _COLUMNS)


def pieces(path: Path, site: str = "") -> Iterator[Piece]:
    with opened(path) as members:
        posts = next(
            (name for name in named(members, ".csv") or members.names if _is_posts(members, name)), ""
        )
        if not posts:
            raise NoArticle(f"{members.shown} has no posts.csv that says what its posts are.")
        folder = f"{PurePosixPath(posts).parent}/".removeprefix("./")
        pages = {PurePosixPath(name).name[: -len(".html")]: name for name in named(members, ".html")}
        home = _home(members, pages.values()) or site.rstrip("/")
        for number, row in table(members, posts):
            yield _item(members, number, row, pages.pop(row["post_id"], ""), home)
        for name in pages.values():
            yield Left(
                subscribers.safe(name),
                "post",
                f"It has no row in {folder}posts.csv, so that nobody knows whether it was for paying subscribers.",
            )
        yield from _others(members, posts)


def _is_posts(members: Members, name: str) -> bool:
    with members.stream(name) as file:
        return columns(file.read(4096)) >= _COLUMNS


def _item(members: Members, number: int, row: dict[str, str], page: str, home: str) -> Item:
    identifier, _, slug = row["post_id"].partition(".")
    kind = row.get("type", "").lower() or "newsletter"
    html = text_in(members, page) if page else ""
    text = read(html, base=home)
    if audio := web(row.get("podcast_url", "")):
        text = replace(text, parts=(*text.parts, *read(link(audio)).parts))
    state = _state(row, kind)
    address = f"/p/{slug}" if slug and _published(row) else ""
    return item(
        identifier=identifier or row["post_id"],
        draft=draft(
            "substack",
            members.shown,
            text,
            headline=row.get("title", ""),
            standfirst=row.get("subtitle", ""),
            published=row.get("post_date", "") if _published(row) else "",
            canonical=f"{home}{address}" if home and address else "",
            identifier=identifier,
            warnings=[FOR_MEMBERS] if state is State.PRIVATE else [],
        ),
        state=state,
        kind=kind,
        is_page=kind == "page",
        slug=slug,
        addresses=(address,) if address else (),
        lead=text.pictures[0].url if text.pictures else "",
        line=number,
    )


def _published(row: dict[str, str]) -> bool:
    return row.get("is_published", "").lower() in {"true", "1", "yes"}


def _state(row: dict[str, str], kind: str) -> State:
    if row.get("audience", "").lower() != "everyone" or kind in _MAILED:
        return State.PRIVATE
    return State.PUBLISHED if _published(row) else State.DRAFT


def _home(members: Members, pages: Iterable[str]) -> str:
    """The publication's own address, which stands only in the buttons of its texts."""
    found: Counter[str] = Counter()
    for name in islice(pages, 200):
        with members.stream(name) as file:
            found.update(set(_HOME.findall(file.read(200_000).decode("utf-8", "replace"))))
    return next((home for home, _ in found.most_common(1)), "")


def _others(members: Members, posts: str) -> Iterator[Left]:
    yield from subscribers.lists(members)
    numbers = [name for name in named(members, ".csv") if re.search(r"\.(?:opens|delivers)\.csv$", name)]
    if numbers:
        yield Left(
            "opens and delivers",
            "statistics",
            f"{len(numbers)} tables say who opened which mail. They are about readers and not read.",
        )
