"""XLIFF 2.0, 2.1 and 2.2 (OASIS; ISO 21720), read tolerantly and written strictly.

What is read: files, groups, units, segments, ignorables, inline codes, original data, notes. Annotations are left out,
their words stay. Modules and extensions are not read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from lxml import etree

from masthead.translation.exchange.errors import NotReadable
from masthead.translation.exchange.inline import Mark, Numbering, marks_of, nested
from masthead.translation.exchange.values import Exchange, File, Inline, Note, Segment, State, Unit
from masthead.translation.exchange.xml import BAD, XML, Node, first, name_of, own, serialised, where, words

SPACE = "urn:oasis:names:tc:xliff:document:2.0"
_STATES = frozenset(get_args(State))


def read(root: Node) -> Exchange:
    files = tuple(_file(node) for node in own(root, "file"))
    return Exchange(
        root.get("version", "2.0"), root.get("srcLang", "").strip(), root.get("trgLang", "").strip(), files
    )


def _file(node: Node) -> File:
    return File(node.get("id", ""), tuple(_units(node, True)), node.get("original", ""), tuple(_notes(node)))


def _units(node: Node, translate: bool) -> Iterator[Unit]:
    for child in own(node, "group", "unit"):
        wanted = _yes(child.get("translate"), translate)
        if name_of(child) == "group":
            yield from _units(child, wanted)
            continue
        data = {
            datum.get("id", ""): _plain(datum)
            for kept in own(child, "originalData")
            for datum in own(kept, "data")
        }
        parts = own(child, "segment", "ignorable")
        yield Unit(
            child.get("id", ""),
            tuple(_segment(part, data) for part in parts),
            child.get("name", ""),
            wanted,
            tuple(_notes(child)),
        )


def _yes(said: str | None, inherited: bool) -> bool:
    return {"yes": True, "no": False}.get(said or "", inherited)


def _notes(node: Node) -> Iterator[Note]:
    for kept in own(node, "notes"):
        for note in own(kept, "note"):
            yield Note(words(note), note.get("category", ""))


def _segment(node: Node, data: Mapping[str, str]) -> Segment:
    source, target = first(node, "source"), first(node, "target")
    if source is None:
        raise NotReadable(f"{where(node)} has no <source>.")
    numbering = Numbering()
    coded = numbering.text(list(_marks(source, data)))
    translated = None if target is None else numbering.text(list(_marks(target, data)))
    said = node.get("state", "")
    state: State = said if said in _STATES else ""
    return Segment(
        node.get("id", ""), coded, translated, state, node.get("subState", ""), tuple(numbering.codes),
        name_of(node) == "ignorable",
    )  # fmt: skip


def _marks(node: Node, data: Mapping[str, str]) -> Iterator[Mark]:
    yield Mark("text", node.text or "")
    for child in node:
        name = name_of(child)
        known = child.get("id", "")
        if name == "pc":
            yield Mark("open", _stands_for(child, data, "Start"), known)
            yield from _marks(child, data)
            yield Mark("close", _stands_for(child, data, "End"), known)
        elif name == "ph":
            yield Mark("alone", _stands_for(child, data), known)
        elif name == "sc":
            yield Mark("start", _stands_for(child, data), known, child.get("rid") or known)
        elif name == "ec":
            ref = child.get("startRef") or child.get("rid") or known
            yield Mark("end", _stands_for(child, data), child.get("startRef") or known, ref)
        elif name == "cp":
            yield Mark("text", _character(child.get("hex", "")))
        else:
            yield from _marks(child, data)
        yield Mark("text", child.tail or "")


def _stands_for(node: Node, data: Mapping[str, str], end: str = "") -> str:
    """The original data of a code, or what it is shown as, or (against the standard) what stands in it."""
    held = data.get(node.get(f"dataRef{end}", ""), "")
    inside = words(node) if not end else ""
    return held or node.get(f"disp{end}") or node.get(f"equiv{end}") or inside


def _character(hexadecimal: str) -> str:
    try:
        number = int(hexadecimal, 16)
        return chr(number) if not 0xD800 <= number <= 0xDFFF else "\ufffd"
    except (ValueError, OverflowError):
        return "\ufffd"


def _plain(node: Node) -> str:
    return "".join(mark.text for mark in _marks(node, {}) if mark.what == "text")


def write(exchange: Exchange, version: str = "2.1") -> bytes:
    """The document as XLIFF 2; white space is kept throughout."""
    root = etree.Element(_q("xliff"), nsmap={None: SPACE})  # type: ignore[dict-item]
    root.set("version", version)
    root.set("srcLang", exchange.source_language)
    if exchange.target_language:
        root.set("trgLang", exchange.target_language)
    for file in exchange.files:
        node = _put(root, "file", id=file.id, original=file.original)
        node.set(f"{XML}space", "preserve")
        _put_notes(node, file.notes)
        for unit in file.units:
            _put_unit(node, unit)
    return serialised(root)


def _q(name: str) -> str:
    return f"{{{SPACE}}}{name}"


def _put(parent: Node, name: str, /, **attributes: str) -> Node:
    node = etree.SubElement(parent, _q(name))
    for key, value in attributes.items():
        if value:
            node.set(key, BAD.sub("\ufffd", value))
    return node


def _put_notes(parent: Node, notes: Sequence[Note]) -> None:
    if notes:
        kept = _put(parent, "notes")
        for note in notes:
            _put(kept, "note", category=note.category).text = BAD.sub("\ufffd", note.text)


def _put_unit(parent: Node, unit: Unit) -> None:
    node = _put(parent, "unit", id=unit.id, name=unit.name, translate="" if unit.translate else "no")
    _put_notes(node, unit.notes)
    data = _Data(code for segment in unit.segments for code in segment.codes)
    data.put(node)
    sides: list[list[tuple[Node, list[Mark]]]] = [[], []]
    for segment in unit.segments:
        name = "ignorable" if segment.ignorable else "segment"
        part = _put(node, name, id=segment.id)
        if not segment.ignorable:
            for key, value in (("state", segment.state), ("subState", _sub_state(segment))):
                if value:
                    part.set(key, value)
        sides[0].append((_put(part, "source"), list(marks_of(segment.source, segment.codes))))
        if segment.target is not None:
            sides[1].append((_put(part, "target"), list(marks_of(segment.target, segment.codes))))
    for side in sides:
        whole = _whole([mark for _, marks in side for mark in marks])
        for into, marks in side:
            _put_marks(into, marks, data, whole)


def _sub_state(segment: Segment) -> str:
    """Only beside a state, and only with a prefix."""
    return segment.detail if segment.state and ":" in segment.detail else ""


class _Data:
    """Original data, each text once."""

    def __init__(self, codes: Iterator[Inline]) -> None:
        self._ids: dict[str, str] = {}
        for code in codes:
            for text in (code.open, code.close):
                if text:
                    self._ids.setdefault(text, f"d{len(self._ids) + 1}")

    def ref(self, text: str) -> str:
        return self._ids.get(text, "")

    def put(self, unit: Node) -> None:
        if self._ids:
            kept = _put(unit, "originalData")
            for text, known in self._ids.items():
                datum = _put(kept, "data", id=known)
                datum.set(f"{XML}space", "preserve")
                _put_marks(datum, [Mark("text", text)], self, frozenset())


def _whole(marks: Sequence[Mark]) -> frozenset[str]:
    """The ids of halves that have their other half in the unit."""
    started: set[str] = set()
    both: set[str] = set()
    for mark in marks:
        if mark.what == "start":
            started.add(mark.id)
        elif mark.what == "end" and mark.id in started:
            both.add(mark.id)
    return frozenset(both)


def _put_marks(into: Node, marks: Sequence[Mark], data: _Data, whole: frozenset[str]) -> None:
    if not nested(marks):
        raise NotReadable("The codes of a text stand across one another: it cannot be written as XLIFF.")
    at = into
    for mark in marks:
        if mark.what == "text":
            _put_words(at, mark.text)
        elif mark.what == "open":
            at = _put(at, "pc", id=mark.id, dataRefStart=data.ref(mark.text))
        elif mark.what == "close":
            if data.ref(mark.text):
                at.set("dataRefEnd", data.ref(mark.text))
            at = at.getparent()
        elif mark.what == "alone":
            _put(at, "ph", id=mark.id, dataRef=data.ref(mark.text))
        elif mark.id in whole:
            name, key = ("sc", "id") if mark.what == "start" else ("ec", "startRef")
            _put(at, name, **{key: mark.id}, dataRef=data.ref(mark.text))
        else:
            name = "sc" if mark.what == "start" else "ec"
            _put(at, name, id=mark.id, isolated="yes", dataRef=data.ref(mark.text))


def _put_words(into: Node, text: str) -> None:
    at = 0
    for found in BAD.finditer(text):
        _append(into, text[at : found.start()])
        _put(into, "cp", hex=f"{ord(found[0]):04X}")
        at = found.end()
    _append(into, text[at:])


def _append(into: Node, text: str) -> None:
    """Text after what is already there."""
    last = into[-1] if len(into) else None
    if last is None:
        into.text = (into.text or "") + text
    else:
        last.tail = (last.tail or "") + text
