"""What XLIFF 1.2 requires of a document (OASIS, 2008; the transitional schema), as code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from masthead.translation.exchange.xml import XML, Node, name_of, own, space_of, where

SPACES = frozenset({"", "urn:oasis:names:tc:xliff:document:1.1", "urn:oasis:names:tc:xliff:document:1.2"})
MOST = 50

_INLINE = ("g", "x", "bx", "ex", "bpt", "ept", "ph", "it", "mrk")
_CHILDREN: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "xliff": r"(\* )*(file |\* )+",
        "file": r"(header )?body ",
        "header": r"(skl )?(phase-group )?(glossary |reference |count-group |prop-group |note |tool |\* )*",
        "body": r"(group |trans-unit |bin-unit )*",
        "group": r"((context-group|count-group|prop-group|note|\*) )*((group|trans-unit|bin-unit|\*) )*",
        "trans-unit": r"source (seg-source )?(target )?((context-group|count-group|prop-group|note|alt-trans|\*) )*",
        "bin-unit": r"bin-source (bin-target )?((context-group|count-group|prop-group|note|trans-unit|\*) )*",
        "alt-trans": r"(source )?(seg-source )?(target )+((context-group|prop-group|note|\*) )*",
        **dict.fromkeys(("bpt", "ept", "ph", "it"), r"(sub )*"),
        **dict.fromkeys(("x", "bx", "ex", "note"), r""),
        **dict.fromkeys(("source", "seg-source", "target", "g", "mrk", "sub"), f"(({'|'.join(_INLINE)}) )*"),
    }.items()
}
_OTHERS = frozenset(
    str.split(
        "skl external-file internal-file glossary reference phase-group phase tool count-group count prop-group prop "
        "context-group context bin-source bin-target"
    )
)
_REQUIRED: dict[str, tuple[str, ...]] = {
    "xliff": ("version",), "file": ("original", "source-language", "datatype"), "trans-unit": ("id",),
    "bin-unit": ("id", "mime-type"), "mrk": ("mtype",), "it": ("id", "pos"), "phase": ("phase-name", "process-name"),
    "tool": ("tool-id", "tool-name"), "count-group": ("name",), "context": ("context-type",),
    "prop": ("prop-type",), "external-file": ("href",),
    **dict.fromkeys(("g", "x", "bx", "ex", "bpt", "ept", "ph"), ("id",)),
}  # fmt: skip
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,8}|[xi])(?:[-_][A-Za-z0-9]{1,8})*")
_STATES = frozenset(
    str.split(
        "final needs-adaptation needs-l10n needs-review-adaptation needs-review-l10n needs-review-translation "
        "needs-translation new signed-off translated"
    )
)
_QUALIFIERS = frozenset(
    str.split(
        "exact-match fuzzy-match id-match leveraged-glossary leveraged-inherited leveraged-mt leveraged-repository "
        "leveraged-tm mt-suggestion rejected-grammar rejected-inaccurate rejected-length rejected-spelling "
        "tm-suggestion"
    )
)
_VALUES = {
    "translate": {"yes", "no"}, "approved": {"yes", "no"}, "reformat": None, "pos": {"open", "close"},
    "annotates": {"source", "target", "general"}, "priority": set("123456789") | {"10"}, "clone": {"yes", "no"},
    f"{XML}space": {"default", "preserve"},
}  # fmt: skip
_TEXT = {"source", "seg-source", "target", "g", "mrk", "sub", "bpt", "ept", "ph", "it", "note"} | _OTHERS


def faults(root: Node) -> list[str]:
    return list(islice(dict.fromkeys(_faults(root)), MOST))


def _faults(root: Node) -> Iterator[str]:
    if name_of(root) != "xliff" or space_of(root) not in SPACES:
        yield f"{where(root)}: the root must be <xliff> of XLIFF 1.2."
        return
    if root.get("version") not in {"1.0", "1.1", "1.2"}:
        yield f"{where(root)}: “{root.get('version', '')[:20]}” is no version of XLIFF 1."
    space = space_of(root)
    for node in root.iter():
        if space_of(node) == space:
            yield from _element(node, space)
    for file in own(root, "file"):
        yield from _unique(_units(file), "units of a file")
        yield from _languages(file)
    for unit in root.iter(_q(space, "trans-unit")):
        yield from _unit(unit)


def _q(space: str, name: str) -> str:
    return f"{{{space}}}{name}" if space else name


def _element(node: Node, space: str) -> Iterator[str]:
    name = name_of(node)
    if name not in _CHILDREN and name not in _OTHERS:
        yield f"{where(node)}: XLIFF 1.2 has no element of this name."
        return
    for key in _REQUIRED.get(name, ()):
        if key not in node.attrib:
            yield f"{where(node)}: it must have the attribute {key}."
    if name in _CHILDREN:
        children = "".join(f"{name_of(c) if space_of(c) == space else '*'} " for c in node)
        if not _CHILDREN[name].fullmatch(children):
            held = children.replace("* ", "extension ").strip() or "nothing"
            yield f"{where(node)}: it may not hold {held[:200]}, or not in this order."
    if name not in _TEXT and ((node.text or "").strip() or any((c.tail or "").strip() for c in node)):
        yield f"{where(node)}: it may hold no text."
    for key, values in _VALUES.items():
        said = node.get(key)
        if said is not None and values is not None and said not in values:
            yield f"{where(node)}: “{said[:60]}” is no value of {key.replace(XML, 'xml:')}."
    for key in ("source-language", "target-language", f"{XML}lang"):
        said = node.get(key)
        if said is not None and not _LANGUAGE.fullmatch(said):
            yield f"{where(node)}: “{said[:60]}” is no language tag."
    if name == "target":
        for key, known in (("state", _STATES), ("state-qualifier", _QUALIFIERS)):
            said = node.get(key, "x-")
            if said not in known and not said.startswith("x-"):
                yield f"{where(node)}: “{said[:60]}” is no value of {key}."


def _units(file: Node) -> Iterator[Node]:
    return file.iter(_q(space_of(file), "trans-unit"), _q(space_of(file), "bin-unit"))


def _unique(nodes: Iterable[Node], what: str) -> Iterator[str]:
    seen: set[str] = set()
    for node in nodes:
        known = node.get("id")
        if known and known in seen:
            yield f"{where(node)}: two {what} have this id."
        seen.add(known or "")


def _languages(file: Node) -> Iterator[str]:
    space = space_of(file)
    pairs = (("source", "source-language"), ("target", "target-language"))
    for unit in file.iter(_q(space, "trans-unit")):
        for name, key in pairs:
            for node in own(unit, name):
                said, wanted = node.get(f"{XML}lang"), file.get(key)
                if said and wanted and said.lower() != wanted.lower():
                    yield f"{where(node)}: xml:lang “{said[:60]}” is not the {key} of its file, “{wanted[:60]}”."


def _unit(unit: Node) -> Iterator[str]:
    """Halves of codes in each text, and that segments of the target are segments of the source."""
    space = space_of(unit)
    for text in own(unit, "source", "target"):
        for start, end in (("bpt", "ept"), ("bx", "ex")):
            begun = [n.get("rid") or n.get("id") for n in text.iter(_q(space, start))]
            ended = [n.get("rid") or n.get("id") for n in text.iter(_q(space, end))]
            if start == "bpt" and sorted(map(str, begun)) != sorted(map(str, ended)):
                yield f"{where(text)}: not every <bpt> has its <ept> in {where(unit)}."
            if start == "bx" and len(set(ended)) != len(ended):
                yield f"{where(text)}: a <bx> is closed twice in {where(unit)}."
    cut, target = next(own(unit, "seg-source"), None), next(own(unit, "target"), None)
    if cut is None:
        return
    known = [n.get("mid") for n in cut.iter(_q(space, "mrk")) if n.get("mtype") == "seg"]
    if len(set(known)) != len(known):
        yield f"{where(cut)}: two segments have one mid in {where(unit)}."
    for node in target.iter(_q(space, "mrk")) if target is not None else ():
        if node.get("mtype") == "seg" and node.get("mid") not in known:
            yield f"{where(node)}: there is no such segment in the source of {where(unit)}."
