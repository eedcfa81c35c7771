"""XLIFF 1.2 (OASIS, 2008), and 1.0 and 1.1 as far as they are the same; read tolerantly and written strictly.

A unit is a ``trans-unit``; its segments are the ``mrk`` of type ``seg`` in ``seg-source`` and ``target``, or the whole.
Where a tool has translated the whole without them, the unit has one segment. What 1.2 has no place for (the state of
each segment, what the end of a pair stands for) is kept in attributes of our own namespace.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lxml import etree

from masthead.translation.exchange.errors import NotReadable
from masthead.translation.exchange.inline import Mark, Numbering, marks_of, nested
from masthead.translation.exchange.values import Exchange, File, Inline, Note, Segment, State, Unit
from masthead.translation.exchange.xml import BAD, XML, Node, first, name_of, own, serialised, where, words

SPACE = "urn:oasis:names:tc:xliff:document:1.2"
OWN = "urn:masthead:xliff"
STATES: dict[str, State] = {
    "new": "initial", "needs-translation": "initial", "needs-adaptation": "initial", "needs-l10n": "initial",
    "translated": "translated", "needs-review-translation": "translated", "needs-review-adaptation": "translated",
    "needs-review-l10n": "translated", "signed-off": "reviewed", "final": "final",
}  # fmt: skip
_WRITTEN: dict[State, str] = {
    "initial": "new", "translated": "translated", "reviewed": "signed-off", "final": "final",
}  # fmt: skip
_OPEN = {"bpt", "bx"}
_SHUT = {"ept", "ex"}
_CHARACTER = "x-cp-"


def read(root: Node) -> Exchange:
    files = tuple(_file(node) for node in own(root, "file"))
    known = next((file for file in files if file.source_language), None)
    source = known.source_language if known else ""
    target = next((file.target_language for file in files if file.target_language), "")
    return Exchange(root.get("version", "1.2"), source, target, files)


def _file(node: Node) -> File:
    header = first(node, "header")
    original = node.get("original", "")
    return File(
        original,
        tuple(unit for body in own(node, "body") for unit in _units(body, True)),
        original,
        tuple(_notes(header)) if header is not None else (),
        node.get("source-language", "").strip(),
        node.get("target-language", "").strip(),
    )


def _units(node: Node, translate: bool) -> Iterator[Unit]:
    for child in own(node, "group", "trans-unit"):
        wanted = {"yes": True, "no": False}.get(child.get("translate", ""), translate)
        if name_of(child) == "group":
            yield from _units(child, wanted)
            continue
        yield Unit(
            child.get("id", ""),
            tuple(_segments(child)),
            child.get("resname", ""),
            wanted,
            tuple(_notes(child)),
        )


def _notes(node: Node) -> Iterator[Note]:
    return (Note(words(note), note.get("from", "")) for note in own(node, "note"))


def _segments(node: Node) -> Iterator[Segment]:
    source, cut, target = first(node, "source"), first(node, "seg-source"), first(node, "target")
    if source is None:
        raise NotReadable(f"{where(node)} has no <source>.")
    state, detail = _state(target)
    if node.get("approved") == "yes" and state in {"", "translated"}:
        state = "reviewed"
    parts = _parts(cut) if cut is not None else []
    answers = (
        {part.get("mid", ""): part for part, _ in _parts(target) if part is not None}
        if target is not None
        else {}
    )
    sources = [part for part, _ in parts if part is not None]
    if not sources or (target is not None and not answers and words(target).strip()):
        numbering = Numbering()
        coded = numbering.text(list(_marks(source)))
        done = None if target is None else numbering.text(list(_marks(target)))
        yield Segment("", coded, done, state, detail, tuple(numbering.codes))
        return
    for number, (part, between) in enumerate(parts, start=1):
        if part is None:
            yield Segment("", Numbering().text([Mark("text", between)]), ignorable=True)
            continue
        answer = answers.get(part.get("mid", ""))
        numbering = Numbering()
        coded = numbering.text(list(_marks(part)))
        done = None if answer is None else numbering.text(list(_marks(answer)))
        own_state, own_detail = _own_state(answer)
        yield Segment(
            part.get("mid") or f"_{number}", coded, done, own_state or (state if done is not None else ""),
            own_detail or (detail if done is not None else ""), tuple(numbering.codes),
        )  # fmt: skip


def _state(target: Node | None) -> tuple[State, str]:
    """The state in the words of XLIFF 2, and in its own where those say less."""
    said = "" if target is None else target.get("state", "")
    state = STATES.get(said, "")
    return state, said if _WRITTEN.get(state) != said else ""


def _own_state(part: Node | None) -> tuple[State, str]:
    said = "" if part is None else part.get(f"{{{OWN}}}state", "")
    state = STATES.get(said, "")
    return state, said if _WRITTEN.get(state) != said else ""


def _parts(node: Node) -> list[tuple[Node | None, str]]:
    """The segments in an element, in order, and the text between them. They may stand in other elements."""
    found: list[tuple[Node | None, str]] = []

    def text(words: str | None) -> None:
        if words and found and found[-1][0] is None:
            found[-1] = (None, found[-1][1] + words)
        elif words:
            found.append((None, words))

    def walk(at: Node) -> None:
        text(at.text)
        for child in at:
            if name_of(child) == "mrk" and child.get("mtype") == "seg":
                found.append((child, ""))
            else:
                walk(child)
            text(child.tail)

    walk(node)
    return found


def _marks(node: Node) -> Iterator[Mark]:
    yield Mark("text", node.text or "")
    for child in node:
        name, known, held = name_of(child), child.get("id", ""), child.get("equiv-text", "")
        if name == "g":
            yield Mark("open", held, known)
            yield from _marks(child)
            yield Mark("close", child.get(f"{{{OWN}}}close", ""), known)
        elif name in _OPEN:
            yield Mark("start", words(child) or held, known, child.get("rid") or known)
        elif name in _SHUT:
            yield Mark("end", words(child) or held, known, child.get("rid") or known)
        elif name == "it":
            what = "end" if child.get("pos") == "close" else "start"
            yield Mark(what, words(child) or held, known, child.get("rid") or known)  # type: ignore[arg-type]
        elif name == "x" and child.get("ctype", "").startswith(_CHARACTER):
            yield Mark("text", _character(child.get("ctype", "").removeprefix(_CHARACTER)))
        elif name in {"x", "ph"}:
            yield Mark("alone", words(child) or held, known)
        else:
            yield from _marks(child)
        yield Mark("text", child.tail or "")


def _character(hexadecimal: str) -> str:
    try:
        return chr(int(hexadecimal, 16))
    except (ValueError, OverflowError):
        return "\ufffd"


def write(exchange: Exchange) -> bytes:
    """The document as XLIFF 1.2; white space is kept throughout."""
    root = etree.Element(_q("xliff"), nsmap={None: SPACE, "m": OWN})  # type: ignore[dict-item]
    root.set("version", "1.2")
    for file in exchange.files:
        node = _put(root, "file")
        node.set("original", _clean(file.original or file.id))
        node.set("source-language", file.source_language or exchange.source_language)
        target = file.target_language if file.source_language else exchange.target_language
        if target:
            node.set("target-language", target)
        node.set("datatype", "html")
        node.set(f"{XML}space", "preserve")
        if file.notes:
            _put_notes(_put(node, "header"), file.notes)
        body = _put(node, "body")
        for unit in file.units:
            _put_unit(body, unit)
    return serialised(root)


def _q(name: str) -> str:
    return f"{{{SPACE}}}{name}"


def _clean(text: str) -> str:
    return BAD.sub("\ufffd", text)


def _put(parent: Node, name: str, /, **attributes: str) -> Node:
    node = etree.SubElement(parent, _q(name))
    for key, value in attributes.items():
        if value:
            node.set(key, _clean(value))
    return node


def _put_notes(parent: Node, notes: Sequence[Note]) -> None:
    for note in notes:
        node = _put(parent, "note")
        node.text = _clean(note.text)
        if note.category:
            node.set("from", _clean(note.category))


def _put_unit(parent: Node, unit: Unit) -> None:
    node = _put(parent, "trans-unit", id=unit.id, resname=unit.name, translate="" if unit.translate else "no")
    cut = len(unit.segments) > 1 or any(segment.id or segment.ignorable for segment in unit.segments)
    source = _put(node, "source")
    for segment in unit.segments:
        _put_marks(source, list(marks_of(segment.source, segment.codes)), segment.codes)
    if cut:
        _put_cut(_put(node, "seg-source"), unit.segments, "source")
    done = [segment for segment in unit.segments if segment.target is not None]
    if done:
        target = _put(node, "target")
        states = {(segment.state, segment.detail) for segment in unit.segments if not segment.ignorable}
        if len(states) == 1 and (said := _said(*states.pop())):
            target.set("state", said)
        if cut:
            _put_cut(target, unit.segments, "target")
        else:
            _put_marks(target, list(marks_of(done[0].target or "", done[0].codes)), done[0].codes)
    _put_notes(node, unit.notes)


def _said(state: State, detail: str) -> str:
    return detail if detail in STATES or detail.startswith("x-") else _WRITTEN.get(state, "")


def _put_cut(into: Node, segments: Sequence[Segment], side: str) -> None:
    for number, segment in enumerate(segments, start=1):
        text = segment.source if side == "source" or segment.ignorable else segment.target
        if text is None:
            continue
        at = into
        if not segment.ignorable:
            at = _put(into, "mrk", mtype="seg", mid=segment.id or f"_{number}")
            said = _said(segment.state, segment.detail)
            if side == "target" and said:
                at.set(f"{{{OWN}}}state", said)
        _put_marks(at, list(marks_of(text, segment.codes)), segment.codes)


def _put_marks(into: Node, marks: Sequence[Mark], codes: Sequence[Inline]) -> None:
    if not nested(marks):
        raise NotReadable("The codes of a text stand across one another: it cannot be written as XLIFF.")
    at = into
    for mark in marks:
        held = {"equiv-text": mark.text}
        if mark.what == "text":
            _put_words(at, mark.text)
        elif mark.what == "open":
            at = _put(at, "g", id=mark.id, **held)
        elif mark.what == "close":
            if mark.text:
                at.set(f"{{{OWN}}}close", _clean(mark.text))
            at = at.getparent()
        elif mark.what == "alone":
            _put(at, "x", id=mark.id, **held)
        else:
            _put(at, "bx" if mark.what == "start" else "ex", id=mark.id, **held)


def _put_words(into: Node, text: str) -> None:
    at = 0
    for found in BAD.finditer(text):
        _append(into, text[at : found.start()])
        hexadecimal = f"{ord(found[0]):04x}"
        _put(into, "x", id=f"cp{hexadecimal}", ctype=f"{_CHARACTER}{hexadecimal}")
        at = found.end()
    _append(into, text[at:])


def _append(into: Node, text: str) -> None:
    """Text after what is already there."""
    last = into[-1] if len(into) else None
    if last is None:
        into.text = (into.text or "") + text
    else:
        last.tail = (last.tail or "") + text
