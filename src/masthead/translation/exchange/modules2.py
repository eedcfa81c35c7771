"""What the modules of XLIFF 2 require: translation candidates, glossary, format style, metadata, resource data,
change tracking, size and length restriction, validation (OASIS XLIFF Version 2.1, section 5)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from masthead.translation.exchange.xml import XML, Node, name_of, own, space_of, where

CORE = "urn:oasis:names:tc:xliff:document:2.0"
_SPACES = {
    f"urn:oasis:names:tc:xliff:{name}:2.0": key
    for key, name in {
        "mtc": "matches", "gls": "glossary", "fs": "fs", "mda": "metadata", "res": "resourcedata",
        "ctr": "changetracking", "slr": "sizerestriction", "val": "validation",
    }.items()
}  # fmt: skip
_URI = {key: uri for uri, key in _SPACES.items()}
_ELEMENTS = {
    "mtc": {"matches", "match"},
    "gls": {"glossary", "glossEntry", "term", "translation", "definition"},
    "fs": set(),
    "mda": {"metadata", "metaGroup", "meta"},
    "res": {"resourceData", "resourceItem", "resourceItemRef", "source", "target", "reference"},
    "ctr": {"changeTrack", "revisions", "revision", "item"},
    "slr": {"profiles", "normalization", "data"},
    "val": {"validation", "rule"},
}
_REQUIRED = {
    "mtc:match": ("ref",), "mda:meta": ("type",), "res:resourceItemRef": ("ref",), "res:reference": ("href",),
    "ctr:revisions": ("appliesTo",), "ctr:item": ("property",), "slr:data": ("profile",),
}  # fmt: skip
# Attributes of modules on other elements.
_GLOBAL = {
    "fs": {"fs", "subFs"},
    "slr": {"storageRestriction", "sizeRestriction", "equivStorage", "sizeInfo", "sizeInfoRef"},
}
_NMTOKEN = re.compile(r"[-\w.:·]+")
_SIZE = re.compile(r"\*|\d+|\d+,(?:\d+|\*)")
_SUBFS = re.compile(r"(?:[^,\\]|\\[,\\])+,(?:[^,\\]|\\[,\\])*(?:\\(?:[^,\\]|\\[,\\])+,(?:[^,\\]|\\[,\\])*)*")
_HTML = frozenset(
    str.split(
        "a b bdo big blockquote body br button caption center cite code col colgroup dd del div dl dt em h1 h2 h3 h4 h5 "
        "h6 head hr html i img label legend li ol p pre q s samp select small span strike strong sub sup table tbody td "
        "tfoot th thead title tr tt u ul"
    )
)
_MATCH_TYPES = {"am", "mt", "icm", "idm", "tb", "tm", "other"}
_ONE_RULE = {"isPresent", "isNotPresent", "startsWith", "endsWith"}
_RULE = _ONE_RULE | {"occurs", "caseSensitive", "normalization", "existsInSource", "disabled"}
_YES_NO = {"yes", "no"}


def faults(root: Node) -> Iterator[str]:
    for node in root.iter():
        key = _SPACES.get(space_of(node))
        if key:
            yield from _element(node, key)
        yield from _attributes(node)


def _element(node: Node, key: str) -> Iterator[str]:
    name = name_of(node)
    full = f"{key}:{name}"
    if name not in _ELEMENTS[key]:
        yield f"{where(node)}: the module {key} has no element of this name."
        return
    for wanted in _REQUIRED.get(full, ()):
        if not node.get(wanted):
            yield f"{where(node)}: it must have the attribute {wanted}."
    known = node.get("id")
    if known is not None and not _NMTOKEN.fullmatch(known):
        yield f"{where(node)}: “{known[:60]}” is no value of id."
    rules = {
        "mtc:matches": _matches, "mtc:match": _match, "gls:glossary": _glossary, "gls:glossEntry": _entry,
        "gls:translation": _points, "mda:metadata": _metadata, "mda:metaGroup": _group,
        "res:resourceData": _resources, "res:resourceItem": _item, "res:source": _resource,
        "res:target": _resource, "res:resourceItemRef": _item_ref, "ctr:changeTrack": _track,
        "ctr:revisions": _revisions, "ctr:revision": _revision, "val:validation": _validation, "val:rule": _rule,
        "slr:normalization": _normalization,
    }  # fmt: skip
    if full in rules:
        yield from rules[full](node)


def _unique(nodes: Iterable[Node], what: str) -> Iterator[str]:
    seen: set[str] = set()
    for node in nodes:
        known = node.get("id")
        if known and known in seen:
            yield f"{where(node)}: two {what} have this id."
        seen.add(known or "")


def _needs(node: Node, *names: str) -> Iterator[str]:
    if next(own(node, *names), None) is None:
        yield f"{where(node)}: it must hold <{'> or <'.join(names)}>."


def _says(node: Node, key: str, values: Iterable[str]) -> Iterator[str]:
    said = node.get(key)
    if said is not None and said not in values:
        yield f"{where(node)}: “{said[:60]}” is no value of {key}."


def _unit(node: Node) -> Node | None:
    return next(node.iterancestors(f"{{{CORE}}}unit"), None)


def _points(node: Node) -> Iterator[str]:
    """``ref`` leads to a span of the unit's source or target."""
    ref, unit = node.get("ref"), _unit(node)
    if ref is None:
        return
    known = ref[1:].rpartition("/")[2].removeprefix("t=")
    if not ref.startswith("#") or not known:
        yield f"{where(node)}: “{ref[:60]}” is no fragment identifier; it must begin with #."
    elif unit is not None and "/" not in ref:
        names = ("segment", "ignorable", "mrk", "sm", "pc", "sc", "ec", "ph")
        spans = (
            span
            for part in own(unit, "segment", "ignorable")
            for span in part.iter(*(f"{{{CORE}}}{name}" for name in names))
        )
        if not any(span.get("id") == known for span in spans):
            yield f"{where(node)}: “{ref[:60]}” leads nowhere in its unit."


def _matches(node: Node) -> Iterator[str]:
    yield from _needs(node, "match")
    yield from _unique(own(node, "match"), "matches")


def _match(node: Node) -> Iterator[str]:
    if f"{XML}lang" in node.attrib:
        yield f"{where(node)}: it may have no attribute xml:lang."
    if node.get("ref"):
        yield from _points(node)
    yield from _says(node, "type", _MATCH_TYPES)
    yield from _says(node, "reference", _YES_NO)
    if node.get("subType") and not node.get("type"):
        yield f"{where(node)}: subType needs type beside it."
    for key in ("matchQuality", "matchSuitability", "similarity"):
        said = node.get(key)
        if said is not None and not (re.fullmatch(r"\d{1,3}(\.\d*)?|\.\d+", said) and float(said) <= 100):
            yield f"{where(node)}: {key} is a number from 0 to 100, not “{said[:60]}”."
    for name in ("source", "target"):
        if sum(1 for c in node if space_of(c) == CORE and name_of(c) == name) != 1:
            yield f"{where(node)}: it must hold one <{name}>."


def _glossary(node: Node) -> Iterator[str]:
    yield from _needs(node, "glossEntry")
    uri = _URI["gls"]
    yield from _unique(node.iter(f"{{{uri}}}glossEntry", f"{{{uri}}}translation"), "entries of a glossary")


def _entry(node: Node) -> Iterator[str]:
    yield from _needs(node, "term")
    yield from _needs(node, "translation", "definition")
    yield from _points(node)


def _metadata(node: Node) -> Iterator[str]:
    yield from _needs(node, "metaGroup")
    uri = _URI["mda"]
    yield from _unique(node.iter(f"{{{uri}}}metadata", f"{{{uri}}}metaGroup"), "groups of metadata")


def _group(node: Node) -> Iterator[str]:
    yield from _needs(node, "metaGroup", "meta")
    yield from _says(node, "appliesTo", {"source", "target", "ignorable"})


def _resources(node: Node) -> Iterator[str]:
    yield from _unique(own(node, "resourceItem", "resourceItemRef"), "resources")


def _item(node: Node) -> Iterator[str]:
    yield from _says(node, "context", _YES_NO)
    yield from _needs(node, "source", "target", "reference")
    empty = any(name_of(c) in {"source", "target"} and c.get("href") for c in own(node))
    if empty and not node.get("mimeType"):
        yield f"{where(node)}: it must have the attribute mimeType."


def _resource(node: Node) -> Iterator[str]:
    empty = not len(node) and not (node.text or "").strip()
    if empty != bool(node.get("href")):
        yield f"{where(node)}: it must hold the resource, or name it with href, and not both."
    language = node.getroottree().getroot().get("srcLang" if name_of(node) == "source" else "trgLang", "")
    said = node.get(f"{XML}lang")
    if said and said.lower() != language.lower():
        yield f"{where(node)}: xml:lang “{said[:60]}” is not the language of the document, “{language}”."


def _item_ref(node: Node) -> Iterator[str]:
    file = next(node.iterancestors(f"{{{CORE}}}file"), None)
    items = () if file is None else file.iter(f"{{{_URI['res']}}}resourceItem")
    if not any(item.get("id") == node.get("ref") for item in items):
        yield f"{where(node)}: there is no resource “{node.get('ref', '')[:60]}” in its file."


def _track(node: Node) -> Iterator[str]:
    yield from _needs(node, "revisions")


def _revisions(node: Node) -> Iterator[str]:
    yield from _needs(node, "revision")
    if node.getparent() is None or node.getparent().getparent() is None:
        return
    holder, name, ref = node.getparent().getparent(), node.get("appliesTo", ""), node.get("ref")
    there = [found for found in holder.iter() if name_of(found) == name and space_of(found) != space_of(node)]
    named = [found for found in there if found.get("id")]
    if ref is None and len(there) > 1 and named:
        yield f"{where(node)}: there are several <{name}>, so ref must say which is meant."
    chosen = [found for found in named if found.get("id") == ref]
    if ref is not None and not chosen:
        yield f"{where(node)}: there is no <{name}> “{ref[:60]}” in the element it stands in."
    current = node.get("currentVersion")
    if current is not None and current not in {revision.get("version") for revision in own(node, "revision")}:
        yield f"{where(node)}: there is no version “{current[:60]}” among its revisions."
    meant = chosen or (there if len(there) == 1 else [])
    for revision in own(node, "revision"):
        for item in own(revision, "item"):
            wanted = item.get("property", "")
            if meant and wanted != "content" and wanted not in meant[0].attrib:
                yield f"{where(item)}: the <{name}> has no attribute “{wanted[:60]}”."


def _revision(node: Node) -> Iterator[str]:
    yield from _needs(node, "item")
    said = [item.get("property") for item in own(node, "item")]
    if len(said) != len(set(said)):
        yield f"{where(node)}: it names one property twice."


def _validation(node: Node) -> Iterator[str]:
    yield from _needs(node, "rule")


def _rule(node: Node) -> Iterator[str]:
    chosen = [key for key in node.attrib if key in _ONE_RULE or key.startswith("{")]
    if len(chosen) != 1:
        yield f"{where(node)}: a rule is exactly one of {', '.join(sorted(_ONE_RULE))} or one of your own."
    for key in node.attrib:
        if not key.startswith("{") and key not in _RULE:
            yield f"{where(node)}: it may have no attribute {key}."
    occurs = node.get("occurs")
    if occurs is not None and not re.fullmatch(r"0*[1-9]\d*", occurs):
        yield f"{where(node)}: occurs is a number from 1, not “{occurs[:60]}”."
    for key in ("caseSensitive", "existsInSource", "disabled"):
        yield from _says(node, key, _YES_NO)
    yield from _says(node, "normalization", {"none", "nfc", "nfd"})
    if "existsInSource" in node.attrib and not set(chosen) & {"isPresent", "startsWith", "endsWith"}:
        yield f"{where(node)}: existsInSource goes with isPresent, startsWith or endsWith."


def _normalization(node: Node) -> Iterator[str]:
    for key in ("general", "storage"):
        yield from _says(node, key, {"none", "nfc", "nfd"})


def _attributes(node: Node) -> Iterator[str]:
    """Format style, and size and length restriction, on elements of the core."""
    said: dict[str, dict[str, str]] = {"fs": {}, "slr": {}}
    for attribute, value in node.attrib.items():
        uri, _, name = attribute[1:].partition("}")
        key = _SPACES.get(uri) if attribute.startswith("{") else None
        if key in _GLOBAL:
            if name not in _GLOBAL[key]:
                yield f"{where(node)}: the module {key} has no attribute {name}."
            said[key][name] = value
    if any(said.values()) and name_of(node) == "ec" and node.get("isolated") != "yes":
        yield f"{where(node)}: an <ec> that is not isolated may have no attribute of the modules fs and slr."
    yield from _style(node, said["fs"])
    yield from _size(node, said["slr"])


def _style(node: Node, said: dict[str, str]) -> Iterator[str]:
    if "fs" in said and said["fs"] not in _HTML:
        yield f"{where(node)}: “{said['fs'][:60]}” is no value of fs."
    if "subFs" in said and "fs" not in said:
        yield f"{where(node)}: subFs needs fs beside it."
    if "subFs" in said and not _SUBFS.fullmatch(said["subFs"]):
        yield f"{where(node)}: “{said['subFs'][:60]}” is no value of subFs."


def _size(node: Node, said: dict[str, str]) -> Iterator[str]:
    if not said:
        return
    profiles = _profiles(node)
    for key, profile, standard in (
        ("sizeRestriction", "generalProfile", "xliff:codepoints"),
        ("storageRestriction", "storageProfile", "xliff:utf"),
    ):
        if (
            key in said
            and profiles.get(profile, standard).startswith(standard)
            and not _SIZE.fullmatch(said[key])
        ):
            yield f"{where(node)}: “{said[key][:60]}” is no value of {key}."
    for key in ("sizeInfo", "equivStorage"):
        if (
            key in said
            and profiles.get("generalProfile", "xliff:").startswith("xliff:")
            and not said[key].isdigit()
        ):
            yield f"{where(node)}: {key} is a whole number, not “{said[key][:60]}”."
    if "sizeInfo" in said and "sizeInfoRef" in said:
        yield f"{where(node)}: it has either sizeInfo or sizeInfoRef."
    if "sizeInfoRef" in said and said["sizeInfoRef"] not in set(_sizes(node)):
        yield f"{where(node)}: there is no size data “{said['sizeInfoRef'][:60]}” beside it or what it stands in."


def _profiles(node: Node) -> dict[str, str]:
    for holder in node.iterancestors(f"{{{CORE}}}file"):
        for profiles in holder.iter(f"{{{_URI['slr']}}}profiles"):
            return dict(profiles.attrib)
    return {}


def _sizes(node: Node) -> Iterator[str]:
    for at in (node, *node.iterancestors()):
        holder = at.getparent()
        if holder is not None:
            for data in holder.iterchildren(f"{{{_URI['slr']}}}data"):
                yield from (held.get("id", "") for held in data.iter())
