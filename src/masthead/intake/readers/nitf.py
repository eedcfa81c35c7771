"""NITF, IPTC's markup of news texts, alone or inside other formats. https://iptc.org/standards/nitf/"""

from __future__ import annotations

from collections.abc import Iterator

from masthead.intake import exchange
from masthead.intake.draft import Byline, Draft, Found, Picture, Term
from masthead.intake.errors import IntakeError, NoArticle
from masthead.intake.exchange import Text, clean, once
from masthead.intake.readers import xml
from masthead.intake.readers.decode import Decoded
from masthead.intake.readers.xml import Node
from masthead.intake.sources.delivery import Delivery

_RENAMED = {
    "hl1": "h2",
    "hl2": "h2",
    "hedline": "div",
    "block": "div",
    "bq": "blockquote",
    "dt": "p",
    "dd": "p",
}
_DROPPED = frozenset({"media", "note", "tobject", "body.head", "nitf-table"})


def read(delivery: Delivery, text: Decoded) -> Draft:
    """The draft in a file that is NITF; ``NoArticle`` if it has neither text nor headline."""
    root = xml.parse(text.text, delivery.source)
    found, title = text_of(root), headline(root)
    if not found.parts and title is None:
        raise NoArticle(f"{delivery.source} holds no article text: its body is empty.")
    docdata = xml.first(root, "head", "docdata")
    pubdata = xml.first(root, "head", "pubdata")
    published, updated = _date(docdata, "date.release", "date.issue"), _revised(root)
    outlet = clean(pubdata.get("name")) if pubdata is not None else ""
    return exchange.draft(
        delivery.source,
        found,
        _languages(root),
        headline=title,
        standfirst=standfirst(root),
        bylines=bylines(root),
        published=published or updated,
        updated=updated if published else None,
        outlet=Found(outlet, "nitf:pubdata", 0.9) if outlet else _distributor(root),
        rights=_rights(docdata),
        identifier=_attribute(xml.first(docdata, "doc-id"), "id-string", "nitf:doc-id"),
        terms=once(_terms(root)),
    )


def text_in(value: str) -> Text:
    """The text of NITF that stands as a string in another format; none where it is not well-formed."""
    try:
        return text_of(xml.parse(value, "NITF"))
    except IntakeError:
        return Text()


def text_of(root: Node) -> Text:
    """The text of a ``nitf`` element, without headline, byline and abstract."""
    content = next(xml.within(root, "body.content"), None)
    if content is None:
        return Text()
    text = exchange.text_of(xml.markup(content, _RENAMED, _DROPPED))
    return Text(text.parts, tuple(_pictures(content)), text.footnotes)


def headline(root: Node) -> Found[str] | None:
    for where, path in (("hl1", ("hedline", "hl1")), ("hedline", ("hedline",))):
        for head in xml.within(root, "body.head"):
            if said := xml.said(xml.first(head, *path)):
                return Found(said, f"nitf:{where}", 0.95)
    title = xml.said(xml.first(root, "head", "title"))
    return Found(title, "nitf:title", 0.85) if title else None


def standfirst(root: Node) -> Found[str] | None:
    said = (xml.said(node) for node in xml.within(root, "abstract"))
    return next((Found(one, "nitf:abstract", 0.9) for one in said if one), None)


def bylines(root: Node) -> tuple[Found[Byline], ...]:
    """The people of the byline: those marked as such, or the names in its words."""
    for line in xml.within(root, "byline"):
        people = [xml.said(person) for person in xml.within(line, "person")]
        if people:
            return once(Found(Byline(name), "nitf:person", 0.95) for name in people if name)
        words = clean(" ".join([line.text or "", *(child.tail or "" for child in line)]))
        if words:
            return exchange.named(words, "nitf:byline")
    return ()


def _pictures(content: Node) -> Iterator[Picture]:
    for media in xml.within(content, "media"):
        if (media.get("media-type") or "image").lower() in {"image", "photo"}:
            files = [node for node in media if xml.tag(node) == "media-reference"]
            urls = [url for node in files if (url := exchange.address(node.get("source")))]
            if urls:
                alt = clean(files[0].get("alternate-text"))
                caption, credit = xml.first(media, "media-caption"), xml.first(media, "media-producer")
                yield Picture(urls[0], alt, xml.said(caption), xml.said(credit))


def _languages(root: Node) -> Iterator[Found[str]]:
    for node in xml.within(root, "nitf", "body"):
        said = node.get("{http://www.w3.org/XML/1998/namespace}lang") or node.get("lang")
        if said:
            yield Found(clean(said), "nitf:lang", 0.85)


def _date(docdata: Node | None, *names: str) -> Found[str] | None:
    for name in names:
        node = xml.first(docdata, name)
        if node is not None and (value := exchange.unstamped(node.get("norm"))):
            return Found(value, f"nitf:{name}", 0.9)
    return None


def _revised(root: Node) -> Found[str] | None:
    dates = [
        value
        for node in xml.within(root, "revision-history")
        if (value := exchange.unstamped(node.get("norm")))
    ]
    return Found(max(dates), "nitf:revision-history", 0.8) if dates else None


def _distributor(root: Node) -> Found[str] | None:
    said = next((xml.said(node) for node in xml.within(root, "distributor")), "")
    return Found(said, "nitf:distributor", 0.7) if said else None


def _rights(docdata: Node | None) -> Found[str] | None:
    node = xml.first(docdata, "doc.copyright")
    if node is None or not clean(node.get("holder")):
        return None
    year = clean(node.get("year"))[:4]
    return Found(clean(f"© {year} {node.get('holder')}"), "nitf:doc.copyright", 0.9)


def _attribute(node: Node | None, name: str, where: str) -> Found[str] | None:
    value = clean(node.get(name)) if node is not None else ""
    return Found(value, where, 0.95) if value else None


def _terms(root: Node) -> Iterator[Found[Term] | None]:
    for node in xml.within(root, "tobject.subject"):
        name = next(
            (
                said
                for key in ("detail", "matter", "type")
                if (said := clean(node.get(f"tobject.subject.{key}")))
            ),
            "",
        )
        code = clean(node.get("tobject.subject.refnum"))
        yield exchange.term(name, "theme", code, "nitf:tobject.subject")
    for node in xml.within(root, "keyword"):
        yield exchange.term(clean(node.get("key")), "tag", "", "nitf:keyword")
    for listed in xml.within(root, "identified-content"):
        for node in listed:
            kind = "region" if xml.tag(node) == "location" else "tag"
            yield exchange.term(xml.said(node), kind, clean(node.get("code")), "nitf:identified-content")
