"""TMX 1.4b (LISA OSCAR, 2005): translation memories, read and written as a stream.

A unit is held at a time, whatever the size of the file. Codes become those of coded texts: ``bpt`` with its ``ept`` is a
pair where they nest, ``ph``, ``ut`` and halves (``it``) stand alone, ``hi`` is left out and its words stay. What a code
stands for is not kept: it is the business of the document it came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from masthead.translation.exchange.errors import NotReadable
from masthead.translation.exchange.inline import Mark, Numbering
from masthead.translation.exchange.xml import BAD, XML, Node, name_of, own, refuse_entities, said
from masthead.translation.markup import decode, encode, tokens
from masthead.translation.segments import By

LARGEST_UNIT = 8_000_000
"""Bytes between the ends of two units."""
_CHUNK = 1 << 16
_DATE = "%Y%m%dT%H%M%SZ"
_BY = "x-masthead-by"
_VERSION = "x-masthead-version"
_ORIGIN = "x-document"
# As memoQ writes them, an element of TMX as text; as OmegaT does, plain.
_BEFORE, _AFTER = ("x-context-pre", "prev"), ("x-context-post", "next")
_LONGEST_CONTEXT = 20_000
_RETURN = {"\r": "&#13;"}
_SEG = re.compile(r"<seg>(.*)</seg>", re.DOTALL)
_CODED = re.compile(
    r"<(bpt|ept|ph|it|ut)\b[^>]*>.*?</\1>|<(?:bpt|ept|ph|it|ut)\b[^>]*/>|</?(?:hi|sub)\b[^>]*>", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Variant:
    """A text in one language, BCP 47 as written. ``by`` is empty where the file does not say what made it; ``name``
    is who changed it last, at ``at``; ``creator`` who made it first, at ``created_at``, where the file says so."""

    language: str
    text: str
    name: str = ""
    at: datetime | None = None
    by: By = ""
    version: str = ""
    creator: str = ""
    created_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """Texts that say the same; ``source_language`` is ``*all*`` where any of them may be the source.

    ``origin``: the document it comes from; ``before`` and ``after``: the coded source texts it stood between.
    """

    id: str
    source_language: str
    variants: tuple[Variant, ...]
    origin: str = ""
    before: str = ""
    after: str = ""


def read(file: IO[bytes]) -> Iterator[Unit]:
    """The units of a file, in order; ``NotReadable`` at the place where it cannot be read on."""
    parser = etree.XMLPullParser(
        events=("start", "end"), tag=("{*}tmx", "{*}header", "{*}tu"), resolve_entities=False, no_network=True,
        load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True,
    )  # fmt: skip
    source, begun, since = "", False, 0
    try:
        while chunk := file.read(_CHUNK):
            parser.feed(chunk)
            since += len(chunk)
            event: str
            node: Node
            for event, node in parser.read_events():
                name = name_of(node)
                if not begun:
                    begun = True
                    refuse_entities(node.getroottree().docinfo)
                    if name != "tmx":
                        raise NotReadable(
                            f"It is no TMX: its root is <{name_of(node.getroottree().getroot())[:40]}>."
                        )
                if event == "start" and name == "header":
                    source = node.get("srclang", "")
                if event == "end" and name == "tu":
                    since = 0
                    yield _unit(node, source)
                    _forget(node)
            if since > LARGEST_UNIT:
                raise NotReadable(f"Between two units stand more than {LARGEST_UNIT // 1_000_000} MB.")
        parser.close()
    except (etree.XMLSyntaxError, ValueError) as error:
        if begun or since:
            raise NotReadable(f"It is no well-formed XML: {said(error)}.") from error
    if not begun:
        raise NotReadable("It is no TMX: there is no <tmx> in it.")


def _forget(node: Node) -> None:
    """Let go of a unit and of what stands before it."""
    node.clear(keep_tail=False)
    parent = node.getparent()
    if parent is not None:
        while parent[0] is not node:
            del parent[0]


def _unit(node: Node, source: str) -> Unit:
    wanted = node.get("srclang", source)
    found = [(tuv, seg) for tuv in own(node, "tuv") for seg in own(tuv, "seg")]
    # The source has the first say in how codes are numbered; the order of the file stays.
    first = sorted(range(len(found)), key=lambda at: _language(found[at][0]).lower() != wanted.lower())
    numbering = Numbering()
    texts: dict[int, str] = {at: numbering.text(list(_marks(found[at][1]))) for at in first}
    variants = tuple(_variant(tuv, node, texts[at]) for at, (tuv, _) in enumerate(found))
    props = _props(node, *(tuv for tuv, _ in found))
    return Unit(
        node.get("tuid", ""), wanted, variants, props.get(_ORIGIN, "").strip(), _context(props, _BEFORE),
        _context(props, _AFTER),
    )  # fmt: skip


def _props(*nodes: Node) -> dict[str | None, str]:
    return {prop.get("type"): prop.text or "" for node in nodes for prop in own(node, "prop")}


def _context(props: Mapping[str | None, str], keys: tuple[str, str]) -> str:
    """A neighbour as a coded text; whatever codes another tool wrote are left out."""
    if text := props.get(keys[0], "")[:_LONGEST_CONTEXT]:
        inner = _SEG.fullmatch(text.strip())
        return _CODED.sub("", inner[1]) if inner else encode(text)
    return encode(props.get(keys[1], "")[:_LONGEST_CONTEXT])


def _language(tuv: Node) -> str:
    return str(tuv.get(f"{XML}lang") or tuv.get("lang") or "")


def _variant(tuv: Node, unit: Node, text: str) -> Variant:
    def about(*keys: str) -> str:
        return next((value for node in (tuv, unit) for key in keys if (value := node.get(key))), "")

    props = _props(unit, tuv)
    by: By = "engine" if props.get(_BY) == "engine" else "person" if props.get(_BY) == "person" else ""
    return Variant(
        _language(tuv), text, about("changeid", "creationid"), _moment(about("changedate", "creationdate")), by,
        props.get(_VERSION, ""), about("creationid"), _moment(about("creationdate")),
    )  # fmt: skip


def _moment(said: str) -> datetime | None:
    try:
        return datetime.strptime(said, _DATE).replace(tzinfo=UTC)
    except ValueError:
        return None


def _marks(seg: Node) -> Iterator[Mark]:
    count = 0

    def marks(node: Node) -> Iterator[Mark]:
        nonlocal count
        yield Mark("text", node.text or "")
        for child in node:
            name, half, across = name_of(child), child.get("i", ""), child.get("x", "")
            if name == "bpt":
                yield Mark("start", "", f"p{across or half}", half)
            elif name == "ept":
                yield Mark("end", "", f"p{half}", half)
            elif name == "it":
                count += 1
                yield Mark("alone", "", f"i{across or count}{child.get('pos', '')}")
            elif name in {"ph", "ut"}:
                count += 1
                yield Mark("alone", "", f"a{across or count}")
            else:
                yield from marks(child)
            yield Mark("text", child.tail or "")

    return marks(seg)


def write(units: Iterable[Unit], source_language: str) -> Iterator[str]:
    """The file, piece by piece, to be encoded as UTF-8."""
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n<header creationtool="Masthead" '
        'creationtoolversion="1" segtype="sentence" o-tmf="Masthead" adminlang="en" '
        f'srclang={_quoted(source_language)} datatype="html"/>\n<body>\n'
    )
    for unit in units:
        known = f" tuid={_quoted(unit.id)}" if unit.id else ""
        own_source = (
            f" srclang={_quoted(unit.source_language)}" if unit.source_language != source_language else ""
        )
        around = ((_BEFORE[0], unit.before), (_AFTER[0], unit.after))
        told = (
            (_ORIGIN, unit.origin),
            *((key, f"<seg>{text}</seg>" if text else "") for key, text in around),
        )
        yield f"<tu{known}{own_source}>{_told(told)}" + "".join(map(_written, unit.variants)) + "</tu>\n"
    yield "</body>\n</tmx>\n"


def _quoted(text: str) -> str:
    return quoteattr(BAD.sub("\ufffd", text))


def _written(variant: Variant) -> str:
    about = f" xml:lang={_quoted(variant.language)}"
    if variant.creator:
        about += f" creationid={_quoted(variant.creator)}"
    if variant.created_at:
        about += f' creationdate="{variant.created_at.astimezone(UTC):{_DATE}}"'
    if variant.name:
        about += f" changeid={_quoted(variant.name)}"
    if variant.at:
        about += f' changedate="{variant.at.astimezone(UTC):{_DATE}}"'
    props = _told(((_BY, variant.by), (_VERSION, variant.version)))
    return f"<tuv{about}>{props}<seg>{_seg(variant.text)}</seg></tuv>"


def _told(props: Iterable[tuple[str, str]]) -> str:
    return "".join(
        f'<prop type="{key}">{escape(BAD.sub("�", value), _RETURN)}</prop>' for key, value in props if value
    )


def _seg(text: str) -> str:
    """A coded text; each code shows itself, for tools that show codes."""
    parts: list[str] = []
    for token in tokens(text):
        shown, number = escape(token.raw), token.number
        if token.kind == "text":
            # A bare carriage return would be read as a line feed.
            parts.append(escape(BAD.sub("\ufffd", decode(token.raw)), _RETURN))
        elif token.kind == "open":
            parts.append(f'<bpt i="{number}" x="{number}">{shown}</bpt>')
        elif token.kind == "close":
            parts.append(f'<ept i="{number}">{shown}</ept>')
        else:
            parts.append(f'<ph x="{number}">{shown}</ph>')
    return "".join(parts)
