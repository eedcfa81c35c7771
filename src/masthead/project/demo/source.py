"""Articles as the demonstration keeps them: a Markdown file with front matter, read into blocks.

Front matter is ``key: value`` between two lines of ``---``; lists are written with commas. Every kind of block
has its own Markdown:

- paragraphs, lists → text; ``##``, ``###`` → heading; a table → table
- ``> quotation``, closed by ``> — Speaker | [Source](address)`` → quotation; the speaker, and either part of
  the source, may be left out
- ``![description](name "caption")`` on its own → picture; ``name`` is a file of ``pictures/``
- ``::: note``, ``::: correction``, ``::: references``, ``::: embed address``, ``::: table caption`` … ``:::``
- ``[^label]`` and ``[^label]: text`` → footnote
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from html import unescape
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin

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
from masthead.lib import html

CONTAINERS = ("note", "correction", "references", "embed", "table")
_CREDIT = re.compile(r"^— (?P<speaker>[^|]*?)\s*(?:\|\s*(?P<source>.*))?$", re.DOTALL)
_LINK = re.compile(r'^<a href="([^"]*)">(.*)</a>$', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Source:
    """One file. ``facts`` is its front matter, ``content`` its words."""

    name: str
    facts: Mapping[str, str]
    content: Content

    def list(self, key: str) -> list[str]:
        return [word.strip() for word in self.facts.get(key, "").split(",") if word.strip()]


class BadSource(ValueError):
    """The file is not in the form this module reads."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"{name}: {problem}")


def read(file: Path, pictures: Mapping[str, int]) -> Source:
    """``pictures`` gives the key of each picture by its name; a name that is not there is ``BadSource``."""
    facts, body = _parted(file)
    blocks = _Blocks(file.stem, pictures)
    blocks.read(body)
    lead = None
    if facts.get("picture"):
        alt, caption = html.text(facts.get("alt", "")), html.text(facts.get("caption", ""))
        lead = PictureBlock("lead", blocks.picture(facts["picture"]), alt, caption)
    content = Content(
        headline=html.text(facts["headline"]),
        standfirst=html.text(facts.get("standfirst", "")),
        lead=lead,
        blocks=tuple(blocks.made),
        footnotes=tuple(blocks.footnotes),
        disclaimer=html.text(facts.get("disclaimer", "")),
    )
    return Source(file.stem, facts, content)


def block_id(name: str, number: int) -> str:
    """The key of a block: the same in every language and on every run."""
    return str(uuid5(NAMESPACE_URL, f"confluence/{name}/{number}"))


def _parted(file: Path) -> tuple[dict[str, str], str]:
    found = re.match(r"---\n(.*?)\n---\n(.*)", file.read_text(encoding="utf-8"), re.DOTALL)
    if found is None:
        raise BadSource(file.name, "there is no front matter between two lines of ---.")
    facts = {}
    for line in found[1].splitlines():
        key, colon, value = line.partition(":")
        if not colon:
            raise BadSource(file.name, f"“{line}” is no “key: value”.")
        facts[key.strip()] = value.strip()
    if "headline" not in facts:
        raise BadSource(file.name, "it has no headline.")
    return facts, found[2]


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark").enable("table").use(footnote_plugin, inline=False)
    for name in CONTAINERS:
        parser.use(container_plugin, name)
    parser.add_render_rule("footnote_ref", lambda _, tokens, at, *__: f"[^{tokens[at].meta['label']}]")
    return parser


class _Blocks:
    """Gathers blocks while it walks over the top level of a token stream."""

    def __init__(self, name: str, pictures: Mapping[str, int]) -> None:
        self.name, self.pictures = name, pictures
        self.made: list[Block] = []
        self.footnotes: list[Footnote] = []
        self._flow: list[Token] = []

    def read(self, body: str) -> None:
        for part in _parts(_parser().parse(body)):
            self._take(part)
        self._flush()

    def picture(self, name: str) -> int:
        if name not in self.pictures:
            raise BadSource(self.name, f"there is no picture “{name}”.")
        return self.pictures[name]

    def _take(self, part: list[Token]) -> None:
        kind = part[0].type
        if kind == "footnote_block_open":
            self.footnotes = [
                Footnote(note[0].meta["label"], _flow(note[1:-1])) for note in _parts(part[1:-1])
            ]
        elif _is_picture(part) or kind not in {"paragraph_open", "bullet_list_open", "ordered_list_open"}:
            self._flush()
            self.made.append(self._block(part, block_id(self.name, len(self.made))))
        else:
            self._flow.extend(part)

    def _flush(self) -> None:
        if self._flow:
            self.made.append(Text(block_id(self.name, len(self.made)), _flow(self._flow)))
            self._flow = []

    def _block(self, part: list[Token], key: str) -> Block:
        inner = part[1:-1]
        match part[0].type:
            case "heading_open":
                return Heading(key, _plain(_render(inner)), int(part[0].tag[1]))
            case "blockquote_open":
                return _quotation(inner, key)
            case "paragraph_open":
                image = (inner[0].children or [])[0]
                caption = str(image.attrs.get("title", ""))
                return PictureBlock(
                    key, self.picture(str(image.attrs["src"])), html.text(image.content), html.text(caption)
                )
            case "table_open":
                return _table(part, key)
            case "container_note_open":
                return Note(key, _flow(inner))
            case "container_correction_open":
                return Note(key, _flow(inner), "correction")
            case "container_references_open":
                items = [item for items in _parts(inner) for item in _parts(items[1:-1])]
                return References(key, tuple(html.inline(_render(item[1:-1])) for item in items))
            case "container_embed_open":
                return Embed(key, part[0].info.split()[1], _plain(_render(inner)))
            case "container_table_open":
                return _table(inner, key, part[0].info.removeprefix(" table").strip())
            case unknown:
                raise BadSource(self.name, f"“{unknown}” becomes no block.")


def _parts(tokens: list[Token]) -> list[list[Token]]:
    """The stream cut into its top-level elements."""
    parts: list[list[Token]] = []
    depth = 0
    for token in tokens:
        if depth == 0:
            parts.append([])
        parts[-1].append(token)
        depth += token.nesting
    return parts


def _is_picture(part: list[Token]) -> bool:
    children = part[1].children if len(part) > 1 else None
    return (
        part[0].type == "paragraph_open" and bool(children) and [c.type for c in children or []] == ["image"]
    )


def _render(tokens: list[Token]) -> str:
    parser = _parser()
    return str(parser.renderer.render(tokens, parser.options, {}))


def _flow(tokens: list[Token]) -> str:
    return html.flow(_render([token for token in tokens if token.type != "footnote_anchor"]))


def _quotation(inner: list[Token], key: str) -> Quotation:
    parts = _parts(inner)
    credit = _CREDIT.match(html.inline(_render(parts[-1])))
    if credit is None:
        return Quotation(key, _flow(inner))
    text, source = _flow([token for part in parts[:-1] for token in part]), credit["source"] or ""
    link = _LINK.match(source)
    if link is not None:
        return Quotation(key, text, credit["speaker"], _plain(link[2]), unescape(link[1]))
    if source.startswith("https://"):
        return Quotation(key, text, credit["speaker"], url=unescape(source))
    return Quotation(key, text, credit["speaker"], _plain(source))


def _plain(inner: str) -> str:
    """Inline HTML without its tags: credits and cells are plain text at the desk."""
    return html.text(html.plain(inner))


def _table(tokens: list[Token], key: str, caption: str = "") -> Table:
    rows: list[list[str]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_plain(_render([token])))
    return Table(key, tuple(map(tuple, rows)), html.text(caption), header_row=True, header_column=False)
