"""Texts with codes for engines that understand elements of HTML or XML, and what holds for all such engines.

Codes go as ``<x id="1">…</x>``, alone as ``<x id="2"></x>``. An engine gives the function that asks; here each
question is bounded, equal texts are asked once, and codes that did not come back are seen.
"""

from __future__ import annotations

import html
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from masthead.translation.engines.base import Answer
from masthead.translation.engines.errors import TooMuchError
from masthead.translation.markup import encode, frame, kinds, plain, problems, tokens

Send = Callable[[Sequence[str], bool], Sequence[str | None]]
"""Asks once: texts, and whether they are elements (True) or plain words. As many texts come back, as they were sent,
None where one came to no end; ``TooMuchError`` where the service takes less in one call."""

_CODE = re.compile(r"<x id=[\"']?(?P<number>[1-9]\d{0,5})[\"']?\s*(?P<alone>/)?>|</x>")
# XML 1.0 section 2.2 has no place for them, not even as references.
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Limits:
    """The most of one call: texts, and characters of them all together."""

    texts: int
    characters: int = sys.maxsize


@dataclass(frozen=True, slots=True)
class By:
    """Whose answers they are."""

    name: str
    version: str

    def answer(self, text: str | None, *, lost: bool = False) -> Answer:
        """``text`` None: longer than the service takes, or can write."""
        if text is None:
            return Answer(None, self.name, self.version, fault="too-long")
        if not plain(text).strip():
            return Answer(None, self.name, self.version, fault="empty")
        return Answer(text.strip(), self.name, self.version, markup="lost" if lost else "kept")


def translate(
    texts: Sequence[str],
    send: Send,
    by: By,
    limits: Limits,
    *,
    escaped: bool = True,
    elements: bool = True,
) -> list[Answer]:
    """An answer for each text, in order. ``escaped``: answers with elements come with HTML's escapes.

    ``elements``: False for a service that takes plain words alone; then codes are lost.
    """
    around = [frame(text) for text in texts]
    # Without letters there is nothing to translate, and services refuse empty texts.
    cores = [core for core in dict.fromkeys(core for _, core, _ in around) if has_words(core)]
    done: dict[str, Answer] = {}
    coded = [core for core in cores if elements or not kinds(core)]
    wanted = [to_elements(core) if elements else plain(core) for core in coded]
    for core, found in _ask(coded, wanted, send, limits, coded=elements).items():
        if found is None or not elements:
            done[core] = by.answer(None if found is None else encode(found))
        else:
            text = from_elements(found, kinds(core), escaped=escaped)
            done[core] = by.answer(text, lost=bool(plain(text).strip() and problems(text, kinds(core))))
    # Where codes did not come back: once more, as plain words.
    bare = [core for core in cores if core not in done or done[core].markup == "lost"]
    for core, words in _ask(bare, [plain(core) for core in bare], send, limits, coded=False).items():
        done[core] = by.answer(None if words is None else encode(words), lost=True)
    return [framed(before, done.get(core), core, after, by) for before, core, after in around]


def framed(before: str, answer: Answer | None, core: str, after: str, by: By) -> Answer:
    """The answer with the white space of its text around it; None: there was nothing to translate."""
    if answer is None:
        return Answer(before + core + after, by.name, by.version)
    if answer.text is None:
        return answer
    return Answer(before + answer.text + after, answer.engine, answer.version, markup=answer.markup)


def _ask(
    cores: Sequence[str], sent: Sequence[str], send: Send, limits: Limits, *, coded: bool
) -> dict[str, str | None]:
    """core → the service's text; None where it finds even one alone too long, or came to no end with it."""
    found: dict[str, str | None] = {}
    waiting = list(parts(sent, limits))
    while waiting:
        part = waiting.pop(0)
        batch = cores[part]
        try:
            if len(batch) == 1 and len(sent[part.start]) > limits.characters:
                raise TooMuchError("The text is longer than the service takes.")
            answers = send(sent[part], coded)
        except TooMuchError:
            if len(batch) == 1:
                found[batch[0]] = None
                continue
            middle = part.start + len(batch) // 2
            waiting[:0] = [slice(part.start, middle), slice(middle, part.stop)]
        else:
            found.update(zip(batch, answers, strict=True))
    return found


def parts(sent: Sequence[str], limits: Limits) -> Sequence[slice]:
    """Consecutive stretches that each keep the limits, where one text alone does."""
    found: list[slice] = []
    start = size = 0
    for at, text in enumerate(sent):
        if at > start and (at - start >= limits.texts or size + len(text) > limits.characters):
            found.append(slice(start, at))
            start, size = at, 0
        size += len(text)
    return [*found, slice(start, len(sent))] if sent else []


def has_words(text: str) -> bool:
    """Whether there is a letter between the codes."""
    return any(character.isalpha() for character in plain(text))


def to_elements(text: str) -> str:
    """A marked text as HTML, which is XML too."""
    parts = []
    for token in tokens(text):
        match token.kind:
            case "text":
                parts.append(_CONTROLS.sub(" ", token.raw))
            case "open":
                parts.append(f'<x id="{token.number}">')
            case "close":
                parts.append("</x>")
            case "alone":
                parts.append(f'<x id="{token.number}"></x>')
    return "".join(parts)


def from_elements(text: str, wanted: Mapping[int, bool], *, escaped: bool = True) -> str:
    """A service's HTML as a marked text. Codes that stand wrongly are left for ``problems`` to find."""
    parts: list[str] = []
    opened: list[str] = []

    def words(raw: str) -> str:
        return encode(html.unescape(raw) if escaped else raw)

    at = 0
    for match in _CODE.finditer(text):
        parts.append(words(text[at : match.start()]))
        at = match.end()
        number = match["number"]
        if number is None:
            parts.append(opened.pop() if opened else "")
        elif wanted.get(int(number)):
            parts.append(f"<x{number}>")
            opened.append(f"</x{number}>")
        else:
            parts.append(f"<x{number}/>")
            opened += [] if match["alone"] else [""]
    return "".join([*parts, words(text[at:])])
