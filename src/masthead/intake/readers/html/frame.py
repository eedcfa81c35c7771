"""What stands around an article's words and is none of them: links to other articles, invitations, comments, claims."""

from __future__ import annotations

import re
from collections.abc import Sequence

from lxml.html import HtmlElement

from masthead.intake.body import Part
from masthead.intake.readers.html.phrases import COMMENTS, INVITES, ONWARD, READ_ON
from masthead.intake.readers.html.text import folded, text_of
from masthead.lib.html import plain

# What elements are called that stand beside an article or inside it and belong to the outlet.
_NEIGHBOUR = re.compile(
    r"comment|komment|disqus|newsletter|related|recirc|recommend|cookie|consent|most-?(?:read|popular)|trending"
    r"|sign-?up|breadcrumb|modal|popup|popover|toast|tooltip|advert|sponsor|(?:author|autor)[-_]*(?:bio|box|info|card)|about[-_]*author"
    r"|tag-?(?:list|cloud)|post-?tags|read-?(?:more|next)|next-?(?:article|story|post)|also-?read",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"comment|komment|disqus|related|recirc|recommend|teaser|trending|cookie|consent", re.IGNORECASE
)
_LEAVES = ("p", "li", "h2", "h3", "h4", "h5", "h6", "blockquote", "td", "div", "span")
_SHORTEST = 60  # letters of a paragraph; less is a label
_WIDE = re.compile("[\u2e80-\ud7ff\uf900-\ufaff]")


def holder(tree: HtmlElement) -> HtmlElement | None:
    """The smallest element that holds most of the paragraphs of a page, neighbours left out."""
    found = [p for p in tree.iter("p") if _reads_as_prose(p)]
    total = sum(len(text_of(p)) for p in found)
    if total < 800:
        return None
    held: dict[HtmlElement, int] = {}
    for paragraph in found:
        size = len(text_of(paragraph))
        for ancestor in paragraph.iterancestors():
            held[ancestor] = held.get(ancestor, 0) + size
    fitting = [
        element
        for element, size in held.items()
        if size > 0.8 * total and element.tag not in {"body", "html"}
    ]
    return max(fitting, key=lambda element: sum(1 for _ in element.iterancestors()), default=None)


def prose(element: HtmlElement) -> list[str]:
    """The paragraphs in an element."""
    return [text_of(p) for p in element.iter("p") if _reads_as_prose(p)]


def _reads_as_prose(paragraph: HtmlElement) -> bool:
    words = text_of(paragraph)
    if len(words) < _SHORTEST:
        return False
    linked = sum(len(text_of(link)) for link in paragraph.iter("a"))
    return linked < 0.5 * len(words) and not any(_is_neighbour(outer) for outer in paragraph.iterancestors())


def in_neighbour(element: HtmlElement) -> bool:
    """Does it stand in a comment, a list of other articles, a menu? A footer is where articles end, too."""
    for outer in element.iterancestors():
        if outer.tag in {"body", "article", "main"}:
            return False
        if outer.tag in {"nav", "form"} or _OTHERS.search(
            f"{outer.get('class') or ''} {outer.get('id') or ''}"
        ):
            return True
    return False


def _is_neighbour(element: HtmlElement) -> bool:
    if element.tag in {"body", "html", "article", "main"}:
        return False
    return element.tag in {"nav", "footer", "aside", "form"} or _named_so(element)


def _named_so(element: HtmlElement) -> bool:
    return bool(_NEIGHBOUR.search(f"{element.get('class') or ''} {element.get('id') or ''}"))


def without_neighbours(tree: HtmlElement, found: list[Part]) -> list[Part]:
    """The pieces without those that stand only in elements named as comments, invitations, lists of other articles."""
    wanted = {folded(part.text) for part in found}
    half = sum(map(len, wanted)) / 2
    sizes: dict[HtmlElement, int] = {}

    def beside(element: HtmlElement) -> bool:
        for outer in (element, *element.iterancestors()):
            if outer not in sizes:
                sizes[outer] = len(folded(outer.text_content()))
            if outer.tag in {"body", "html", "article", "main"} or sizes[outer] > half:
                return False
            if outer.tag in {"nav", "form"} or _named_so(outer):
                return True
        return False

    inside: dict[str, bool] = {}
    for element in tree.iter(*_LEAVES):
        if element.find(".//p") is None and element.find(".//div") is None:
            key = folded(element.text_content())
            if key in wanted and inside.get(key, True):
                inside[key] = beside(element)
    kept = [part for part in found if not inside.get(folded(part.text), False)]
    return kept if sum(len(folded(part.text)) for part in kept) > half else found


def without_end(found: list[Part]) -> list[Part]:
    """The pieces without invitations, and without all that follows a heading of comments or, near the end, of other articles."""
    found = [part for part in found if not invites(part)]
    total, before = sum(len(part.text) for part in found), 0
    for at, part in enumerate(found):
        label = part.text.strip(" :?!.…\n")
        if len(label) < _SHORTEST and (
            (before > 0.3 * total and COMMENTS.fullmatch(label))
            or (before > 0.7 * total and ONWARD.fullmatch(label))
        ):
            return found[:at]
        before += len(part.text)
    return found


def invites(part: Part) -> bool:
    """Is it one short line that asks to subscribe, to follow or to comment, or that claims the rights?"""
    return part.kind in {"p", "h2", "h3"} and len(part.text) < 250 and bool(INVITES.search(part.text))


def is_byline(words: str, names: Sequence[str]) -> bool:
    """Is it one of the names, with hardly anything before it?"""
    letters = folded(words)
    return any(
        letters.endswith(folded(name)) and len(letters) - len(folded(name)) < 12 for name in names if name
    )


def leads_away(part: Part) -> bool:
    """Is it only a link to another article, or a list of such, or does it say that it is one?"""
    share = _linked(part)
    if part.kind in {"ul", "ol"}:
        items = part.html.count("<li>")
        return share > 0.9 and items > 1 and len(part.text) > 25 * items
    if part.kind != "p" or len(part.text) > 300:
        return False
    if READ_ON.match(part.text):
        return share > 0.3 or (len(part.text) < 120 and not part.text.endswith((".", "!", "?")))
    return share > 0.95 and len(part.text) + len(_WIDE.findall(part.text)) > 20


def _linked(part: Part) -> float:
    """The share of the text that stands in links."""
    linked = sum(len(plain(link)) for link in re.findall(r"<a [^>]*>(.*?)</a>", part.html))
    return linked / len(part.text) if part.text else 0.0
