"""WeasyPrint, in a process of its own: a page with its style sheet and pictures, to a PDF.

As a script it reads a line of JSON (``Order`` of ``press/pdf/making.py``) and then a page from standard input, and
writes a PDF to standard output. Where it ends with 3 it has refused, and its last line on standard error is the
letters that no font has. It imports nothing of Masthead, so that it starts quickly, and opens no connection.
"""

from __future__ import annotations

import json
import logging
import os
import re
import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

SECONDS, MEMORY, SIZE = 30, 1_500_000_000, 50_000_000  # of one process; bytes of one PDF
MISSING = 3
_PICTURE = 20_000_000  # bytes
_KINDS = {
    ".css": "text/css",
    ".gif": "image/gif",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}

# The running head of all pages but the first; browsers know no such thing, so it is no part of the style sheet.
_SHEET = """
@page {
  size: A4;
  @top-center { content: string(running); font: 400 8.25pt / 1.4 var(--sans); color: #4a4640; vertical-align: bottom; padding-bottom: 5mm; }
}
@page :first { @top-center { content: none } }
.edition-head h1 { string-set: running content(text); }
.last-signs { white-space: nowrap; }
"""


def main() -> int:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (SIZE, SIZE))
    os.nice(10)
    order = json.loads(sys.stdin.buffer.readline())
    page = sys.stdin.buffer.read().decode("utf-8")
    pdf, missing = make(page, order["url"], {name: Path(folder) for name, folder in order["folders"].items()})
    if missing:
        sys.stderr.write(f"\n{missing}\n")
        return MISSING
    sys.stdout.buffer.write(pdf)
    return 0


def make(page: str, url: str, folders: dict[str, Path]) -> tuple[bytes, str]:
    """The PDF of a page that stands at ``url``, and the letters in it that no font of this machine has.

    ``folders`` has the folder of each first part of an address, on the same host, that may be read.
    """
    from weasyprint import CSS, HTML
    from weasyprint.logger import LOGGER
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OwnFiles(URLFetcher):
        def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
            file = own_file(url, origin, folders)
            if file is None:
                raise ValueError("Only the outlet's own pictures and style sheet are read.")
            return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": _KINDS[file.suffix.lower()]})

    origin = "{0.scheme}://{0.netloc}".format(urlsplit(url))
    lacking = _Lacking()
    LOGGER.handlers = [lacking]
    LOGGER.setLevel(logging.WARNING)
    _say_what_is_written()
    html = HTML(string=_AFTER_A_BLANK.sub("\u00a0", page), base_url=url, url_fetcher=OwnFiles())
    _keep_last_words(html.etree_element)
    document = html.render(stylesheets=[CSS(string=_SHEET, url_fetcher=OwnFiles())])
    _describe(document.metadata, html.etree_element)
    pdf = document.write_pdf(
        pdf_variant="pdf/ua-1", custom_metadata=True, pdf_identifier=url.encode(), optimize_images=False
    )
    return pdf, "".join(sorted(lacking.letters))


# Signs that many texts have after a blank, and that begin no line: a danda, a mai yamok, signs of French.
_AFTER_A_BLANK = re.compile(r" (?=[।॥ๆ:;!?](?!\w))")
# The end of a paragraph that is not to stand alone in its last line: a short word, or some signs of Chinese and Japanese.
_SHORT_WORD = re.compile(r"(?<=\s)(\S{1,15}) (?=\S{1,7}\Z)")
_SIGNS = re.compile(r"[ぁ-ゖァ-ヺ\u3400-\u9fff][ぁ-ヿ\u3400-\u9fff]{3}[^\w\s]{0,3}\Z")
_BEGIN_NO_LINE = frozenset("ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶ")
_LINES = ("p", "li", "span")


def _keep_last_words(page: Any) -> None:
    """Browsers do this for ``text-wrap: pretty``, which WeasyPrint does not know."""
    for line in [part for part in page.iter("*") if part.tag in _LINES and "data-line" in part.attrib]:
        if len(line):
            line[-1].tail = _SHORT_WORD.sub("\\1\u00a0", line[-1].tail or "")
            continue
        text = _SHORT_WORD.sub("\\1\u00a0", line.text or "")
        signs = _SIGNS.search(text)
        if signs and signs[0][0] not in _BEGIN_NO_LINE:
            last = line.makeelement("span", {"class": "last-signs"})
            text, last.text = text[: signs.start()], signs[0]
            line.append(last)
        line.text = text


# Scripts in which letters change places or melt into one: glyph by glyph they cannot be read back.
_MELTING = re.compile(r"[\u0900-\u109f\u1780-\u17ff]")


def _say_what_is_written() -> None:
    """Write beside each run of such scripts what it says (``ActualText``), which WeasyPrint does not do by itself.

    It is what readers hear, search for and copy.
    """
    import pydyf
    from weasyprint.pdf.stream import Stream

    marked = Stream.marked

    @contextmanager
    def saying(stream: Any, box: Any, tag: str) -> Iterator[None]:
        with marked(stream, box, tag):
            text = getattr(box, "text", "")
            if not _MELTING.search(text):
                yield
                return
            stream.begin_marked_content("Span", pydyf.Dictionary({"ActualText": pydyf.String(text)}))
            try:
                yield
            finally:
                stream.end_marked_content()

    Stream.marked = saying


class _Lacking(logging.Handler):
    """Gathers the letters for which WeasyPrint says that it has drawn an empty box."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        if str(record.msg).startswith(".notdef glyph") and record.args:
            self.letters.add(str(record.args[0]))  # type: ignore[index]


def own_file(url: str, origin: str, folders: dict[str, Path]) -> Path | None:
    """The file of the outlet that an address stands for; None for everything else there is."""
    parts = urlsplit(url)
    if f"{parts.scheme}://{parts.netloc}" != origin:
        return None
    first, _, rest = unquote(parts.path).lstrip("/").partition("/")
    if first not in folders or "\x00" in rest:
        return None
    folder = folders[first].resolve()
    file = (folder / rest).resolve()
    if not file.is_relative_to(folder) or file.suffix.lower() not in _KINDS or not file.is_file():
        return None
    return file if file.stat().st_size <= _PICTURE else None


def _describe(metadata: Any, page: Any) -> None:
    """Title, authors and dates as the page's structured data has them; marks of machine translation with them."""
    found = page.find(".//script[@type='application/ld+json']")
    data = json.loads(found.text) if found is not None and found.text else {}
    metadata.title = data.get("headline") or metadata.title
    authors = data.get("author") or []
    metadata.authors = [who["name"] for who in (authors if isinstance(authors, list) else [authors])]
    metadata.created, metadata.modified = (
        _moment(data.get("datePublished")),
        _moment(data.get("dateModified")),
    )
    metadata.lang = data.get("inLanguage") or metadata.lang
    metadata.generator = "Masthead"
    kept = ("digital-source-type", "translation-engine", "translation-reviewed-by")
    metadata.custom = {
        "Source": data.get("url", ""),
        **{name: value for name, value in metadata.custom.items() if name in kept},
    }


def _moment(iso: str | None) -> str | None:
    """A moment of W3C's profile of ISO 8601, which knows no fractions of less than all the rest."""
    if not iso:
        return None
    day, _, time = iso.partition("T")
    return f"{day}T{time[:8]}{time[-6:] if time[-6:-5] in '+-' else 'Z'}" if len(time) >= 8 else day


if __name__ == "__main__":
    sys.exit(main())
