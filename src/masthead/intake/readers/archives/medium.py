"""The export of a Medium account: ``posts/*.html`` and ``profile/profile.html`` among folders about the reader.

Medium exports a person's responses to the posts of others as if they were posts; they are told apart by having no
title of their own, and are left. What was for paying members only is not marked in the export.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote

from lxml.html import HtmlElement

from masthead.intake.archive import Author, Item, Left, Piece, State
from masthead.intake.body import inner_html
from masthead.intake.draft import Term
from masthead.intake.readers.archives.content.addresses import web
from masthead.intake.readers.archives.content.reader import read
from masthead.intake.readers.archives.content.tree import document
from masthead.intake.readers.archives.drafts import draft, item
from masthead.intake.readers.archives.shape import heads, named, stem, text_in
from masthead.intake.readers.archives.subscribers import safe
from masthead.intake.readers.html.text import folded, text_of
from masthead.intake.sources.members import Members, opened
from masthead.lib.addresses import split

_POST = re.compile(rb"<article[^>]*\bclass=\"h-entry\"")
_FIELD = re.compile(rb"\bp-name\b|data-field=\"(?:body|subtitle)\"|graf--")
_IDENTIFIER = re.compile(r"(?:^|-)([0-9a-f]{8,14})$")
_SUBTITLE = ".//*[contains(concat(' ', @class, ' '), ' graf--subtitle ')]"


def recognise(path: Path, head: bytes) -> bool:
    return any(_POST.search(start) and _FIELD.search(start) for _, start in heads(path, head, ".html"))


def pieces(path: Path, site: str = "") -> Iterator[Piece]:
    with opened(path) as members:
        names = named(members, ".html") or list(members.names)
        others: Counter[str] = Counter()
        seen: set[str] = set()
        for name in names:
            page = document(text_in(members, name))
            post = page.find(".//article") if page is not None else None
            if post is not None and _classed(post, "e-content") is not None:
                yield _post(members, name, post, seen)
            elif page is not None and "/profile/" in f"/{name}" and _classed(page, "u-url") is not None:
                yield _profile(page)
            else:
                others[PurePosixPath(name).parent.name or name] += 1
        for folder, number in others.items():
            pages = "page is" if number == 1 else "pages are"
            yield Left(
                safe(folder),
                "file",
                f"{number} {pages} about the person and what they read, and no articles.",
            )


def _post(members: Members, name: str, post: HtmlElement, seen: set[str]) -> Item | Left:
    title, place = _text(post, "p-name"), _link(post, "p-canonical")
    short = _short(post)
    identifier = _identifier(place) or _identifier(short) or stem(name)
    if identifier in seen:
        identifier = stem(name)
    seen.add(identifier)
    body = _classed(post, "e-content")
    assert body is not None
    subtitle = _text(post, "p-summary")
    tags = [Term(text_of(tag)) for tag in post.iter("a") if "p-tag" in (tag.get("class") or "").split()]
    if post.xpath("boolean(.//a[contains(@class, 'u-in-reply-to')])") or (
        not tags and _untitled(body, title)
    ):
        return Left(
            identifier, "comment", "It is a response to somebody else’s post, which the export does not hold."
        )
    _without_title(body, title, subtitle)
    time = next(iter(post.xpath(".//time[contains(@class, 'dt-published')]")), None)
    published = (time.get("datetime") or "") if time is not None else ""
    is_draft = PurePosixPath(name).name.lower().startswith("draft") or not (published or place)
    text = read(inner_html(body), base=place)
    return item(
        identifier=identifier,
        draft=draft(
            "medium",
            members.shown,
            text,
            headline=title,
            standfirst=subtitle,
            bylines=[text_of(author) for author in post.xpath(".//a[contains(@class, 'p-author')]")],
            published=published,
            canonical=place,
            identifier=identifier,
            terms=tags,
        ),
        state=State.DRAFT if is_draft else State.PUBLISHED,
        kind="post",
        slug=_slug(place),
        addresses=tuple(dict.fromkeys(filter(None, (place, short)))),
        lead=text.pictures[0].url if text.pictures else "",
    )


def _untitled(body: HtmlElement, title: str) -> bool:
    """Is its title the beginning of its text, as a response has it, cut off with dots or a whole paragraph?"""
    if body.xpath("boolean(.//*[contains(@class, 'graf--title')] | .//h1 | .//h2 | .//h3 | .//figure)"):
        return False
    first = next((folded(words) for each in body.iter("p", "blockquote") if (words := text_of(each))), "")
    begins = folded(cut := re.sub(r"(?:…|\.\.\.)$", "", title))
    return bool(begins) and (first == begins or (cut != title and first.startswith(begins)))


def _without_title(body: HtmlElement, title: str, subtitle: str) -> None:
    """The printed title and subtitle have their own places."""
    for heading in [*body.iter("h1", "h2", "h3", "h4"), *body.xpath(_SUBTITLE)]:
        classes = heading.get("class") or ""
        same = {"graf--title": title, "graf--subtitle": subtitle}
        if heading.getparent() is not None and any(
            mark in classes and folded(text_of(heading)).startswith(folded(words.rstrip("…")))
            for mark, words in same.items()
            if words
        ):
            heading.drop_tree()


def _profile(page: HtmlElement) -> Author:
    """Name and handle. Addresses of mail and connected accounts stand beside them and are not read."""
    handle = _link(page, "u-url").rpartition("@")[2].strip("/")
    name = _text(page, "p-name")
    return Author(handle or name, name, slug=handle)


def _slug(address: str) -> str:
    """The words in an address, without the number that Medium puts behind them."""
    last = unquote(split(address).path.rstrip("/").rpartition("/")[2]) if address else ""
    slug = re.sub(r"-[0-9a-f]{8,14}$", "", last)
    return "" if slug.startswith("@") or re.fullmatch(r"[0-9a-f]{8,14}", slug) else slug


def _identifier(address: str) -> str:
    found = _IDENTIFIER.search(split(address).path.rstrip("/").rpartition("/")[2])
    return found[1] if found else ""


def _short(post: HtmlElement) -> str:
    """Medium's own address of a post: https://medium.com/p/…"""
    return next(
        (web(href) for each in post.iterfind(".//footer//a") if "/p/" in (href := each.get("href") or "")), ""
    )


def _classed(root: HtmlElement, name: str) -> HtmlElement | None:
    return next(
        iter(root.xpath(f".//*[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]")), None
    )


def _text(root: HtmlElement, name: str) -> str:
    found = _classed(root, name)
    return text_of(found) if found is not None else ""


def _link(root: HtmlElement, name: str) -> str:
    found = _classed(root, name)
    return web(found.get("href") or "") if found is not None else ""
