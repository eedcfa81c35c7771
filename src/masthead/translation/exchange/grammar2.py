"""The grammar of XLIFF 2.0 and 2.1 as a table: attributes and their values, children and their order, where text may be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from masthead.translation.exchange.xml import XML, Node, name_of, space_of, where

SPACE = "urn:oasis:names:tc:xliff:document:2.0"
_NMTOKEN = re.compile(r"[-\w.:·]+")
_PREFIXED = re.compile(r"[^:\s]+:.+", re.DOTALL)
_LANGUAGE = re.compile(r"(?:[A-Za-z]{2,8}|[xi])(?:-[A-Za-z0-9]{1,8})*")
_ITS = "http://www.w3.org/2005/11/its"
MODULES = "urn:oasis:names:tc:xliff:"

Check = Callable[[str], bool]


def _one_of(*values: str) -> Check:
    return frozenset(values).__contains__


def _matches(pattern: re.Pattern[str]) -> Check:
    return lambda value: pattern.fullmatch(value) is not None


def _anything(value: str) -> bool:
    return True


def _number(least: int, most: int) -> Check:
    return lambda value: (
        value.isascii() and value.isdigit() and len(value) < 10 and least <= int(value) <= most
    )


_yes_no, _token, _dir = _one_of("yes", "no"), _matches(_NMTOKEN), _one_of("ltr", "rtl", "auto")
_space = _one_of("default", "preserve")
_tokens: Check = lambda value: bool(value.split()) and all(map(_token, value.split()))  # noqa: E731
_CODE: dict[str, Check] = {
    "canCopy": _yes_no, "canDelete": _yes_no, "canReorder": _one_of("yes", "firstNo", "no"), "copyOf": _token,
    "type": _one_of("fmt", "ui", "quote", "link", "image", "other"), "subType": _matches(_PREFIXED),
}  # fmt: skip
_ONE = {"disp": _anything, "equiv": _anything, "dataRef": _token, "subFlows": _tokens}
_HALF = {**_CODE, **_ONE, "id": _token, "canOverlap": _yes_no, "dir": _dir, "isolated": _yes_no}
_GROUP = {
    "id": _token, "name": _anything, "canResegment": _yes_no, "translate": _yes_no, "srcDir": _dir,
    "trgDir": _dir, "type": _matches(_PREFIXED), f"{XML}space": _space,
}  # fmt: skip
_MARKER = {
    "id": _token, "translate": _yes_no, "ref": _anything, "value": _anything,
    "type": lambda value: value in {"generic", "comment", "term"} or bool(_PREFIXED.fullmatch(value)),
}  # fmt: skip
ATTRIBUTES: dict[str, dict[str, Check]] = {
    "xliff": {"version": _one_of("2.0", "2.1"), "srcLang": _matches(_LANGUAGE), "trgLang": _matches(_LANGUAGE),
              f"{XML}space": _space},
    "file": {"id": _token, "canResegment": _yes_no, "original": _anything, "translate": _yes_no, "srcDir": _dir,
             "trgDir": _dir, f"{XML}space": _space},
    "skeleton": {"href": _anything},
    "group": _GROUP,
    "unit": _GROUP,
    "segment": {"id": _token, "canResegment": _yes_no, "subState": _matches(_PREFIXED),
                "state": _one_of("initial", "translated", "reviewed", "final")},
    "ignorable": {"id": _token},
    "notes": {},
    "note": {"id": _token, "appliesTo": _one_of("source", "target"), "category": _anything,
             "priority": _number(1, 10)},
    "originalData": {},
    "data": {"id": _token, "dir": _dir, f"{XML}space": _space},
    "source": {f"{XML}lang": _matches(_LANGUAGE), f"{XML}space": _space},
    "target": {f"{XML}lang": _matches(_LANGUAGE), f"{XML}space": _space, "order": _number(1, 999_999_999)},
    "cp": {"hex": _matches(re.compile(r"[0-9A-Fa-f]{4,6}"))},
    "ph": {**_CODE, **_ONE, "id": _token},
    "pc": {**_CODE, "id": _token, "canOverlap": _yes_no, "dir": _dir,
           **{f"{name}{end}": check for name, check in _ONE.items() for end in ("Start", "End")}},
    "sc": _HALF,
    "ec": {**_HALF, "startRef": _token},
    "mrk": _MARKER,
    "sm": _MARKER,
    "em": {"startRef": _token},
}  # fmt: skip
_REQUIRED: dict[str, tuple[str, ...]] = {
    "xliff": ("version", "srcLang"), "file": ("id",), "group": ("id",), "unit": ("id",), "data": ("id",),
    "cp": ("hex",), "ph": ("id",), "pc": ("id",), "sc": ("id",), "mrk": ("id",), "sm": ("id",), "em": ("startRef",),
}  # fmt: skip
_EXTENSIBLE = {"xliff", "file", "group", "unit", "note", "mrk", "sm"}
_INLINE = ("cp", "ph", "pc", "sc", "ec", "mrk", "sm", "em")
CODES = {"ph", "pc", "sc", "ec"}
# Children in their order; "*" is any element of another namespace.
_CHILDREN: dict[str, re.Pattern[str]] = {
    name: re.compile(pattern)
    for name, pattern in {
        "xliff": r"(file )+",
        "file": r"(skeleton )?(\* )*(notes )?((unit|group) )+",
        "group": r"(\* )*(notes )?((unit|group) )*",
        "unit": r"(\* )*(notes )?(originalData )?((segment|ignorable) )*",
        "segment": r"source (target )?",
        "ignorable": r"source (target )?",
        "notes": r"(note )+",
        "note": r"",
        "originalData": r"(data )+",
        "data": r"(cp )*",
        "cp": r"", "ph": r"", "sc": r"", "ec": r"", "sm": r"", "em": r"",
        **dict.fromkeys(("source", "target", "pc", "mrk"), f"(({'|'.join(_INLINE)}) )*"),
    }.items()
}  # fmt: skip
_TEXT = {"note", "data", "source", "target", "pc", "mrk", "skeleton"}


def faults(node: Node) -> Iterator[str]:
    """What an element of the core has or holds that it may not, or lacks."""
    name = name_of(node)
    known = ATTRIBUTES[name]
    for key, value in node.attrib.items():
        if key in known:
            if not known[key](value):
                yield f"{where(node)}: “{value[:60]}” is no value of {_short(key)}."
        elif not key.startswith("{") or key.startswith(XML):
            yield f"{where(node)}: it may have no attribute {_short(key)}."
        elif name not in _EXTENSIBLE and not (name in CODES and key[1:].startswith((MODULES, _ITS))):
            yield f"{where(node)}: it may have no attribute of an extension ({_short(key)})."
    for key in _REQUIRED.get(name, ()):
        if not node.get(key):
            yield f"{where(node)}: it must have the attribute {key}."
    if name in _CHILDREN:
        children = "".join(f"{name_of(c) if space_of(c) == SPACE else '*'} " for c in node)
        if not _CHILDREN[name].fullmatch(children):
            yield f"{where(node)}: it may not hold {children.replace('* ', 'extension ').strip() or 'nothing'}, or not in this order."
    if name not in _TEXT and ((node.text or "").strip() or any((c.tail or "").strip() for c in node)):
        yield f"{where(node)}: it may hold no text."


def _short(key: str) -> str:
    return key.replace(XML, "xml:")
