"""Bytes to text: which encoding a page is in.

A byte-order mark settles it; else valid UTF-8 is believed over any declaration, since text in another encoding
is hardly ever valid UTF-8; else the declarations in the order of the HTML standard; else a guess.
https://html.spec.whatwg.org/multipage/parsing.html#determining-the-character-encoding
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

from charset_normalizer import from_bytes

from masthead.intake.errors import NotText

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What browsers take these labels to mean: https://encoding.spec.whatwg.org/#names-and-labels
_MEANT = {
    "ascii": "cp1252", "iso8859-1": "cp1252", "iso8859-9": "cp1254", "tis-620": "cp874", "iso8859-11": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "hz": "gb18030", "big5": "big5hkscs", "shift_jis": "cp932",
    "euc_kr": "cp949", "utf-16": "utf-8", "utf-16-le": "utf-8", "utf-16-be": "utf-8", "utf-7": "utf-8",
}  # fmt: skip
_DECLARED = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w:.-]{2,40})|<\?xml[^>]{0,100}encoding=["']([\w:.-]{2,40})""", re.IGNORECASE)  # fmt: skip
# C1 controls and the replacement character stand in no text; many of them mean a wrong encoding, or no text at all.
_ODD = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f\ufffd]")
_FEW = 0.002
_NO_TEXT = "The bytes are text in no known encoding."
# What UTF-8 looks like that was taken for Latin-1 and encoded again.
_TWICE = re.compile("[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")


@dataclass(frozen=True, slots=True)
class Decoded:
    """``lossy``: some bytes did not fit the encoding and were replaced."""

    text: str
    encoding: str
    lossy: bool = False


def decode(body: bytes, declared: str = "") -> Decoded:
    """The text of a page whose transport declared a charset (empty if none); ``NotText`` if it is none."""
    for mark, encoding in _MARKS:
        if body.startswith(mark):
            return _checked(body[len(mark) :].decode(encoding, "replace"), encoding)
    labels = [label for label in (_meant(declared), *_in_page(body)) if label]
    for encoding in dict.fromkeys(["utf-8", *labels]):
        try:
            return _checked(body.decode(encoding), encoding)
        except (UnicodeDecodeError, NotText):
            continue
    # No encoding fits every byte: a page put together from several, or damaged in places.
    best = min(
        (Decoded(body.decode(encoding, "replace"), encoding, lossy=True) for encoding in [*labels, "utf-8"]),
        key=lambda tried: _oddness(tried.text),
    )
    if _oddness(best.text) <= _FEW:
        return best
    guess = from_bytes(body[:200_000]).best()
    if guess is None:
        raise NotText(_NO_TEXT)
    return _checked(body.decode(guess.encoding, "replace"), guess.encoding)


def _in_page(body: bytes) -> Iterator[str]:
    """The declaration inside the page, in the first bytes as browsers look for it, but more generously."""
    for found in _DECLARED.finditer(body[:8192]):
        yield _meant((found[1] or found[2]).decode("ascii"))


def _meant(label: str) -> str:
    try:
        name = codecs.lookup(label.strip()).name
    except (LookupError, ValueError):
        return ""
    return _MEANT.get(name, name)


def _checked(text: str, encoding: str) -> Decoded:
    if _oddness(text) > _FEW:
        text = _TWICE.sub(lambda run: run[0].encode("latin-1").decode("utf-8", "replace"), text)
    if _oddness(text) > _FEW:
        raise NotText(_NO_TEXT)
    return Decoded(text, encoding)


def _oddness(text: str) -> float:
    """The share of characters that stand in no text, in a sample."""
    sample = text[:200_000]
    return len(_ODD.findall(sample)) / len(sample) if sample else 0.0
