"""The HTML of an archive's item as a draft keeps it: its parts, its pictures apart, its media as links."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urljoin, urlsplit

from lxml import html as lxml_html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from masthead.intake import body, citations, quotations
from masthead.intake.body import Part
from masthead.intake.draft import Draft, Found, Picture
from masthead.intake.readers.html.pictures import legend_of
from masthead.intake.readers.html.text import one_line, text_of
from masthead.lib.html import inline

LARGEST = 4_000_000
"""Characters of one item's HTML; the longest books are shorter."""

_MOST_PICTURES = 500
_PLAYED = frozenset({"iframe", "audio", "video", "embed", "object"})
_URL = re.compile(r"https?://[^\s<>\"]+")
_CAPTIONED = re.compile(r"(?:^|\s)(?:wp-caption|kg-image-card|kg-gallery-card)(?:\s|$)")
_LEGEND = re.compile(r"(?:^|\s)wp-caption-text(?:\s|$)")

PictureOf = Callable[[HtmlElement], Picture | None]


@dataclass(frozen=True, slots=True)
class Writing:
    """A body: ``parts`` of it and their ``words``; its ``pictures`` and ``footnotes`` (label, inline HTML) in order.

    ``warnings`` say what was left out.
    """

    parts: tuple[Part, ...] = ()
    words: str = ""
    pictures: tuple[Picture, ...] = ()
    footnotes: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()


def read(html: str, *, base: str = "", picture_of: PictureOf = lambda image: None) -> Writing:
    """The parts of any HTML. ``base`` completes its addresses; ``picture_of`` knows more of an ``img`` than it says."""
    if len(html) > LARGEST:
        cut = f"The text is longer than {LARGEST:,} characters; the rest was left out."
        whole = read(html[:LARGEST], base=base, picture_of=picture_of)
        return replace(whole, warnings=(*whole.warnings, cut))
    if not html.strip():
        return Writing()
    try:
        root = lxml_html.fragment_fromstring(html, create_parent="div")
    except (LxmlError, ValueError):
        return Writing()
    _complete(root, base)
    pictures = tuple(_pictures(root, base, picture_of))
    for node in list(root.iter(*_PLAYED)):
        _as_link(node)
    for node in list(root.iter("pre")):
        _keep_lines(node)
    for node in list(root.iter("blockquote")):
        _name_speaker(node)
    for node in list(root.iter("p", "div")):
        _link_alone(node)
    notes = tuple(_notes(root))
    parts = tuple(body.parts_of(root))
    return Writing(parts, body.words(parts), pictures, notes)


def draft(source: str, writing: Writing, *, language: Found[str] | None, home: str, **fields: Any) -> Draft:
    """The draft of a body with what follows from it; ``fields`` are the others of ``Draft``. ``home`` is its address."""
    return Draft(
        source=source,
        body_html=body.render(writing.parts),
        body_text=writing.words,
        language=language,
        pictures=writing.pictures,
        citations=citations.citations(writing.parts, language.value if language else "", home),
        quotations=quotations.quotations(writing.parts),
        **{"footnotes": writing.footnotes, "warnings": writing.warnings, **fields},
    )


def full(address: str | None, base: str) -> str:
    """A whole http address, or nothing."""
    address = (address or "").strip()
    try:
        url = urljoin(base, address)
        return url if urlsplit(url).scheme in {"http", "https"} and urlsplit(url).hostname else ""
    except ValueError:
        return ""


def place(address: str | None, base: str) -> str:
    """A whole http address; where no ``base`` is known, the path in a site whose address nobody names."""
    address = (address or "").strip()
    return full(address, base) or (address if not base and re.match(r"/[^/\s]", address) else "")


def _complete(root: HtmlElement, base: str) -> None:
    if not base:
        return
    for link in root.iter("a"):
        href = (link.get("href") or "").strip()
        if href and not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|#", href):
            link.set("href", full(href, base))


def _pictures(root: HtmlElement, base: str, picture_of: PictureOf) -> Iterator[Picture]:
    """Each picture of the text with its caption; both leave the tree."""
    for number, image in enumerate(list(root.iter("img", "image"))):
        frame = _frame(image)
        legend = _legend(frame) if frame is not None else None
        caption, credit = legend_of(legend) if legend is not None else ("", "")
        known = picture_of(image)
        url = known.url if known else place(_source(image), base)
        alt = one_line(image.get("alt")) or (known.alt if known else "")
        if url and number < _MOST_PICTURES and not _ornament(image):
            yield Picture(url, alt, caption or (known.caption if known and frame is not None else ""), credit)
        if legend is not None:
            _remove(legend)
        _remove(image)


def _frame(image: HtmlElement) -> HtmlElement | None:
    """The figure around a picture."""
    for parent in image.iterancestors():
        if parent.tag == "figure" or _CAPTIONED.search(parent.get("class") or ""):
            return parent
        if parent.tag in {"blockquote", "table", "li", "td"}:
            return None
    return None


def _legend(frame: HtmlElement) -> HtmlElement | None:
    return next(
        (
            node
            for node in frame.iter()
            if node.tag == "figcaption"
            or (isinstance(node.tag, str) and _LEGEND.search(node.get("class") or ""))
        ),
        None,
    )


def _source(image: HtmlElement) -> str:
    sources = (image.get(name) for name in ("data-src", "data-lazy-src", "data-orig-file", "src", "href"))
    return next((source for source in sources if source and not source.startswith("data:")), "")


def _ornament(image: HtmlElement) -> bool:
    """A smiley, or a dot that counts readers."""
    tiny = any((image.get(side) or "").strip() in {"0", "1"} for side in ("width", "height"))
    return tiny or bool(re.search(r"\b(?:wp-smiley|emoji)\b", image.get("class") or ""))


def _remove(node: HtmlElement) -> None:
    if node.getparent() is not None:
        node.drop_tree()


def _as_link(node: HtmlElement) -> None:
    """What is played elsewhere as a link to it."""
    inner = node if node.get("src") or node.get("data") else next(node.iter("source"), node)
    url = full(inner.get("src") or inner.get("data-src") or inner.get("data"), "https:")
    title = one_line(node.get("title"))
    if node.getparent() is None:
        return
    if url:
        link = lxml_html.Element("p")
        anchor = lxml_html.Element("a", href=url)
        anchor.text = title or url
        link.append(anchor)
        node.addprevious(link)
    _remove(node)


def _notes(root: HtmlElement) -> Iterator[tuple[str, str]]:
    """Rendered footnotes: a list under the text whose items the text links to. Both leave the tree, a mark stays."""
    marks: dict[str, list[HtmlElement]] = {}
    for link in root.iter("a"):
        marks.setdefault((link.get("href") or "").strip(), []).append(link)
    for holder in [*root.find_class("footnotes"), *root.find_class("wp-block-footnotes")]:
        for label, item in enumerate(holder.iter("li"), start=1):
            inside = set(item.iter("a"))
            links = [link for link in marks.get(f"#{item.get('id')}", []) if link not in inside]
            for link in inside:
                if link.get("href", "").startswith("#"):
                    link.drop_tree()
            note = inline(body.inner_html(item))
            if note and links:
                yield str(label), note
            for link in links:
                _mark(link, f"[^{label}]")
        _remove(holder)


def _mark(link: HtmlElement, mark: str) -> None:
    parent = link.getparent()
    place = parent if parent is not None and parent.tag == "sup" else link
    place.tail = mark + (place.tail or "")
    _remove(place)


def _keep_lines(node: HtmlElement) -> None:
    """Line breaks of preformatted text as ``br``."""
    for child in list(node.iter()):
        if child is not node:
            child.tail = _broken(child, child.tail, after=True)
        if isinstance(child.tag, str) and child.tag != "br":
            child.text = _broken(child, child.text, after=False)


def _broken(node: HtmlElement, text: str | None, *, after: bool) -> str | None:
    first, *rest = (text or "").strip("\n").split("\n") if text else [""]
    if not rest:
        return text
    place = node.addnext if after else lambda br: node.insert(0, br)
    for line in reversed(rest):
        br = lxml_html.Element("br")
        br.tail = line
        place(br)
    return first


def _name_speaker(node: HtmlElement) -> None:
    """``cite`` and ``footer`` at the end of a quotation as its last line, after a dash."""
    last = node[-1] if len(node) else None
    if last is None or last.tag not in {"cite", "footer"} or (last.tail or "").strip():
        return
    if name := text_of(last).lstrip("—–-― "):
        line = lxml_html.Element("p")
        line.text = f"— {name}"
        node.replace(last, line)


def _link_alone(node: HtmlElement) -> None:
    """An address that stands alone in its paragraph is a link."""
    text = (node.text or "").strip()
    if not len(node) and text.startswith("http") and _URL.fullmatch(text):
        node.text = ""
        anchor = lxml_html.Element("a", href=text)
        anchor.text = text
        node.append(anchor)
