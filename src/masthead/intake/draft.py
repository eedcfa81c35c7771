"""What a reader finds in a page or file: frozen values, each with where it was found and how sure it is."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from operator import is_
from typing import Any, Generic, TypeVar

from masthead.intake import kinds
from masthead.lib.html import CONTROL

T = TypeVar("T")


class Held:
    """A value whose texts can be kept: what neither XML nor PostgreSQL holds is left out.

    Readers get such characters from references (``&#1;``) and JSON at any depth; here they all end.
    """

    __slots__: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in self.__slots__:
            value = getattr(self, name)
            kept = _held(value)
            if kept is not value:
                object.__setattr__(self, name, kept)


def _held(value: Any) -> Any:
    if isinstance(value, str):
        return CONTROL.sub("", value) if CONTROL.search(value) else value
    if isinstance(value, tuple):
        kept = tuple(map(_held, value))
        return value if all(map(is_, kept, value)) else kept
    return value


@dataclass(frozen=True, slots=True)
class Found(Held, Generic[T]):
    """A value, ``where`` it was found (``json-ld:headline``) and how ``sure`` that makes it, 0 to 1."""

    value: T
    where: str
    sure: float


@dataclass(frozen=True, slots=True)
class Byline(Held):
    """A person or body and its part: author, translator, photographer, editor."""

    name: str
    role: str = "author"


@dataclass(frozen=True, slots=True)
class Citation(Held):
    """A link from the text to elsewhere, with its words and the sentence around them."""

    url: str
    text: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Quotation(Held):
    """Words somebody is quoted with. ``speaker`` and ``verb`` are empty where the text does not say surely."""

    text: str
    speaker: str = ""
    verb: str = ""


@dataclass(frozen=True, slots=True)
class Term(Held):
    """A word the source files the article under; ``kind`` is tag, category, region or theme."""

    name: str
    kind: str = "tag"
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Appearance(Held):
    """One station on the way an article took: an outlet that printed it, where, and when (ISO 8601)."""

    outlet: str
    url: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Picture(Held):
    url: str
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Draft(Held):
    """One article as it was found elsewhere. What was not found is None or empty.

    ``published`` and ``updated`` are ISO 8601, a day or a moment with its offset where that is known;
    ``language`` is a BCP 47 tag; ``licence`` an SPDX identifier, an address or a name; ``rights`` the line that
    claims them; ``mining`` what is reserved or allowed for text and data mining (TDMRep, RSL). ``chain`` is the way
    the article took before this copy, the first appearance first. ``source_note`` is the line that says where it
    first appeared, ``author_note`` the lines about the author. ``identifier`` is the source's own name for the item, ``version`` its number or name for
    this state of it. ``digital_source`` says how it was made: an address in IPTC's NewsCodes of digital source types.
    ``body_html`` is in the form of ``masthead.intake.body``, ``body_text`` its words; both are empty where an item has no
    text. ``kind`` is one of ``masthead.intake.kinds``.
    """

    source: str
    body_html: str
    body_text: str
    headline: Found[str] | None = None
    standfirst: Found[str] | None = None
    bylines: tuple[Found[Byline], ...] = ()
    published: Found[str] | None = None
    updated: Found[str] | None = None
    language: Found[str] | None = None
    outlet: Found[str] | None = None
    canonical: Found[str] | None = None
    licence: Found[str] | None = None
    rights: Found[str] | None = None
    mining: Found[str] | None = None
    source_note: Found[str] | None = None
    author_note: Found[str] | None = None
    identifier: Found[str] | None = None
    version: Found[str] | None = None
    digital_source: Found[str] | None = None
    terms: tuple[Found[Term], ...] = ()
    chain: tuple[Found[Appearance], ...] = ()
    citations: tuple[Citation, ...] = ()
    quotations: tuple[Quotation, ...] = ()
    pictures: tuple[Picture, ...] = ()
    footnotes: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    kind: str = kinds.TEXT

    @property
    def is_article(self) -> bool:
        """Is it the text of an article? A picture, a package or a headline alone is read, and never taken in."""
        return self.kind in kinds.ARTICLES and bool(self.body_html)

    def to_json(self) -> dict[str, Any]:
        """One flat object; docs/reference/read.md describes it."""
        single = self._single()
        flat: dict[str, Any] = {name: found.value if found else None for name, found in single.items()}
        return {
            "kind": self.kind,
            "headline": flat.pop("headline"),
            "standfirst": flat.pop("standfirst"),
            "bylines": [asdict(found.value) for found in self.bylines],
            "terms": [asdict(found.value) for found in self.terms],
            "chain": [asdict(found.value) for found in self.chain],
            **flat,
            "citations": [asdict(citation) for citation in self.citations],
            "quotations": [asdict(quotation) for quotation in self.quotations],
            "pictures": [asdict(picture) for picture in self.pictures],
            "footnotes": [{"label": label, "html": html} for label, html in self.footnotes],
            "body_html": self.body_html,
            "body_text": self.body_text,
            "source": self.source,
            "found": {
                name: {"where": found.where, "sure": found.sure}
                for name, found in {
                    **single,
                    "bylines": next(iter(self.bylines), None),
                    "terms": next(iter(self.terms), None),
                    "chain": next(iter(self.chain), None),
                }.items()
                if found
            },
        }

    def _single(self) -> dict[str, Found[str] | None]:
        return {
            "headline": self.headline,
            "standfirst": self.standfirst,
            "published": self.published,
            "updated": self.updated,
            "language": self.language,
            "outlet": self.outlet,
            "canonical": self.canonical,
            "licence": self.licence,
            "rights": self.rights,
            "mining": self.mining,
            "source_note": self.source_note,
            "author_note": self.author_note,
            "identifier": self.identifier,
            "version": self.version,
            "digital_source": self.digital_source,
        }
