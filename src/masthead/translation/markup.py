"""Marked text: the inline HTML of one paragraph as plain text with numbered codes.

The text form is what is stored, kept in the memory and sent to engines. A pair of tags is ``<x1>…</x1>``,
a standalone thing (``<br>``, a footnote marker ``[^label]``) is ``<x2/>``; in the text between them
``&``, ``<`` and ``>`` are written ``&amp;``, ``&lt;`` and ``&gt;``. Numbers count from 1 in the order in
which codes open. The model is that of XLIFF 2 (``pc`` and ``ph``), so that any exchange format can carry it.

What a code stands for stays outside the text, in ``Marked.codes``: a translator or an engine can move a code
but cannot change the tag behind it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

_ATTRIBUTES = r"(?:\s+[a-zA-Z][a-zA-Z:-]*=\"[^\"]*\")*"
_PIECE = re.compile(
    rf"<(?P<pair>a|em|strong|b|i|sub|sup|code){_ATTRIBUTES}>"
    r"|<span(?:\s+(?:lang|dir)=\"[^\"]*\")+>"
    rf"|<br{_ATTRIBUTES}\s*/?>"
    r"|</(?P<close>a|em|strong|b|i|sub|sup|code|span)>"
    r"|\[\^[^\s\[\]<>&^]+\]"
)
_CODE = re.compile(r"<(?P<close>/)?x(?P<number>[1-9]\d{0,5})(?P<alone>/)?>")
_ENTITY = re.compile(r"&(lt|gt|amp);")
_CHARACTERS = {"lt": "<", "gt": ">", "amp": "&"}

Kind = Literal["text", "open", "close", "alone"]


class MarkupError(ValueError):
    """A text whose codes are not those of its paragraph. ``problems`` has a sentence for each fault."""

    code = "markup_broken"
    permanent = True

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Code:
    """What a number stands for: the opening tag as written and its closing tag, empty if it stands alone."""

    open: str
    close: str = ""


@dataclass(frozen=True, slots=True)
class Marked:
    """A text with numbered codes; ``codes[0]`` is behind ``x1``."""

    text: str
    codes: tuple[Code, ...] = ()


_MARKUP = frozenset("<>&")


@dataclass(frozen=True, slots=True)
class Token:
    """A stretch of a marked text: ``raw`` as it stands there, ``number`` for codes."""

    kind: Kind
    raw: str
    number: int = 0


def mark(source: str) -> Marked:
    """The marked text of sanitised inline HTML. Tags that no code can stand for become visible text."""
    pieces = list(_numbered(_paired(source)))
    return Marked("".join(raw for raw, _ in pieces), tuple(code for _, code in pieces if code))


def unmark(text: str, codes: Sequence[Code]) -> str:
    """The inline HTML of a marked text; ``MarkupError`` unless every code is there once, rightly nested.

    The HTML is in the form of ``masthead.lib.html``. A ``<`` that is no code is text.
    """
    if not codes and _MARKUP.isdisjoint(text):
        return text
    faults = check(text, codes)
    if faults:
        raise MarkupError(*faults)
    found = []
    for token in tokens(text):
        if token.kind == "text":
            found.append(encode(decode(token.raw)))
        else:
            code = codes[token.number - 1]
            found.append(code.close if token.kind == "close" else code.open)
    return "".join(found)


def check(text: str, codes: Sequence[Code]) -> list[str]:
    """What is wrong with the codes of a text, a sentence each; empty when ``unmark`` will take it."""
    return problems(text, {number: bool(code.close) for number, code in enumerate(codes, start=1)})


def problems(text: str, wanted: Mapping[int, bool]) -> list[str]:
    """As ``check``, with the wanted codes as number → is a pair (see ``kinds``)."""
    found: list[str] = []
    opened: list[int] = []
    seen: set[int] = set()
    for token in tokens(text):
        number = token.number
        if token.kind == "text":
            continue
        if number not in wanted:
            found.append(f"The original has no code {token.raw}: take it out.")
        elif wanted[number] is (token.kind == "alone"):
            form = f"<x{number}>…</x{number}>" if wanted[number] else f"<x{number}/>"
            found.append(f"The code {token.raw} must be written {form}.")
        elif token.kind == "close":
            if opened and opened[-1] == number:
                opened.pop()
            elif number in opened:
                found.append(
                    f"{token.raw} stands inside another code that is still open: change their order."
                )
                opened.remove(number)
            else:
                found.append(f"{token.raw} closes a code that is not open.")
        elif number in seen:
            found.append(f"The code {token.raw} is there twice: keep one.")
        else:
            seen.add(number)
            if token.kind == "open":
                opened.append(number)
    found += [f"The code <x{number}> is never closed: add </x{number}>." for number in opened]
    for number, pair in wanted.items():
        if number not in seen:
            missing = f"<x{number}>…</x{number}>" if pair else f"<x{number}/>"
            found.append(f"The code {missing} of the original is missing.")
    return found


def kinds(text: str) -> dict[int, bool]:
    """The codes in a text: number → is a pair."""
    return {token.number: token.kind != "alone" for token in tokens(text) if token.kind != "text"}


def put_around(text: str, wanted: Mapping[int, bool]) -> str:
    """A text without codes with those of its original (see ``kinds``) around it as a whole, single ones after it.

    For translations whose engine lost them: a link on the whole sentence is better than none.
    """
    pairs = [number for number, pair in wanted.items() if pair]
    before, core, after = frame(text)
    opening = "".join(f"<x{number}>" for number in pairs)
    closing = "".join(f"</x{number}>" for number in reversed(pairs))
    alone = "".join(f"<x{number}/>" for number, pair in wanted.items() if not pair)
    return f"{before}{opening}{core}{closing}{alone}{after}"


def plain(text: str) -> str:
    """The words alone, as a reader sees them."""
    if "<" not in text:
        return decode(text)
    return "".join(decode(token.raw) for token in tokens(text) if token.kind == "text")


def encode(words: str) -> str:
    """Plain words as the text of a marked text."""
    return html.escape(words, quote=False)


def decode(raw: str) -> str:
    """The words behind the text between codes. Only the three escapes are known; all else is itself."""
    return _ENTITY.sub(lambda match: _CHARACTERS[match[1]], raw) if "&" in raw else raw


def tokens(text: str) -> Iterator[Token]:
    """The text and codes of a marked text, in order; their ``raw`` put together is the text again."""
    at = 0
    for match in _CODE.finditer(text):
        if match["close"] and match["alone"]:
            continue
        if match.start() > at:
            yield Token("text", text[at : match.start()])
        kind: Kind = "close" if match["close"] else "alone" if match["alone"] else "open"
        yield Token(kind, match[0], int(match["number"]))
        at = match.end()
    if at < len(text):
        yield Token("text", text[at:])


def renumber(text: str, numbers: Mapping[int, int]) -> str:
    """The text with its codes under other numbers."""
    return "".join(
        token.raw
        if token.kind == "text"
        else token.raw.replace(str(token.number), str(numbers[token.number]))
        for token in tokens(text)
    )


def frame(text: str) -> tuple[str, str, str]:
    """White space before, text, white space after."""
    core = text.strip()
    if not core:
        return text, "", ""
    start = text.index(core)
    return text[:start], core, text[start + len(core) :]


@dataclass(slots=True)
class _Piece:
    raw: str
    kind: Kind
    partner: _Piece | None = None


def _paired(source: str) -> list[_Piece]:
    """The HTML cut into text and codes; a tag without its partner is text."""
    pieces: list[_Piece] = []
    opened: list[tuple[str, _Piece]] = []
    at = 0
    for match in _PIECE.finditer(source):
        if match.start() > at:
            pieces.append(_Piece(source[at : match.start()], "text"))
        at = match.end()
        raw, name = match[0], match["close"]
        piece = _Piece(raw, "alone" if raw.startswith(("<br", "[")) else "close" if name else "open")
        pieces.append(piece)
        if piece.kind == "open":
            opened.append((match["pair"] or "span", piece))
        elif piece.kind == "close":
            while any(name == other for other, _ in opened):
                other, opening = opened.pop()
                if other == name:
                    piece.partner, opening.partner = opening, piece
                    break
    pieces.append(_Piece(source[at:], "text"))
    for piece in pieces:
        if piece.kind in {"open", "close"} and piece.partner is None:
            piece.kind = "text"
    return pieces


def _numbered(pieces: Sequence[_Piece]) -> Iterator[tuple[str, Code | None]]:
    numbers: dict[int, int] = {}
    for piece in pieces:
        number = len(numbers) + 1
        if piece.kind == "text":
            yield encode(html.unescape(piece.raw)), None
        elif piece.kind == "alone":
            numbers[id(piece)] = number
            yield f"<x{number}/>", Code(piece.raw)
        elif piece.partner and piece.kind == "open":
            numbers[id(piece)] = number
            yield f"<x{number}>", Code(piece.raw, piece.partner.raw)
        else:
            yield f"</x{numbers[id(piece.partner)]}>", None
