"""What a PDF says of itself: its information, and its XMP packet (ISO 16684-1). Tools write anything there."""

from __future__ import annotations

import re

from lxml import etree

from masthead.intake.draft import Found
from masthead.intake.moments import moment
from masthead.intake.readers.html.origin import spdx
from masthead.intake.readers.html.text import one_line
from masthead.intake.readers.pdf.process import Sheets
from masthead.intake.readers.printed.frame import Frame
from masthead.intake.readers.printed.pieces import Evidence

_LONGEST_PACKET = 200_000
_BROWSERS = re.compile(
    r"Mozilla|Skia|Chrom|Quartz|Safari|wkhtmltopdf|PhantomJS|Firefox|cairo|Microsoft: Print To PDF",
    re.IGNORECASE,
)
_NAMES = {
    "dc": "http://purl.org/dc/elements/1.1/",
    "cc": "http://creativecommons.org/ns#",
    "rights": "http://ns.adobe.com/xap/1.0/rights/",
    "prism": "http://prismstandard.org/namespaces/basic/2.0/",
}


def evidence(sheets: Sheets, body: bytes, frame: Frame) -> Evidence:
    """The titles, names, days and terms of a PDF, with the little trust they earn."""
    packet = _packet(body)
    made = moment(re.sub(r"^D:(\d{4})(\d\d)(\d\d).*$", r"\1-\2-\3", sheets.made))
    printed = bool(_BROWSERS.search(sheets.tool))  # the day of printing says nothing
    addresses = [url for url in frame.addresses if not url.startswith("file:")]
    rights, licence = packet.get("dc:rights", ""), spdx(" ".join(packet.values()))
    return Evidence(
        titles=tuple(
            Found(one_line(title), where, sure)
            for title, where, sure in (
                *((title, "print:title", 0.6) for title in dict.fromkeys(frame.titles)),
                (packet.get("dc:title", ""), "xmp:title", 0.4),
                (sheets.title, "pdf:Title", 0.4),
            )
            if title.strip()
        ),
        authors=tuple(
            Found(one_line(name), where, 0.3)
            for name, where in ((packet.get("dc:creator", ""), "xmp:creator"), (sheets.author, "pdf:Author"))
            if name.strip()
        ),
        days=(Found(made, "pdf:CreationDate", 0.2),) if made and not printed else (),
        languages=tuple(
            Found(tag, where, 0.5)
            for tag, where in ((sheets.language, "pdf:Lang"), (packet.get("dc:language", ""), "xmp:language"))
            if tag.strip()
        ),
        address=Found(addresses[0], "print:address", 0.85) if addresses else None,
        outlet=Found(packet["prism:publicationName"], "xmp:publicationName", 0.5)
        if packet.get("prism:publicationName")
        else None,
        rights=Found(one_line(rights)[:300], "xmp:rights", 0.4) if rights else None,
        licence=Found(licence, "xmp:license", 0.6) if licence else None,
    )


def _packet(body: bytes) -> dict[str, str]:
    """The first value of each property of the XMP packet, where the file holds one that is not compressed."""
    start = body.find(b"<x:xmpmeta")
    end = body.find(b"</x:xmpmeta>", start)
    if start < 0 or not 0 < end - start < _LONGEST_PACKET or b"<!" in body[start:end]:
        return {}
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        tree = etree.fromstring(body[start : end + len(b"</x:xmpmeta>")], parser)
    except etree.XMLSyntaxError:
        return {}
    said: dict[str, str] = {}
    for prefix, namespace in _NAMES.items():
        for element in tree.iter(f"{{{namespace}}}*"):
            name = f"{prefix}:{etree.QName(element).localname}"
            words = [text.strip() for text in element.itertext() if isinstance(text, str) and text.strip()]
            resource = element.get("{http://www.w3.org/1999/02/22-rdf-syntax-ns#}resource") or ""
            if value := (words[0] if words else str(resource)):
                said.setdefault(name, value[:500])
    return said
