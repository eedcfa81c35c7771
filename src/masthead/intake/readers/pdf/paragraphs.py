"""From lines on pages to the pieces of an article: paragraphs, headings, items, quotations."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Set
from dataclasses import replace
from html import escape
from itertools import groupby, pairwise
from statistics import median

from masthead.intake.readers.pdf.layout import Line
from masthead.intake.readers.pdf.process import Box, Page, Word
from masthead.intake.readers.printed.joining import ended, joint, unspaced, words
from masthead.intake.readers.printed.pieces import Kind, Piece

_ITEM = re.compile(r"^\s*(?:[•●○◦▪■□‣⁃➢➤✓·∙]|[-–—*](?=\s))\s*(?=\S)")
_NUMBERED = re.compile(r"^\s*\(?\d{1,2}[.)]\s+(?=\S)")
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]]")
_LARGER, _LONGEST_HEADING = 1.12, 200


def pieces(pages: list[list[Line]], sheets: tuple[Page, ...]) -> list[Piece]:
    """The pieces of the lines of all pages, each page in the order of reading."""
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    body = _body_size(lines)
    lines = _weighed(lines, body)
    leading = _leading(lines, body)
    known = words([line.text for line in lines])
    found: list[list[Line]] = []
    for line in lines:
        if found and _goes_on(found[-1], line, body, leading):
            found[-1].append(line)
        else:
            found.append([line])
    return [piece for group in found if (piece := _piece(group, body, known, sheets)).text]


def _body_size(lines: Iterable[Line]) -> float:
    sizes = Counter[float]()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] or 1.0


def _weighed(lines: list[Line], body: float) -> list[Line]:
    """The lines, with nothing bold where the text itself is said to be: the weight of some fonts is guessed."""
    text = [word for line in lines if abs(line.size - body) < 0.1 * body for word in line.words]
    if 2 * sum(len(word.text) for word in text if word.bold) < sum(len(word.text) for word in text):
        return lines
    return [replace(line, words=tuple(replace(word, bold=False) for word in line.words)) for line in lines]


def _leading(lines: list[Line], body: float) -> float:
    """From baseline to baseline within paragraphs of the text, in the size of its letters."""
    steps = [
        (one.y - other.y) / body
        for one, other in pairwise(lines)
        if one.page == other.page and abs(one.size - body) < 0.1 * body and 0 < one.y - other.y < 3 * body
    ]
    return median(steps) if steps else 1.3


def _goes_on(group: list[Line], line: Line, body: float, leading: float) -> bool:
    """Does the line belong to the paragraph above it?"""
    above = group[-1]
    first = line.words[0]
    if abs(above.size - line.size) > 0.08 * max(above.size, line.size) or line.dotted or _starts_item(line):
        return False
    if (
        above.page == line.page
        and above.edge == line.edge
        and not (above.left < line.right and line.left < above.right)
    ):
        return False  # they stand side by side
    elsewhere = above.page != line.page or line.y > above.y or abs(line.edge[0] - above.edge[0]) > 2 * body
    step = (above.y - line.y) / line.size
    if elsewhere:
        return (
            _is_full(above, first)
            and (not ended(above.text) or first.text[:1].islower())
            and not _is_heading(above, body)
        )
    if _is_heading(above, body) or _is_heading(line, body):
        same = _all(above, "bold") == _all(line, "bold")
        return same and step < max(1.6, 1.15 * leading) and len(above.text) < _LONGEST_HEADING
    if step > 1.3 * leading + 0.1 or step < 0.5:
        return False
    if _indent(line) > _indent(above) + 0.8 * line.size and len(group) > 1:
        return False
    if above.text[-1:] in "-\xad\u2010" and first.text[:1].islower():
        return True
    return _is_full(above, first) or (not ended(above.text) and first.text[:1].islower())


def _starts_item(line: Line) -> bool:
    return bool(_ITEM.match(line.text) or _NUMBERED.match(line.text))


def _is_full(line: Line, word: Word) -> bool:
    """Would the first word of the next line not have fitted behind it?"""
    left, right = line.edge
    room = line.left - left if line.leftward else right - line.right
    if unspaced(word.text[0]):  # a sign that may not begin a line takes the letter before it along
        return room < (1 if ended(line.text) else 2.5) * line.size
    return room < min(word.right - word.left, 12 * line.size) + 0.3 * line.size


def _indent(line: Line) -> float:
    return line.edge[1] - line.right if line.leftward else line.left - line.edge[0]


def _all(line: Line, style: str) -> bool:
    return all(getattr(word, style) for word in line.words)


def _is_heading(line: Line, body: float) -> bool:
    return line.size > _LARGER * body


def _piece(group: list[Line], body: float, known: Set[str], sheets: tuple[Page, ...]) -> Piece:
    html = _joined([_html(line, sheets[line.page]) for line in group], group, known)
    text = group[0].text
    size = round(group[0].size / body, 2)
    bold = all(_all(line, "bold") for line in group)
    italic = all(_all(line, "italic") for line in group)
    kind: Kind = "p"
    if group[0].dotted or _ITEM.match(text):
        kind, html = "ul", _ITEM.sub("", html, count=1)
    elif _NUMBERED.match(text) and _indent(group[0]) > 0:
        kind, html = "ol", _NUMBERED.sub("", html, count=1)
    elif size > _LARGER or (
        bold and len(group) < 3 and len(text) < 120 and not ended(text) and ":" not in text
    ):
        kind = "h"
        html = re.sub(r"</?(?:strong|em)>", "", html)
    elif italic and all(_indent(line) > 0.9 * line.size for line in group) and len(group[0].text) > 20:
        kind = "quote"
    elif size < 0.95 and _under_picture(group[0], sheets[group[0].page]):
        kind = "caption"
    return Piece(kind, html.strip(), size, marked=bold or italic)


def _under_picture(line: Line, page: Page) -> bool:
    return any(
        0 < bottom - line.y < 3 * line.size and left - 10 < line.left < right
        for left, bottom, right, _ in page.pictures
    )


def _joined(htmls: list[str], group: list[Line], known: Set[str]) -> str:
    html = htmls[0]
    for above, line, more in zip(group, group[1:], htmls[1:], strict=False):
        drop, between = joint(above.text, line.text, known)
        if drop:
            html = re.sub(r"[-\u2010\u2011\xad]((?:</\w+>)*)$", r"\1", html)
        html += between + more
    for tag in ("strong", "em"):  # a run of one style that a line end cut in two
        html = re.sub(rf"</{tag}>(\s?)<{tag}>", r"\1", html)
    html = re.sub(r'(<a href="([^"]+)">[^<]*)</a>(\s?)<a href="\2">', r"\1\3", html)
    return html.replace("\xad", "")


def _html(line: Line, page: Page) -> str:
    """The inline HTML of a line: its words with emphasis and links."""
    styled = [(word, _link(word, page.links), at) for at, word in enumerate(line.words)]
    plain_size = line.size

    def style(entry: tuple[Word, str, int]) -> tuple[str, bool, bool, bool]:
        word, url, _ = entry
        raised = word.size < 0.8 * plain_size and word.text.strip("[](),").isdigit() and len(line.words) > 1
        return url, word.bold, word.italic, raised

    html = ""
    for (url, bold, italic, raised), run in groupby(styled, key=style):
        words = list(run)
        text = "".join(
            (" " if line.spaced(at) and number else "") + word.text
            for number, (word, _, at) in enumerate(words)
        )
        inner = escape(text, quote=False) if url else _linked(text)
        for tag, wanted in (("sup", raised), ("em", italic), ("strong", bold)):
            inner = f"<{tag}>{inner}</{tag}>" if wanted else inner
        if url:
            inner = f'<a href="{escape(url)}">{inner}</a>'
        html += (" " if line.spaced(words[0][2]) and html else "") + inner
    return html


def _linked(text: str) -> str:
    """The text, its printed addresses as links."""
    html, end = "", 0
    for found in _ADDRESS.finditer(text):
        url = escape(found[0])
        html += f'{escape(text[end : found.start()], quote=False)}<a href="{url}">{url}</a>'
        end = found.end()
    return html + escape(text[end:], quote=False)


def _link(word: Word, links: Iterable[tuple[Box, str]]) -> str:
    middle = (word.left + word.right) / 2
    for (left, bottom, right, top), url in links:
        if left - 1 <= middle <= right + 1 and bottom - 1 <= word.y + 0.3 * word.size <= top + 1:
            return url
    return ""
