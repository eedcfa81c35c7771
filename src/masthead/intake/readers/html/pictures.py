"""The pictures of the article, with the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from masthead.intake.draft import Picture
from masthead.intake.readers.html import jsonld
from masthead.intake.readers.html.bylines import beside
from masthead.intake.readers.html.page import Page
from masthead.intake.readers.html.text import one_line, text_of

_LAZY = (
    "data-src",
    "data-original",
    "data-lazy-src",
    "data-image",
    "data-hi-res-src",
    "data-srcset",
    "data-lazy-srcset",
)
_CREDIT_CLASS = re.compile(
    r"credit|copyright|photographer|fotograf|author|source|quelle|byline|rights|attribution|crédit",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"\s*[(\[|–—-]?\s*(?:(?:photo(?:graph)?s?|foto|fotos|image|bild|bilder|picture|illustration|crédits?|credits?|copyright|source|quelle|фото|фотография)"
    r"(?:\s+(?:by|von|di|de|par|credit))?\s*[:：/]|©|\(c\))\s*([^)\]\n]{2,120})[)\]]?\s*$",
    re.IGNORECASE,
)
_NO_PICTURE = re.compile(
    r"logo|icon|avatar|sprite|pixel|spacer|placeholder|badge|emoji|tracking|\.svg(?:$|\?)|gravatar",
    re.IGNORECASE,
)
_MOST = 60


def pictures(page: Page, article: jsonld.Node | None) -> tuple[Picture, ...]:
    """The lead picture first, then those of the text; addresses are full, nothing is fetched."""
    found: dict[str, Picture] = {}
    for picture in (*_in_figures(page), *_declared(page, article)):
        key = re.sub(r"^https?://|\?.*$|-\d+x\d+(?=\.\w+$)", "", picture.url)
        if len(found) < _MOST:
            found.setdefault(key, picture)
    return tuple(found.values())


def _in_figures(page: Page) -> Iterator[Picture]:
    for figure in page.tree.iter("figure"):
        image = next(figure.iter("img"), None)
        url = _address(page, image) if image is not None else ""
        if not url or image is None or beside(figure):
            continue
        legend = next(figure.iter("figcaption"), None)
        caption, credit = legend_of(legend) if legend is not None else ("", "")
        yield Picture(url, one_line(image.get("alt")), caption, credit)


def legend_of(legend: HtmlElement) -> tuple[str, str]:
    """Caption and credit of a legend."""
    whole = text_of(legend)
    for element in legend.iter("span", "cite", "small", "div", "p", "em", "a"):
        if _CREDIT_CLASS.search(element.get("class") or "") and (credit := text_of(element)):
            return whole.replace(credit, "").strip(" |–—-"), _named(credit)
    found = _CREDIT.search(whole)
    return (whole[: found.start()].strip(), found[1].strip()) if found else (whole, "")


def _named(credit: str) -> str:
    found = _CREDIT.match(credit)
    return found[1].strip() if found else credit.strip(" ()[]")


def _declared(page: Page, article: jsonld.Node | None) -> Iterator[Picture]:
    for value in jsonld.many((article or {}).get("image")):
        node = value if isinstance(value, dict) else {"url": value}
        url = page.link(jsonld.text(node.get("url") or node.get("contentUrl") or node.get("@id")))
        if url and not _NO_PICTURE.search(url):
            yield Picture(
                url,
                "",
                jsonld.text(node.get("caption")),
                jsonld.text(node.get("creditText") or node.get("author")),
            )
            break
    for _, value in page.said("og:image", "og:image:url", "twitter:image"):
        url = page.link(value)
        if url and not _NO_PICTURE.search(url):
            alt = next((text for _, text in page.said("og:image:alt", "twitter:image:alt")), "")
            yield Picture(url, alt)
            break


def _address(page: Page, image: HtmlElement) -> str:
    """The address of a picture that may be loaded late; nothing for an ornament."""
    if (image.get("width") or "").strip().rstrip("px").isdigit() and int(
        (image.get("width") or "0").strip().rstrip("px")
    ) < 60:
        return ""
    for name in (*_LAZY, "src", "srcset"):
        first = (image.get(name) or "").strip().split(" ")[0].rstrip(",")
        url = page.link(first) if first and not first.startswith("data:") else ""
        if url and not _NO_PICTURE.search(url):
            return url
    return ""
