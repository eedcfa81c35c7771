"""An article as it lies on paper: its pieces in the order of reading, and what stands around them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from masthead.intake.body import Part, parts
from masthead.intake.draft import Found
from masthead.lib.html import plain

Kind = Literal["p", "h", "ul", "ol", "quote", "caption", "table"]


@dataclass(frozen=True, slots=True)
class Piece:
    """``html`` is inline, but for a table. ``size``: of its letters, 1 that of the text. ``ul`` and ``ol`` are items.

    ``marked``: it is bold or italic throughout.
    """

    kind: Kind
    html: str
    size: float = 1.0
    marked: bool = False

    @property
    def text(self) -> str:
        return plain(self.html)


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is said outside the text: titles, names and days with their trust, the address a browser prints below."""

    titles: tuple[Found[str], ...] = ()
    authors: tuple[Found[str], ...] = ()
    days: tuple[Found[str], ...] = ()
    languages: tuple[Found[str], ...] = ()
    address: Found[str] | None = None
    outlet: Found[str] | None = None
    rights: Found[str] | None = None
    licence: Found[str] | None = None


def composed(pieces: Iterable[Piece]) -> list[Part]:
    """The pieces as the parts of a body; items that follow each other are one list."""
    html: list[str] = []
    open_list = ""
    ranks = _ranks(pieces := list(pieces))
    for piece in pieces:
        listed = piece.kind if piece.kind in {"ul", "ol"} else ""
        if open_list != listed:
            html.append((f"</{open_list}>" if open_list else "") + (f"<{listed}>" if listed else ""))
            open_list = listed
        match piece.kind:
            case "ul" | "ol":
                html.append(f"<li>{piece.html}</li>")
            case "h":
                html.append(f"<h{ranks[piece.size]}>{piece.html}</h{ranks[piece.size]}>")
            case "quote":
                html.append(f"<blockquote><p>{piece.html}</p></blockquote>")
            case "table":
                html.append(piece.html)
            case "p" | "caption":
                html.append(f"<p>{piece.html}</p>")
    html.append(f"</{open_list}>" if open_list else "")
    return parts(re.sub(r"</blockquote><blockquote>", "", "".join(html)))


def _ranks(pieces: list[Piece]) -> dict[float, int]:
    """By size: the largest headings are of the second rank, all others of the third."""
    sizes = sorted({piece.size for piece in pieces if piece.kind == "h"}, reverse=True)
    return {size: 2 if size > 0.93 * sizes[0] else 3 for size in sizes}
