"""What XLIFF 2.0 and 2.1 require of a document (OASIS XLIFF Version 2.1, sections 4.2 to 4.9), as code.

The grammar is a table in ``grammar2``; each further rule is a function over one unit, file or element. The modules'
rules stand in ``modules2``. A fault is a sentence with the element and its line.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from masthead.translation.exchange import grammar2, modules2
from masthead.translation.exchange.grammar2 import ATTRIBUTES, CODES, MODULES, SPACE
from masthead.translation.exchange.xml import XML, Node, name_of, own, space_of, where

MOST = 50
"""Faults that are told."""

_SUBTYPES = {"lb": "fmt", "pb": "fmt", "b": "fmt", "i": "fmt", "u": "fmt", "var": "ui"}
_SAME = ("canCopy", "canDelete", "canOverlap", "canReorder", "copyOf", "dir", "type", "subType")


def faults(root: Node) -> list[str]:
    return list(islice(dict.fromkeys(_faults(root)), MOST))


def _faults(root: Node) -> Iterator[str]:
    if name_of(root) != "xliff" or space_of(root) != SPACE:
        yield f"{where(root)}: the root must be <xliff> of {SPACE}."
        return
    for node in root.iter():
        if space_of(node) == SPACE and name_of(node) in ATTRIBUTES:
            yield from grammar2.faults(node)
            yield from _values(node, name_of(node))
        elif space_of(node) == SPACE:
            yield f"{where(node)}: XLIFF has no element of this name."
    languages = root.get("srcLang", ""), root.get("trgLang", "")
    files = list(own(root, "file"))
    yield from _unique(files, "files")
    for file in files:
        yield from _file(file, languages)
    yield from modules2.faults(root)


def _values(node: Node, name: str) -> Iterator[str]:
    """Rules about single elements."""
    if name == "cp" and re.fullmatch(r"[0-9A-Fa-f]{4,6}", node.get("hex", "")):
        number = int(node.get("hex"), 16)
        fine = number in {9, 10, 13} or 0x20 <= number <= 0xD7FF or 0xE000 <= number <= 0xFFFD
        if fine or number >= 0x10000:
            yield f"{where(node)}: U+{number:04X} can stand in XML as it is, or not at all."
    elif name == "skeleton" and bool(node.get("href")) == bool(len(node) or (node.text or "").strip()):
        yield f"{where(node)}: it must hold the skeleton, or name it with href, and not both."
    elif name == "segment" and node.get("subState") and not node.get("state"):
        yield f"{where(node)}: subState needs state beside it."
    if name in CODES:
        yield from _code(node)
    if (
        name in {"mrk", "sm"}
        and node.get("type") == "comment"
        and ("ref" in node.attrib) == ("value" in node.attrib)
    ):
        yield f"{where(node)}: a comment has either value or ref."
    if name in {"mrk", "sm"} and node.get("type", "generic") == "generic" and not node.get("translate"):
        yield f"{where(node)}: an annotation without type must say translate."


def _code(node: Node) -> Iterator[str]:
    sub = node.get("subType", "")
    if sub and not node.get("type"):
        yield f"{where(node)}: subType needs type beside it."
    if sub.startswith("xlf:") and _SUBTYPES.get(sub[4:]) != node.get("type"):
        yield f"{where(node)}: {sub} is no subType of the type {node.get('type')}."
    if node.get("canReorder", "yes") != "yes" and (
        node.get("canCopy") != "no" or node.get("canDelete") != "no"
    ):
        yield f"{where(node)}: what cannot be reordered must say that it cannot be copied or deleted."
    if name_of(node) == "ec":
        isolated = node.get("isolated") == "yes"
        if isolated and (not node.get("id") or "startRef" in node.attrib):
            yield f"{where(node)}: an isolated <ec> has an id and no startRef."
        if not isolated and (not node.get("startRef") or "id" in node.attrib):
            yield f"{where(node)}: an <ec> that is not isolated has startRef and no id."


def _unique(nodes: Iterable[Node], what: str) -> Iterator[str]:
    seen: set[str] = set()
    for node in nodes:
        known = node.get("id")
        if known and known in seen:
            yield f"{where(node)}: two {what} have this id."
        seen.add(known or "")


def _core(node: Node, *names: str) -> Iterator[Node]:
    return node.iter(*(f"{{{SPACE}}}{name}" for name in names))


def _file(file: Node, languages: tuple[str, str]) -> Iterator[str]:
    units = list(_core(file, "unit"))
    yield from _unique(units, "units of a file")
    yield from _unique(_core(file, "group"), "groups of a file")
    for notes in _core(file, "notes"):
        yield from _unique(own(notes, "note"), "notes of one element")
    for kept in _core(file, "originalData"):
        yield from _unique(own(kept, "data"), "original data")
    names = {unit.get("id") for unit in units}
    for holder in (file, *_core(file, "group", "unit")):
        yield from _unique(_extensions(holder), "elements of extensions")
    for code in _core(file, *CODES):
        for key in ("subFlows", "subFlowsStart", "subFlowsEnd"):
            for name in code.get(key, "").split():
                if name not in names:
                    yield f"{where(code)}: there is no unit “{name}” for {key}."
    for unit in units:
        yield from _unit(unit, languages)


def _extensions(holder: Node) -> Iterator[Node]:
    for child in holder:
        if space_of(child) and not space_of(child).startswith(MODULES):
            yield from child.iter()


@dataclass(frozen=True, slots=True)
class _Side:
    """The sources, or the targets, of a unit in their order."""

    nodes: list[Node]
    name: str

    def inline(self, *names: str) -> Iterator[Node]:
        for node in self.nodes:
            yield from _core(node, *names)


def _unit(unit: Node, languages: tuple[str, str]) -> Iterator[str]:
    parts = list(own(unit, "segment", "ignorable"))
    if not any(name_of(part) == "segment" for part in parts):
        yield f"{where(unit)}: it must hold a <segment>."
    source = _Side([node for part in parts for node in own(part, "source")], "source")
    target = _Side(sorted((n for part in parts for n in own(part, "target")), key=_order), "target")
    yield from _languages(source, target, languages)
    yield from _orders(parts)
    yield from _ids(parts, source, target)
    data = {datum.get("id") for kept in own(unit, "originalData") for datum in own(kept, "data")}
    held = {(name_of(code), code.get("id")) for side in (source, target) for code in side.inline(*CODES)}
    bases = {known for _, known in held if known}
    fixed = {
        c.get("id") for side in (source, target) for c in side.inline(*CODES) if c.get("canCopy") == "no"
    }
    for side in (source, target):
        for code in side.inline(*CODES):
            yield from _refers(code, data, bases, fixed)
        yield from _halves(side, "sc", "ec")
        yield from _halves(side, "sm", "em")
        yield from _reordering(side)
        for marker in side.inline("mrk", "sm"):
            yield from _reference(marker, unit)
    yield from _kept(parts, target)
    yield from _same_sequence(source, target)


def _order(node: Node) -> int:
    said = node.get("order", "")
    if said.isascii() and said.isdigit() and len(said) < 10:
        return int(said)
    part = node.getparent()
    return 1 + sum(
        1 for other in part.itersiblings(f"{{{SPACE}}}segment", f"{{{SPACE}}}ignorable", preceding=True)
    )


def _languages(source: _Side, target: _Side, languages: tuple[str, str]) -> Iterator[str]:
    for side, language in zip((source, target), languages, strict=True):
        for node in side.nodes:
            said = node.get(f"{XML}lang")
            if said and said.lower() != language.lower():
                yield f"{where(node)}: xml:lang “{said}” is not the language of the document, “{language}”."
    if target.nodes and not languages[1]:
        yield f"{where(target.nodes[0])}: a document with targets must say trgLang."


def _orders(parts: list[Node]) -> Iterator[str]:
    """Every part has a place of its own in the target, the one it stands at unless ``order`` names another."""
    taken: dict[int, Node] = {}
    for place, part in enumerate(parts, start=1):
        node = next(own(part, "target"), None)
        said = node.get("order", "") if node is not None else ""
        wanted = int(said) if said.isascii() and said.isdigit() and len(said) < 10 else place
        if wanted > len(parts):
            yield f"{where(part)}: order {wanted} is beyond the {len(parts)} parts of its unit."
        if wanted in taken:
            yield f"{where(part)}: order {wanted} is taken by another part."
        taken[wanted] = part


def _ids(parts: list[Node], source: _Side, target: _Side) -> Iterator[str]:
    """Segments and inline elements share one space of ids; a target may have those of its source."""
    named = (*CODES, "mrk", "sm")
    firsts = [*parts, *source.inline(*named)]
    yield from _unique(firsts, "elements of a unit")
    taken = {part.get("id") for part in parts}
    seen: set[str] = set()
    for node in target.inline(*named):
        known = node.get("id")
        if known and (known in seen or known in taken):
            yield f"{where(node)}: two elements of a unit's targets have this id."
        seen.add(known or "")


def _refers(code: Node, data: set[str], bases: set[str], fixed: set[str]) -> Iterator[str]:
    for key in ("dataRef", "dataRefStart", "dataRefEnd"):
        if key in code.attrib and code.get(key) not in data:
            yield f"{where(code)}: there is no original data “{code.get(key)}” in its unit."
    base = code.get("copyOf")
    if base is not None and base not in bases:
        yield f"{where(code)}: there is no code “{base}” to be a copy of."
    if base is not None and base in fixed:
        yield f"{where(code)}: the code “{base}” cannot be copied."


def _halves(side: _Side, start: str, end: str) -> Iterator[str]:
    opened: dict[str, Node] = {}
    closed: set[str] = set()
    for node in side.inline(start, end):
        if name_of(node) == start:
            opened[node.get("id", "")] = node
            continue
        ref = node.get("startRef")
        if ref is None:
            continue
        half = opened.get(ref)
        if half is None:
            yield f"{where(node)}: there is no <{start}> “{ref}” before this <{end}>."
            continue
        if ref in closed:
            yield f"{where(node)}: the <{start}> “{ref}” is closed twice."
        closed.add(ref)
        if half.get("isolated") == "yes":
            yield f"{where(half)}: it is said to be isolated, but its <{end}> is there."
        for key in _SAME if start == "sc" else ():
            if key in node.attrib and node.get(key) != half.get(
                key, "yes" if key.startswith("can") else None
            ):
                yield f"{where(node)}: its {key} is not that of its <sc> “{ref}”."
    for known, node in opened.items():
        if known not in closed and node.get("isolated") != "yes":
            yield f"{where(node)}: it has no <{end}>" + (", and is not isolated." if start == "sc" else ".")


def _reordering(side: _Side) -> Iterator[str]:
    begun = False
    for code in side.inline(*CODES):
        can = code.get("canReorder", "yes")
        if can == "no" and not begun:
            yield f"{where(code)}: the first code that cannot be reordered must say firstNo."
        begun = begun or can != "yes"


def _sequence(side: _Side) -> list[list[str]]:
    found: list[list[str]] = []
    for code in side.inline(*CODES):
        can = code.get("canReorder", "yes")
        known = code.get("id") or f"/{code.get('startRef')}"
        if can == "firstNo":
            found.append([known])
        elif can == "no" and found:
            found[-1].append(known)
    return found


def _same_sequence(source: _Side, target: _Side) -> Iterator[str]:
    """Codes that cannot be reordered stand in the target as in the source, as far as the target is there."""
    there = {known for row in _sequence(target) for known in row}
    for before in _sequence(source):
        kept = [known for known in before if known in there]
        for after in _sequence(target):
            if set(after) & set(kept) and [known for known in after if known in kept] != kept[: len(after)]:
                yield f"{where(target.nodes[0])}: codes that cannot be reordered stand in another order than in the source."
                return


def _kept(parts: list[Node], target: _Side) -> Iterator[str]:
    there = Counter(known for c in target.inline(*CODES) if (known := c.get("id") or f"/{c.get('startRef')}"))
    for part in parts:
        if next(own(part, "target"), None) is None:
            continue
        for source in own(part, "source"):
            for code in _core(source, *CODES):
                known = code.get("id") or f"/{code.get('startRef')}"
                pair = known.startswith("/") and known[1:] in there
                if code.get("canDelete") == "no" and not there[known] and not pair:
                    yield f"{where(code)}: it cannot be deleted, and the target is without it."


_FRAGMENT = re.compile(
    r"/?(?:f=(?P<f>[^/=]+)(?:/|$))?(?:g=(?P<g>[^/=]+)(?:/|$))?(?:u=(?P<u>[^/=]+)(?:/|$))?"
    r"(?:(?P<kind>[A-Za-z][\w.-]*)=(?P<known>[^/=]+)|(?P<bare>[^/=]+))?"
)


def _reference(marker: Node, unit: Node) -> Iterator[str]:
    """Fragment identifiers (section 4.5) of this document; those of others are left alone."""
    ref = marker.get("ref", "")
    comment = marker.get("type") == "comment"
    if not ref.startswith("#"):
        if comment and ref:
            yield f"{where(marker)}: “{ref[:60]}” is no note of its unit."
        return
    found = _FRAGMENT.fullmatch(ref[1:])
    if not found or ref == "#":
        yield f"{where(marker)}: “{ref[:60]}” is no fragment identifier."
        return
    file = next(node for node in marker.iterancestors(f"{{{SPACE}}}file"))
    at: Node | None = file
    if found["f"]:
        at = next((node for node in own(file.getparent(), "file") if node.get("id") == found["f"]), None)
    for key, name in (("g", "group"), ("u", "unit")):
        if found[key] and at is not None:
            at = next((node for node in _core(at, name) if node.get("id") == found[key]), None)
    if at is file and not (found["f"] or found["g"] or found["u"]):
        at = unit
    if at is None or not _holds(at, found):
        yield f"{where(marker)}: “{ref[:60]}” leads nowhere."
    elif comment and (at is not unit or found["kind"] != "n"):
        yield f"{where(marker)}: “{ref[:60]}” is no note of its unit."


def _holds(at: Node, found: re.Match[str]) -> bool:
    known = found["known"] or found["bare"]
    named = ("segment", "ignorable", *CODES, "mrk", "sm")
    nodes: Iterable[Node]
    if found["kind"] == "n":
        nodes = (note for notes in own(at, "notes") for note in own(notes, "note"))
    elif found["kind"] == "d":
        nodes = _core(at, "data") if name_of(at) == "unit" else ()
    elif found["kind"] == "t":
        nodes = (
            (n for target in _core(at, "target") for n in _core(target, *named))
            if name_of(at) == "unit"
            else ()
        )
    elif found["bare"]:
        nodes = _core(at, *named) if name_of(at) == "unit" else ()
    else:
        return True  # a whole file, group or unit, or something of a module
    return any(node.get("id") == known for node in nodes)
