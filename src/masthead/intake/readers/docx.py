"""A Word document as a draft. Its macros, comments, headers and drawings are not looked at."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import mammoth
from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from masthead.intake.body import inner_html, tidy
from masthead.intake.draft import Draft, Found, Picture
from masthead.intake.errors import NoArticle, Unreadable
from masthead.intake.moments import moment
from masthead.intake.readers.html.text import one_line
from masthead.intake.readers.printed import draft as printed
from masthead.intake.readers.printed.joining import ended
from masthead.intake.readers.printed.pieces import Evidence, Kind, Piece
from masthead.intake.sources import zipped
from masthead.intake.sources.delivery import Delivery
from masthead.lib.html import inline, plain, text

_LIMITS = zipped.Limits(members=5_000, total=300_000_000, member=100_000_000)
_LONGEST_PART, _PROLOGUE = 8_000_000, 65_536
_STYLES = """
p[style-name='Title'] => h1.title:fresh
p[style-name='Subtitle'] => p.subtitle:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
p[style-name='Quotations'] => blockquote:fresh
p[style-name='Block Text'] => blockquote:fresh
p[style-name='Caption'] => p.caption:fresh
p[style-name='caption'] => p.caption:fresh
"""
_SIZES = {"h1": 2.0, "h2": 1.5, "h3": 1.3, "h4": 1.2, "h5": 1.15, "h6": 1.15}
_REFERENCE = re.compile(
    r'<sup><a href="#(?:foot|end)note-[\w-]+" id="(foot|end)note-ref-([\w-]+)">[^<]*</a></sup>'
)
_DECLARED = re.compile(
    b"<!\\s*(?:DOCTYPE|ENTITY)|<\0!\0(?:D\0O\0C|E\0N\0T)|\0<\0!\0(?:D\0O\0C|E\0N\0T)", re.IGNORECASE
)
_CORE = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
}


def read(delivery: Delivery) -> Draft:
    """The draft of a Word document; ``NoArticle`` if it holds no text, ``Unreadable`` if it is damaged."""
    name = delivery.source
    with zipped.opened(delivery.body, shown=name, limits=_LIMITS) as archive:
        _permit(archive, name)
        said = _core(archive)
    alternatives: list[str] = []

    def picture(image: object) -> dict[str, str]:
        alternatives.append(one_line(getattr(image, "alt_text", "") or ""))
        return {"src": ""}

    try:
        html = mammoth.convert_to_html(
            io.BytesIO(delivery.body),
            style_map=_STYLES,
            include_embedded_style_map=False,
            convert_image=mammoth.images.img_element(picture),
        ).value
        root = lxml_html.fragment_fromstring(html, create_parent="div")
    except Exception as error:  # the library promises nothing about damaged documents
        raise Unreadable(
            f"{name} is a damaged Word document. Open it, save it again, and give it again."
        ) from error
    notes = tuple(_footnotes(root))
    pieces = [piece for element in root for piece in _pieces(element) if piece.text]
    if not pieces:
        raise NoArticle(f"{name} holds no article text.")
    warnings = (
        (f"Its pictures ({len(alternatives)}) are left out; add them at the desk.",) if alternatives else ()
    )
    return printed.draft(
        name,
        pieces,
        _evidence(said, root),
        footnotes=notes,
        pictures=tuple(Picture("", alt=words) for words in alternatives if words),
        warnings=warnings,
    )


def _permit(archive: zipped.Zipped, name: str) -> None:
    """Refuses a document whose XML is too long or declares entities. Any member may be named as its text."""
    for member in archive.names:
        if archive.size(member) > _LONGEST_PART and not member.endswith((".xml", ".rels")):
            with archive.stream(member) as file:
                start = file.read(_PROLOGUE)
        else:
            start = archive.read(member, most=_LONGEST_PART)
        if _DECLARED.search(start):
            raise Unreadable(f"{name} declares entities in its XML, as Word never does. It is refused.")


def _core(archive: zipped.Zipped) -> dict[str, str]:
    """The properties of the document, in which word processors keep whatever they began with."""
    if "docProps/core.xml" not in archive.names:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(archive.read("docProps/core.xml", most=_LONGEST_PART), parser)
    except etree.XMLSyntaxError:
        return {}
    return {
        f"{prefix}:{etree.QName(element).localname}": one_line(element.text)[:500]
        for prefix, namespace in _CORE.items()
        for element in tree.iter(f"{{{namespace}}}*")
        if one_line(element.text)
    }


def _evidence(said: dict[str, str], root: HtmlElement) -> Evidence:
    styled = [
        one_line(element.text_content()) for element in root.iter("h1") if element.get("class") == "title"
    ]
    made = moment(said.get("dcterms:created"))
    return Evidence(
        titles=(
            *(Found(title, "docx:Title", 0.9) for title in styled[:1] if title),
            *(Found(title, "docx:title", 0.4) for title in [said.get("dc:title", "")] if title),
        ),
        authors=tuple(Found(name, "docx:creator", 0.3) for name in [said.get("dc:creator", "")] if name),
        days=(Found(made[:10], "docx:created", 0.2),) if made else (),
        languages=tuple(Found(tag, "docx:language", 0.5) for tag in [said.get("dc:language", "")] if tag),
    )


def _footnotes(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """Takes the list of footnotes from the end: (label, inline HTML)."""
    for item in root.xpath("./ol/li[starts-with(@id, 'footnote-') or starts-with(@id, 'endnote-')]"):
        for back in item.xpath(
            ".//a[starts-with(@href, '#footnote-ref') or starts-with(@href, '#endnote-ref')]"
        ):
            back.drop_tree()
        kind, _, label = (item.get("id") or "").partition("-")
        yield _label(kind, label), inline(inner_html(item))
        listed = item.getparent()
        item.drop_tree()
        if listed is not None and not len(listed):
            listed.drop_tree()


def _label(kind: str, label: str) -> str:
    return label if kind.startswith("foot") else f"e{label}"


def _pieces(element: HtmlElement) -> Iterator[Piece]:
    tag = str(element.tag)
    html = _referring(inner_html(element))
    style = element.get("class") or ""
    match tag:
        case "ul" | "ol":
            kind: Kind = "ul" if tag == "ul" else "ol"
            for item in element.iter("li"):  # lists in lists lie flat, as on paper
                own = [item.text or "", *(_markup(child) for child in item if child.tag not in {"ul", "ol"})]
                yield Piece(kind, inline(_referring("".join(own))))
        case "table":
            yield Piece("table", tidy(f"<table>{html}</table>"))
        case "blockquote":
            yield Piece("quote", inline(html))
        case _ if tag in _SIZES:
            yield Piece("h", inline(html), 2.5 if style == "title" else _SIZES[tag])
        case _:
            yield _paragraph(inline(html), style)


def _referring(html: str) -> str:
    """References to footnotes as ``[^label]``."""
    return _REFERENCE.sub(lambda found: f"[^{_label(found[1], found[2])}]", html)


def _paragraph(html: str, style: str) -> Piece:
    words = plain(html)
    bold = bool(re.fullmatch(r"(?:<strong>(?:(?!</?strong>).)*</strong>\s*)+", html))
    italic = bool(re.fullmatch(r"(?:<em>(?:(?!</?em>).)*</em>\s*)+", html))
    if style == "caption":
        return Piece("caption", html, 0.9)
    if style == "subtitle":
        return Piece("p", html, 1.2, marked=True)
    if bold and len(words) <= 120 and not ended(words) and ":" not in words:
        return Piece("h", text(words), 1.2)
    return Piece("p", html, marked=bold or italic)


def _markup(element: HtmlElement) -> str:
    return str(lxml_html.tostring(element, encoding="unicode"))
