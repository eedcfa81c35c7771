"""What the news exchange formats have in common, in and out: moments, roles, licences, and a body with what hangs on it.

ninjs and NewsML-G2 want moments with an offset (RFC 3339, xs:dateTime). Where only a day is known, or no offset, the
offset is ``-00:00``, RFC 3339's “unknown local offset”; a moment at midnight of that offset is a day.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from html import escape
from typing import Any

from lxml.html import HtmlElement

from masthead.article import licences
from masthead.intake import body, citations, kinds, language, quotations
from masthead.intake.body import Part
from masthead.intake.draft import Byline, Draft, Found, Picture, Term
from masthead.intake.moments import moment
from masthead.intake.readers.html.names import people
from masthead.intake.readers.html.origin import spdx
from masthead.intake.readers.html.text import folded
from masthead.lib.addresses import split
from masthead.lib.html import CONTROL, fragment, inline, plain

SCHEME = "urn:masthead:exchange:"
"""Begins the identifiers of what the standards have no word for: roles of a text, kinds of a term."""

MINING = "Text and data mining: "
LICENCE = "Licence: "
KINDS = frozenset({"tag", "category", "region", "theme"})
UNKNOWN_OFFSET = "-00:00"
ODD = re.compile("[\x7f-\x9f\ufffd]")
"""Characters that make bytes look as if they were in another encoding; they are written by their numbers."""

_SPACE = re.compile(r"[ \t\r\n\f\v]+")
_OFFSET = re.compile(r"(?:Z|[+-]\d\d:\d\d)$")
_ADDRESS = re.compile(r"^https?://[^\s/]", re.IGNORECASE)
_CC = re.compile(r"^CC-(BY(?:-NC)?(?:-SA|-ND)?)-(\d\.\d)$")
_HEAD = re.compile(
    r"<head[\s>].*?</head\s*>|<\?xml[^>]{0,200}\?>|<!doctype[^>]{0,300}>", re.IGNORECASE | re.DOTALL
)
_NOTE = re.compile(r"^fn-([\w-]{1,20})$")
_CREDITED = re.compile(r"credit|byline|copyright|source|photographer", re.IGNORECASE)
_WIDEST_HTML = 4_000_000
# What roles are called in IPTC's vocabularies and by agencies.
_ROLES = {
    "author": "author creator writer by byline reporter journalist correspondent columnist written wrote text",
    "translator": "translator translation translated",
    "photographer": "photographer photog photo photos photographs camera",
    "illustrator": "illustrator illustration illustrations artist graphicartist",
    "editor": "editor editing edited",
    "reviewer": "reviewer review reviewed",
}  # fmt: skip
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words.split()}


def clean(value: object) -> str:
    """A text on one line, without what XML cannot carry; empty for anything that is no text."""
    return _SPACE.sub(" ", CONTROL.sub("", value)).strip() if isinstance(value, str) else ""


def is_address(value: str) -> bool:
    return bool(_ADDRESS.match(value))


def address(value: object) -> str:
    """An address of the web as it stands, or nothing."""
    text = clean(value)
    return text if is_address(text) and " " not in text else ""


def host(address: str) -> str:
    """The host of an address as a name: ``example.org``."""
    try:
        return (split(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


# Moments


def stamped(value: str) -> str:
    """A day or moment of a draft as RFC 3339; empty if it is neither."""
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return ""
    if when.tzinfo is None:
        return f"{when.isoformat(timespec='seconds')}{UNKNOWN_OFFSET}"
    if abs(when.utcoffset() or timedelta()) > timedelta(hours=14):  # more than xs:dateTime knows
        when = when.astimezone(UTC)
    text = when.isoformat(timespec="seconds")
    return f"{text[:-6]}Z" if value.endswith("Z") else text


def unstamped(text: object) -> str | None:
    """What a moment of an item says, as a draft keeps it: a day, or a moment to the second."""
    value = moment(clean(text))
    if value is None:
        return None
    try:
        datetime.fromisoformat(value)
    except ValueError:  # an offset that there is not
        value = _OFFSET.sub("", value)
    if value.endswith(UNKNOWN_OFFSET):
        return value.removesuffix(UNKNOWN_OFFSET).removesuffix("T00:00:00")
    return value


# Rights


def licence_address(licence: str) -> str:
    """Where a licence can be read, for an SPDX identifier or an address; empty for others."""
    if is_address(licence):
        return licence
    if licence in licences.ALL:
        return licences.ALL[licence].url
    if known := _CC.match(licence):
        return f"https://creativecommons.org/licenses/{known[1].lower()}/{known[2]}/"
    return ""


def licence_of(address: str) -> str:
    """The SPDX identifier of the licence at an address where it is known, else the address."""
    return spdx(address) or address


# People


def role(said: str) -> str | None:
    """The role that a word, a QCode (``crol:photographer``) or a URI means; None where it is none of a byline."""
    word = re.split(r"[:/#]", said.strip())[-1]
    return _ROLE_OF.get(re.sub(r"[\W_]", "", word).lower())


def named(line: str, where: str) -> tuple[Found[Byline], ...]:
    """The people in a printed line: By Jane Doe and John Roe, dpa."""
    return tuple(Found(Byline(name), where, 0.7) for name in people(line, printed=True))


# The text


@dataclass(frozen=True, slots=True)
class Text:
    """A body, its pictures and its footnotes as (label, inline HTML)."""

    parts: tuple[Part, ...] = ()
    pictures: tuple[Picture, ...] = ()
    footnotes: tuple[tuple[str, str], ...] = ()


def text_of(html: str, headline: str = "") -> Text:
    """The text in a page or a piece of HTML. A first heading that only repeats the headline is left out."""
    html = _HEAD.sub("", CONTROL.sub("", html[:_WIDEST_HTML]))
    try:
        root = fragment(html)
    except ValueError:
        return Text()
    for heading in root.xpath("(.//h1)[1]"):
        if headline and folded(heading.text_content()) == folded(headline):
            _drop(heading)
    notes = tuple(_notes(root))
    pictures = tuple(_figures(root))
    return Text(tuple(body.parts(body.inner_html(root))), pictures, notes)


def lines_of(text: str) -> Text:
    """Plain text: a blank line parts paragraphs, a single one too where there are no blank ones."""
    text = CONTROL.sub("", text[:_WIDEST_HTML]).replace("\r\n", "\n").replace("\r", "\n").strip()
    apart = r"\n[ \t]*\n\s*" if re.search(r"\n[ \t]*\n", text) else r"\n"
    html = "".join(
        f"<p>{escape(piece.strip(), quote=False)}</p>" for piece in re.split(apart, text) if piece.strip()
    )
    return Text(tuple(body.parts(html)))


def html_of(draft: Draft, *, pictures: bool = False) -> str:
    """The body of a draft as HTML that stands alone, its footnotes under it, and its pictures if they are wanted."""
    figures = "".join(map(_figure, draft.pictures)) if pictures else ""
    notes = "".join(f'<li id="fn-{escape(label)}">{html}</li>' for label, html in draft.footnotes)
    listed = f'<section role="doc-endnotes"><ol>{notes}</ol></section>' if notes else ""
    return f"{draft.body_html}{figures}{listed}"


def _figure(picture: Picture) -> str:
    said = "".join(
        f'<span class="{kind}">{escape(value)}</span>'
        for kind, value in (("caption", clean(picture.caption)), ("credit", clean(picture.credit)))
        if value
    )
    caption = f"<figcaption>{said}</figcaption>" if said else ""
    return f'<figure><img src="{escape(clean(picture.url))}" alt="{escape(clean(picture.alt))}"/>{caption}</figure>'


def _figures(root: HtmlElement) -> Iterable[Picture]:
    """The pictures of a text, which are taken out of it."""
    for figure in root.xpath(".//figure[.//img]"):
        found = figure.xpath(".//img")[0]
        credit = next((node for node in figure.iter() if _CREDITED.search(node.get("class") or "")), None)
        said = clean(credit.text_content()) if credit is not None else ""
        if credit is not None:
            _drop(credit)
        caption = " ".join(clean(node.text_content()) for node in figure.xpath(".//figcaption"))
        _drop(figure)
        if url := address(found.get("src")):
            yield Picture(url, clean(found.get("alt")), clean(caption), said)
    for image in root.xpath(".//img"):
        if url := address(image.get("src")):
            yield Picture(url, clean(image.get("alt")))


def _notes(root: HtmlElement) -> Iterable[tuple[str, str]]:
    """The footnotes of a text, which are taken out of it."""
    for section in root.xpath(".//*[@role='doc-endnotes']"):
        for item in section.xpath(".//*[@id]"):
            if label := _NOTE.match(item.get("id")):
                yield label[1], inline(body.inner_html(item))
        _drop(section)


def _drop(node: HtmlElement) -> None:
    if node.getparent() is not None:
        node.drop_tree()


def words_of(value: str, *, is_html: bool) -> str:
    """A short text, which may be HTML, on one line."""
    return clean(plain(inline(value)) if is_html else value)


def draft(
    source: str, text: Text, declared: Iterable[Found[str]], more: Iterable[Picture] = (), **found: Any
) -> Draft:
    """A draft with what follows from its text: words, language, citations, quotations; a warning where it is no article."""
    pieces = list(text.parts)
    words = body.words(pieces)
    tongue, doubt = _language(words, list(declared))
    found["warnings"] = (*found.get("warnings", ()), *doubt)
    canonical: Found[str] | None = found.get("canonical")
    pictures = {picture.url: picture for picture in (*text.pictures, *more)}
    made = Draft(
        source=source,
        body_html=body.render(pieces),
        body_text=words,
        language=tongue,
        citations=citations.citations(
            pieces, tongue.value if tongue else "", canonical.value if canonical else ""
        ),
        quotations=quotations.quotations(pieces),
        pictures=tuple(pictures.values()),
        footnotes=text.footnotes,
        **found,
    )
    if made.is_article:
        return made
    instead = f"It is {kinds.named(made.kind)}, not the text of an article."
    return replace(made, warnings=(instead, *made.warnings))


def _language(words: str, declared: list[Found[str]]) -> tuple[Found[str] | None, list[str]]:
    """What an item declares, which agencies do with care; and a doubt where the text looks like another language."""
    claim, seen = language.language("", declared), language.language(words, declared)
    if claim is None or seen is None or claim.value.partition("-")[0] == seen.value.partition("-")[0]:
        return seen, []
    doubt = f"It is declared to be in {claim.value}, but its text looks like {seen.value}."
    return Found(claim.value, claim.where, 0.5), [doubt]


def apart(drafts: list[Draft]) -> list[Draft]:
    """Several drafts of one file, each with its place in the source: ``wire.xml [2]``."""
    if not drafts[1:]:
        return drafts
    return [
        replace(draft, source=f"{draft.source} [{number}]") for number, draft in enumerate(drafts, start=1)
    ]


def term(name: str, kind: str, slug: str, where: str) -> Found[Term] | None:
    """A subject by its name, or by its code where it has none."""
    return Found(Term(name or slug, kind, slug), where, 0.95) if name or slug else None


def once(found: Iterable[Any]) -> tuple[Any, ...]:
    """Each value once, in the order they came, without those that are None."""
    return tuple({one.value: one for one in found if one is not None}.values())


def values(draft: Draft) -> Mapping[str, str]:
    """The single values of a draft, one line each, empty where there is none."""
    return {
        name: clean(found.value) if (found := getattr(draft, name)) else ""
        for name in (
            "identifier", "version", "headline", "standfirst", "published", "updated", "language", "outlet",
            "canonical", "licence", "rights", "mining", "source_note", "author_note", "digital_source",
        )
    }  # fmt: skip
