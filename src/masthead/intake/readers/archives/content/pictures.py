"""The pictures of a text with the words beside them; both leave the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import escape
from itertools import islice

from lxml.html import HtmlElement

from masthead.intake.draft import Picture
from masthead.intake.readers.archives.content.addresses import original, web
from masthead.intake.readers.archives.content.tree import attributes, drop, first, replace
from masthead.intake.readers.html.pictures import legend_of
from masthead.intake.readers.html.text import one_line

PictureOf = Callable[[HtmlElement], Picture | None]

SOURCES = ("data-src", "data-image", "data-original", "data-lazy-src", "data-orig-file", "src")
_MOST = 500
_DEEPEST = 12
_CAPTION = re.compile(
    r"(?:^|\s)(?:wp-caption-text|tr-caption|image-caption|imageCaption|kg-image-caption|caption)(?:\s|$)"
)
_CAPTIONED = re.compile(r"(?:^|\s)(?:wp-caption|tr-caption-container|captioned-image-container|kg-image-card|kg-gallery-card|image-block-outer-wrapper)(?:\s|$)")  # fmt: skip
_ORNAMENT = re.compile(
    r"/emoji/|/pixel\b(?!s)|spacer\.gif|feeds\.feedburner|gravatar\.com|open\.substack|/tracking\b",
    re.IGNORECASE,
)
_SMILEY = re.compile(r"\b(?:wp-smiley|emoji)\b")
_STEM = re.compile(r"([^/?#]+?)(?:-\d+x\d+|-scaled)?\.(?:jpe?g|png|gif|webp|avif)(?:[?#].*)?$", re.IGNORECASE)


def galleries(root: HtmlElement) -> None:
    """Substack keeps the pictures of a gallery in an attribute."""
    for element in root.xpath(".//div[@data-attrs]"):
        gallery = attributes(element).get("gallery")
        images = gallery.get("images") if isinstance(gallery, dict) else None
        if isinstance(gallery, dict) and isinstance(images, list):
            alt = escape(first(gallery, "alt"))
            figures = (
                f'<figure><img src="{escape(src)}" alt="{alt}"><figcaption>{escape(first(gallery, "caption"))}</figcaption></figure>'
                for image in images
                if isinstance(image, dict) and (src := first(image, "src"))
            )
            replace(element, "".join(figures))


def pictures(root: HtmlElement, picture_of: PictureOf | None) -> tuple[tuple[Picture, ...], tuple[str, ...]]:
    """Each once, and in a sentence each those without a whole address. ``picture_of`` knows more of an ``img`` than it says."""
    found: dict[Picture, None] = {}
    warnings: dict[str, None] = {}
    legends: dict[HtmlElement, None] = {}
    for image in list(root.iter("img", "image")):
        if image.getparent() is None:
            continue
        legend, framed = _legend(image)
        caption, credit = "", ""
        if legend is not None:
            legends[legend] = None  # it may be for several pictures
            caption, credit = legend_of(legend)
        known = picture_of(image) if picture_of else None
        url = known.url if known else _address(image)
        alt = one_line(image.get("alt") or first(attributes(image), "alt")) or (known.alt if known else "")
        if _ornament(image):
            pass
        elif url and len(found) < _MOST:
            told = known.caption if known and framed else ""
            found[Picture(url, alt, caption or told, credit)] = None
        elif not url and (lost := (image.get("src") or "").strip()):
            warnings[_lost(lost)] = None
        drop([image])
    drop(legends)
    return tuple(found), tuple(warnings)


def _lost(url: str) -> str:
    shown = "in the text itself" if url.startswith("data:") else f"at {url[:120]}"
    return f"A picture {shown} has no whole address and is left."


def _legend(image: HtmlElement) -> tuple[HtmlElement | None, bool]:
    """The legend of the nearest frame that has one, and whether there is a frame at all."""
    framed = False
    for around in islice(image.iterancestors(), _DEEPEST):
        if _frames(around):
            framed = True
            legend = next((each for each in around.iter() if _explains(each) and _of(each) is around), None)
            if legend is not None and image not in legend.iter():
                return legend, True
        elif around.tag in {"blockquote", "table"}:
            break
    return None, framed


def _frames(element: HtmlElement) -> bool:
    return (
        element.tag == "figure"
        or bool(_CAPTIONED.search(element.get("class") or ""))
        or (element.tag == "div" and any(map(_explains, element)))
    )


def _explains(element: HtmlElement) -> bool:
    return element.tag == "figcaption" or (
        isinstance(element.tag, str) and bool(_CAPTION.search(element.get("class") or ""))
    )


def _of(legend: HtmlElement) -> HtmlElement | None:
    return next(filter(_frames, islice(legend.iterancestors(), _DEEPEST)), None)


def _ornament(image: HtmlElement) -> bool:
    """A smiley, or a dot that counts readers."""
    tiny = any((image.get(side) or "").strip() in {"0", "1"} for side in ("width", "height"))
    return tiny or bool(_SMILEY.search(image.get("class") or "") or _ORNAMENT.search(image.get("src") or ""))


def _address(image: HtmlElement) -> str:
    around = image.getparent()
    larger = around.get("href") if around is not None and around.tag == "a" else ""
    own = first(attributes(image), "src")
    names = (*SOURCES, "href")
    url = web(own) or next((whole for name in names if (whole := web(image.get(name)))), "")
    if larger and url and _same(larger, url):
        url = larger
    return original(url)


def _same(larger: str, small: str) -> bool:
    """Is it the larger size of the same file: photo.jpg and photo-300x200.jpg, …/s1600/photo.jpg and …/s640/photo.jpg?"""
    return bool(web(larger)) and _stem(larger) == _stem(small) != ""


def _stem(url: str) -> str:
    found = _STEM.search(url)
    return found[1].lower() if found else ""
