"""What an edition says: frozen values, the same for every language.

``Content`` is what translation cuts to sentences, what the press prints and what the record digests.
Every printed string is inline HTML in the canonical form of ``masthead.lib.html`` (a headline simply has no
tags), or flow HTML in the fields called ``html``; a footnote is referred to as ``[^label]`` in the text.
A *path* names one translatable text inside a content, for example ``headline`` or ``block/3f2a/2``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, ClassVar, TypeAlias

from masthead.lib.html import each_text

Json: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Text:
    """Paragraphs and lists."""

    kind: ClassVar[str] = "text"
    id: str
    html: str


@dataclass(frozen=True, slots=True)
class Heading:
    kind: ClassVar[str] = "heading"
    id: str
    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation set off from the text, with who said it and where."""

    kind: ClassVar[str] = "quotation"
    id: str
    html: str
    speaker: str = ""
    source: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class PictureBlock:
    """A picture; ``picture`` is the key of an ``article.Picture``. ``credit`` is not translated."""

    kind: ClassVar[str] = "picture"
    id: str
    picture: int
    alt: str = ""
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells of inline HTML; the first row and column may be headers."""

    kind: ClassVar[str] = "table"
    id: str
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""
    header_row: bool = True
    header_column: bool = False


@dataclass(frozen=True, slots=True)
class Embed:
    """Something that lives elsewhere: printed as a link, never fetched by the reader's browser."""

    kind: ClassVar[str] = "embed"
    id: str
    url: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class References:
    """A list of works, each inline HTML. References are cited as printed and are not translated."""

    kind: ClassVar[str] = "references"
    id: str
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A word to the readers: ``note`` or ``correction``."""

    kind: ClassVar[str] = "note"
    id: str
    html: str
    sort: str = "note"


Block: TypeAlias = Text | Heading | Quotation | PictureBlock | Table | Embed | References | Note
BLOCKS: dict[str, type[Block]] = {
    cls.kind: cls for cls in (Text, Heading, Quotation, PictureBlock, Table, Embed, References, Note)
}
_FIELDS = {kind: tuple(field.name for field in fields(cls)) for kind, cls in BLOCKS.items()}


@dataclass(frozen=True, slots=True)
class Footnote:
    label: str
    html: str


@dataclass(frozen=True, slots=True)
class Content:
    """One edition's words. ``lead`` is the picture at the head of the article."""

    headline: str
    standfirst: str = ""
    lead: PictureBlock | None = None
    blocks: tuple[Block, ...] = ()
    footnotes: tuple[Footnote, ...] = ()
    disclaimer: str = ""

    def to_json(self) -> Json:
        data: Json = {
            "headline": self.headline,
            "standfirst": self.standfirst,
            "lead": _block_json(self.lead) if self.lead else None,
            "blocks": [_block_json(block) for block in self.blocks],
            "footnotes": [{"label": note.label, "html": note.html} for note in self.footnotes],
            "disclaimer": self.disclaimer,
        }
        return data

    @staticmethod
    def from_json(data: Json) -> Content:
        return Content(
            headline=data["headline"],
            standfirst=data.get("standfirst", ""),
            lead=_picture(data["lead"]) if data.get("lead") else None,
            blocks=tuple(_block(row) for row in data.get("blocks", ())),
            footnotes=tuple(Footnote(**row) for row in data.get("footnotes", ())),
            disclaimer=data.get("disclaimer", ""),
        )


def _block_json(block: Block) -> Json:
    # Tuples would not be equal to the lists that come back from the database.
    return {"kind": block.kind, **{name: _listed(getattr(block, name)) for name in _FIELDS[block.kind]}}


def _listed(value: Any) -> Any:
    return [_listed(part) for part in value] if isinstance(value, tuple) else value


def _block(row: Json) -> Block:
    cls = BLOCKS[row["kind"]]
    values = {name: row[name] for name in _FIELDS[cls.kind] if name in row}
    if cls is Table:
        values["rows"] = tuple(tuple(cells) for cells in values["rows"])
    if cls is References:
        values["items"] = tuple(values["items"])
    return cls(**values)


def _picture(row: Json) -> PictureBlock:
    block = _block({**row, "kind": "picture"})
    assert isinstance(block, PictureBlock)
    return block


@dataclass(slots=True)
class _Walk:
    """Visits every translatable text of a content, replacing each by what ``turn`` answers."""

    turn: Callable[[str, str], str]
    seen: list[str] = field(default_factory=list)

    def text(self, path: str, html: str) -> str:
        return self.turn(path, html) if html.strip() else html

    def flow(self, path: str, html: str) -> str:
        return each_text(html, lambda index, inner: self.text(f"{path}/{index}", inner))

    def picture(self, path: str, block: PictureBlock) -> PictureBlock:
        return replace(
            block,
            alt=self.text(f"{path}/alt", block.alt),
            caption=self.text(f"{path}/caption", block.caption),
        )

    def block(self, block: Block) -> Block:
        path = f"block/{block.id}"
        match block:
            case Text() | Note():
                return replace(block, html=self.flow(path, block.html))
            case Heading():
                return replace(block, text=self.text(path, block.text))
            case Quotation():
                return replace(
                    block,
                    html=self.flow(path, block.html),
                    speaker=self.text(f"{path}/speaker", block.speaker),
                    source=self.text(f"{path}/source", block.source),
                )
            case PictureBlock():
                return self.picture(path, block)
            case Table():
                return replace(
                    block,
                    caption=self.text(f"{path}/caption", block.caption),
                    rows=tuple(
                        tuple(self.text(f"{path}/{r}.{c}", cell) for c, cell in enumerate(row))
                        for r, row in enumerate(block.rows)
                    ),
                )
            case Embed():
                return replace(block, title=self.text(f"{path}/title", block.title))
            case References():
                return block

    def content(self, content: Content) -> Content:
        return Content(
            headline=self.text("headline", content.headline),
            standfirst=self.text("standfirst", content.standfirst),
            lead=self.picture("lead", content.lead) if content.lead else None,
            blocks=tuple(self.block(block) for block in content.blocks),
            footnotes=tuple(
                replace(note, html=self.flow(f"footnote/{note.label}", note.html))
                for note in content.footnotes
            ),
            disclaimer=self.text("disclaimer", content.disclaimer),
        )


def texts(content: Content) -> Iterator[tuple[str, str]]:
    """Every translatable text as (path, inline HTML), in reading order; plain fields are HTML-escaped text."""
    found: list[tuple[str, str]] = []

    def note(path: str, html: str) -> str:
        found.append((path, html))
        return html

    _Walk(note).content(content)
    return iter(found)


def with_texts(content: Content, replaced: Mapping[str, str]) -> Content:
    """The same content with the texts at these paths replaced; others stay as they are."""
    return _Walk(replaced.get).content(content)
