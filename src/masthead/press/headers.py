"""What goes with a file when it is sent: its type, how long it may be kept, what a browser may do with it. Pure."""

from __future__ import annotations

import mimetypes
from functools import lru_cache
from urllib.parse import quote

from masthead.lib import languages

COMPRESSED = (".html", ".xml", ".txt", ".css", ".js", ".json", ".jsonld", ".svg")
"""What the press compresses. The rest, and all media, can be had in parts."""
PAGE_CACHE = "public, max-age=60, stale-while-revalidate=600"
DRESS_CACHE = "public, no-cache"
"""Of a text that is not in the language of its address, which may soon be translated."""
FOREVER = "public, max-age=31536000, immutable"
LASTING = ("/assets/site-", "/media/")
"""Beginnings of addresses whose content never changes: the name would."""
KEPT = ("documents", "original_images")
"""Folders of media that are no file to be fetched: Django knows who may have what is in them."""
POLICY = (
    "default-src 'none'; img-src 'self' data:; style-src 'self'; script-src 'self'; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY = [
    ("Content-Security-Policy", POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), interest-cohort=()"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
]


def of_paper(name: str) -> list[tuple[str, str]]:
    """What goes with an article's PDF: search engines are to show its page. Browsers' viewers of PDFs need styles."""
    return [
        ("Content-Security-Policy", "frame-ancestors 'none'"),
        *SECURITY[1:],
        ("X-Robots-Tag", "noindex"),
        ("Link", f'<{quote(name.rpartition("/")[0])}/>; rel="canonical"'),
    ]


FEED_TYPES = {
    "feed.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
}
TYPES = {
    ".avif": "image/avif",
    ".css": "text/css; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".jsonld": "application/ld+json",
    ".pdf": "application/pdf",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml; charset=utf-8",
}
TERMS = "application/rsl+xml; charset=utf-8"
AT_TERMS = ("/rsl.xml", "/rsl/")
"""Terms of use (RSL), and where they stand."""
PICTURES = frozenset({".avif", ".gif", ".jpeg", ".jpg", ".png", ".webp"})


def kind(name: str, last: str, suffix: str) -> str:
    """The type of the file at an address; ``last`` is its name, ``suffix`` in small letters."""
    return (
        FEED_TYPES.get(last)
        or (TERMS if name.startswith(AT_TERMS) else TYPES.get(suffix))
        or mimetypes.guess_type(last)[0]
        or "application/octet-stream"
    )


def is_paper(name: str) -> bool:
    """Is it an article's PDF?"""
    return name.endswith(".pdf") and "/articles/" in name


def is_packed(name: str, file: str) -> bool:
    """Has the press put compressed forms beside it?"""
    return file.endswith(COMPRESSED) and not name.startswith("/media/")


def cache(name: str, text: str) -> str:
    """How long it may be kept; ``text`` is the language of a text in another's dress, or empty."""
    if text:
        return DRESS_CACHE
    return FOREVER if name.startswith(LASTING) else PAGE_CACHE


def language(name: str, suffix: str, text: str) -> str:
    """The language of the text at an address, as a tag; empty where it has none."""
    return (text or _tag(name.split("/", 2)[1])) if suffix == ".html" else ""


def is_given(name: str, suffix: str) -> bool:
    """Is it given to be kept, and not to be shown by the browser?"""
    return name.startswith("/media/") and suffix not in PICTURES


@lru_cache(maxsize=256)
def _tag(code: str) -> str:
    found = languages.match(code)
    return found.tag if found else ""
