"""The HTML of a feed, sanitised; and its words and pictures.

Wider than ``masthead.intake.body``, so that nothing is lost before a draft is made: it holds pictures, tables and
headings. It holds no scripts, styles, forms or embedded pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape, unescape

import nh3
from lxml.html import HtmlElement

from masthead.intake.draft import Picture
from masthead.intake.readers.html.text import one_line, text_of
from masthead.lib.addresses import join
from masthead.lib.html import CONTROL, fragment, shallow

_TAGS = frozenset(
    [
        "a",
        "abbr",
        "acronym",
        "address",
        "article",
        "aside",
        "audio",
        "b",
        "big",
        "blockquote",
        "br",
        "caption",
        "center",
        "cite",
        "code",
        "col",
        "colgroup",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "font",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "i",
        "img",
        "ins",
        "kbd",
        "li",
        "mark",
        "menu",
        "nav",
        "ol",
        "p",
        "picture",
        "pre",
        "q",
        "rp",
        "rt",
        "ruby",
        "s",
        "samp",
        "section",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "time",
        "tr",
        "tt",
        "u",
        "ul",
        "var",
        "video",
        "wbr",
    ]
)
_EVERYWHERE = {"dir", "lang", "title", "class", "id", "align"}
_ATTRIBUTES = {
    "*": _EVERYWHERE,
    "a": {"href", "hreflang", "name", "rel", "type"},
    "audio": {"src", "controls"},
    "video": {"src", "controls", "poster", "width", "height"},
    "source": {"src", "srcset", "type", "media"},
    "img": {"src", "alt", "width", "height", "srcset", "border"},
    "ol": {"start", "type", "reversed"},
    "li": {"value"},
    "td": {"colspan", "rowspan", "headers"},
    "th": {"colspan", "rowspan", "headers", "scope"},
    "time": {"datetime"},
    "blockquote": {"cite"}, "q": {"cite"}, "del": {"cite", "datetime"}, "ins": {"cite", "datetime"},
    "font": {"color", "face", "size"},
    "table": {"border", "cellpadding", "cellspacing", "summary", "width"},
}  # fmt: skip
_DROPPED = {
    "script",
    "style",
    "template",
    "noscript",
    "svg",
    "math",
    "textarea",
    "select",
    "title",
    "xmp",
    "noframes",
    "noembed",
}
# Written as in XML, or left open, these would swallow all that follows.
_SWALLOWING = re.compile(rf"</?iframe\b[^<>]*>|<(?:{'|'.join(sorted(_DROPPED))})\b[^<>]*/>", re.IGNORECASE)
_TAG = re.compile(r"<[a-z][^>]*>")
_ADDRESS = re.compile(r'( (?:href|src|cite|poster)=)"([^"]*)"')
_OPEN_COMMENT = re.compile(r"<!--[^>]*>")
_SCHEMES = {"http", "https", "mailto", "ftp", "tel"}
_SMALLEST = 60  # pixels; less is an ornament, or counts readers


def sanitised(html: str, base: str = "") -> str:
    """HTML in the vocabulary above, its addresses named in full where their base is known."""
    html = _SWALLOWING.sub("", shallow(CONTROL.sub("", html)))
    closed = html.rfind("-->") + 1
    html = html[:closed] + _OPEN_COMMENT.sub("", html[closed:])
    cleaned = nh3.clean(
        html,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        clean_content_tags=_DROPPED,
        url_schemes=_SCHEMES,
        link_rel=None,
        url_relative="pass_through",
    ).strip()
    if not base.startswith(("http://", "https://")):
        return cleaned
    # What was cleaned has one form: text holds no “<”, and values stand between double quotes.
    return _TAG.sub(lambda tag: _ADDRESS.sub(lambda at: f'{at[1]}"{_full(at[2], base)}"', tag[0]), cleaned)


def _full(value: str, base: str) -> str:
    try:
        return escape(join(base, unescape(value).strip()))
    except ValueError:
        return ""


def words(html: str) -> str:
    """The text of any HTML on one line."""
    root = _parsed(sanitised(html))
    return text_of(root) if root is not None else ""


def pictures(html: str) -> Iterator[Picture]:
    """The pictures of sanitised HTML in their order, with the words around them."""
    root = _parsed(html)
    for image in root.iter("img") if root is not None else ():
        url = image.get("src") or ""
        if not url.startswith(("http://", "https://")) or _is_small(image):
            continue
        figure = next(image.iterancestors("figure"), None)
        legend = next(figure.iter("figcaption"), None) if figure is not None else None
        yield Picture(url, one_line(image.get("alt")), text_of(legend) if legend is not None else "")


def _is_small(image: HtmlElement) -> bool:
    sizes = [image.get(side, "").strip().removesuffix("px") for side in ("width", "height")]
    return any(size.isdigit() and int(size) < _SMALLEST for size in sizes)


def _parsed(html: str) -> HtmlElement | None:
    try:
        return fragment(html)
    except ValueError:
        return None
