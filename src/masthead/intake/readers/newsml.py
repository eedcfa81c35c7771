"""NewsML-G2, IPTC's news items and messages in XML, as drafts. docs/reference/news-exchange.md has the table.

https://iptc.org/standards/newsml-g2/. Names are told by their local part: agencies use several namespaces.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error as Base64Error
from collections.abc import Iterable, Iterator

from masthead.intake import exchange, kinds
from masthead.intake.draft import Appearance, Byline, Draft, Found, Picture, Term
from masthead.intake.errors import NoArticle, NotText
from masthead.intake.exchange import SCHEME, Text, clean, once
from masthead.intake.readers import nitf, xml
from masthead.intake.readers.decode import Decoded, decode
from masthead.intake.readers.html.origin import spdx
from masthead.intake.readers.xml import Node
from masthead.intake.sources.delivery import Delivery

OWN = f"{{{SCHEME}}}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"

_ITEMS = {
    "newsItem": kinds.TEXT,
    "packageItem": "package",
    "conceptItem": "concept",
    "knowledgeItem": "knowledge",
    "planningItem": "planning",
    "catalogItem": "catalog",
}
"""Each item, and the kind it is of where it does not say."""

_PICTURES = frozenset({"picture", "graphic"})
_HTML = frozenset({"html", "body", "div", "article", "section", "p"})
_NO_STANDFIRST = re.compile(r"note|alt|caption|credit", re.IGNORECASE)
_ASIDE = re.compile(r"note|alt|credit", re.IGNORECASE)
_KINDS_OF_TYPE = {"geoArea": "region", "POI": "region", "poi": "region", "person": "tag", "organisation": "tag", "event": "tag", "object": "tag"}  # fmt: skip


def read(delivery: Delivery, text: Decoded) -> Draft:
    """The first article of a file."""
    return next(drafts(delivery, text))


def drafts(delivery: Delivery, text: Decoded) -> Iterator[Draft]:
    """Every item of a message, or the one the file is; ``NotValid``, and ``NoArticle`` where there is none."""
    name = delivery.source
    root = xml.parse(text.text, name)
    if xml.tag(root) == "nitf":
        yield nitf.read(delivery, text)
        return
    items = [(item, _text(item)) for item in _items(root)]
    if not items:
        is_message = xml.tag(root) == "newsMessage"
        what = "an empty message" if is_message else f"XML that begins with “{xml.tag(root)}”"
        raise NoArticle(f"{name} holds no article text: it is {what}.")
    texts = sum(_is_article(item, found) for item, found in items)
    pictures = [
        (clean(item.get("guid")), picture)
        for item, found in items
        if not found.parts and _kind(item) in _PICTURES and (picture := _picture(item))
    ]
    read: list[Draft] = []
    for item, found in items:
        beside: list[Picture] = []
        if _is_article(item, found):
            linked = {value for link in xml.within(item, "link") if (value := clean(link.get("residref")))}
            beside = [picture for guid, picture in pictures if texts == 1 or guid in linked]
        elif own := _picture(item):
            beside = [own]
        read.append(_draft(name, item, found, beside))
    yield from exchange.apart(read)


def _items(root: Node) -> Iterator[Node]:
    """The items of a message, or the one the file is. A bare ``contentSet`` is read as one."""
    if xml.tag(root) in _ITEMS or xml.tag(root) == "contentSet":
        yield root
        return
    for listed in xml.each(root, "itemSet"):
        yield from (node for node in listed if xml.tag(node) in _ITEMS)


def _kind(item: Node) -> str:
    said = _last(xml.first(item, "itemMeta", "itemClass"))
    if xml.tag(item) == "newsItem" and said in kinds.KINDS:
        return said
    if xml.tag(item) == "conceptItem" and _last(xml.first(item, "concept", "type")) == "event":
        return "event"
    return _ITEMS.get(xml.tag(item), kinds.TEXT)


def _is_article(item: Node, text: Text) -> bool:
    return bool(text.parts) and _kind(item) in kinds.ARTICLES


def _last(node: Node | None) -> str:
    """The code of a concept without its scheme: ``text`` of ``ninat:text``."""
    return re.split(r"[:/#]", _code(node))[-1] if node is not None else ""


def _code(node: Node) -> str:
    return next((code for key in ("uri", "qcode", "literal") if (code := clean(node.get(key)))), "")


def _name(node: Node) -> str:
    """The name of a concept; one in the language of the item, or without one, before others."""
    names = sorted(xml.each(node, "name"), key=lambda one: bool(one.get(LANG)))
    return next((said for one in names if (said := xml.said(one))), "")


# Texts


def _text(item: Node) -> Text:
    """The text in an item's content, from the form that keeps most of the markup; empty where there is none."""
    content = item if xml.tag(item) == "contentSet" else xml.first(item, "contentSet")
    if content is None or xml.tag(item) not in {"newsItem", "contentSet"}:
        return Text()
    title = _headline(item)
    forms: list[Text] = []
    for node in xml.each(content, "inlineXML"):
        forms += [_marked_up(inner, title.value if title else "") for inner in node if xml.tag(inner)]
    for node in xml.each(content, "inlineData"):
        forms.append(_data(node, title.value if title else ""))
    return next((text for text in forms if text.parts), Text())


def _marked_up(node: Node, title: str) -> Text:
    for marked in xml.within(node, "nitf"):
        return nitf.text_of(marked)
    for marked in xml.within(node, "html"):
        body = xml.first(marked, "body")
        return exchange.text_of(xml.markup(body if body is not None else marked), title)
    if xml.tag(node) in _HTML:
        return exchange.text_of(f"<div>{xml.markup(node)}</div>", title)
    return Text()


def _data(node: Node, title: str) -> Text:
    kind = clean(node.get("contenttype")).lower()
    if kind and not re.search(r"^text/|html|nitf", kind):
        return Text()  # a picture, a sound
    value = "".join(map(str, node.itertext()))
    if "base64" in clean(node.get("encoding") or node.get("encodinguri")).lower():
        try:
            value = decode(b64decode("".join(value.split()), validate=True)).text
        except (Base64Error, ValueError, NotText):
            return Text()
    if "nitf" in kind:
        return nitf.text_in(value)
    if "html" in kind or re.match(r"\s*<[a-zA-Z!]", value):
        return exchange.text_of(value, title)
    return exchange.lines_of(value)


# One item


def _draft(source: str, item: Node, text: Text, beside: Iterable[Picture]) -> Draft:
    meta, about = xml.first(item, "itemMeta"), xml.first(item, "contentMeta")
    marked = next(xml.within(item, "nitf"), None)
    published, updated = _dates(meta, about)
    other = _NO_STANDFIRST if _is_article(item, text) else _ASIDE
    standfirst = (
        _described(about, other)
        or (nitf.standfirst(marked) if marked is not None else None)
        or _of_concept(item, "definition")
    )
    return exchange.draft(
        source,
        text,
        _languages(item, about),
        beside,
        kind=_kind(item),
        headline=_headline(item),
        standfirst=standfirst,
        bylines=_bylines(about) or (nitf.bylines(marked) if marked is not None else ()),
        published=published,
        updated=updated,
        outlet=_outlet(meta),
        canonical=_canonical(meta),
        licence=_licence(item),
        rights=_rights(item),
        mining=_flex(next(_inside(item, "rightsInfo", "dataMining"), None), "dataMining"),
        source_note=_described(about, "sourceNote"),
        author_note=_described(about, "authorNote"),
        identifier=_attribute(item, "guid"),
        version=_attribute(item, "version"),
        digital_source=_flex(xml.first(about, "digitalSourceType"), "digitalSourceType"),
        terms=once(_terms(about)),
        chain=once(_chain(item, about)),
        warnings=tuple(_warnings(meta)),
    )


def _inside(item: Node, *path: str) -> Iterator[Node]:
    """Every element on a path of names, where several stand beside each other."""
    nodes = [item]
    for name in path:
        nodes = [child for node in nodes for child in xml.each(node, name)]
    return iter(nodes)


def _attribute(item: Node, name: str) -> Found[str] | None:
    value = clean(item.get(name))
    return Found(value, f"newsml:{name}", 1.0) if value else None


def _headline(item: Node) -> Found[str] | None:
    about = xml.first(item, "contentMeta")
    lines = sorted(
        xml.each(about, "headline") if about is not None else (),
        key=lambda node: _role(node) not in {"", "main", "headline"},
    )
    for said in map(xml.said, lines):
        if said:
            return Found(said, "newsml:headline", 0.97)
    if (title := xml.said(xml.first(item, "itemMeta", "title"))) != "":
        return Found(title, "newsml:title", 0.9)
    for marked in xml.within(item, "nitf"):
        return nitf.headline(marked)
    return _of_concept(item, "name")


def _role(node: Node) -> str:
    return re.split(r"[:/#]", clean(node.get("roleuri") or node.get("role")))[-1]


def _described(about: Node | None, role: str | re.Pattern[str]) -> Found[str] | None:
    """The description with a role of ours, or the first without the roles that a pattern finds."""
    for node in xml.each(about, "description") if about is not None else ():
        fits = _role(node) == role if isinstance(role, str) else not role.search(_role(node))
        if fits and (said := xml.said(node)):
            return Found(said, f"newsml:description{'.' + role if isinstance(role, str) else ''}", 0.92)
    return None


def _of_concept(item: Node, name: str) -> Found[str] | None:
    """What the one concept of an item says of itself: its name, its definition."""
    concept = xml.first(item, "concept")
    said = (xml.said(node) for node in xml.each(concept, name)) if concept is not None else ()
    return next((Found(one, f"newsml:concept.{name}", 0.9) for one in said if one), None)


def _languages(item: Node, about: Node | None) -> Iterator[Found[str]]:
    if about is not None:
        for node in xml.each(about, "language"):
            if said := clean(node.get("tag")):
                yield Found(said, "newsml:language", 0.95)
    for node in xml.within(item, "inlineXML", "inlineData"):
        if said := clean(node.get(LANG)):
            yield Found(said, "newsml:content.lang", 0.9)
    if said := clean(item.get(LANG)):
        yield Found(said, "newsml:lang", 0.85)


def _dates(meta: Node | None, about: Node | None) -> tuple[Found[str] | None, Found[str] | None]:
    """When it was published and updated. The only date of an item is that of its publication."""
    said = {
        name: Found(value, f"newsml:{name}", 0.95)
        for parent, name in (
            (meta, "firstCreated"),
            (meta, "versionCreated"),
            (about, "contentCreated"),
        )
        if (value := exchange.unstamped(xml.said(xml.first(parent, name))))
    }
    if first := said.get("firstCreated"):
        return first, said.get("versionCreated")
    return said.get("versionCreated") or said.get("contentCreated"), None


# People, places, subjects


def _bylines(about: Node | None) -> tuple[Found[Byline], ...]:
    if about is None:
        return ()
    people: list[Found[Byline]] = []
    for node in xml.each(about, "creator", "contributor"):
        role = exchange.role(_role(node)) or ("author" if xml.tag(node) == "creator" else None)
        if role and (name := _name(node) or clean(node.get("literal"))):
            people.append(Found(Byline(name, role), f"newsml:{xml.tag(node)}", 0.97))
    line = next((said for node in xml.each(about, "by") if (said := xml.said(node))), "")
    return once(people) or exchange.named(line, "newsml:by")


def _terms(about: Node | None) -> Iterator[Found[Term] | None]:
    if about is None:
        return
    for node in xml.each(about, "subject"):
        said = clean(node.get(f"{OWN}kind"))
        kind = re.split(r"[:/#]", clean(node.get("typeuri") or node.get("type")))[-1]
        kind = said if said in exchange.KINDS else _KINDS_OF_TYPE.get(kind, "theme")
        yield exchange.term(_name(node), kind, _code(node), "newsml:subject")
    for node in xml.each(about, "keyword"):
        yield exchange.term(xml.said(node), "tag", "", "newsml:keyword")


# Where from, and on which terms


def _outlet(meta: Node | None) -> Found[str] | None:
    node = xml.first(meta, "provider")
    if node is None:
        return None
    if name := _name(node):
        return Found(name, "newsml:provider", 0.95)
    code = _code(node)
    if exchange.is_address(code):
        code = exchange.host(code)
    return Found(code, "newsml:provider", 0.5) if code else None


def _chain(item: Node, about: Node | None) -> Iterator[Found[Appearance]]:
    hops = list(_inside(item, "hopHistory", "hop"))
    for hop in sorted(hops, key=lambda one: int(one.get("seq")) if _number(one.get("seq")) else 0):
        party = xml.first(hop, "party")
        name = (_name(party) or _code(party)) if party is not None else ""
        url = exchange.address(hop.get(f"{OWN}href")) or (
            exchange.address(party.get("uri")) if party is not None else ""
        )
        if name or url:
            date = exchange.unstamped(hop.get("timestamp")) or ""
            yield Found(Appearance(name, url, date), "newsml:hopHistory", 0.95)
    for node in [] if hops or about is None else xml.each(about, "infoSource"):
        if name := _name(node) or _code(node):
            yield Found(Appearance(name, exchange.address(node.get("uri"))), "newsml:infoSource", 0.7)


def _number(value: str | None) -> bool:
    return bool(value) and bool(re.fullmatch(r"[0-9]{1,9}", value or ""))


def _canonical(meta: Node | None) -> Found[str] | None:
    for node in xml.each(meta, "link") if meta is not None else ():
        rel = re.split(r"[:/#]", clean(node.get("reluri") or node.get("rel")))[-1]
        if rel == "canonical" and (url := exchange.address(node.get("href"))):
            return Found(url, "newsml:link", 0.95)
    return None


def _licence(item: Node) -> Found[str] | None:
    """The licence that the terms of use name by an address, or that is known by its name."""
    for node in _inside(item, "rightsInfo", "usageTerms"):
        url, words = exchange.address(node.get("href")), xml.said(node)
        if _role(node) == "licence" and (url or words):
            return Found(exchange.licence_of(url) if url else words, "newsml:usageTerms", 0.95)
        if url and (known := spdx(url)):
            return Found(known, "newsml:usageTerms", 0.95)
    return None


def _rights(item: Node) -> Found[str] | None:
    said = [words for node in _inside(item, "rightsInfo", "copyrightNotice") if (words := xml.said(node))]
    where = "newsml:copyrightNotice"
    if not said:
        holders = (_name(node) or _code(node) for node in _inside(item, "rightsInfo", "copyrightHolder"))
        said, where = [name for name in holders if name][:1], "newsml:copyrightHolder"
    said += [
        words
        for node in _inside(item, "rightsInfo", "usageTerms")
        if _role(node) != "licence" and (words := xml.said(node))
    ]
    line = " ".join(dict.fromkeys(said))
    return Found(line, where, 0.95) if line else None


def _flex(node: Node | None, name: str) -> Found[str] | None:
    value = (_code(node) or _name(node)) if node is not None else ""
    return Found(value, f"newsml:{name}", 0.97) if value else None


def _picture(item: Node) -> Picture | None:
    """The picture an item is, or that shows it, by its largest rendition: the still of a video, an icon."""
    about, assumed = xml.first(item, "contentMeta"), "image/" if _kind(item) in _PICTURES else ""
    icons = xml.each(about, "icon") if about is not None else ()
    files = [
        node
        for node in (*_inside(item, "contentSet", "remoteContent"), *icons)
        if exchange.address(node.get("href"))
        and clean(node.get("contenttype") or assumed).startswith("image/")
    ]
    if not files:
        return None
    best = max(files, key=lambda node: int(node.get("width")) if _number(node.get("width")) else 0)
    caption = next(
        (said for node in xml.within(item, "description") if (said := xml.said(node))), ""
    ) or xml.said(xml.first(about, "headline"))
    makers = xml.each(about, "creator") if about is not None else ()
    credit = xml.said(xml.first(about, "creditline")) or next((_name(node) for node in makers), "")
    return Picture(exchange.address(best.get("href")), "", caption, credit)


def _warnings(meta: Node | None) -> Iterator[str]:
    if until := exchange.unstamped(xml.said(xml.first(meta, "embargoed"))):
        yield f"It may not be published before {until}."
    state = _last(xml.first(meta, "pubStatus"))
    if state in {"withheld", "canceled"}:
        yield f"Its source marks it as {state}."
    for node in xml.each(meta, "edNote") if meta is not None else ():
        if note := xml.said(node):
            yield f"A note to editors: {note}"
