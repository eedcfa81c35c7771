"""Plain text, above all an article copied from a page or a print-out, as a draft."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace
from html import escape
from statistics import median

from masthead.intake.draft import Draft, Found
from masthead.intake.moments import moment
from masthead.intake.readers.decode import Decoded
from masthead.intake.readers.html.bylines import LINE
from masthead.intake.readers.html.names import people
from masthead.intake.readers.html.origin import spdx
from masthead.intake.readers.html.text import UNSEEN
from masthead.intake.readers.printed import draft as printed
from masthead.intake.readers.printed import frame, notes
from masthead.intake.readers.printed.joining import ended, joint, unspaced, words
from masthead.intake.readers.printed.labels import label
from masthead.intake.readers.printed.pieces import Evidence, Kind, Piece
from masthead.intake.sources.delivery import Delivery
from masthead.lib.html import CONTROL

_ITEM = re.compile(r"^\s*(?:[•●○◦▪■□‣⁃➢➤✓·∙]|[-–—*](?=\s))\s*(?=\S)")
_NUMBERED = re.compile(r"^\s*\d{1,2}[.)]\s+(?=\S)")
_RULE = re.compile(r"^\s*(?:[-_=*~#]\s*){3,}$")
_STRESSED = re.compile(
    r"(?<![\w*])\*(?=\S)([^*\n]{1,200}?\S)?\*(?![\w*])|(?<![\w_])_(?=\S)([^_\n]{1,200}?\S)?_(?![\w_])"
)
_ADDRESS = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]]")
_MAIL = re.compile(
    r"^(?P<key>from|von|de|da|van|från|fra|od|от|subject|betreff|objet|asunto|assunto|oggetto|onderwerp|ämne|emne|temat|тема|date|datum|fecha|data|дата|sent|gesendet|envoyé|to|an|à|para|a|aan|till|cc|reply-to)"
    r"\s*:\s*(?P<value>.*)$",
    re.IGNORECASE,
)
_SUBJECT = frozenset(
    [
        "subject",
        "betreff",
        "objet",
        "asunto",
        "assunto",
        "oggetto",
        "onderwerp",
        "ämne",
        "emne",
        "temat",
        "тема",
    ]
)
_SENDER = frozenset(["from", "von", "de", "da", "van", "från", "fra", "od", "от"])
_SENT = frozenset(["date", "datum", "fecha", "data", "дата", "sent", "gesendet", "envoyé"])
_PASSED_ON = re.compile(r"^(?:(?:re|fwd?|aw|wg|tr|rv|sv|vs|antw|odp|отв)\s*:\s*)+", re.IGNORECASE)
_NARROWEST, _WIDEST = 36, 110


def read(delivery: Delivery, text: Decoded) -> Draft:
    """The draft of a plain text; ``NoArticle`` if it holds none."""
    lines, evidence = _mailed(_lines(text.text))
    lines, seen = frame.unframed(lines)
    addresses = [url for url in seen.addresses if not url.startswith("file:")]
    evidence = replace(
        evidence,
        titles=(
            *(Found(title, "print:title", 0.6) for title in dict.fromkeys(seen.titles)),
            *evidence.titles,
        ),
        address=Found(addresses[0], "print:address", 0.85)
        if addresses
        else (Found(delivery.url, "url", 0.7) if delivery.url else None),
    )
    warnings = ("Some bytes of the text fit no encoding and were replaced.",) if text.lossy else ()
    return printed.draft(delivery.source, pieces(lines), evidence, warnings=warnings)


def _lines(text: str) -> list[str]:
    """The lines; a page ends with a line of its own, a form feed."""
    text = re.sub("\xad(?=[\r\n])", "\u2010", text.replace("\r\n", "\n").replace("\r", "\n"))
    pages = (
        [CONTROL.sub("", UNSEEN.sub("", line)).rstrip() for line in page.split("\n")]
        for page in text.split("\f")
    )
    return [line for number, page in enumerate(pages) for line in (["\f"] if number else []) + page]


def _mailed(lines: list[str]) -> tuple[list[str], Evidence]:
    """The lines without the header of a mail, and what that said. Two of its keys make a header."""
    said: dict[str, str] = {}
    end = start = next((at for at, line in enumerate(lines) if line.strip()), 0)
    while end < len(lines) and (pair := _MAIL.match(lines[end].strip(" *>"))):
        said.setdefault(pair["key"].casefold(), pair["value"].strip())
        end += 1
    if len(said) < 2 or not set(said) & _SUBJECT or not set(said) & (_SENDER | _SENT):
        return lines, Evidence()
    subject = next((_PASSED_ON.sub("", said[key]) for key in said if key in _SUBJECT), "")
    sender = next(
        (re.sub(r"[<\[(].*$|\S+@\S+", "", said[key]).strip(" \"'") for key in said if key in _SENDER), ""
    )
    day = next((value for key in said if key in _SENT and (value := moment(said[key]))), None)
    return lines[:start] + lines[end:], Evidence(
        titles=(Found(subject, "mail:subject", 0.5),) if subject else (),
        authors=(Found(sender, "mail:from", 0.3),) if sender else (),
        days=(Found(day, "mail:date", 0.3),) if day else (),
    )


def pieces(lines: list[str]) -> list[Piece]:
    """Lines as paragraphs, items and headings; lines that were broken at a width are joined."""
    known = words(lines)
    wide = _widths(lines)
    names = _names(lines)
    found: list[Piece] = []
    group: list[str] = []
    broken = paged = False  # a gap, or the end of a page, within a paragraph

    def finish() -> None:
        if group:
            found.append(_piece(group, known))
            group.clear()

    for line, width in zip(lines, wide, strict=True):
        if line == "\f":
            paged = broken = bool(group) and bool(width) and _is_cut(group[-1])
        if not line.strip() or _RULE.match(line):
            broken = broken or (bool(group) and bool(width) and _is_cut(group[-1]))
            if not broken:
                finish()
            continue
        own = (
            _starts(line)
            or _is_note(line, names)
            or (ended(group[-1]) and _is_note(group[-1], names) if group else False)
        )
        if (
            own
            or not group
            or not (_goes_on(group[-1], line, width) if not broken else paged or line[:1].islower())
        ):
            finish()
        group.append(line)
        broken = paged = False
    finish()
    return _with_headings([piece for piece in found if piece.text])


def _is_note(line: str, names: list[str]) -> bool:
    return bool(notes.is_rights(line) or notes.is_source(line) or notes.is_author(line, names) or spdx(line))


def _is_cut(line: str) -> bool:
    return not ended(line) and len(line) > (15 if unspaced(line[0]) else 40)


def _widths(lines: list[str]) -> list[float]:
    """About how long the lines around each line are; 0 where each line is a paragraph."""
    lengths = [len(line) if len(line) > (15 if unspaced(line[:1] or " ") else 30) else 0 for line in lines]
    long = [line for line, length in zip(lines, lengths, strict=True) if length]
    if (
        not long
        or sum(not ended(line) for line in long) < 0.4 * len(long)
        or median(map(len, long)) > _WIDEST
    ):
        return [0.0] * len(lines)
    if median(map(len, long)) < _NARROWEST and not unspaced(long[0][0]):
        return [0.0] * len(lines)  # verses
    near = [[length for length in lengths[max(0, at - 7) : at + 8] if length] for at in range(len(lines))]
    return [median(around) if around else 0.0 for around in near]


def _names(lines: list[str]) -> list[str]:
    """The names of a byline among the first lines."""
    first = [line.strip() for line in lines if line.strip()][:25]
    return [
        name
        for line in first
        if LINE.match(line) or ((named := label(line)) and named[0] == "author")
        for name in people(line, printed=True)
    ]


def _goes_on(above: str, line: str, width: float) -> bool:
    """Is the line the rest of a broken one?"""
    if not width or label(line) or label(above):
        return False
    if line[:1].islower() and _is_cut(above):
        return True
    if unspaced(line[0]):
        return len(above) >= 0.9 * width
    return len(above) >= (0.85 if ended(above) else 0.75) * width and len(above) > 30


def _starts(line: str) -> bool:
    return bool(_ITEM.match(line) or _NUMBERED.match(line))


def _piece(group: list[str], known: Set[str]) -> Piece:
    text = group[0].strip()
    for line in group[1:]:
        drop, between = joint(text, line.strip(), known)
        text = (text[:-drop] if drop else text) + between + line.strip()
    kind: Kind = "p"
    if _ITEM.match(text):
        kind, text = "ul", _ITEM.sub("", text)
    elif _NUMBERED.match(text) and not re.match(r"\s*\d{1,2}\.\s+\S+\s+\d{4}", text):
        kind, text = "ol", _NUMBERED.sub("", text)
    return Piece(kind, _inline(" ".join(text.split()).replace("\xad", "")))


def _inline(text: str) -> str:
    html, end = "", 0
    for found in _ADDRESS.finditer(text):
        url = escape(found[0])
        html += f'{_stressed(text[end : found.start()])}<a href="{url}">{url}</a>'
        end = found.end()
    return html + _stressed(text[end:])


def _stressed(text: str) -> str:
    return _STRESSED.sub(lambda found: f"<em>{found[1] or found[2] or ''}</em>", escape(text, quote=False))


def _with_headings(found: list[Piece]) -> list[Piece]:
    """Short lines without an end between paragraphs are headings."""
    turned: list[Piece] = []
    for at, piece in enumerate(found):
        text = piece.text
        above, below = found[at - 1] if at else None, found[at + 1] if at + 1 < len(found) else None
        heads = (
            piece.kind == "p"
            and 1 < len(text) <= 80
            and (not ended(text) or text[-1] in "?!？！…")
            and not text[:1].islower()
            and not label(text)
            and above is not None
            and below is not None
            and (len(above.text) > 80 or above.kind != "p" or (unspaced(text[0]) and len(above.text) > 40))
            and (len(below.text) > 80 or (unspaced(text[0]) and len(below.text) > 40))
        )
        turned.append(replace(piece, kind="h") if heads else piece)
    return turned
