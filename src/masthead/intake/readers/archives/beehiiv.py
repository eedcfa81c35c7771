"""The posts of a beehiiv publication, one CSV file. Only the audience ``free`` is everybody.

``both`` is sent to paying and other subscribers alike, but its text holds what stands behind the paywall.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from masthead.intake.archive import Item, Piece, State
from masthead.intake.body import inner_html
from masthead.intake.draft import Picture, Term
from masthead.intake.readers.archives.content.addresses import web
from masthead.intake.readers.archives.content.reader import Content, read
from masthead.intake.readers.archives.content.tree import document
from masthead.intake.readers.archives.drafts import FOR_MEMBERS, draft, item
from masthead.intake.readers.archives.shape import has_table, rows_with, slug_of
from masthead.intake.readers.archives.subscribers import lists
from masthead.intake.sources.members import Members, opened

_COLUMNS = {"web_title", "content_html"}
_STATES = {"confirmed": State.PUBLISHED, "published": State.PUBLISHED, "scheduled": State.SCHEDULED}
# What stands around the text in a mail.
_AROUND = ".//*[@id='web-header' or @id='footer' or @class='footer' or contains(@style, 'display:none') or contains(@style, 'display: none')]"


def recognise(path: Path, head: bytes) -> bool:
    return has_table(path, head, _COLUMNS)


def pieces(path: Path, site: str = "") -> Iterator[Piece]:
    with opened(path) as members:
        for number, row in rows_with(members, _COLUMNS):
            yield _item(members, number, row, site)
        yield from lists(members)


def _item(members: Members, number: int, row: dict[str, str], site: str) -> Item:
    address = web(row.get("url", ""))
    free = row.get("audience", "").lower() == "free"
    published = row.get("status", "").lower() in _STATES
    said = row.get("thumbnail_url", "")
    thumbnail = web(said, site)
    warnings = [] if free else [FOR_MEMBERS]
    if said and not thumbnail:
        warnings.append(f"A picture at {said[:120]} has no whole address and is left.")
    state = _STATES.get(row.get("status", "").lower(), State.DRAFT) if free else State.PRIVATE
    return item(
        identifier=row.get("id", "") or address,
        draft=draft(
            "beehiiv",
            members.shown,
            _text(row["content_html"], address or site),
            headline=row.get("web_title", "") or row.get("email_subject_line", ""),
            standfirst=row.get("web_subtitle", "") or row.get("email_preview_text", ""),
            bylines=re.split(r"[;,]", row.get("authors", "") or row.get("author", "")),
            published=(row.get("publish_date", "") or row.get("created_at", "")) if published else "",
            canonical=address,
            identifier=row.get("id", ""),
            terms=[Term(tag.strip()) for tag in re.split(r"[;,]", row.get("content_tags", ""))],
            lead=Picture(thumbnail) if thumbnail else None,
            warnings=warnings,
        ),
        state=state,
        kind="newsletter",
        slug=slug_of(address),
        addresses=(address,) if address else (),
        lead=thumbnail,
        line=number,
    )


def _text(html: str, base: str) -> Content:
    """The part of a mail that is its text: what has the identifier content-blocks, if anything has."""
    page = document(html)
    if page is None:
        return Content()
    blocks = page.get_element_by_id("content-blocks", None)
    # The parser moves what stands wrongly in a table out of its marked row.
    inside = blocks if blocks is not None and blocks.text_content().strip() else page
    return read(inner_html(inside), base=base, without=_AROUND, layout=True)
