"""Pieces on paper as a draft."""

from __future__ import annotations

from masthead.intake import body, citations, language, quotations
from masthead.intake.draft import Draft, Picture
from masthead.intake.errors import NoArticle
from masthead.intake.readers.printed.fields import fields
from masthead.intake.readers.printed.pieces import Evidence, Piece, composed
from masthead.lib.html import text as text_html

# Letters; less is a label, not a text.
_SHORTEST = 20


def draft(
    source: str,
    pieces: list[Piece],
    evidence: Evidence,
    *,
    footnotes: tuple[tuple[str, str], ...] = (),
    pictures: tuple[Picture, ...] = (),
    warnings: tuple[str, ...] = (),
) -> Draft:
    """The draft of an article that lies in pieces; ``NoArticle`` where there is no text in them."""
    whole = "\n".join(piece.text for piece in pieces)
    tongue = language.language(whole, evidence.languages)
    found = fields(pieces, evidence, tongue.value if tongue else "")
    text = [piece for piece in found.text if piece.kind != "caption"]
    parts = composed(text)
    if found.standfirst and found.standfirst.where == "text:standfirst":
        parts = _with_standfirst(parts, found.standfirst.value)
    words = body.words(parts)
    if len(words) < _SHORTEST:
        raise NoArticle(f"{source} holds no article text.")
    return Draft(
        source=source,
        body_html=body.render(parts),
        body_text=words,
        headline=found.headline,
        standfirst=found.standfirst,
        bylines=tuple(found.bylines),
        published=found.published,
        updated=found.updated,
        language=tongue,
        outlet=found.outlet,
        canonical=found.address,
        licence=found.licence,
        rights=found.rights,
        source_note=found.source_note,
        author_note=found.author_note,
        terms=tuple(found.terms),
        chain=tuple(found.chain),
        citations=citations.citations(
            parts, tongue.value if tongue else "", found.address.value if found.address else ""
        ),
        quotations=quotations.quotations(parts),
        pictures=pictures,
        footnotes=footnotes,
        warnings=warnings,
    )


def _with_standfirst(parts: list[body.Part], standfirst: str) -> list[body.Part]:
    """A printed standfirst is the first piece of the body, as on web pages."""
    rest = [part for part in parts if part.text != standfirst]
    return [*body.parts(f"<p>{text_html(standfirst)}</p>"), *rest]
