"""What stands around the text of every page and is none of it: running headers and footers, numbers, addresses."""

from __future__ import annotations

from collections import Counter

from masthead.intake.readers.pdf.layout import Line
from masthead.intake.readers.pdf.process import Page
from masthead.intake.readers.printed import frame
from masthead.intake.readers.printed.frame import Frame

_MARGIN = 0.11


def unframed(pages: list[list[Line]], sheets: tuple[Page, ...]) -> tuple[list[list[Line]], Frame]:
    """The lines of the pages without their frame, and what that was."""
    seen = Frame()
    edges = [{id(line) for line in _edge(lines, sheet)} for lines, sheet in zip(pages, sheets, strict=True)]
    counts = Counter(
        (frame.alike(line.text), round(line.y / 4))
        for lines, edge in zip(pages, edges, strict=True)
        for line in lines
        if id(line) in edge
    )
    many = max(2, len(pages) // 2)
    kept: list[list[Line]] = []
    for lines, edge in zip(pages, edges, strict=True):
        rows = {round(line.y) for line in lines if id(line) in edge and frame.printing(line.text) is not None}
        inner: list[Line] = []
        for line in lines:
            text = line.text
            if id(line) not in edge:
                inner.append(line)
            elif round(line.y) in rows and line.size < 11:
                title = frame.printing(text)
                seen.titles += [title or text] if title != "" and not frame.number(text) else []
            elif url := frame.address(text):
                seen.addresses.append(url)
            elif not frame.number(text) and not any(
                counts[frame.alike(text), round(line.y / 4) + off] >= many for off in (-1, 0, 1)
            ):
                inner.append(line)
        kept.append(inner)
    return kept, seen


def _edge(lines: list[Line], sheet: Page) -> list[Line]:
    """The lines near the upper and lower edge of a page."""
    return [
        line for line in lines if line.y > (1 - _MARGIN) * sheet.height or line.y < _MARGIN * sheet.height
    ]
