"""A draft as an item in NewsML-G2 2.35, power conformance. docs/reference/news-exchange.md has the table.

What is written is read again by ``readers.newsml`` as the same draft.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

from lxml import etree
from lxml import html as lxml_html

from masthead.intake import exchange
from masthead.intake.draft import Draft
from masthead.intake.errors import DoesNotSay
from masthead.intake.exchange import SCHEME, clean
from masthead.lib import languages
from masthead.lib.html import CONTROL

NAR = "http://iptc.org/std/nar/2006-10-01/"
XHTML = "http://www.w3.org/1999/xhtml"
VERSION = "2.35"
CANONICAL = "http://www.iana.org/assignments/relation/canonical"
_XML = "http://www.w3.org/XML/1998/namespace"
_NEWSCODES = "http://cv.iptc.org/newscodes/"
# The schemes of the codes that are written.
_SCHEMES = {
    "ninat": f"{_NEWSCODES}ninature/",
    "stat": f"{_NEWSCODES}pubstatusg2/",
    "cpnat": f"{_NEWSCODES}cpnature/",
    "hopaction": f"{_NEWSCODES}hopaction/",
    "hatarget": f"{_NEWSCODES}hopactiontarget/",
}
_NO_IRI = re.compile(r"%(?![0-9A-Fa-f]{2})|[\s<>\"{}|\\^`\[\]]")
_TYPES = {"region": "cpnat:geoArea"}


def write(draft: Draft) -> str:
    """The item as an XML file; ``DoesNotSay`` where the draft has no date, or neither identifier nor address."""
    root = _item(draft)
    etree.indent(root, level=0)
    _content(root, draft)
    written = etree.tostring(root, encoding="utf-8", xml_declaration=True).decode()
    return exchange.ODD.sub(lambda odd: f"&#{ord(odd[0])};", written) + "\n"


def _item(draft: Draft) -> etree._Element:
    said = exchange.values(draft)
    guid, when = (
        said["identifier"] or said["canonical"],
        exchange.stamped(said["updated"] or said["published"]),
    )
    if not guid or not when:
        raise DoesNotSay(
            "An item in NewsML-G2 must have a date, and an identifier or an address; this draft lacks one."
        )
    root = etree.Element(_g2("newsItem"), nsmap={None: NAR, "mh": SCHEME})  # type: ignore[dict-item]
    for name, value in (
        ("standard", "NewsML-G2"),
        ("standardversion", VERSION),
        ("conformance", "power"),
        ("guid", guid),
        ("version", said["version"] if re.fullmatch(r"[1-9][0-9]{0,17}", said["version"]) else ""),
        (f"{{{_XML}}}lang", _tag(said["language"])),
    ):
        if value:
            root.set(name, value)
    catalog = _add(root, "catalog")
    for alias, uri in _SCHEMES.items():
        _add(catalog, "scheme", alias=alias, uri=uri)
    _hops(root, draft)
    _rights(root, said)
    _meta(root, said, when)
    _about(root, draft, said)
    return root


def _hops(root: etree._Element, draft: Draft) -> None:
    if not draft.chain:
        return
    history = _add(root, "hopHistory")
    for number, one in enumerate((found.value for found in draft.chain), start=1):
        hop = _add(history, "hop", seq=str(number), timestamp=exchange.stamped(one.date))
        if one.url:
            hop.set(f"{{{SCHEME}}}href", clean(one.url))
        _add(_add(hop, "party"), "name", clean(one.outlet))
        _add(hop, "action", qcode="hopaction:published", target="hatarget:content")


def _rights(root: etree._Element, said: Mapping[str, str]) -> None:
    licence, mining = said["licence"], said["mining"]
    if not (said["rights"] or licence or mining):
        return
    info = _add(root, "rightsInfo")
    if said["rights"]:
        _add(info, "copyrightNotice", said["rights"])
    if licence:
        url = exchange.licence_address(licence)
        _add(
            info,
            "usageTerms",
            licence,
            roleuri=f"{SCHEME}licence",
            href=_iri(url) if exchange.licence_of(url) == licence else "",
        )
    if mining:
        _flex(info, "dataMining", mining)


def _meta(root: etree._Element, said: Mapping[str, str], when: str) -> None:
    meta = _add(root, "itemMeta")
    _add(meta, "itemClass", qcode="ninat:text")
    provider = _add(meta, "provider")
    if said["outlet"]:
        _add(provider, "name", said["outlet"])
    _add(meta, "versionCreated", when)
    if said["updated"] and said["published"]:
        _add(meta, "firstCreated", exchange.stamped(said["published"]))
    _add(meta, "pubStatus", qcode="stat:usable")
    if said["canonical"]:
        _add(meta, "link", reluri=CANONICAL, href=_iri(said["canonical"]), contenttype="text/html")


def _about(root: etree._Element, draft: Draft, said: Mapping[str, str]) -> None:
    about = _add(root, "contentMeta")
    if said["digital_source"]:
        _flex(about, "digitalSourceType", said["digital_source"])
    for person in (found.value for found in draft.bylines):
        is_author = person.role == "author"
        node = _add(
            about,
            "creator" if is_author else "contributor",
            roleuri="" if is_author else f"{SCHEME}role:{clean(person.role)}",
        )
        _add(node, "name", clean(person.name))
    if said["language"]:
        _add(about, "language", tag=_tag(said["language"]))
    for term in (found.value for found in draft.terms):
        slug = clean(term.slug)
        node = _add(
            about,
            "subject",
            literal="" if _is_iri(slug) else slug,
            uri=slug if _is_iri(slug) else "",
            type=_TYPES.get(term.kind, "cpnat:abstract"),
        )
        node.set(f"{{{SCHEME}}}kind", clean(term.kind))
        _add(node, "name", clean(term.name))
    if said["headline"]:
        _add(about, "headline", said["headline"])
    if authors := ", ".join(clean(one.value.name) for one in draft.bylines if one.value.role == "author"):
        _add(about, "by", authors)
    for role, name in (("", "standfirst"), ("sourceNote", "source_note"), ("authorNote", "author_note")):
        if said[name]:
            own = f"{SCHEME}role:{role}" if role else f"{_NEWSCODES}descriptionrole/summary"
            _add(about, "description", said[name], roleuri=own)


def _content(root: etree._Element, draft: Draft) -> None:
    """The text as XHTML, which must keep its white space."""
    said = exchange.values(draft)
    inline = _add(_add(root, "contentSet"), "inlineXML", contenttype="application/xhtml+xml")
    page = etree.SubElement(inline, f"{{{XHTML}}}html", nsmap={None: XHTML})  # type: ignore[dict-item]
    if known := languages.match(said["language"]):
        page.set("dir", known.direction)
    if said["language"]:
        page.set(f"{{{_XML}}}lang", _tag(said["language"]))
    head = etree.SubElement(page, f"{{{XHTML}}}head")
    etree.SubElement(head, f"{{{XHTML}}}title").text = said["headline"]
    written = CONTROL.sub("", exchange.html_of(draft, pictures=True))
    body = lxml_html.fragment_fromstring(written, create_parent="body") if written else None
    kept = etree.SubElement(page, f"{{{XHTML}}}body")
    if body is not None:
        _copy(body, kept)


def _copy(node: etree._Element, into: etree._Element) -> None:
    into.text = node.text
    for child in node:
        if isinstance(child.tag, str):
            new = etree.SubElement(
                into, f"{{{XHTML}}}{child.tag}", {str(key): str(value) for key, value in child.attrib.items()}
            )
            _copy(child, new)
            new.tail = child.tail


def _flex(parent: etree._Element, name: str, value: str) -> None:
    """A property whose value is an address where it is one, else a name."""
    if _is_iri(value):
        _add(parent, name, uri=value)
    else:
        _add(_add(parent, name), "name", value)


def _tag(language: str) -> str:
    """A tag that xs:language takes."""
    return language if re.fullmatch(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*", language) else ""


def _is_iri(value: str) -> bool:
    return exchange.is_address(value) and _iri(value) == value


def _iri(address: str) -> str:
    """An address as RFC 3987 has it: what may not stand in one is percent-encoded."""
    return _NO_IRI.sub(lambda found: quote(found[0], safe=""), address)


def _g2(name: str) -> str:
    return f"{{{NAR}}}{name}"


def _add(parent: etree._Element, name: str, text: str = "", **attributes: str) -> etree._Element:
    """A new element with its text and those attributes that have a value."""
    node = etree.SubElement(parent, _g2(name), {key: value for key, value in attributes.items() if value})
    if text:
        node.text = text
    return node
