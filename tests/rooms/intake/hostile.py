"""What must never be found in a draft, whatever it was read from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import html5lib

from masthead.intake.archive import Attached, Item, Piece
from masthead.intake.draft import Draft

ALLOWED = {
    "p", "ul", "ol", "li", "a", "em", "strong", "sub", "sup", "code", "br", "h2", "h3", "blockquote", "table", "tr",
    "td", "th", "tbody", "html", "head", "body",
}  # fmt: skip
# Neither XML nor PostgreSQL holds these, and a lone half of a pair is no text at all.
UNHELD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_SCHEME = re.compile(r"[\x00-\x20]*([a-z][a-z0-9+.\-\s]*):", re.IGNORECASE)
ATTACKS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">a link</a>',
    '<a href="jav&#x09;ascript:alert(1)">a link</a>',
    '<a href="data:text/html,<script>alert(1)</script>">a link</a>',
    '<a href=" vbscript:msgbox(1)" onclick=alert(1)>a link</a>',
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=alert(1)&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    '<form action="javascript:alert(1)"><button formaction="javascript:alert(1)">b</button></form>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe><base href="https://evil.example/">',
    '<meta http-equiv="refresh" content="0;url=javascript:alert(1)"><link rel=stylesheet href=//evil.example>',
    '<p style="background:url(javascript:alert(1))" onmouseover=alert(1)>words</p>',
    "<template><script>alert(1)</script></template><object data=x></object><embed src=x>",
    "<select><iframe></select><img src=x: onerror=alert(1)//",
    "<table><caption><a href=javascript:alert(1)>x</a></caption><td background=javascript:alert(1)>y</table>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<![CDATA[><img src=x onerror=alert(1)>]]>",
    "<xss:script xmlns:xss='http://www.w3.org/1999/xhtml'>alert(1)</xss:script>",
)


def survivors(html: str) -> list[str]:
    """What a browser would find in it that is not in the vocabulary of a body."""
    found = []
    for element in html5lib.parse(html, treebuilder="lxml", namespaceHTMLElements=False).iter():
        if not isinstance(element.tag, str) or element.tag not in ALLOWED:
            found.append(str(element.tag))
        for name, value in element.attrib.items():
            if name != "href" or not re.match(r"(?:https?|mailto):", value):
                found.append(f"{element.tag}[{name}={value}]")
    return found


def harm(draft: Draft) -> list[str]:
    """Everything in a draft that a page, a database or a feed of ours could not hold safely."""
    found = survivors(draft.body_html)
    for _, note in draft.footnotes:
        found += survivors(note)
    found += _active(*_addresses(draft))
    found += [f"character {bad!r}" for text in _texts(asdict(draft)) for bad in UNHELD.findall(text)[:1]]
    return found


def harm_of(piece: Piece) -> list[str]:
    """The same of a piece of an archive."""
    found = harm(piece.draft) if isinstance(piece, Item) else []
    if isinstance(piece, Attached):
        found += _active(piece.url)
    return found + [
        f"character {bad!r}" for text in _texts(asdict(piece)) for bad in UNHELD.findall(text)[:1]
    ]


def _active(*addresses: str) -> list[str]:
    schemes = [(url, _SCHEME.match(url)) for url in addresses]
    return [
        f"address {url[:80]}"
        for url, scheme in schemes
        if scheme and scheme[1].lower() not in {"http", "https"}
    ]


def _addresses(draft: Draft) -> Iterator[str]:
    yield from (citation.url for citation in draft.citations)
    yield from (picture.url for picture in draft.pictures)
    yield from (found.value.url for found in draft.chain)
    if draft.canonical:
        yield draft.canonical.value


def _texts(value: Any) -> Iterator[str]:
    """Every string in it, but for the name of the source, which is the path that was given."""
    match value:
        case str():
            yield value
        case dict():
            for name, inner in value.items():
                if name != "source":
                    yield from _texts(inner)
        case list() | tuple():
            for inner in value:
                yield from _texts(inner)
