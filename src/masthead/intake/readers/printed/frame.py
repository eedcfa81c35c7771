"""What a browser or a word processor prints around every page: address, title, day of printing, number of the page.

None of it is text. The address and the title are evidence; the day is that of printing and says nothing.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from masthead.intake.readers.html.text import folded

_ADDRESS = re.compile(r"^(?P<url>(?:https?|file)://\S+)(?:\s+(?:\d{1,3}\s*/\s*\d{1,3}|\d{1,3}))?$")
_NUMBER = re.compile(
    r"^[\s|–—-]*(?:(?:page|seite|p\.|pág(?:ina)?\.?|pagina|sida|side|strona|sivu|oldal|стр(?:аница)?\.?|σελίδα|صفحة|עמוד|第)\s*)?"
    r"\d{1,4}(?:\s*(?:/|of|von|de|sur|di|av|af|z|из|από|من|מתוך|／)\s*\d{1,4})?\s*(?:页|頁|ページ)?[\s|–—-]*$",
    re.IGNORECASE,
)
_PRINTED = re.compile(
    r"^(?:\d{1,4}[./-]\s?\d{1,2}[./-]\s?\d{2,4}\.?)[,،]?\s+(?:(?:上午|下午|오전|오후)\s*)?\d{1,2}[:.]\d{2}(?::\d{2})?"
    r"(?:\s*(?:[AaPp]\.?\s?[Mm]\.?|[صم]))?(?:\s+(?P<title>\S.*))?$"
)


@dataclass(slots=True)
class Frame:
    """What was seen around the pages so far."""

    addresses: list[str] = field(default_factory=list)
    titles: list[str] = field(default_factory=list)


def address(line: str) -> str:
    """The address that the line is, with or without the number of a page."""
    found = _ADDRESS.match(line.strip())
    return found["url"] if found else ""


def number(line: str) -> bool:
    """Is it the number of a page?"""
    return bool(_NUMBER.match(line))


def printing(line: str) -> str | None:
    """The title beside a day of printing, perhaps empty; None where the line begins with no such day."""
    found = _PRINTED.match(line.strip())
    return (found["title"] or "") if found else None


def alike(line: str) -> str:
    """What stays of a line from page to page."""
    return re.sub(r"\d+", "#", folded(line) or line.strip())


def unframed(lines: list[str]) -> tuple[list[str], Frame]:
    """The lines of a copied print-out without what stood around its pages, and what that was.

    Nothing is taken from a text that shows neither a page break nor the address and number of a printed page.
    """
    frame = Frame()
    pages = [page.split("\n") for page in "\n".join(lines).split("\f")]
    numbered = any(_ADDRESS.match(line.strip()) and re.search(r"\d+/\d+$", line.strip()) for line in lines)
    lone = any(address(line) for line in lines) and any(
        re.fullmatch(r"\s*\d{1,3}/\d{1,3}\s*", line) for line in lines
    )
    if len(pages) < 2 and not numbered and not lone:
        return lines, frame
    counts: dict[str, int] = {}
    for line in lines:
        counts[alike(line)] = counts.get(alike(line), 0) + 1
    many = max(2, sum(1 for page in pages if any(map(str.strip, page))) - 1)
    kept: list[str] = []
    for page in pages:
        filled = [at for at, line in enumerate(page) if line.strip()]
        edges = {*filled[:3], *filled[-3:]}
        title_next = False
        for at, line in enumerate(page):
            repeats = counts[alike(line)] >= many and len(pages) > 2
            if title_next and line.strip() and (repeats or _later(line, page[at + 1 :])):
                frame.titles.append(line.strip())
                title_next = False
            elif (at in edges or numbered) and (title := printing(line)) is not None:
                frame.titles += [title] if title else []
                title_next = not title
            elif (at in edges or numbered) and (url := address(line)):
                frame.addresses.append(url)
            elif at in edges and (number(line) or repeats):
                pass
            else:
                title_next = title_next and not line.strip()
                kept.append(line)
        kept.append("\f")
    return kept, frame


def _later(title: str, lines: list[str]) -> bool:
    """Does the headline that a title begins with follow within the next lines?"""
    near = [folded(line) for line in lines if line.strip()][:8]
    return any(len(line) > 8 and folded(title).startswith(line) for line in near)
