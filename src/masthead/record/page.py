"""What a page says of itself: the marked lines of its text, its subject and its entry.

The page may come from anyone. It is read as a stream, never as a tree: time and memory grow with its length
and not with its depth or the number of its attributes (lxml's tree takes a minute for 200,000 attributes).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from masthead.record.errors import BadPage
from masthead.record.text import canonical_line

MOST_BYTES = 20 * 1024 * 1024
LINE = "data-line"
UNRECORDED = "data-unrecorded"

# Elements whose text is not on the page that a reader sees.
_NOT_SHOWN = {
    "audio", "canvas", "datalist", "iframe", "noembed", "noframes", "noscript", "object", "script", "select",
    "style", "template", "textarea", "title", "video",
}  # fmt: skip
# Elements whose borders part words.
_BLOCKS = {
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "dialog", "dir",
    "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5",
    "h6", "header", "hgroup", "hr", "legend", "li", "main", "menu", "nav", "ol", "p", "pre", "search",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
}  # fmt: skip
_number = re.compile("[1-9][0-9]{0,14}")


@dataclass(frozen=True, slots=True)
class PageText:
    """``lines`` are canonical and never empty; ``canonical`` is the page's canonical URL as it is written."""

    subject: str | None
    entry: int | None
    canonical: str | None
    lines: tuple[str, ...]


def lines_of(html: bytes) -> PageText:
    """Read a page, taken as UTF-8.

    ``BadPage`` if it is too large, or names two subjects or entries; ``BadText`` if a line is no text.
    """
    reader = _read(html)
    entry = reader.only("masthead:entry")
    if entry is not None and not _number.fullmatch(entry):
        raise BadPage(f"The page names entry “{entry[:40]}”, which is not a number. Fetch the page again.")
    return PageText(
        subject=reader.only("masthead:subject"),
        entry=int(entry) if entry is not None else None,
        canonical=reader.canonical,
        lines=tuple(line for line in map(canonical_line, reader.lines) if line),
    )


def _read(html: bytes) -> _Reader:
    if len(html) > MOST_BYTES:
        raise BadPage(f"The page is larger than {MOST_BYTES // 1024**2} MB. Give a smaller file.")
    # Bytes that are not UTF-8 and NULs become U+FFFD here, so that no parser version decides about them.
    clean = html.decode("utf-8-sig", errors="replace").replace("\0", "\ufffd").encode()
    reader = _Reader()
    parser = etree.HTMLParser(
        encoding="utf-8",
        huge_tree=True,
        remove_comments=True,
        remove_pis=True,
        target=reader,  # type: ignore[arg-type]  # the stubs want bytes and comments, which never come
    )
    try:
        parser.feed(clean or b" ")
        parser.close()
    except etree.LxmlError as error:
        raise BadPage(f"The page cannot be read as HTML: {error}.") from error
    return reader


class _Reader:
    """lxml's parser target. Depths are counted, so that a mark inside a mark changes nothing."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._pieces: list[str] = []
        self.canonical: str | None = None
        self._said: dict[str, set[str]] = {}
        self._depth = 0
        self._line_depth: int | None = None
        self._skipped_depth: int | None = None

    def only(self, name: str) -> str | None:
        """The one value that the page's metas of this name have."""
        said = self._said.get(name, set())
        if len(said) > 1:
            raise BadPage(f"The page gives {name} more than once and differently. Fetch the page again.")
        return next(iter(said), None)

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self._skipped_depth is not None:
            return
        if tag == "meta":
            self._meta(attributes)
        elif tag == "link" and "canonical" in attributes.get("rel", "").lower().split():
            self.canonical = self.canonical or attributes.get("href", "").strip() or None
        in_line = self._line_depth is not None
        if tag in _NOT_SHOWN or "hidden" in attributes or (in_line and UNRECORDED in attributes):
            self._skipped_depth = self._depth
        elif not in_line and LINE in attributes:
            self._line_depth = self._depth
        if self._line_depth is not None and tag in _BLOCKS:
            self._pieces.append(" ")

    def end(self, tag: str) -> None:
        if self._skipped_depth == self._depth:
            self._skipped_depth = None
        if self._line_depth is not None and self._skipped_depth is None and tag in _BLOCKS:
            self._pieces.append(" ")
        if self._line_depth == self._depth:
            self.lines.append("".join(self._pieces))
            self._pieces.clear()
            self._line_depth = None
        self._depth -= 1

    def data(self, text: str) -> None:
        if self._line_depth is not None and self._skipped_depth is None:
            self._pieces.append(text)

    def close(self) -> None:
        return None

    def _meta(self, attributes: Mapping[str, str]) -> None:
        name = attributes.get("name", "").strip().lower()
        if name in {"masthead:subject", "masthead:entry"}:
            self._said.setdefault(name, set()).add(attributes.get("content", "").strip())
