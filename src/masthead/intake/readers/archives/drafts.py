"""A draft from what an export says of a text and the text itself: the same for every platform."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any, TypeVar

from masthead.intake import body, citations, language, quotations
from masthead.intake.archive import Item, State
from masthead.intake.draft import Byline, Draft, Found, Picture, Term
from masthead.intake.moments import moment
from masthead.intake.readers.archives.content.addresses import web
from masthead.intake.readers.archives.content.reader import Content
from masthead.intake.readers.archives.subscribers import MAIL
from masthead.intake.readers.html.text import folded, one_line

T = TypeVar("T")
_SURE = 0.95
_SAID = 0.8
NO_TEXT = "The export holds no text for it."
FOR_MEMBERS = "It was for paying subscribers or members only."


def draft(
    platform: str,
    source: str,
    content: Content,
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

    content = _without_heading(content, headline)
    declared_language = found(declared, "language", _SAID)
    empty = () if content.words.strip() else (NO_TEXT,)
    address = web(canonical)
    names = dict.fromkeys(name for name in map(one_line, bylines) if name and not MAIL.search(name))
    filed = {(term.kind, term.name): term for term in terms if term.name}
    pictures = {picture.url: picture for picture in reversed(content.pictures)}
    if lead and lead.url:
        pictures[lead.url] = lead if lead.alt or lead.caption else pictures.get(lead.url, lead)
        pictures = {**pictures, lead.url: pictures.pop(lead.url)}
    return assemble(
        source,
        content,
        language=language.language(content.words, [declared_language] if declared_language else []),
        home=address,
        headline=found(one_line(headline), "title"),
        standfirst=found(_unless_repeated(one_line(standfirst), headline), "subtitle"),
        bylines=tuple(Found(Byline(name), f"{platform}:author", _SURE) for name in names),
        published=found(moment(published), "published"),
        updated=found(moment(updated), "updated"),
        outlet=found(one_line(outlet), "outlet"),
        canonical=found(address, "address"),
        identifier=found(identifier, "identifier"),
        terms=tuple(Found(term, f"{platform}:{term.kind}", _SURE) for term in filed.values()),
        pictures=tuple(reversed(pictures.values())),
        warnings=(*empty, *warnings, *content.warnings),
    )


def assemble(
    source: str, content: Content, *, language: Found[str] | None, home: str, **fields: Any
) -> Draft:
    """The draft of a text with what follows from it; ``fields`` are the others of ``Draft``. ``home`` is its address."""
    return Draft(
        **{
            "source": source,
            "body_html": body.render(content.parts),
            "body_text": content.words,
            "language": language,
            "citations": citations.citations(content.parts, language.value if language else "", home),
            "quotations": quotations.quotations(content.parts),
            "pictures": content.pictures,
            "footnotes": content.footnotes,
            "warnings": content.warnings,
            **fields,
        }
    )


def item(
    *, identifier: str, draft: Draft, state: State = State.PUBLISHED, lead: str = "", **rest: Any
) -> Item:
    """The item of a draft. What would be public without words or pictures of its own is a draft."""
    empty = not draft.body_text and all(picture.url == lead for picture in draft.pictures)
    if empty and state in {State.PUBLISHED, State.SCHEDULED}:
        state = State.DRAFT
    return Item(identifier, draft, state, lead=lead, **rest)


def _without_heading(content: Content, headline: str) -> Content:
    """Without the headline where the text begins with it."""
    first = next(iter(content.parts), None)
    repeated = (
        first and first.kind in {"h2", "h3"} and folded(headline) and folded(first.text) == folded(headline)
    )
    return replace(content, parts=content.parts[1:]) if repeated else content


def _unless_repeated(standfirst: str, headline: str) -> str:
    return "" if folded(standfirst) == folded(headline) else standfirst
