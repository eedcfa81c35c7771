"""Ghost's cards as HTML: what a reader of the page finds in them.

The names and fields are those of Koenig's nodes (TryGhost/Koenig, ``kg-default-nodes``), the same in Lexical and in
Mobiledoc but for a few names. What stands only in mails, or only for members, is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from typing import Any

from lxml import html as lxml_html
from lxml.html import HtmlElement
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from masthead.intake.body import inner_html
from masthead.intake.readers.html.text import text_of
from masthead.lib.html import fragment, held

Payload = dict[str, Any]
_SILENT = frozenset(
    {"horizontalrule", "hr", "paywall", "email", "email-cta", "emailCta", "signup", "tk", "zwnj"}
)


def render(name: str, payload: Payload) -> str | None:
    """The HTML of a card, empty where a page shows nothing; None for a card nobody knows."""
    if name in _SILENT:
        return ""
    card = _CARDS.get(name.removeprefix("card-").removesuffix("-card"))
    return card(payload) if card else None


def for_members(payload: Payload) -> bool:
    """Is the card shown to members only, or only in mails?"""
    web = payload["visibility"].get("web") if isinstance(payload.get("visibility"), dict) else None
    return isinstance(web, dict) and web.get("nonMember") is False


def plain(html: str) -> str:
    """Rendered HTML without the machinery of its cards: players, previews of links, forms."""
    if "kg-" not in html:
        return html
    try:
        root = fragment(html)
    except ValueError:
        return html
    for node in list(root.iter("figure", "div")):
        classes = (node.get("class") or "").split()
        for name, redo in _RENDERED.items():
            if name in classes and node.getparent() is not None:
                _replace(node, redo(node))
                break
    return inner_html(root)


def _words(payload: Payload, *names: str) -> str:
    """The first of these fields that is text."""
    return next(
        (value for name in names if isinstance(value := payload.get(name), str) and value.strip()), ""
    )


def _inside(payload: Payload, name: str) -> Payload:
    value = payload.get(name)
    return value if isinstance(value, dict) else {}


def _link(url: str, words: str = "") -> str:
    return f'<p><a href="{escape(url)}">{escape(words or url)}</a></p>' if url else ""


def _paragraph(html: str) -> str:
    return f"<p>{html}</p>" if html.strip() else ""


def _image(payload: Payload) -> str:
    return _figure(_words(payload, "src"), _words(payload, "alt"), _words(payload, "caption"))


def _figure(source: str, alt: str, caption: str) -> str:
    if not source:
        return ""
    legend = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{escape(source)}" alt="{escape(alt)}">{legend}</figure>'


def _gallery(payload: Payload) -> str:
    images = payload.get("images")
    rows = [row for row in images if isinstance(row, dict)] if isinstance(images, list) else []
    caption = _words(payload, "caption")
    return "".join(
        _figure(_words(row, "src"), _words(row, "alt"), _words(row, "caption") or (caption if not at else ""))
        for at, row in enumerate(rows)
    )


def _html(payload: Payload) -> str:
    return _words(payload, "html")


def _markdown(payload: Payload) -> str:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).use(footnote_plugin)
    return str(parser.render(_words(payload, "markdown")))


def _embed(payload: Payload) -> str:
    title = _words(_inside(payload, "metadata"), "title")
    return _link(_words(payload, "url"), title) + _paragraph(_words(payload, "caption"))


def _bookmark(payload: Payload) -> str:
    about = {**_inside(payload, "metadata"), **{key: value for key, value in payload.items() if value}}
    description = escape(_words(about, "description"))
    return (
        _link(_words(about, "url"), _words(about, "title"))
        + _paragraph(description)
        + _paragraph(_words(payload, "caption"))
    )


def _callout(payload: Payload) -> str:
    emoji = escape(_words(payload, "calloutEmoji"))
    return _paragraph(f"{emoji} {_words(payload, 'calloutText')}".strip())


def _toggle(payload: Payload) -> str:
    heading = _words(payload, "heading")
    return (f"<h4>{heading}</h4>" if heading else "") + f"<div>{_words(payload, 'content')}</div>"


def _code(payload: Payload) -> str:
    return f"<pre><code>{escape(_words(payload, 'code'))}</code></pre>" + _paragraph(
        _words(payload, "caption")
    )


def _button(payload: Payload) -> str:
    return _link(_words(payload, "buttonUrl"), _words(payload, "buttonText"))


def _media(payload: Payload) -> str:
    title = _words(payload, "title", "fileTitle", "fileName")
    caption = _words(payload, "caption", "fileCaption")
    return _link(_words(payload, "src"), title) + _paragraph(caption)


def _product(payload: Payload) -> str:
    title = _words(payload, "productTitle")
    return (
        _figure(_words(payload, "productImageSrc"), "", "")
        + (f"<h4>{title}</h4>" if title else "")
        + f"<div>{_words(payload, 'productDescription')}</div>"
        + _link(_words(payload, "productUrl"), _words(payload, "productButton"))
    )


def _header(payload: Payload) -> str:
    heading = _words(payload, "header")
    return (
        (f"<h2>{heading}</h2>" if heading else "")
        + _paragraph(_words(payload, "subheader"))
        + _link(_words(payload, "buttonUrl"), _words(payload, "buttonText"))
    )


def _call(payload: Payload) -> str:
    image = _figure(_words(payload, "imageUrl"), "", "")
    return f"{image}<div>{_words(payload, 'textValue')}</div>" + _button(payload)


_CARDS: dict[str, Callable[[Payload], str]] = {
    "image": _image, "gallery": _gallery, "html": _html, "markdown": _markdown, "embed": _embed, "bookmark": _bookmark,
    "callout": _callout, "toggle": _toggle, "code": _code, "codeblock": _code, "button": _button, "audio": _media,
    "video": _media, "file": _media, "product": _product, "header": _header, "call-to-action": _call, "transistor": _embed,
}  # fmt: skip


def _class(node: HtmlElement, name: str) -> HtmlElement | None:
    return next(iter(node.find_class(name)), None)


def _said(node: HtmlElement, *names: str) -> str:
    found = (_class(node, name) for name in names)
    return next((text_of(one) for one in found if one is not None and text_of(one)), "")


def _legend(node: HtmlElement) -> str:
    legend = next(node.iter("figcaption"), None)
    return _paragraph(escape(text_of(legend))) if legend is not None else ""


def _bookmarked(node: HtmlElement) -> str:
    link = _class(node, "kg-bookmark-container")
    url = (link.get("href") or "") if link is not None else ""
    return (
        _link(url, _said(node, "kg-bookmark-title"))
        + _paragraph(escape(_said(node, "kg-bookmark-description")))
        + _legend(node)
    )


def _played(node: HtmlElement) -> str:
    media = next(node.iter("audio", "video", "a"), None)
    url = (media.get("src") or media.get("href") or "") if media is not None else ""
    title = _said(node, "kg-audio-title", "kg-file-card-title", "kg-file-card-filename")
    return _link(url, title) + (_paragraph(escape(_said(node, "kg-file-card-caption"))) or _legend(node))


def _called(node: HtmlElement) -> str:
    words = _class(node, "kg-callout-text")
    return (
        _paragraph(f"{escape(_said(node, 'kg-callout-emoji'))} {inner_html(words)}".strip())
        if words is not None
        else ""
    )


_RENDERED: dict[str, Callable[[HtmlElement], str]] = {
    "kg-bookmark-card": _bookmarked, "kg-audio-card": _played, "kg-video-card": _played, "kg-file-card": _played,
    "kg-callout-card": _called, "kg-signup-card": lambda node: "", "kg-email-card": lambda node: "", "kg-email-cta-card": lambda node: "",
}  # fmt: skip


def _replace(node: HtmlElement, html: str) -> None:
    if html:
        for new in reversed(lxml_html.fragments_fromstring(held(html))):
            if not isinstance(new, str):
                node.addnext(new)
    node.drop_tree()
