"""A live edition as a draft, for the formats in which agencies and outlets exchange articles."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from html import escape
from typing import Any
from urllib.parse import urlsplit

from masthead.article.content import (
    Block,
    Content,
    Embed,
    Heading,
    Note,
    PictureBlock,
    Quotation,
    References,
    Table,
    Text,
)
from masthead.article.facts import licence_of
from masthead.article.models import Edition
from masthead.intake import body, exchange
from masthead.intake.draft import Appearance, Byline, Draft, Found, Picture, Term
from masthead.lib import interface, languages
from masthead.lib.html import inline, plain
from masthead.press import outlet
from masthead.press.pages import marks
from masthead.press.pages.sheet import Sheet, path_of, read
from masthead.record.models import Entry


class NotGiven(Exception):
    """There is nothing to give; the message says why."""


def draft_of(number: int, language: str = "") -> Draft:
    """The live edition of an article in a language, the original where none is named; ``NotGiven``."""
    sheet = read(outlet.read(), number)
    if sheet is None:
        raise NotGiven(f"There is no published article {number}. “masthead articles” lists them.")
    code = language or sheet.original.language
    edition = sheet.editions.get(code)
    if edition is None:
        raise NotGiven(
            f"Article {number} is not live in “{code}”, but in {', '.join(sorted(sheet.editions))}."
        )
    return _draft(sheet, edition)


def _draft(sheet: Sheet, edition: Edition) -> Draft:
    article, press, content = sheet.article, sheet.press, edition.words
    canonical = press.url(path_of(article, edition.language))
    published, updated = edition.published_at, edition.updated_at
    words = interface.of(edition.language)
    origin = words.text("originally_published", outlet=article.origin_outlet) if article.is_reprint else ""
    states = Entry.objects.filter(subject=edition.subject, kind="edition.published").count()
    pictures = tuple(_pictures(sheet, content))
    notes = tuple((note.label, inline(note.html)) for note in content.footnotes)
    return exchange.draft(
        edition.subject,
        exchange.Text(tuple(body.parts("".join(_html(content)))), pictures, notes),
        [_found(languages.get(edition.language).tag)],
        headline=_found(plain(content.headline)),
        standfirst=_maybe(plain(content.standfirst)),
        bylines=tuple(_bylines(sheet, edition.language)),
        published=_maybe(_moment(published)),
        updated=_maybe(_moment(updated) if updated != published else ""),
        outlet=_found(press.outlet.name),
        canonical=_found(canonical),
        licence=_found(licence_of(article, press.outlet)),
        rights=_maybe(article.rights),
        source_note=_maybe(origin),
        identifier=_found(_identifier(sheet, edition)),
        version=_maybe(str(states or "")),
        digital_source=_maybe(marks.source_type(edition) if edition.by_machine else ""),
        terms=tuple(_terms(sheet, edition.language)),
        chain=tuple(_chain(sheet)),
    )


def _found(value: Any) -> Found[Any]:
    return Found(value, "outlet", 1.0)


def _maybe(value: str) -> Found[str] | None:
    return _found(value) if value else None


def _moment(when: datetime | None) -> str:
    return when.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z") if when else ""


def _identifier(sheet: Sheet, edition: Edition) -> str:
    """A tag URI (RFC 4151) that stays when the address changes."""
    host = urlsplit(sheet.press.base).hostname or "localhost"
    return f"tag:{host},{sheet.article.created_at:%Y-%m-%d}:{edition.subject}"


def _bylines(sheet: Sheet, code: str) -> Iterator[Found[Byline]]:
    for byline in sheet.bylines:
        if byline.language in ("", code):
            yield _found(Byline(byline.person.said("name", code).text, byline.role))


def _terms(sheet: Sheet, code: str) -> Iterator[Found[Term]]:
    for theme in sheet.ways_in["themes"]:
        yield _found(Term(theme.said("name", code).text, "theme", theme.slug))
    for region in sheet.ways_in["regions"]:
        yield _found(Term(region.said("name", code).text, "region", region.slug))


def _chain(sheet: Sheet) -> Iterator[Found[Appearance]]:
    """Where a reprint first appeared, and the original of an edition."""
    article = sheet.article
    if article.is_reprint:
        date = article.origin_date.isoformat() if article.origin_date else ""
        yield _found(Appearance(article.origin_outlet, article.origin_url, date))


def _pictures(sheet: Sheet, content: Content) -> Iterator[Picture]:
    shown = [content.lead, *content.blocks]
    for block in shown:
        if isinstance(block, PictureBlock) and (sized := sheet.pictures.get(block.picture)):
            src = str(sized["src"])
            yield Picture(
                sheet.press.url(src) if src.startswith("/") else src,
                plain(block.alt),
                plain(block.caption),
                plain(block.credit) or str(sized["credit"]),
            )


def _html(content: Content) -> Iterator[str]:
    """The blocks as HTML. Pictures go beside the text; what lives elsewhere becomes a link."""
    for block in content.blocks:
        yield _block(block)
    if content.disclaimer:
        yield f"<p>{content.disclaimer}</p>"


def _block(block: Block) -> str:
    match block:
        case Text() | Note():
            return block.html
        case Heading():
            return f"<h{block.level}>{block.text}</h{block.level}>"
        case Quotation():
            by = ", ".join(filter(None, [block.speaker, _linked(block.source, block.url)]))
            return f"<blockquote>{block.html}{f'<p>— {by}</p>' if by else ''}</blockquote>"
        case Table():
            return _table(block)
        case Embed():
            return f"<p>{_linked(block.title or escape(block.url), block.url)}</p>"
        case References():
            return f"<ul>{''.join(f'<li>{item}</li>' for item in block.items)}</ul>"
        case PictureBlock():
            return ""


def _linked(text: str, url: str) -> str:
    return f'<a href="{escape(url)}">{text}</a>' if text and url else text


def _table(table: Table) -> str:
    rows = (
        "".join(
            f"<th>{cell}</th>"
            if (table.header_row and r == 0) or (table.header_column and c == 0)
            else f"<td>{cell}</td>"
            for c, cell in enumerate(row)
        )
        for r, row in enumerate(table.rows)
    )
    caption = f"<p>{table.caption}</p>" if table.caption else ""
    return f"{caption}<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>"
