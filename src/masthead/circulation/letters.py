"""A mail of ours, made from templates: plain text, and HTML by MJML with its direction set by hand. Pure.

MJML looks at ``dir`` and ``lang`` nowhere but on its root, and aligns text to the left: the templates set
direction on sections and columns, ``dir`` and ``lang`` on every text, and align by the text's own direction.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from email.utils import formataddr
from html import escape
from typing import Any
from urllib.parse import quote

from minijinja import Markup
from mjml import mjml2html

from masthead.article.localised import Said
from masthead.lib import interface, languages
from masthead.press import addresses
from masthead.press.outlet import said
from masthead.press.rendering import render

# Stands for the reader's own link while a letter is made; letters and digits only, so that no template,
# no escaping and no MJML changes it.
OWN_LINK = "MASTHEADOWNLINK7f3c91d2"
# The same for the subject: mrml writes combining marks of its mj-title as \u{651} into an aria-label.
_SUBJECT = "MASTHEADSUBJECT7f3c91d2"


@dataclass(frozen=True, slots=True)
class Type:
    """How a script is set: what reading systems have at hand, best first (nothing is loaded), and its room."""

    sans: str
    serif: str
    size: int = 16
    leading: float = 1.5
    tight: float = 1.3


_LATIN = Type(
    sans="-apple-system, BlinkMacSystemFont, 'Segoe UI', 'Helvetica Neue', Arial, sans-serif",
    serif="Georgia, 'Noto Serif', 'Times New Roman', serif",
)


def _type(faces: str, size: int = 16, leading: float = 1.6, tight: float = 1.4) -> Type:
    # Latin names inside such a text keep their serifs: Georgia has none of these scripts.
    return Type(f"{faces}, Arial, sans-serif", f"Georgia, 'Noto Serif', {faces}, serif", size, leading, tight)


_TYPES = {
    "Arab": _type("'Noto Naskh Arabic', 'Geeza Pro', 'Segoe UI', Tahoma", 18, 1.7, 1.5),
    "Hebr": _type("'Arial Hebrew', 'Noto Sans Hebrew', 'Segoe UI'", 17),
    "Deva": _type("'Kohinoor Devanagari', 'Noto Sans Devanagari', 'Nirmala UI'", 17, 1.7, 1.5),
    "Thai": _type("Thonburi, 'Noto Sans Thai', 'Leelawadee UI', Tahoma", 17, 1.7, 1.5),
    "Hans": _type("'PingFang SC', 'Noto Sans CJK SC', 'Microsoft YaHei'"),
    "Hant": _type("'PingFang TC', 'Noto Sans CJK TC', 'Microsoft JhengHei'"),
    "Jpan": _type("'Hiragino Sans', 'Noto Sans CJK JP', 'Yu Gothic', Meiryo"),
    "Kore": _type("'Apple SD Gothic Neo', 'Noto Sans CJK KR', 'Malgun Gothic'"),
}


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What every letter in one language carries. ``base`` is the site's address, without a slash."""

    name: str
    tagline: Said
    base: str
    accent: str
    address: str
    language: str

    @property
    def sender(self) -> str:
        return formataddr((one_line(self.name), self.address))

    @property
    def domain(self) -> str:
        """The domain that the outlet writes from, in ASCII."""
        return self.address.rpartition("@")[2].encode("idna").decode()


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to many. ``text`` and ``html`` are cut where each reader's own link stands."""

    subject: str
    text: tuple[str, ...]
    html: tuple[str, ...]

    def text_with(self, link: str = "") -> str:
        return link.join(self.text)

    def html_with(self, link: str = "") -> str:
        return str(url(link)).join(self.html)


def compose(template: str, letterhead: Letterhead, subject: str, context: Mapping[str, Any]) -> Letter:
    """``template``.mjml.html and ``template``.txt, filled. Addresses in the context come from ``url``."""
    words, language = interface.of(letterhead.language), languages.get(letterhead.language)
    filled = {
        "t": words.texts,
        "language": {"code": language.code, "tag": language.tag, "dir": language.direction},
        "start": start(language.code),
        "type": type_of(language.code),
        "outlet": {
            "name": one_line(letterhead.name),
            "tagline": said(letterhead.tagline, language.code),
            "accent": letterhead.accent,
        },
        "title": _SUBJECT,
        "front": url(letterhead.base + addresses.front(language.code)),
        **context,
    }
    # No fonts: MJML would otherwise have some fetched from a third party.
    html = mjml2html(render(f"{template}.mjml.html", filled), fonts={}).replace(_SUBJECT, escape(subject))
    text = render(f"{template}.txt", filled).strip() + "\n"
    return Letter(subject, tuple(text.split(OWN_LINK)), tuple(html.split(OWN_LINK)))


def start(code: str) -> str:
    """The side where a line of this language begins."""
    return "right" if languages.get(code).direction == "rtl" else "left"


def type_of(code: str) -> dict[str, Any]:
    """How this language is set, for a template."""
    return asdict(_TYPES.get(languages.get(code).script, _LATIN))


def url(address: str) -> Markup:
    """An address in plain ASCII, which HTML and text print as it is.

    Marked as safe, because minijinja would write each slash as an entity.
    """
    return Markup(quote(address, safe="/:?=%@~+,;!*()[]"))


def one_line(text: str) -> str:
    return " ".join(text.split())
