"""The lines of an edition, in the order they are printed: what the record takes a fingerprint of.

The press marks the same texts with ``data-line``; a test holds the two together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

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
from masthead.lib.html import inner_texts, plain

_TAGS = re.compile(r"<[^>]+>")
FOOTNOTE = re.compile(r"\[\^([\w-]{1,20})\]")


def lines(content: Content) -> list[str]:
    """Plain text, one line for each headline, paragraph, list item, cell, caption and note."""
    return [line for line in map(printed, _texts(content)) if line]


def words(content: Content) -> int:
    """Words of the text, near enough to say how long it takes to read: those that blanks part."""
    return sum(text.count(" ") + 1 for text in _texts(content, inner=_whole) if text)


def signs(content: Content) -> int:
    """Signs of the text, for scripts that write few blanks."""
    return sum(len(_TAGS.sub("", text)) for text in _texts(content, inner=_whole))


def printed(html: str) -> str:
    """Inline HTML as plain text, without the marks of footnotes."""
    return plain(FOOTNOTE.sub("", html) if "[^" in html else html)


def _whole(html: str) -> tuple[str]:
    return (html,)


def _texts(content: Content, inner: Callable[[str], Iterable[str]] = inner_texts) -> Iterator[str]:
    """Every text in its order; ``inner`` takes flow HTML apart."""
    yield content.headline
    yield content.standfirst
    if content.lead:
        yield content.lead.caption
    for block in content.blocks:
        yield from _block(block, inner)
    for note in content.footnotes:
        yield from inner(note.html)
    yield content.disclaimer


def _block(block: Block, inner: Callable[[str], Iterable[str]]) -> Iterator[str]:
    match block:
        case Text() | Note():
            yield from inner(block.html)
        case Heading():
            yield block.text
        case Quotation():
            yield from inner(block.html)
            yield block.speaker
            yield block.source
        case PictureBlock():
            yield block.caption
        case Table():
            yield block.caption
            for row in block.rows:
                yield from row
        case Embed():
            yield block.title
        case References():
            yield from block.items
