"""Reads one PDF with pdfium, in a process of its own: a fault of its native code costs one file and nothing else.

Started as ``python -I worker.py PAGES CHARACTERS SECONDS MEMORY`` with the file on standard input; writes one JSON
object: ``pages``, ``count``, ``title``, ``author``, ``made``, ``tool``, ``language``; or ``error``. It imports nothing of
Masthead. A page is ``{"size", "words", "links", "pictures", "dots"}``, its points counted from the lower left corner
of the page as it is shown; a word is ``[text, left, right, baseline, size, bold, italic, space before, rising]``.
"""

from __future__ import annotations

import ctypes
import json
import math
import resource
import sys
import time
from typing import Any

_HYPHENS = {0x02: "\xad", 0xFFFE: "\xad"}  # how pdfium writes a hyphen at the end of a line
_SPACES = frozenset(" \t\r\n\xa0\u2002\u2003\u2009\u200a\u202f\u3000")
_BOLD, _ITALIC = 600, 1 << 6
_MOST_LINKS = 500
_MOST_OBJECTS = 3000


def main(pages: int, characters: int, seconds: int, memory: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds * 2, seconds * 2))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    body = sys.stdin.buffer.read()
    try:
        told = _read(body, pages, characters, time.monotonic() + seconds)
    except MemoryError:
        told = {"error": "memory"}
    sys.stdout.write(json.dumps(told))


def _read(body: bytes, most_pages: int, most_characters: int, until: float) -> dict[str, Any]:
    import pypdfium2.raw as pdfium

    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadMemDocument64(body, len(body), None)
    if not document:
        locked = pdfium.FPDF_GetLastError() in {pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY}
        return {"error": "locked" if locked else "broken"}
    count = pdfium.FPDF_GetPageCount(document)
    pages = []
    left = most_characters
    for number in range(min(count, most_pages)):
        if left <= 0 or time.monotonic() > until:
            break
        page = pdfium.FPDF_LoadPage(document, number)
        if page:
            pages.append(_Page(pdfium, document, page, left, until).told())
            left -= sum(len(word[0]) for word in pages[-1]["words"])
            pdfium.FPDF_ClosePage(page)
    return {
        "pages": pages,
        "count": count,
        "title": _about(pdfium, document, b"Title"),
        "author": _about(pdfium, document, b"Author"),
        "made": _about(pdfium, document, b"CreationDate"),
        "tool": _about(pdfium, document, b"Producer") + " " + _about(pdfium, document, b"Creator"),
        "language": _wide(
            lambda buffer, size: pdfium.FPDFCatalog_GetLanguage(
                document, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size // 2
            ),
            2,
        ),
    }


def _about(pdfium: Any, document: Any, key: bytes) -> str:
    return _wide(lambda buffer, size: pdfium.FPDF_GetMetaText(document, key, buffer, size))


def _wide(fill: Any, unit: int = 1) -> str:
    """The UTF-16 text that a function writes into a buffer; it returns how many units it wrote, with the final null."""
    buffer = ctypes.create_string_buffer(2000)
    size = min(fill(buffer, len(buffer)) * unit, len(buffer))
    return buffer.raw[: max(size - 2, 0)].decode("utf-16-le", "ignore").strip("\x00 ")


class _Page:
    def __init__(self, pdfium: Any, document: Any, page: Any, most: int, until: float) -> None:
        self.pdfium, self.document, self.page, self.most, self.until = pdfium, document, page, most, until
        self.turned = pdfium.FPDFPage_GetRotation(page)
        width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        self.size = (width, height)
        self.links = self._links()

    def told(self) -> dict[str, Any]:
        return {"size": self.size, "words": self._words(), "links": self.links, **self._objects()}

    def _shown(self, x: float, y: float) -> tuple[float, float]:
        """A point of the page as it is shown, not as it was before it was turned."""
        width, height = self.size
        match self.turned:
            case 1:
                return y, height - x
            case 2:
                return width - x, height - y
            case 3:
                return width - y, x
            case _:
                return x, y

    def _box(self, left: float, bottom: float, right: float, top: float) -> list[float]:
        (x0, y0), (x1, y1) = self._shown(left, bottom), self._shown(right, top)
        return [round(n, 2) for n in (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))]

    def _words(self) -> list[list[Any]]:
        """Runs of letters in one line and style, in the order of the file."""
        pdfium = self.pdfium
        text = pdfium.FPDFText_LoadPage(self.page)
        if not text:
            return []
        words: list[list[Any]] = []
        word: list[Any] = []
        raw = start = 0.0
        space, within = True, -1
        box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        for at in range(min(pdfium.FPDFText_CountChars(text), self.most)):
            if not at % 2000 and time.monotonic() > self.until:
                break
            code = pdfium.FPDFText_GetUnicode(text, at)
            letter = _HYPHENS.get(code) or chr(code if code < 0x110000 else 0xFFFD)
            if letter in _SPACES:
                word, space = [], True
                continue
            if letter < " " or pdfium.FPDFText_IsGenerated(text, at):
                continue
            pdfium.FPDFText_GetLooseCharBox(text, at, box)
            pdfium.FPDFText_GetCharOrigin(text, at, x, y)
            if not all(map(math.isfinite, (box.left, box.bottom, box.right, box.top, x.value, y.value))):
                continue
            left, _, right, _ = self._box(box.left, box.bottom, box.right, box.top)
            base = self._shown(x.value, y.value)[1]
            size = pdfium.FPDFText_GetFontSize(text, at)
            within, outside = self._link((left + right) / 2, base), within
            if word and (
                size != raw
                or within != outside
                or abs(base - word[3]) > 0.3 * word[4]
                or _apart(word, left, right)
                or (left - start) * word[8]
                < -0.15 * word[4]  # it goes on the other way: Arabic, in part reversed
            ):
                word = []
            if not word:
                style = self._style(text, at, size)
                if style is None:
                    continue
                word = [letter, left, right, round(base, 2), *style, space, 0]
                words.append(word)
                raw, start, space = size, left, False
                continue
            word[0] += letter
            word[8] = word[8] or (left > start) - (left < start)
            word[1], word[2], start = min(word[1], left), max(word[2], right), left
        pdfium.FPDFText_ClosePage(text)
        return [[_whole(word[0]), *word[1:8], word[8] > 0] for word in words]

    def _link(self, x: float, y: float) -> int:
        """The number of the link that covers a place, -1 for none."""
        for number, (left, bottom, right, top, _) in enumerate(self.links):
            if left <= x <= right and bottom - 2 <= y <= top:
                return number
        return -1

    def _style(self, text: Any, at: int, size: float) -> tuple[float, bool, bool] | None:
        """Size in points, whether it is bold, whether it is italic; nothing for what does not stand upright."""
        pdfium = self.pdfium
        matrix = pdfium.FS_MATRIX()
        scale = 1.0
        if pdfium.FPDFText_GetMatrix(text, at, matrix):
            across, along = self._turn(matrix.a, matrix.b)
            if abs(along) > 0.2 * abs(across) + 1e-9:
                return None
            scale = math.hypot(matrix.c, matrix.d) or 1.0
        flags = ctypes.c_int()
        name = ctypes.create_string_buffer(200)
        pdfium.FPDFText_GetFontInfo(text, at, name, len(name), flags)
        named = name.value.decode("latin-1").lower()
        bold = pdfium.FPDFText_GetFontWeight(text, at) >= _BOLD or "bold" in named or "black" in named
        italic = bool(flags.value & _ITALIC) or "italic" in named or "oblique" in named
        return round(min(abs(size * scale), 500.0), 2), bold, italic

    def _turn(self, a: float, b: float) -> tuple[float, float]:
        match self.turned:
            case 1:
                return b, -a
            case 3:
                return -b, a
            case _:
                return a, b

    def _links(self) -> list[list[Any]]:
        pdfium = self.pdfium
        found: list[list[Any]] = []
        position, link, box = ctypes.c_int(0), pdfium.FPDF_LINK(), pdfium.FS_RECTF()
        while len(found) < _MOST_LINKS and pdfium.FPDFLink_Enumerate(self.page, position, link):
            action = pdfium.FPDFLink_GetAction(link)
            if not action or not pdfium.FPDFLink_GetAnnotRect(link, box):
                continue
            address = ctypes.create_string_buffer(2000)
            size = pdfium.FPDFAction_GetURIPath(self.document, action, address, len(address))
            if 1 < size <= len(address):
                found.append(
                    [*self._box(box.left, box.bottom, box.right, box.top), address.value.decode("utf-8", "replace")]
                )  # fmt: skip
        return found

    def _objects(self) -> dict[str, list[list[float]]]:
        """The boxes of pictures, and of dots as they stand before the items of a list."""
        pdfium = self.pdfium
        pictures, dots = [], []
        left, bottom, right, top = (ctypes.c_float() for _ in range(4))
        for at in range(min(pdfium.FPDFPage_CountObjects(self.page), _MOST_OBJECTS)):
            thing = pdfium.FPDFPage_GetObject(self.page, at)
            kind = pdfium.FPDFPageObj_GetType(thing)
            if kind not in {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_PATH}:
                continue
            if not pdfium.FPDFPageObj_GetBounds(thing, left, bottom, right, top):
                continue
            box = self._box(left.value, bottom.value, right.value, top.value)
            if not all(map(math.isfinite, box)):
                continue
            wide, high = box[2] - box[0], box[3] - box[1]
            if kind == pdfium.FPDF_PAGEOBJ_IMAGE and wide > 40 and high > 40:
                pictures.append(box)
            elif kind == pdfium.FPDF_PAGEOBJ_PATH and 1 < wide < 8 and 0.7 < wide / max(high, 0.1) < 1.4:
                dots.append(box)
        return {"pictures": pictures, "dots": dots}


def _apart(word: list[Any], left: float, right: float) -> bool:
    return bool(left - word[2] > 0.8 * word[4] or word[1] - right > 0.8 * word[4])


def _whole(text: str) -> str:
    """Letters beyond the first plane come in two halves."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:5]))
