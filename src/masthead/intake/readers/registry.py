"""Which reader reads what. A reader is chosen by the content, never by a name or a declared type."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable

from masthead.intake import kinds
from masthead.intake.draft import Draft
from masthead.intake.errors import (
    Empty,
    Fault,
    IntakeError,
    NoArticle,
    NotOneArticle,
    NotText,
    UnknownFormat,
)
from masthead.intake.readers import sniff, xml
from masthead.intake.readers.decode import Decoded, decode
from masthead.intake.readers.later import later
from masthead.intake.sources.delivery import Delivery

log = logging.getLogger(__name__)

Reader = Callable[[Delivery, Decoded], Draft]
READERS: dict[str, Reader] = {
    "html": later("html.reader", "read"),
    "markdown": later("markdown", "read"),
    "plain": later("plain", "read"),
}
"""Readers of text, by what ``sniff.kind`` calls it."""

BINARY: dict[str, Callable[[Delivery], Draft]] = {
    "pdf": later("pdf.reader", "read"),
    "docx": later("docx", "read"),
}
"""Readers of what is no text, by what ``sniff.binary`` calls it."""

SEVERAL: dict[str, Callable[[Delivery, Decoded], Iterable[Draft]]] = {
    "feed": later("feed.drafts", "drafts"),
    "newsml": later("newsml", "drafts"),
    "ninjs": later("ninjs.reader", "drafts"),
}
"""Readers of text that may hold several articles, by what ``sniff.kind`` calls it."""

_CALLED = {
    "html": "a web page (HTML)",
    "markdown": "a Markdown file",
    "plain": "plain text",
    "feed": "a feed",
    "newsml": "a news item in NewsML-G2 or NITF",
    "ninjs": "a news item in ninjs",
    "pdf": "a PDF",
    "docx": "a Word document (DOCX)",
}
"""What each reader reads, in a sentence."""


_TEXT_NAME = re.compile(r"\.(?:x?html?|md|markdown|txt)$", re.IGNORECASE)
"""Names of files that promise text. One that holds something else is a mistake, or somebody's trick."""


def read(delivery: Delivery) -> Draft:
    """The one draft in a delivery; an ``IntakeError`` that says what it is instead.

    In a message, the only article is meant, whatever pictures and packages come with it.
    """
    found = read_all(delivery)
    if len(found) == 1:
        return found[0]
    articles = [draft for draft in found if draft.is_article]
    if len(articles) == 1:
        return articles[0]
    if not articles and found:
        instead = ", ".join(dict.fromkeys(kinds.named(draft.kind) for draft in found))
        raise NoArticle(f"{delivery.source} holds no article text: it is {instead}.")
    raise NotOneArticle(
        f"{delivery.source} holds {len(articles)} articles. “masthead read” shows them; name the one that is wanted."
    )


def read_all(delivery: Delivery) -> list[Draft]:
    """The drafts in a delivery, in its order: one, but for a feed or a message; items without a text too. An ``IntakeError`` where there can be none."""
    name = delivery.source
    if not delivery.body.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        raise Empty(f"{name} is empty.")
    kind = sniff.binary(delivery.body)
    if kind in BINARY and not delivery.url and (called := _TEXT_NAME.search(name)):
        raise UnknownFormat(
            f"{name} is {_CALLED[kind]}, though its name ends in {called[0]}. "
            "Make sure that it is the file you mean, rename it, and give it again."
        )
    if kind not in BINARY:
        if instead := sniff.foreign(delivery.body):
            if instead in sniff.OFFICE:
                raise UnknownFormat(
                    f"{name} is {instead}. Open it in a word processor, save it as DOCX, and give that."
                )
            raise UnknownFormat(f"{name} is {instead}, whatever its name says. {_wanted()}")
        try:
            text = decode(delivery.body, delivery.charset)
        except NotText as error:
            raise NotText(f"{name} holds text in no known encoding. Save it again as UTF-8.") from error
        kind = sniff.kind(text.text)
        if kind != "feed":  # old feeds declare a few short words, and their reader bounds them
            xml.refuse_entities(text.text, name)
        if kind not in READERS and kind not in SEVERAL:
            raise UnknownFormat(f"{name} is {kind}. {_wanted()}")
    try:
        if kind in BINARY:
            return [BINARY[kind](delivery)]
        return list(SEVERAL[kind](delivery, text)) if kind in SEVERAL else [READERS[kind](delivery, text)]
    except IntakeError:
        raise
    except Exception as error:  # whatever a page of the web does to a library, people get a sentence
        log.exception("The %s reader broke on %s", kind, name)
        raise Fault(
            f"{name} could not be read: the reader broke on it. Please report it with the file."
        ) from error


def _wanted() -> str:
    """What may be given, from the readers that are there."""
    *most, last = (_CALLED[kind] for kind in (*READERS, *BINARY, *SEVERAL))
    return f"Give {', '.join(most)} or {last}."
