"""Names of people in what pages write where an author's name belongs."""

from __future__ import annotations

import re

from masthead.intake.readers.html.text import one_line

# What stands before a name: "By Jane Doe", "Eine Analyse von …", "Автор: …".
_BEFORE = re.compile(
    r"""^\W*(?:
    (?:(?:posted|written|words|story|text|article|report(?:ed|ing)?|review(?:ed)?|analysis|opinion|commentary|recipe|
       interview|compiled|contributed|guest\ post|news|published|created|submitted|edited|photo(?:s|graphs)?)\s+)?by\b
    |(?:(?:eine?|der|die|das)\s+)?(?:(?:analyse|kommentar|beitrag|gastbeitrag|text|interview|essay|bericht|reportage|kolumne|
       autor|rezension|glosse|eingestellt|veröffentlicht|geschrieben|verfasst|artikel|aufgezeichnet|protokoll)\s+)?(?:von|vom)\b
    |(?:posted\ |veröffentlicht\ )?(?-i:by|von|par|por)(?=(?-i:[A-ZÀ-Þ]))
    |(?:text|autor|autorin|autoren|author|author\(s\)|authors|auteurs?|autores?|autori|autore|autora|redaktion|redaktor|
       forfatter|författare|skribent|yazar|yazan|kirjoittaja|írta|szerző|penulis|tác\ giả|автор|автори|авторы|текст|аўтар|
       συντάκτης|κείμενο|מאת|كاتب|الكاتب|کاتب|نویسنده|作者|文|記者|记者|撰文|責任編輯|责任编辑|기자|โดย|เรื่อง|लेखक|interview|
       words|photos?|fotos?)\s*[:：/|=]
    |(?:par|por|escribe|a\ cura\ di|di|door|oleh|tekst|przez|oprac\.|בידי|מאת|بقلم|كتبت|كتب|โดย)\b
    |(?:av|af|de)\b(?=\s+[A-ZÅÆØÄÖÉ])
    )\s*[:：—–-]*\s*""",
    re.IGNORECASE | re.VERBOSE,
)
# What stands after a name and is no part of it.
# "Posted on 21 September 2020 by Jana Dorn"
_LATER = re.compile(r"^[^|]*\d[^|]*?\b(?:by|von|par|por)\s+(?=[^\W\d_a-z])")
_MONTH = r"(?:jan|feb|mar|mär|apr|may|mai|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez|déc)[a-zéû]{0,7}\.?"
_AFTER = re.compile(
    rf"""\s+(?:[|•·—–]|-\s).*$ | \s*[(\[].*$ | \s+[@\#]\w+.*$ | \s+\d{{4}}-\d\d.*$
    |\s+(?:vor|am|um|le|el|il)?\s*\d{{1,2}}[.:/ ].*$ | (?:^|\s+|,\s*)(?:\d+\.?\s*)?{_MONTH}\s+\d.*$
    |\s+(?:last|updated|published|posted|edited|reviewed|medically|fact|on|in|for|at|is|says?|sagt|from|stand|lesezeit|
       aktualisiert|with|mit|avec|photo\w*|foto\w*)\b.*$
    |\s*(?:archive\ page|alle\ artikel|more\ stories|follow|view\ all)\b.*$""",
    re.IGNORECASE | re.VERBOSE,
)
_APART = re.compile(
    r"\s*(?:[;|•·،、，\n]|\s/\s|(?<=[a-z])/(?=[A-Z])|&|\s\+\s)\s*|,?\s+(?:and|und|et|y|e|och|og|en|i|a|ja|ve|dan|și|и|та|і|و|und von|and by|sowie)\s+(?=\S)",
)
_ROLE = re.compile(
    r"\b(?:reporters?|editors?|correspondents?|contributors?|contributing|writers?|journalists?|columnists?|staff|producers?|"
    r"author|analyst|director|chief|senior|fellow|redakteur(?:in)?|redaktion|korrespondent(?:in)?|journalist(?:in)?|"
    r"autor(?:in)?|periodista|redactor[ae]?|corresponsal|journaliste|rédact(?:eur|rice)|correspondant|giornalista|"
    r"redaktør|journalistin|toimittaja|muhabir|dziennikarz|редактор|корреспондент|журналист|кореспондент|"
    r"associated press|reuters|news|photograph(?:er|y)|getty|images|ph\.?d|m\.?d|jr|sr|esq|ii|iii|r\.?d|r\.?n|mba)\b\.?",
    re.IGNORECASE,
)
_DEGREE = re.compile(
    r"^(?:ph\.?\s?d|m\.?d|jr|sr|esq|i{2,3}|r\.?d|r\.?n|mba|msc?|ba|ma|e-ryt \d+)\.?$", re.IGNORECASE
)
_NO_NAME = re.compile(
    r"""https?:|www\.|\S+@\S+|\[at\]|[{}<>=\\→»]|^\W*$|^\d|\d{4}
    |^(?:(?:no\ )?(?:admin\w*|root|webmaster|user|super\ user|name|autor(?:in|en)?|authors?|by|von|text|posted(?:\ (?:on|by|in))?|
       unknown|anonymous|guest|none|null|undefined|default|home|share|teilen|comments?|kommentare?|published|written|updated|
       last|stand|date|datum|tags?|interview|bio|profile|website|twitter|facebook|e-?mail|print|drucken))\W*$
    |\w\.\w+\.\w|^(?:quelle|source|fuente|fonte|bron|foto|photo|image|bild)\b|^\d*\s*(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|january|february|march|may|september|october|november|december)\.?$
    |\b(?:about\ the|all\ posts|alle\ beiträge|view\ all|show\ all|articles\ (?:of|by)|more\ by|zeige|anzeigen|provided\ by|courtesy|cookie|newsletter|subscribe)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST = 70
_MOST_WORDS = 7


def people(text: str, *, printed: bool = False) -> list[str]:
    """The names in a text that holds one or more, without "by", roles and dates; empty if it holds none.

    ``printed``: the text is what readers see, so anything may stand beside the name.
    """
    line = one_line(text)
    while (shorter := _BEFORE.sub("", line, count=1)) != line:
        line = shorter
    if printed:
        line = _AFTER.sub("", _LATER.sub("", line))
    line = re.sub(r"\s*\S*(?:https?://|www\.)\S*|\s*[<(\[]?\S+@\S+\.\w+[>)\]]?", "", line)
    names: list[str] = []
    for group in _APART.split(line):
        names.extend(_listed(_BEFORE.sub("", group, count=1)))
    names = list(dict.fromkeys(name for name in map(_cleaned, names) if name))
    return [name for name in names if not _only_role(name)] or names


def _only_role(name: str) -> bool:
    return not re.search(r"\w", _ROLE.sub("", name))


def _listed(group: str) -> list[str]:
    """Names parted by commas; a comma also stands before a role, a degree or a first name."""
    pieces = [piece.strip() for piece in group.split(",") if piece.strip()]
    if len(pieces) == 2 and all(len(piece.split()) == 1 for piece in pieces) and not _DEGREE.match(pieces[1]):
        return [f"{pieces[1]} {pieces[0]}"] if not _ROLE.search(pieces[1]) else pieces[:1]
    names: list[str] = []
    for piece in pieces:
        if _DEGREE.match(piece) and names:
            names[-1] = f"{names[-1]}, {piece}"
        elif not names or not (_ROLE.search(piece) or piece[:1].islower()):
            names.append(piece)
    return names


def _cleaned(name: str) -> str:
    name = re.sub(r"^[\s\-–—:·•|*]+|[\s\-–—:·•|*,;]+$", "", name)
    name = re.sub(r"\s+(?:기자|記者|记者)$|\s*\([^)]*\)$", "", name)
    if not name or len(name) > _LONGEST or len(name.split()) > _MOST_WORDS or _NO_NAME.search(name):
        return ""
    return name
