"""The HTML in which platforms keep a text, as body, pictures and footnotes.

What belongs to the platform goes: buttons to subscribe or share, forms, widgets, and whatever a reader names besides.
What another site shows in the page becomes a link to it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from itertools import islice
from urllib.parse import unquote, urljoin, urlsplit

from lxml import html as lxml_html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from masthead.intake import body
from masthead.intake.body import Part, inner_html
from masthead.intake.draft import Picture
from masthead.intake.readers.html.pictures import legend_of
from masthead.intake.readers.html.text import CONTROL, one_line, text_of
from masthead.lib.html import inline

_LONGEST = 10_000_000
_MOST_PICTURES = 200
_MOST_NOTES = 500
# Classes by which platforms mark what is theirs.
_FURNITURE = re.compile(
    r"""(?:^|\s)(?:
    subscription-widget(?:-wrap(?:-editor)?)? | subscribe-widget | captioned-button-wrap | share-dialog | paywall | paywall-jump
    | install-substack-app-embed | directMessage | community-chat | post-ufi | poll-embed | hide-text | header-anchor-parent
    | image-link-expand | image-gallery-expand | sharedaddy | jp-relatedposts | jp-post-flair | wp-block-spacer | wp-block-jetpack-subscriptions
    | kg-signup-card | section-divider | sqs-block-newsletter | sqs-block-form | newsletter-form | buttondown-email-footer | mc-footer
    )(?:\s|$)""",
    re.VERBOSE,
)
_BUTTONS = re.compile(r"(?:^|\s)(?:button-wrapper|wp-block-buttons?|kg-button-card)(?:\s|$)")
_OWN_BUTTON = re.compile(
    r"%%|/subscribe\b|/comments?\b|action=share|[?&]gift=|/leaderboard|/refer|/survey|checkout|/login|/account|#share|utm_content=share|/plans\b",
    re.IGNORECASE,
)
_FORM = re.compile(
    r"subscribe|signup|sign-up|newsletter-form|recaptcha|disqus|addthis|sharethis", re.IGNORECASE
)
_CAPTION = re.compile(
    r"(?:^|\s)(?:wp-caption-text|tr-caption|image-caption|imageCaption|kg-image-caption|caption)(?:\s|$)"
)
_CAPTIONED = re.compile(r"(?:^|\s)(?:wp-caption|tr-caption-container|captioned-image-container|kg-image-card|image-block-outer-wrapper)(?:\s|$)")  # fmt: skip
_CARD = re.compile(r"(?:^|\s)(?:[\w-]*-embed|[\w-]*-wrap|tweet|instagram|comment|embed[\w-]*|native-[\w-]+|datawrapper\S*|apple-podcast-container)(?:\s|$)")  # fmt: skip
_SOURCES = ("data-src", "data-image", "data-original", "data-lazy-src", "src")
_ORNAMENT = re.compile(
    r"emoji|/pixel|spacer\.gif|feeds\.feedburner|gravatar\.com|open\.substack|/tracking", re.IGNORECASE
)
_STILL_HOLDS = (
    "boolean(.//img|.//iframe|.//table[not(contains(@class, 'caption'))]|.//blockquote|.//video|.//audio)"
)
_HELD = {"poll-embed": "poll", "native-audio-embed": "sound", "native-video-embed": "film"}
_NOTE = re.compile(r"^\W{0,2}(\d{1,4}|[ivxlc]{1,6}|[a-z]|[*†‡§]{1,3})\W{0,2}$", re.IGNORECASE)
_NOTE_PLACE = re.compile(r"foot-?note|endnote|^_?ftn|^_?edn|^fn|note", re.IGNORECASE)
_BACK = re.compile(r"^\W*$|^(?:back|return|zurück|retour)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Written:
    """``pieces`` are the body; a footnote is referred to as ``[^label]``."""

    pieces: tuple[Part, ...] = ()
    pictures: tuple[Picture, ...] = ()
    footnotes: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()


def written(
    html: str,
    *,
    base: str = "",
    without: str = "",
    layout: bool = False,
    local: frozenset[str] = frozenset(),
) -> Written:
    """The text in a platform's HTML.

    ``base`` is the address against which others are resolved, ``without`` an XPath of what goes besides; with
    ``layout`` every table without a header lays out the page. ``local`` are addresses of pictures that lie in the
    export itself and are kept as they are.
    """
    root = tree(html)
    if root is None:
        return Written()
    if without:
        _drop(root.xpath(without))
    held = _only_there(root)
    _drop(each for each in root.iter("*") if _FURNITURE.search(each.get("class") or ""))
    _drop(root.xpath(".//form|.//button|.//script|.//style|.//noscript|.//template|.//svg"))
    if layout:
        _unwrap_tables(root)
    _resolve(root, base)
    _buttons(root)
    notes = _footnotes(root)
    _gallery(root)
    pictures, warnings = _pictures(root, local)
    warnings += (*_embeds(root), *held)
    _code(root)
    return Written(tuple(body.parts(inner_html(root))), pictures, notes, warnings)


def tree(html: str) -> HtmlElement | None:
    """The elements of a text; None where there is none, or more than any writing has."""
    html = CONTROL.sub("", html)
    if not html.strip() or len(html) > _LONGEST:
        return None
    try:
        return lxml_html.fragment_fromstring(html, create_parent="div")
    except (ParserError, ValueError):
        return None


def document(html: str) -> HtmlElement | None:
    """The same for a whole page."""
    html = re.sub(r"^\s*<\?xml[^>]*\?>", "", CONTROL.sub("", html))
    if not html.strip() or len(html) > _LONGEST:
        return None
    try:
        return lxml_html.document_fromstring(html)
    except (ParserError, ValueError):
        return None


def link(url: str, words: str = "") -> str:
    """A paragraph that holds a link, its words the address where it has none."""
    shown = one_line(words)[:200] or re.sub(r"^https?://(?:www\.)?", "", url)[:80]
    return f'<p><a href="{escape(url)}">{escape(shown, quote=False)}</a></p>'


def web(url: str, base: str = "") -> str:
    """A whole address of the web, or nothing."""
    url = re.sub(r"\s+", "", url)
    if url.startswith("//"):
        url = f"https:{url}"
    try:
        if base and not re.match(r"[a-z][a-z0-9+.-]*:", url, re.IGNORECASE):
            url = urljoin(base, url)
        parts = urlsplit(url)
        return url if parts.scheme in {"http", "https"} and parts.hostname else ""
    except ValueError:
        return ""


def _drop(elements: Iterable[HtmlElement]) -> None:
    for element in list(elements):
        if element.getparent() is not None:
            element.drop_tree()


def _replace(element: HtmlElement, html: str) -> None:
    """Something else in the place of an element; what follows it stays."""
    if element.getparent() is None:
        return
    for new in lxml_html.fragments_fromstring(html) if html else ():
        if isinstance(new, HtmlElement):
            new.tail = None
            element.addprevious(new)
    element.drop_tree()


def _unwrap_tables(root: HtmlElement) -> None:
    for part in list(root.iter("table", "tbody", "thead", "tr", "td")):
        nearest = part if part.tag == "table" else next(part.iterancestors("table"), None)
        if nearest is None or not nearest.xpath("boolean(.//th)"):
            part.tag = "div"


def _resolve(root: HtmlElement, base: str) -> None:
    """Whole addresses, where ``base`` or their own beginning makes them whole."""
    for each in root.iter("a", "img"):
        for name in ("href", *_SOURCES):
            address = (each.get(name) or "").strip()
            if address and not address.startswith("#") and (whole := web(address, base)):
                each.set(name, whole)


def _attributes(element: HtmlElement) -> dict[str, object]:
    """What Substack writes in data-attrs."""
    try:
        value = json.loads(element.get("data-attrs") or "{}")
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _first(of: dict[str, object], *keys: str) -> str:
    return next((value for key in keys if isinstance(value := of.get(key), str) and value), "")


def _only_there(root: HtmlElement) -> tuple[str, ...]:
    """What only the platform itself can show, in a sentence each; pulled quotations become quotations."""
    lost: dict[str, None] = {}
    for element in list(root.iter("div")):
        names = (element.get("class") or "").split()
        if "pullquote" in names:
            element.tag = "blockquote"
        for name in names:
            if name in _HELD and not web(_first(_attributes(element), "url", "src")):
                lost[f"A {_HELD[name]} that only the platform can show is left."] = None
                _replace(element, "")
    return tuple(lost)


def _buttons(root: HtmlElement) -> None:
    """A button is a link, unless it is the platform's own."""
    for element in [each for each in root.iter("*") if _BUTTONS.search(each.get("class") or "")]:
        to = next((each.get("href") for each in element.iter("a") if each.get("href")), "")
        words = text_of(element)
        own = not web(to) or _OWN_BUTTON.search(to) or _attributes(element).get("action")
        _replace(element, "" if own else link(to, words))


def _footnotes(root: HtmlElement) -> tuple[tuple[str, str], ...]:
    """The notes, each with the label by which the text now refers to it; they leave the text."""
    places = {id_: each for each in root.iter("*") if (id_ := each.get("id") or each.get("name"))}
    found: dict[str, str] = {}
    moved: list[HtmlElement] = []
    for anchor in list(root.iter("a")):
        href = anchor.get("href") or ""
        mark = _NOTE.match(text_of(anchor))
        at = href.find("#")
        place = places.get(unquote(href[at + 1 :])) if at >= 0 and mark else None
        note = _note(place, anchor) if place is not None else None
        if note is None or mark is None or len(found) >= _MOST_NOTES:
            continue
        label = re.sub(r"\W", "", mark[1]) or str(len(found) + 1)
        html = _note_text(note)
        if found.setdefault(label, html) != html:
            label = next(new for n in range(2, _MOST_NOTES + 2) if found.setdefault(new := f"{label}-{n}", html) == html)  # fmt: skip
        moved.append(note)
        around = anchor.getparent()
        if around is not None and around.tag == "sup" and not text_of(around).replace(text_of(anchor), ""):
            anchor = around
        before = anchor.getprevious()
        tail = f"[^{label}]{anchor.tail or ''}"
        parent = anchor.getparent()
        if parent is None:
            continue
        if before is not None:
            before.tail = (before.tail or "") + tail
        else:
            parent.text = (parent.text or "") + tail
        parent.remove(anchor)
    _leave(moved)
    return tuple((label, html) for label, html in found.items() if html)


def _note(place: HtmlElement, anchor: HtmlElement) -> HtmlElement | None:
    """The note around the place that a mark in the text leads to, if it is one."""
    note = place
    if place.tag in {"a", "sup", "span"}:  # the number of the note; the note is around it
        note = next(
            (each for each in place.iterancestors("li", "div", "p", "aside") if each is not None), place
        )
    if anchor is note or note in anchor.iterancestors() or note.getparent() is None:
        return None
    said = " ".join(filter(None, (note.get("class"), note.get("id"), place.get("id"), place.get("name"))))
    return note if _NOTE_PLACE.search(said) and note.tag in {"li", "div", "p", "aside", "section"} else None


def _note_text(note: HtmlElement) -> str:
    for back in list(note.iter("a")):
        href, words = back.get("href") or "", text_of(back)
        if "#" in href and (_BACK.match(words) or _NOTE.match(words)):
            around = back.getparent()
            back.drop_tree()
            if around is not None and around.tag == "sup" and not text_of(around):
                around.drop_tree()
    return inline(re.sub(r"^[\s.:\])]+", "", inner_html(note)))


def _leave(notes: list[HtmlElement]) -> None:
    for note in notes:
        around = note.getparent()
        if around is None:
            continue
        note.drop_tree()
        while around is not None and around.getparent() is not None and not text_of(around):
            if around.xpath("boolean(.//img|.//iframe)"):
                break
            outer = around.getparent()
            around.drop_tree()
            around = outer


def _gallery(root: HtmlElement) -> None:
    """Substack keeps the pictures of a gallery in an attribute."""
    for element in list(root.iter("div")):
        gallery = _attributes(element).get("gallery")
        images = gallery.get("images") if isinstance(gallery, dict) else None
        if isinstance(gallery, dict) and isinstance(images, list):
            alt = escape(_first(gallery, "alt"))
            figures = (
                f'<figure><img src="{escape(src)}" alt="{alt}"><figcaption>{escape(_first(gallery, "caption"))}</figcaption></figure>'
                for image in images
                if isinstance(image, dict) and (src := _first(image, "src"))
            )
            _replace(element, "".join(figures))


def _pictures(root: HtmlElement, local: frozenset[str]) -> tuple[tuple[Picture, ...], tuple[str, ...]]:
    """The pictures with their words; they and their legends leave the text."""
    found: dict[str, Picture] = {}
    warnings: dict[str, None] = {}
    for image in list(root.iter("img")):
        if image.getparent() is None:
            continue
        frames = _frames(image)
        words = next((each for frame in frames if (each := _legend(frame)) is not None), None)
        caption, credit = legend_of(words) if words is not None else ("", "")
        url = image.get("src") if image.get("src") in local else _address(image)
        alt = one_line(image.get("alt") or _first(_attributes(image), "alt"))
        if url and len(found) < _MOST_PICTURES:
            found.setdefault(url, Picture(url, alt, caption, credit))
        elif not url and (lost := (image.get("src") or "").strip()) and not _ORNAMENT.search(lost):
            warnings[_lost(lost)] = None
        image.drop_tree()
        for frame in frames:
            if frame.getparent() is not None and not frame.xpath(_STILL_HOLDS):
                frame.drop_tree()
    return tuple(found.values()), tuple(warnings)


def _lost(url: str) -> str:
    shown = "in the text itself" if url.startswith("data:") else f"at {url[:120]}"
    return f"A picture {shown} has no whole address and is left."


def _frames(image: HtmlElement) -> list[HtmlElement]:
    """What stands around a picture and its legend, the nearest first."""
    return [
        around
        for around in islice(image.iterancestors(), 12)
        if around.tag == "figure"
        or _CAPTIONED.search(around.get("class") or "")
        or (around.tag == "div" and any(_CAPTION.search(child.get("class") or "") for child in around))
    ]


def _legend(frame: HtmlElement) -> HtmlElement | None:
    return next(
        (
            each
            for each in frame.iter("*")
            if each.tag == "figcaption" or _CAPTION.search(each.get("class") or "")
        ),
        None,
    )


def _address(image: HtmlElement) -> str:
    around = image.getparent()
    larger = around.get("href") if around is not None and around.tag == "a" else ""
    if _ORNAMENT.search(image.get("src") or "") or image.get("width") in {"0", "1"}:
        return ""
    own = _first(_attributes(image), "src")
    url = web(own) or next((found for name in _SOURCES if (found := web(image.get(name) or ""))), "")
    if larger and url and _same_picture(larger, url):
        url = larger
    return original(url)


def _same_picture(larger: str, small: str) -> bool:
    """Is it the larger size of the same file: photo.jpg and photo-300x200.jpg, …/s1600/photo.jpg and …/s640/photo.jpg?"""
    return bool(web(larger)) and _stem(larger) == _stem(small) != ""


def _stem(url: str) -> str:
    found = re.search(
        r"([^/?#]+?)(?:-\d+x\d+|-scaled)?\.(?:jpe?g|png|gif|webp|avif)(?:[?#].*)?$", url, re.IGNORECASE
    )
    return found[1].lower() if found else ""


def original(url: str) -> str:
    """A picture's own address where a service that resizes it stands before: Substack's."""
    found = re.match(r"https://substackcdn\.com/image/fetch/[^/]*(?:/[^/]*)??/(https?%3A.+)$", url)
    return web(unquote(found[1])) or url if found else url


def _embeds(root: HtmlElement) -> tuple[str, ...]:
    """What another site shows in the page, as a link to it; and what has no address to link to, in a sentence each."""
    lost: dict[str, None] = {}
    for element in [each for each in root.iter("*") if each.get("data-attrs") and _CARD.search(each.get("class") or "")]:  # fmt: skip
        of = _attributes(element)
        url = _first(of, "url", "canonical_url", "base_url", "src", "href")
        video, picture = _first(of, "videoId"), _first(of, "instagram_id")
        if video:
            url = f"https://www.youtube.com/watch?v={video}"
        elif picture and not url:
            url = f"https://www.instagram.com/p/{picture}/"
        title = _first(of, "title", "name", "label")
        quoted = _first(of, "full_text", "body", "quote")
        if element.tag in {"span", "a", "p"} or not web(url):
            if name := _first(of, "name"):
                _say(element, name)
            continue
        quotation = f"<blockquote><p>{escape(quoted)}</p></blockquote>" if quoted else ""
        _replace(element, quotation + link(watched(url), title or _first(of, "author", "username")))
    for frame in list(root.iter("iframe", "embed", "video", "audio", "object")):
        inner = [frame, *frame.iter("source", "embed")]
        said = [each.get(name) or "" for each in inner for name in ("src", "data-src", "data")]
        url = next((whole for address in said if (whole := web(address))), "")
        own = _FORM.search(url)
        if not url and any(said):
            lost[f"A {frame.tag} at {next(filter(None, said))[:120]} has no whole address and is left."] = (
                None
            )
        _replace(frame, "" if not url or own else link(watched(url), frame.get("title") or ""))
    return tuple(lost)


def _say(element: HtmlElement, words: str) -> None:
    """Words in the place of an element inside a line."""
    for child in list(element):
        child.drop_tree()
    element.text = one_line(words)


def watched(url: str) -> str:
    """The address of a player as that of the page people open."""
    for pattern, page in _PLAYERS:
        if found := re.match(pattern, url):
            return page.format(found[1])
    return url


_PLAYERS = (
    (
        r"https?://(?:www\.)?youtube(?:-nocookie)?\.com/embed/([\w-]{6,20})",
        "https://www.youtube.com/watch?v={}",
    ),
    (r"https?://player\.vimeo\.com/video/(\d+)", "https://vimeo.com/{}"),
    (r"https?://open\.spotify\.com/embed/([\w/]+)", "https://open.spotify.com/{}"),
)


def _code(root: HtmlElement) -> None:
    """Set lines stay lines, a formula its source."""
    for formula in list(root.iter("div", "span")):
        if source := _first(_attributes(formula), "persistentExpression"):
            _replace(formula, f"<p><code>{escape(source, quote=False)}</code></p>")
    for block in list(root.iter("pre")):
        for brk in list(block.iter("br")):
            brk.tail = "\n" + (brk.tail or "")
            brk.drop_tag()
        lines = "".join(block.itertext()).strip().split("\n")
        html = "<br>".join(escape(each.strip(), quote=False) for each in lines)
        _replace(block, f"<p><code>{html}</code></p>" if html.strip() else "")
