"""A Markdown file, with an optional header, as a draft.

The header stands between two lines of ``---`` and holds lines of ``key: value``. A file without one is read as well;
its first ``#`` is the headline. Footnotes are ``[^1]`` and ``[^1]: …``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from masthead.intake import body, citations, language, quotations
from masthead.intake.draft import Byline, Draft, Found, Picture
from masthead.intake.errors import NoArticle
from masthead.intake.moments import moment
from masthead.intake.readers.decode import Decoded
from masthead.intake.readers.html.names import people
from masthead.intake.readers.html.text import folded
from masthead.intake.sources.delivery import Delivery
from masthead.lib.html import inline, plain

_HEADER = re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LINE = re.compile(r"^([A-Za-z][\w -]{0,40}):[ \t]*(.*)$")
_ITEM = re.compile(r"^\s*-\s+(.*)$")
# The keys of a header, and what others call them.
_KEYS = {
    "headline": ("headline", "title"),
    "standfirst": ("standfirst", "subtitle", "description", "summary", "excerpt", "dek"),
    "author": ("author", "authors", "by", "byline"),
    "translator": ("translator", "translators"),
    "photographer": ("photographer", "photos"),
    "editor": ("editor",),
    "published": ("date", "published", "publishdate", "pubdate"),
    "updated": ("updated", "lastmod", "modified"),
    "language": ("lang", "language", "locale"),
    "licence": ("licence", "license"),
    "rights": ("rights", "copyright"),
    "outlet": ("outlet", "publication", "source", "site"),
    "canonical": ("canonical", "url", "canonical_url", "link"),
}


def read(delivery: Delivery, text: Decoded) -> Draft:
    """The draft of a Markdown file; ``NoArticle`` if it holds no text."""
    header, written = split(text.text.replace("\r\n", "\n").lstrip("\ufeff"))
    said = {name: _first(header, keys) for name, keys in _KEYS.items()}
    parser = _parser()
    env: dict[str, object] = {}
    tokens = parser.parse(written, env)
    rest, first = _without_title(tokens, parser, env)
    title = said["headline"] or first
    if first and title and folded(first.value) == folded(title.value):
        tokens = rest
    tokens, notes = _without_footnotes(tokens, parser, env)
    pieces = body.parts(parser.renderer.render(tokens, parser.options, env))
    words = body.words(pieces)
    if not words.strip():
        raise NoArticle(f"{delivery.source} holds no article text.")
    if said["outlet"] and re.match(r"https?://", said["outlet"].value):
        said["canonical"] = said["canonical"] or replace(said["outlet"], where="header:source")
        said["outlet"] = None
    if said["canonical"] and not re.match(r"https?://", said["canonical"].value):
        said["canonical"] = None
    tongue = language.language(words, [said["language"]] if said["language"] else [])
    address = said["canonical"] or (Found(delivery.url, "url", 0.7) if delivery.url else None)
    return Draft(
        source=delivery.source,
        body_html=body.render(pieces),
        body_text=words,
        headline=title,
        standfirst=said["standfirst"],
        bylines=tuple(_bylines(said)),
        published=_moment(said["published"]),
        updated=_moment(said["updated"]),
        language=tongue,
        outlet=said["outlet"],
        canonical=address,
        licence=said["licence"],
        rights=said["rights"],
        citations=citations.citations(
            pieces, tongue.value if tongue else "", address.value if address else ""
        ),
        quotations=quotations.quotations(pieces),
        pictures=tuple(_pictures(tokens)),
        footnotes=notes,
    )


def html(text: str) -> tuple[str, tuple[tuple[str, str], ...]]:
    """Markdown as HTML, references to footnotes as ``[^label]``, and the footnotes as (label, inline HTML)."""
    parser = _parser()
    env: dict[str, object] = {}
    tokens, notes = _without_footnotes(parser.parse(text, env), parser, env)
    return str(parser.renderer.render(tokens, parser.options, env)), notes


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable("table").use(footnote_plugin)


def split(text: str) -> tuple[dict[str, str], str]:
    """The header's keys in lower case, and the text under it. Lists become values parted by commas."""
    found = _HEADER.match(text)
    if found is None:
        return {}, text
    header: dict[str, str] = {}
    key = ""
    for line in found[1].split("\n"):
        if pair := _LINE.match(line):
            key = pair[1].strip().lower()
            header[key] = _unquoted(pair[2])
        elif key and (item := _ITEM.match(line)):
            header[key] = ", ".join(filter(None, [header[key], _unquoted(item[1])]))
    # Two lines of dashes around something else are rules, not a header.
    return (header, text[found.end() :]) if header else ({}, text)


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    if value.startswith("[") and value.endswith("]"):
        return ", ".join(_unquoted(item) for item in value[1:-1].split(","))
    return value


def _first(header: dict[str, str], keys: Iterable[str]) -> Found[str] | None:
    return next((Found(header[key], f"header:{key}", 1.0) for key in keys if header.get(key)), None)


def _bylines(said: dict[str, Found[str] | None]) -> Iterator[Found[Byline]]:
    for role in ("author", "translator", "photographer", "editor"):
        if found := said[role]:
            for name in people(found.value):
                yield Found(Byline(name, role), found.where, found.sure)


def _moment(found: Found[str] | None) -> Found[str] | None:
    value = moment(found.value) if found else None
    return Found(value, found.where, found.sure) if found and value else None


def _without_title(
    tokens: list[Token], parser: MarkdownIt, env: dict[str, object]
) -> tuple[list[Token], Found[str] | None]:
    """The tokens without the first heading of the first rank, and that heading."""
    for at, token in enumerate(tokens):
        if token.type == "heading_open" and token.tag == "h1":
            html = parser.renderer.render(tokens[at + 1 : at + 2], parser.options, env)
            return tokens[:at] + tokens[at + 3 :], Found(plain(inline(html)), "markdown:#", 0.95)
    return tokens, None


def _without_footnotes(
    tokens: list[Token], parser: MarkdownIt, env: dict[str, object]
) -> tuple[list[Token], tuple[tuple[str, str], ...]]:
    """References as ``[^label]`` in the text, and the footnotes as (label, inline HTML)."""
    start = next((at for at, token in enumerate(tokens) if token.type == "footnote_block_open"), len(tokens))
    notes: list[tuple[str, str]] = []
    inside: list[Token] = []
    label = ""
    for token in tokens[start:]:
        if token.type == "footnote_open":
            label, inside = _label(token), []
        elif token.type == "footnote_close":
            notes.append((label, inline(parser.renderer.render(inside, parser.options, env))))
        elif token.type not in {"footnote_anchor", "footnote_block_open", "footnote_block_close"}:
            inside.append(token)
    for token in tokens[:start]:
        for child in token.children or []:
            if child.type == "footnote_ref":
                child.type, child.tag, child.content = "text", "", f"[^{_label(child)}]"
    return tokens[:start], tuple(notes)


def _label(token: Token) -> str:
    return re.sub(r"[^\w-]", "-", str(token.meta.get("label") or token.meta["id"] + 1))[:20]


def _pictures(tokens: Iterable[Token]) -> Iterable[Picture]:
    for token in tokens:
        for child in token.children or []:
            if child.type == "image" and str(child.attrs.get("src", "")).startswith(("http://", "https://")):
                yield Picture(str(child.attrs["src"]), child.content, str(child.attrs.get("title") or ""))
