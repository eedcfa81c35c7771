"""A source as a page that does nothing: no script, no form, nothing loaded from anywhere."""

from __future__ import annotations

import re
from html import escape

import nh3

from masthead.lib import languages

MOST = 2_000_000
"""Characters of a source that are shown."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'self'"
_TAGS = nh3.ALLOWED_TAGS - {"area", "img", "map", "col", "colgroup"} | {"section", "main", "address"}
_GONE = {
    "script",
    "style",
    "template",
    "iframe",
    "object",
    "noscript",
    "title",
    "textarea",
    "select",
    "svg",
    "math",
}
_ROOT = re.compile(r"<html\b[^>]{0,2000}>", re.IGNORECASE)
_DIRECTION = re.compile(r"""\bdir\s*=\s*["']?(rtl|ltr)\b""", re.IGNORECASE)
_STYLE = """
:root { color-scheme: light dark; }
body { margin: 0; padding: 1.25rem; font: 1rem/1.6 Georgia, "Noto Serif", "Noto Naskh Arabic", serif; overflow-wrap: anywhere; }
nav, footer, aside, form { font-size: 0.8rem; opacity: 0.75; }
h1, h2, h3 { line-height: 1.25; }
a { text-decoration: underline; }
table { border-collapse: collapse; display: block; overflow-x: auto; }
td, th { border: 1px solid; padding: 0.25rem 0.5rem; }
blockquote { margin-inline: 1rem; padding-inline-start: 1rem; border-inline-start: 3px solid; }
pre { white-space: pre-wrap; font: inherit; }
p, li, h1, h2, h3, h4, td, th, blockquote { unicode-bidi: plaintext; text-align: start; }
"""


def page(html: str, *, language: str) -> str:
    """Any HTML as a static page in the direction it declares, or else in that of ``language``."""
    html = html[:MOST]
    root = _ROOT.search(html)
    declared = _DIRECTION.search(root[0]) if root else None
    direction = declared[1].lower() if declared else _direction(language)
    kept = nh3.clean(
        html,
        tags=_TAGS,
        attributes={"*": {"lang", "dir"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}},
        clean_content_tags=_GONE,
        link_rel=None,
    )
    return _document(re.sub("<h1", '<h1 id="headline"', kept, count=1), language, direction)


def text(words: str, *, language: str) -> str:
    """Plain text as a static page."""
    return _document(f'<pre dir="auto">{escape(words[:MOST])}</pre>', language, _direction(language))


def _direction(language: str) -> str:
    return languages.get(language).direction if language in languages.CODES else "ltr"


def _document(body: str, language: str, direction: str) -> str:
    tag = languages.get(language).tag if language in languages.CODES else ""
    return (
        f'<!doctype html><html lang="{escape(tag)}" dir="{direction}"><head><meta charset="utf-8"><title>Source</title>'
        f'<meta name="viewport" content="width=device-width"><style>{_STYLE}</style></head><body>{body}</body></html>'
    )
