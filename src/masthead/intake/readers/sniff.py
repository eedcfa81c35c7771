"""What bytes really are, whatever their name or their sender says."""

from __future__ import annotations

import re

from lxml.html.defs import tags

# The first bytes of what is not read, and its name in a sentence.
_MAGIC = (
    (b"%PDF-", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive or an office document"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an office document of the old kind"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n\x1a\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\x00", "a TIFF picture"),
    (b"MM\x00*", "a TIFF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!", "a RAR archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\x00", "a SQLite database"),
    (b"ID3", "a sound file"),
    (b"OggS", "a sound or video file"),
    (b"\x1aE\xdf\xa3", "a video file"),
    (b"WARC/1.", "a web archive (WARC)"),
)
OFFICE = frozenset({"an office document of the old kind", "an RTF document", "an OpenDocument text"})
"""What a word processor can save as something that is read."""

_WEAK = frozenset({b"BM", b"MZ"})  # two letters that a text may also begin with
_BOXED = {b"avif": "an AVIF picture", b"heic": "a HEIC picture", b"mif1": "a HEIF picture"}
_HTML = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|article|main|section|div|p|h[1-6]|header|table|link|base|span|ul|ol|a|img|font|center"
    r"|blockquote|script|style|noscript|figure|aside|nav|form|!--)[\s>/]",
    re.IGNORECASE,
)
# What only Markdown has: a header, headings, links, footnotes, fences, strong emphasis, tables, quotations.
_MARKDOWN = re.compile(
    r"\A\s*---[ \t]*\n|^#{1,6}[ \t]+\S|\]\([^)\s]+\)|\[\^[\w-]+\]|^\[[^\]]+\]:[ \t]*\S|^(?:```|~~~)|\*\*[^\s*]|__\S[^_\n]*__|^\|.*\|[ \t]*$"
    r"|^>|\S[ \t]*\n(?:=+|-{2,})[ \t]*$|!\[",
    re.MULTILINE,
)
_XML = (
    (re.compile(r"<(?:[\w.-]+:)?(?:rss|feed|rdf|channel)[\s>]", re.IGNORECASE), "feed"),
    (
        re.compile(
            r"<(?:[\w.-]+:)?(?:newsMessage|contentSet|(?:news|package|concept|knowledge|planning|catalog)Item|nitf)[\s>]"
        ),
        "newsml",
    ),
    (re.compile(r"<NewsML[\s>]"), "a news agency's XML of the first kind (NewsML 1)"),
    (re.compile(r"<svg[\s>]"), "an SVG picture"),
    (re.compile(r"<(?:urlset|sitemapindex)[\s>]"), "a sitemap"),
)


_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org\\?/version', re.IGNORECASE)
# What only an item in ninjs has among JSON files: its one member that must be, or the name of its schema.
_NINJS = re.compile(r"\"uri\"\s*:|ninjs-schema|\"name\"\s*:\s*\"ninjs\"")
_PROLOGUE = re.compile(r"^(?:<\?xml[^>]*\?>|<!--.*?-->|<\?[^>]*\?>|\s)+", re.DOTALL)
_ROOT = re.compile(r"<([A-Za-z_][\w.:]*)[\s>]")
_DOCTYPE = re.compile(r"^<!DOCTYPE\s+(?!html)[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)


def foreign(body: bytes) -> str:
    """What the bytes are if they are no text that can be read, in words; else nothing."""
    if body.startswith(b"PK\x03\x04") and b"mimetypeapplication/vnd.oasis.opendocument.text" in body[:200]:
        return "an OpenDocument text"
    for magic, name in _MAGIC:
        if body.startswith(magic) and (magic not in _WEAK or b"\x00" in body[:512]):
            return name
    if body[4:8] == b"ftyp":
        return _BOXED.get(body[8:12], "a video file")
    if body[:4] == b"RIFF":
        return "a WebP picture" if body[8:12] == b"WEBP" else "a sound or video file"
    return ""


def binary(body: bytes) -> str:
    """``pdf`` or ``docx``, or nothing where the bytes are neither."""
    if b"%PDF-" in body[:1024]:
        return "pdf"
    if body.startswith(b"PK\x03\x04") and b"word/document.xml" in body:
        return "docx"
    return ""


def kind(text: str) -> str:
    """``html``, ``feed``, ``ninjs``, ``newsml``, ``markdown``, ``plain``, or in words what the text is instead. Markdown bears its marks."""
    start = text[:5000].lstrip("\ufeff \t\r\n")
    if start.startswith("<"):
        declared = _PROLOGUE.sub("", start)
        if _DOCTYPE.match(declared):
            declared = _PROLOGUE.sub("", _DOCTYPE.sub("", declared))
        if declared.startswith("<rss") and "wordpress.org/export/" in start:
            return "an export of WordPress"
        for root, name in _XML:
            if root.match(declared):
                return name
        if _HTML.match(declared) or _HTML.search(declared[:2000]):
            return "html"
        if start.startswith("<?xml") or _is_element(declared, text):
            return "an XML file"
    if re.match(r"[{\[]\s*(?:[\"{\[\]}]|-?\d)", start) and re.search(r"[}\]]\s*$", text[-200:]):
        if _JSON_FEED.search(start):
            return "feed"
        return "ninjs" if _NINJS.search(text) else "a JSON file"
    # A page whose beginning is damaged, or that begins with words.
    if len(_HTML.findall(text[:20_000])) > 5 and not re.match(r"---\s*\n|#{1,6} ", start):
        return "html"
    return "markdown" if _MARKDOWN.search(text[:200_000].replace("\r\n", "\n")) else "plain"


def _is_element(start: str, text: str) -> bool:
    """Is the whole text one element, and one that HTML does not know?"""
    root = _ROOT.match(start)
    return root is not None and root[1].lower() not in tags and text.rstrip().endswith(f"</{root[1]}>")
