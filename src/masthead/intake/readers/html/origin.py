"""Where it appeared and under which terms: outlet, address, licence, line of rights."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from masthead.intake.draft import Found
from masthead.intake.readers.html import jsonld, microdata
from masthead.intake.readers.html.page import Page
from masthead.intake.readers.html.text import text_of
from masthead.lib.addresses import split

_CC = re.compile(
    r"(?:creativecommons\.org|licensebuttons\.net)/(?:(?:licenses|l)/(by(?:-nc)?(?:-nd|-sa)?)/(\d\.\d)|publicdomain/(zero|mark)/1\.0)",
    re.IGNORECASE,
)
_CC_NAMED = re.compile(r"\b(?:CC|Creative Commons)[ -](BY(?:-NC)?(?:-ND|-SA)?)[ -](\d\.\d)\b", re.IGNORECASE)
_CC_WORDED = re.compile(
    r"\bCreative Commons\W{1,3}(?:licence \W?|license \W?)?(?P<by>Attribution(?:[\s-]*(?:NonCommercial|ShareAlike|NoDerivs|NoDerivatives))*)"
    r"(?:\s+(?P<version>\d\.\d))?|\bCC[ -](?P<short>BY(?:-NC)?(?:-ND|-SA)?)\b(?![ -]\d)",
    re.IGNORECASE,
)
_LETTERS = {
    "attribution": "BY",
    "noncommercial": "NC",
    "sharealike": "SA",
    "noderivs": "ND",
    "noderivatives": "ND",
}
_CC_HINT = re.compile(r"\bCC\b|Creative Commons", re.IGNORECASE)
_CC_PIECE = re.compile("|".join(_LETTERS))
_RIGHTS_META = ("dcterms.rights", "dc.rights", "dc:rights", "rights", "copyright", "dcterms.rightsholder")
RIGHTS = re.compile(
    r"©|\(c\)\s*\d{4}|copyright|all rights reserved|alle rechte vorbehalten|tous droits réservés",
    re.IGNORECASE,
)


def outlet(page: Page, article: jsonld.Node | None, nodes: list[jsonld.Node]) -> Found[str] | None:
    return next(_outlets(page, article, nodes), None)


def own_names(page: Page, article: jsonld.Node | None, nodes: list[jsonld.Node]) -> list[str]:
    """Every name and form of host that means the outlet itself, to tell it from people and headlines."""
    names = [found.value for found in _outlets(page, article, nodes)]
    address = canonical(page, article)
    host = (split(page.url).hostname or split(address.value if address else "").hostname or "").removeprefix(
        "www."
    )
    if host:
        labels = host.split(".")
        names += [host, ".".join(labels[:-1]), labels[-2] if len(labels) > 1 else host]
    return [name for name in dict.fromkeys(names) if name]


def _outlets(page: Page, article: jsonld.Node | None, nodes: list[jsonld.Node]) -> Iterator[Found[str]]:
    for publisher in jsonld.many((article or {}).get("publisher")):
        named = jsonld.resolved(publisher, nodes)
        name = jsonld.text(named.get("name") if isinstance(named, dict) else named)
        if name:
            yield Found(name, "json-ld:publisher", 0.95)
    for element in page.marked_as("publisher"):
        if name := microdata.value(element):
            yield Found(name, "microdata:publisher", 0.85)
    for name, value in page.said("og:site_name", "application-name", "dc.publisher", "dcterms.publisher"):
        yield Found(value, f"meta:{name}", 0.85)
    for node in nodes:
        if jsonld.types(node) & {"website", "newsmediaorganization"} and (
            name := jsonld.text(node.get("name"))
        ):
            yield Found(name, "json-ld:WebSite", 0.8)
    host = (split(page.url).hostname or "").removeprefix("www.")
    if host:
        yield Found(host, "url:host", 0.4)


def canonical(page: Page, article: jsonld.Node | None) -> Found[str] | None:
    """The address the page calls its own. One that is only a host, on a page that is not, is a known mistake."""
    for where, sure, address in _addresses(page, article):
        full = page.link(address)
        if full and (split(full).path.strip("/") or not split(page.url).path.strip("/")):
            return Found(full, where, sure)
    return None


def _addresses(page: Page, article: jsonld.Node | None) -> Iterator[tuple[str, float, str]]:
    for link in page.tree.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            yield "link:rel=canonical", 0.95, link.get("href") or ""
    for _, value in page.said("og:url"):
        yield "meta:og:url", 0.85, value
    for key in ("url", "mainEntityOfPage", "@id"):
        for value in jsonld.many((article or {}).get(key)):
            yield (
                f"json-ld:{key}",
                0.8,
                str(value.get("@id") or value.get("url") or "") if isinstance(value, dict) else str(value),
            )
    if page.url:
        yield "url", 0.7, page.url


def licence(page: Page, article: jsonld.Node | None) -> Found[str] | None:
    """An SPDX identifier where the licence is known, else its address or name."""
    for value in jsonld.many((article or {}).get("license")):
        said = (
            jsonld.text(value.get("url") or value.get("@id") or value)
            if isinstance(value, dict)
            else jsonld.text(value)
        )
        if said:
            return Found(spdx(said) or said, "json-ld:license", 0.9)
    for element in page.marked_as("license"):
        if said := element.get("href") or microdata.value(element):
            return Found(spdx(said) or said, "microdata:license", 0.85)
    for link in page.tree.iter("link", "a"):
        if _is_rsl(link):
            continue
        if "license" in (link.get("rel") or "").lower().split() and not _of_picture(link):
            said = page.link(link.get("href")) or text_of(link)
            return Found(spdx(said) or said, "link:rel=license", 0.85) if said else None
    for name, value in page.said("dcterms.license", "dc.license", "license", "cc:license", *_RIGHTS_META):
        if code := spdx(value):
            return Found(code, f"meta:{name}", 0.8)
    for link in page.tree.iter("a"):
        if (code := spdx(link.get("href") or "")) and not _of_picture(link):
            return Found(code, "html:link", 0.6)
    for badge in page.tree.iter("img"):
        if (code := spdx(badge.get("src") or "")) and not _of_picture(badge):
            return Found(code, "html:badge", 0.6)
    return _worded(page)


def _worded(page: Page) -> Found[str] | None:
    """A Creative Commons licence that a short line names in words; without a version it stays a name."""
    for element in page.tree.iter("p", "div", "span", "small", "footer", "li", "em"):
        words = text_of(element) if len(element) < 8 else ""
        if not 5 < len(words) < 300 or _of_picture(element) or not _CC_HINT.search(words):
            continue
        if code := spdx(words):
            return Found(code, "text:licence", 0.6)
        if named := _CC_WORDED.search(words):
            said = (named["by"] or "").lower()
            short = (named["short"] or "-".join(_LETTERS[piece] for piece in _CC_PIECE.findall(said))).upper()
            version = named["version"]
            return Found(f"CC-{short}-{version}" if version else f"CC {short}", "text:licence", 0.5)
    return None


def mining(page: Page) -> Found[str] | None:
    """What is reserved or allowed for text and data mining: TDMRep, then RSL, with the address of the terms.

    https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/ and https://rslstandard.org/rsl
    """
    for _, said in page.said("tdm-reservation"):
        state = {"1": "reserved", "0": "allowed"}.get(said.strip())
        policy = next((page.link(value) for _, value in page.said("tdm-policy")), "")
        if state:
            return Found(
                f"{state} (TDMRep){f', policy {policy}' if policy else ''}", "meta:tdm-reservation", 0.95
            )
    for link in page.tree.iter("link", "a"):
        if _is_rsl(link) and (terms := page.link(link.get("href"))):
            return Found(f"reserved (RSL), policy {terms}", "link:rel=license", 0.9)
    return None


def _is_rsl(link: HtmlElement) -> bool:
    return link.get("type") == "application/rsl+xml" and "license" in (link.get("rel") or "").lower().split()


def spdx(text: str) -> str:
    """The SPDX identifier of a licence whose address or name stands in a text, or nothing."""
    found = _CC.search(text) or _CC_NAMED.search(text)
    if found is None:
        return ""
    if found[1]:
        return f"CC-{found[1].upper()}-{found[2]}"
    return "CC0-1.0" if found[3] == "zero" else "public-domain"


def _of_picture(link: HtmlElement) -> bool:
    named = (f"{ancestor.tag} {ancestor.get('class') or ''}" for ancestor in link.iterancestors())
    return any(re.search(r"^fig|caption|credit|\bimage|photo|gallery|comment", name) for name in named)


def rights(page: Page, article: jsonld.Node | None, nodes: list[jsonld.Node]) -> Found[str] | None:
    """The line that claims the rights."""
    node = article or {}
    if notice := jsonld.text(node.get("copyrightNotice")):
        return Found(notice, "json-ld:copyrightNotice", 0.9)
    if holder := jsonld.text(
        jsonld.resolved(next(iter(jsonld.many(node.get("copyrightHolder"))), None), nodes)
    ):
        year = jsonld.text(node.get("copyrightYear"))
        return Found(f"© {year} {holder}".replace("  ", " "), "json-ld:copyrightHolder", 0.85)
    for name, value in page.said(*_RIGHTS_META):
        return Found(value[:500], f"meta:{name}", 0.7)
    for claim in reversed(page.tree.xpath("//body//text()")):
        if not RIGHTS.search(claim):
            continue
        holder = claim.getparent()
        shown = text_of(holder) if holder.tag not in {"script", "style", "noscript"} else ""
        if 5 < len(shown) <= 250:
            return Found(shown, "text:rights", 0.5)
    return None
