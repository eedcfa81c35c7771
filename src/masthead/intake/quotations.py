"""Who is quoted with which words.

Blocks of quotation, and words between quotation marks that are a statement rather than a title or a term. A speaker
is named only where a verb of saying stands right beside the marks and a name beside the verb.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from masthead.intake.body import Part
from masthead.intake.draft import Quotation

_MARKS = (("“", "”"), ("„", "“”"), ("«", "»"), ("»", "«"), ("「", "」"), ("『", "』"), ("”", "”"), ('"', '"'))
_SPAN = re.compile(
    "|".join(
        rf"{re.escape(first)}([^{re.escape(first + last)}\n]{{1,1500}})[{re.escape(last)}]"
        for first, last in _MARKS
    )
)
# Verbs of saying as they stand beside a quotation.
_SAID = (
    "said|says|told|added|adds|wrote|writes|explained|explains|argued|argues|asked|warned|noted|stated|claimed|insisted|tweeted|continued|recalled|announced|declared"
    "|sagte|sagt|erklärte|erklärt|betonte|betont|schrieb|schreibt|meinte|meint|fragte|warnte|ergänzte|kritisierte|forderte|teilte|so"
    "|a déclaré|déclare|a dit|dit|affirme|a affirmé|explique|a expliqué|ajoute|a ajouté|estime|raconte|écrit|souligne|assure|indique"
    "|dijo|dice|afirmó|afirma|explicó|explica|aseguró|asegura|señaló|agregó|añadió|sostuvo|escribió|indicó"
    "|disse|diz|afirmou|explicou|declarou|escreveu|ha detto|dice|ha dichiarato|spiega|ha spiegato|afferma|racconta"
    "|zei|zegt|aldus|vertelde|vertelt|schreef|sade|säger|sa|sier|siger|skriver|powiedział|powiedziała|mówi|dodał|dodała"
)
_NAME = r"(?:(?:[A-ZÀ-ÞŁŚŻČŠŽ][\w’'-]+\.?|de|da|di|von|van|bin|al|el|der|den|la|le|du|dos|del)\s+){0,4}[A-ZÀ-ÞŁŚŻČŠŽ][\w’'-]+"
_AFTER = re.compile(
    rf"^[,.]?\s*(?P<verb>{_SAID})\s+(?P<name>{_NAME})|^[,.]?\s*(?P<name2>{_NAME})\s+(?P<verb2>{_SAID})\b"
)
_BEFORE = re.compile(
    rf"(?P<name>{_NAME})\s+(?P<verb>{_SAID})[^.!?“”\"«»„]{{0,40}}[:,]?\s*$|(?P<verb2>{_SAID})\s+(?P<name2>{_NAME})\s*[:,]\s*$"
)
_PRONOUNS = frozenset(
    [
        "He",
        "She",
        "It",
        "They",
        "We",
        "I",
        "You",
        "The",
        "This",
        "That",
        "But",
        "And",
        "In",
        "On",
        "Er",
        "Sie",
        "Es",
        "Wir",
        "Ich",
        "Der",
        "Die",
        "Das",
        "Il",
        "Elle",
        "Ils",
        "On",
        "Él",
        "Ella",
        "Ele",
        "Ela",
        "Lui",
        "Lei",
        "Hij",
        "Zij",
        "Han",
        "Hon",
        "Hun",
    ]
)
_MOST = 200


def quotations(body: Iterable[Part]) -> tuple[Quotation, ...]:
    """The quotations of a body in reading order, each once."""
    every = (quotation for part in body for quotation in _of(part))
    return tuple({quotation.text: quotation for quotation in islice(every, _MOST)}.values())


def _of(part: Part) -> Iterator[Quotation]:
    if part.kind == "blockquote":
        yield Quotation(part.text)
    elif part.kind in {"p", "ul", "ol"}:
        for line in part.text.splitlines():
            for span in _SPAN.finditer(line):
                words = next(group for group in span.groups() if group).strip()
                if _statement(words):
                    yield _attributed(words, line[: span.start()], line[span.end() :])


def _statement(words: str) -> bool:
    """Long enough to be said by somebody: four words, or ten letters of a script without spaces."""
    if re.search("[\u2e80-\ud7ff\u0e00-\u0e7f]", words):
        return len(words) >= 10
    return len(words.split()) >= 4


def _attributed(words: str, before: str, after: str) -> Quotation:
    said = _AFTER.search(after[:120]) or _BEFORE.search(before[-160:])
    if said is None:
        return Quotation(words)
    name = said["name"] or said["name2"]
    if name.split()[0] in _PRONOUNS:
        return Quotation(words)
    return Quotation(words, name, said["verb"] or said["verb2"])
