"""The HTML in which another system keeps a text, as body, pictures and footnotes.

What belongs to the system goes: buttons to subscribe or share, forms, widgets, and whatever a reader names besides.
What another site shows in the page becomes a link to it.
"""

from __future__ import annotations

from dataclasses import dataclass

from lxml.html import HtmlElement

from masthead.intake import body
from masthead.intake.body import Part
from masthead.intake.draft import Picture
from masthead.intake.readers.archives.content import lines, shown
from masthead.intake.readers.archives.content.addresses import web
from masthead.intake.readers.archives.content.footnotes import footnotes
from masthead.intake.readers.archives.content.pictures import SOURCES, PictureOf, galleries, pictures
from masthead.intake.readers.archives.content.tree import LARGEST, drop, tree
from masthead.lib.html import CONTROL


@dataclass(frozen=True, slots=True)
class Content:
    """A body in ``parts``; its ``pictures``; its ``footnotes`` (label, inline HTML), to which it refers as ``[^label]``.

    ``warnings`` say what was left out.
    """

    parts: tuple[Part, ...] = ()
    pictures: tuple[Picture, ...] = ()
    footnotes: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return body.words(self.parts)


def read(
    html: str, *, base: str = "", without: str = "", layout: bool = False, picture_of: PictureOf | None = None
) -> Content:
    """The text in any HTML.

    ``base`` is the address against which others are resolved, ``without`` an XPath of what goes besides; with
    ``layout`` every table without a header lays out the page. ``picture_of`` knows more of an ``img`` than it says.
    """
    root = tree(html[:LARGEST])
    if root is None:
        return Content()
    if without:
        drop(root.xpath(without))
    left = shown.furniture(root)
    if layout:
        _unwrap_tables(root)
    _resolve(root, base)
    shown.buttons(root)
    notes = footnotes(root)
    galleries(root)
    found, lost = pictures(root, picture_of)
    warnings = (*lost, *shown.embeds(root), *left)
    if len(html) > LARGEST:
        warnings += (f"The text is longer than {LARGEST:,} characters; the rest was left out.",)
    lines.formulas(root)
    lines.set_lines(root)
    lines.speakers(root)
    lines.addresses(root)
    return Content(tuple(body.parts_of(root)), found, notes, warnings)


def _unwrap_tables(root: HtmlElement) -> None:
    for part in list(root.iter("table", "tbody", "thead", "tr", "td")):
        nearest = part if part.tag == "table" else next(part.iterancestors("table"), None)
        if nearest is None or not nearest.xpath("boolean(.//th)"):
            part.tag = "div"


def _resolve(root: HtmlElement, base: str) -> None:
    """Whole addresses, where ``base`` or their own beginning makes them whole."""
    for each in root.iter("a", "img"):
        for name in ("href",) if each.tag == "a" else SOURCES:
            address = (each.get(name) or "").strip()
            if address and not address.startswith("#") and (whole := web(address, base)):
                each.set(name, CONTROL.sub("", whole))
