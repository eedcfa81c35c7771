"""A PDF, above all the print-out of a web page, as a draft."""

from __future__ import annotations

from masthead.intake.draft import Draft, Picture
from masthead.intake.errors import NoArticle
from masthead.intake.readers.pdf import about, layout, margins, paragraphs, process
from masthead.intake.readers.printed import draft as printed
from masthead.intake.sources.delivery import Delivery


def read(delivery: Delivery) -> Draft:
    """The draft of a PDF; ``NoArticle`` where it has no text, ``Unreadable`` where it cannot be opened."""
    name = delivery.source
    sheets = process.sheets(delivery.body, name)
    if not any(page.words for page in sheets.pages):
        scanned = any(page.pictures for page in sheets.pages)
        why = (
            "it is a scan. Have its text recognised (OCR) and give it again"
            if scanned
            else "its pages are empty"
        )
        raise NoArticle(f"{name} has no text; {why}.")
    pages = [layout.lines(page, number) for number, page in enumerate(sheets.pages)]
    pages, frame = margins.unframed(pages, sheets.pages)
    pieces = paragraphs.pieces([layout.ordered(lines) for lines in pages], sheets.pages)
    pictures = sum(len(page.pictures) for page in sheets.pages)
    captions = [piece.text for piece in pieces if piece.kind == "caption"]
    warnings = []
    if sheets.count > len(sheets.pages):
        warnings.append(f"Only {len(sheets.pages)} of its {sheets.count} pages were read.")
    if pictures:
        warnings.append(f"Its pictures ({pictures}) are left out; add them at the desk.")
    return printed.draft(
        name,
        pieces,
        about.evidence(sheets, delivery.body, frame),
        pictures=tuple(Picture("", caption=caption) for caption in captions),
        warnings=tuple(warnings),
    )
