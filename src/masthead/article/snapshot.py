"""Between an article as an editor composes it and the frozen content everything later works on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from masthead.article.content import (
    Block,
    Content,
    Embed,
    Footnote,
    Heading,
    Note,
    PictureBlock,
    Quotation,
    References,
    Table,
    Text,
)
from masthead.article.models import Article
from masthead.lib import html

Raw = list[dict[str, Any]]


def content_of(article: Article) -> Content:
    """What the article says now, draft or live, as the object in hand holds it."""
    lead = None
    if article.lead_picture is not None:
        lead = PictureBlock(
            id="lead",
            picture=article.lead_picture.pk,
            alt=html.text(article.lead_alt),
            caption=html.text(article.lead_caption),
        )
    return Content(
        headline=html.text(article.headline.strip()),
        standfirst=html.text(article.standfirst.strip()),
        lead=lead,
        blocks=tuple(_block(child) for child in article.body),
        footnotes=tuple(
            Footnote(label=child.value["label"], html=html.flow(_source(child.value["text"])))
            for child in article.footnotes
        ),
        disclaimer=html.text(article.disclaimer.strip()),
    )


def _source(rich: Any) -> str:
    return str(getattr(rich, "source", rich) or "")


def _block(child: Any) -> Block:
    value, key = child.value, str(child.id)
    match child.block_type:
        case "text":
            return Text(key, html.flow(_source(value)))
        case "heading":
            return Heading(key, html.text(value["text"]), int(value["level"] or 2))
        case "quotation":
            return Quotation(
                key,
                html.flow(_source(value["text"])),
                html.text(value["speaker"] or ""),
                html.text(value["source"] or ""),
                value["url"] or "",
            )
        case "picture":
            picture = value["picture"]
            return PictureBlock(
                key,
                picture.pk if picture else 0,
                html.text(value["alt"] or ""),
                html.text(value["caption"] or ""),
                html.text(value["credit"] or ""),
            )
        case "table":
            return _table(key, value["table"] or {})
        case "embed":
            return Embed(key, value["url"], html.text(value["title"]))
        case "references":
            return References(key, tuple(html.inline(_source(item)) for item in value["items"]))
        case "note":
            return Note(key, html.flow(_source(value["text"])), value["sort"] or "note")
        case unknown:
            raise ValueError(f"An article has no blocks of kind “{unknown}”.")


def _table(key: str, value: dict[str, Any]) -> Table:
    rows = tuple(tuple(html.text(str(cell or "")) for cell in row) for row in value.get("data") or [])
    return Table(
        key,
        rows,
        html.text(value.get("table_caption") or ""),
        bool(value.get("first_row_is_table_header")),
        bool(value.get("first_col_is_header")),
    )


def stream_of(blocks: Iterable[Block]) -> Raw:
    """Blocks as the raw data of ``Article.body``."""
    return [{"id": _key(block.id), "type": block.kind, "value": _value(block)} for block in blocks]


def footnotes_of(footnotes: Iterable[Footnote]) -> Raw:
    """Footnotes as the raw data of ``Article.footnotes``."""
    return [
        {
            "id": _key(f"footnote/{note.label}"),
            "type": "footnote",
            "value": {"label": note.label, "text": note.html},
        }
        for note in footnotes
    ]


def _key(block_id: str) -> str:
    """A stream block's UUID: the block's own where it is one, otherwise one derived from it."""
    return block_id if len(block_id) == 36 else str(uuid5(NAMESPACE_URL, block_id))


def _value(block: Block) -> Any:
    match block:
        case Text():
            return block.html
        case Heading():
            return {"text": html.plain(block.text), "level": str(block.level)}
        case Quotation():
            return {
                "text": block.html,
                "speaker": html.plain(block.speaker),
                "source": html.plain(block.source),
                "url": block.url,
            }
        case PictureBlock():
            return {
                "picture": block.picture,
                "alt": html.plain(block.alt),
                "caption": html.plain(block.caption),
                "credit": html.plain(block.credit),
            }
        case Table():
            return {
                "table": {
                    "data": [[html.plain(cell) for cell in row] for row in block.rows],
                    "table_caption": html.plain(block.caption),
                    "first_row_is_table_header": block.header_row,
                    "first_col_is_header": block.header_column,
                    "table_header_choice": _header_choice(block),
                }
            }
        case Embed():
            return {"url": block.url, "title": html.plain(block.title)}
        case References():
            return {"items": list(block.items)}
        case Note():
            return {"sort": block.sort, "text": block.html}


def _header_choice(table: Table) -> str:
    names = {(True, True): "both", (True, False): "row", (False, True): "column", (False, False): "neither"}
    return names[table.header_row, table.header_column]
