"""A draft from what an export says of a text and the text itself: the same for every platform."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from masthead.intake import body, citations, language, quotations
from masthead.intake.archive import Item, State
from masthead.intake.body import Part
from masthead.intake.draft import Byline, Draft, Found, Picture, Term
from masthead.intake.moments import moment
from masthead.intake.readers.archives.subscribers import MAIL
from masthead.intake.readers.archives.written import Written, web
from masthead.intake.readers.html.text import folded, one_line

T = TypeVar("T")
_SURE = 0.95
_SAID = 0.8
NO_TEXT = "The export holds no text for it."
FOR_MEMBERS = "It was for paying subscribers or members only."


def draft(
    platform: str,
    source: str,
    written: Written,
    *,
    headline: str = "",
    standfirst: str = "",
    bylines: Iterable[str] = (),
    published: str = "",
    updated: str = "",
    declared: str = "",
    outlet: str = "",
    canonical: str = "",
    identifier: str = "",
    terms: Iterable[Term] = (),
    lead: Picture | None = None,
    warnings: Iterable[str] = (),
) -> Draft:
    """The draft of one text of a platform; ``where`` is ``platform:field``. Empty values were not said.

    ``declared`` is the language the export names, ``lead`` the picture above the text.
    """

    def found(value: T | None, field: str, sure: float = _SURE) -> Found[T] | None:
        return Found(value, f"{platform}:{field}", sure) if value else None

    pieces = _without_heading(written.pieces, headline)
    words = body.words(pieces)
    declared_language = found(declared, "language", _SAID)
    tongue = language.language(words, [declared_language] if declared_language else [])
    address = web(canonical)
    names = dict.fromkeys(name for name in map(one_line, bylines) if name and not MAIL.search(name))
    filed = {(term.kind, term.name): term for term in terms if term.name}
    pictures = {picture.url: picture for picture in reversed(written.pictures)}
    if lead and lead.url:
        pictures[lead.url] = lead if lead.alt or lead.caption else pictures.get(lead.url, lead)
        pictures = {**pictures, lead.url: pictures.pop(lead.url)}
    return Draft(
        source=source,
        body_html=body.render(pieces),
        body_text=words,
        headline=found(one_line(headline), "title"),
        standfirst=found(_unless_repeated(one_line(standfirst), headline), "subtitle"),
        bylines=tuple(Found(Byline(name), f"{platform}:author", _SURE) for name in names),
        published=found(moment(published), "published"),
        updated=found(moment(updated), "updated"),
        language=tongue,
        outlet=found(one_line(outlet), "outlet"),
        canonical=found(address, "address"),
        identifier=found(identifier, "identifier"),
        terms=tuple(Found(term, f"{platform}:{term.kind}", _SURE) for term in filed.values()),
        citations=citations.citations(pieces, tongue.value if tongue else "", address),
        quotations=quotations.quotations(pieces),
        pictures=tuple(reversed(pictures.values())),
        footnotes=written.footnotes,
        warnings=(*(() if words.strip() else (NO_TEXT,)), *warnings, *written.warnings),
    )


def item(
    *, identifier: str, draft: Draft, state: State = State.PUBLISHED, lead: str = "", **rest: Any
) -> Item:
    """The item of a draft. What would be public without words or pictures of its own is a draft."""
    empty = not draft.body_text and all(picture.url == lead for picture in draft.pictures)
    if empty and state in {State.PUBLISHED, State.SCHEDULED}:
        state = State.DRAFT
    return Item(identifier, draft, state, lead=lead, **rest)


def _without_heading(pieces: Sequence[Part], headline: str) -> list[Part]:
    """Without the headline where the text begins with it."""
    first = next(iter(pieces), None)
    repeated = (
        first and first.kind in {"h2", "h3"} and folded(headline) and folded(first.text) == folded(headline)
    )
    return list(pieces[1:] if repeated else pieces)


def _unless_repeated(standfirst: str, headline: str) -> str:
    return "" if folded(standfirst) == folded(headline) else standfirst
