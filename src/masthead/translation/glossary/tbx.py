"""TBX: ISO 30042:2019 (TBX-Basic, styles DCA and DCT) and ISO 30042:2008 (``martif``), in and out.

What TBX-Basic has no place for stands where its rules allow a word of one's own: ``projectSubset`` says
``do-not-translate`` and ``case-sensitive``, ``geographicalUsage`` who uses a form, and a concept's note that begins with
“For readers: ” is printed for readers in its ``xml:lang``. A name is a proper noun.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Literal

from lxml import etree

from masthead.lib import languages
from masthead.translation.exchange.errors import NotReadable
from masthead.translation.exchange.xml import BAD, XML, Node, name_of, parse, words
from masthead.translation.glossary.reading import Reading, ranked
from masthead.translation.glossary.terms import Kind, Status, Term

Style = Literal["dca", "dct", "martif"]

_CORE = "urn:iso:std:iso:30042:ed-2"
_MIN, _BASIC = "http://www.tbxinfo.net/ns/min", "http://www.tbxinfo.net/ns/basic"
_IN_MIN = frozenset({"administrativeStatus", "partOfSpeech"})
_ENTRIES, _LANGUAGES, _TERMS = (
    {"termEntry", "conceptEntry"},
    {"langSet", "langSec"},
    {"tig", "ntig", "termSec"},
)
_TYPED = {"termNote", "descrip", "admin"}
_OURS = "mh-"
_FOR_READERS = "For readers: "
_UNTOUCHED, _EXACT = "do-not-translate", "case-sensitive"
_STATUS = {
    Status.PREFERRED: "preferredTerm-admn-sts",
    Status.ADMITTED: "admittedTerm-admn-sts",
    Status.FORBIDDEN: "deprecatedTerm-admn-sts",
}
_FORBIDDEN = re.compile(
    "deprecated|superseded|forbidden|obsolete|prohibited|not.?recommended|rejected", re.IGNORECASE
)
_SPEECH = {"noun": "noun", "verb": "verb", "adjective": "adjective", "adverb": "adverb"}
_PROPER = "propernoun"


def read(data: bytes) -> Reading:
    """The terms of a document of any of the three kinds; ``NotReadable`` where it is none."""
    root = parse(data)
    if name_of(root) not in {"tbx", "martif"}:
        raise NotReadable(f"It is no TBX: its root is <{name_of(root)[:40]}>, not <tbx> or <martif>.")
    entries = [node for node in root.iter(etree.Element) if name_of(node) in _ENTRIES]
    found = [_term(entry) for entry in entries]
    return Reading(
        tuple(term for term, _ in found if term.forms), len(entries), sum(left for _, left in found)
    )


def _term(entry: Node) -> tuple[Term, int]:
    about = list(_said(entry))
    forms: list[tuple[str, str, Status | None, str]] = []
    left = 0
    for section in entry:
        if name_of(section) not in _LANGUAGES:
            continue
        language = languages.match(section.get(f"{XML}lang") or section.get("lang"))
        about += [said for said in _said(section) if said[0] != "note"]
        about += [("note", text, "") for kind, text, _ in _said(section) if kind == "note"]
        for part in (node for node in section if name_of(node) in _TERMS):
            text = next((_text(node) for node in part.iter(etree.Element) if name_of(node) == "term"), "")
            said = list(_said(part))
            if language is None:
                left += bool(text)
            elif text:
                where = next((value for kind, value, _ in said if kind == "geographicalUsage"), "")
                forms.append((language.code, text, _status(said), where))
            about += [
                ("note", value, "") if kind == "note" else (kind, value, tag) for kind, value, tag in said
            ]
    return _made(entry, about, forms), left


def _made(
    entry: Node, about: list[tuple[str, str, str]], forms: list[tuple[str, str, Status | None, str]]
) -> Term:
    def all_of(kind: str) -> list[str]:
        return list(dict.fromkeys(value for named, value, _ in about if named == kind and value))

    notes: dict[str, str] = {}
    remarks: list[str] = []
    for kind, value, tag in about:
        known = languages.match(tag) if tag else None
        if kind == "note" and known and value.startswith(_FOR_READERS):
            notes.setdefault(known.code, value.removeprefix(_FOR_READERS).strip())
        elif kind == "note" and value:
            remarks.append(value)
    definitions, subsets = all_of("definition"), " ".join(all_of("projectSubset")).split()
    speech = [re.sub(r"[\s_-]", "", value).lower() for value in all_of("partOfSpeech")]
    name = _PROPER in speech
    key = str(entry.get("id", ""))
    return Term(
        ranked(forms),
        key=key.removeprefix(_OURS) if key.startswith(_OURS) else "",
        kind=Kind.NAME if name else Kind.TERM,
        part_of_speech="" if name or not speech else _SPEECH.get(speech[0], "other"),
        definition=definitions[0] if definitions else "",
        remark="\n".join(dict.fromkeys([*definitions[1:], *remarks])),
        notes=tuple(sorted(notes.items())),
        translate=_UNTOUCHED not in subsets,
        case_sensitive=_EXACT in subsets,
    )


def _said(node: Node) -> Iterator[tuple[str, str, str]]:
    """(data category, value, xml:lang) of what is said on this level, in groups too; not on those below."""
    for child in node:
        name = name_of(child)
        if name in _LANGUAGES | _TERMS or name in {"", "term"}:
            continue
        if name.endswith("Grp"):
            yield from _said(child)
        else:
            kind = str(child.get("type", "")) if name in _TYPED else name
            yield kind, _text(child), str(child.get(f"{XML}lang", ""))


def _text(node: Node) -> str:
    return words(node).strip()


def _status(said: list[tuple[str, str, str]]) -> Status | None:
    for kind, value, _ in said:
        if kind in {"administrativeStatus", "normativeAuthorization"}:
            if _FORBIDDEN.search(value):
                return Status.FORBIDDEN
            return Status.ADMITTED if "admitted" in value.lower() else Status.PREFERRED
    return None


def write(terms: Iterable[Term], style: Style = "dca", language: str = "en") -> bytes:
    """A whole document; ``language`` is that of what is no term in it."""
    root, body = _frame(style, languages.get(language).tag)
    for number, term in enumerate(terms, start=1):
        _entry(body, term, number, style)
    etree.indent(root)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8")) + b"\n"


def _frame(style: Style, tag: str) -> tuple[Node, Node]:
    root: Node
    if style == "martif":
        root = etree.Element("martif", {"type": "TBX-Basic", f"{XML}lang": tag})
        header = _under(root, "martifHeader")
    else:
        spaces: Any = {None: _CORE}
        if style == "dct":
            spaces |= {"min": _MIN, "basic": _BASIC}
        root = etree.Element(
            f"{{{_CORE}}}tbx", {"type": "TBX-Basic", "style": style, f"{XML}lang": tag}, nsmap=spaces
        )
        header = _under(root, "tbxHeader")
    file = _under(header, "fileDesc")
    _under(_under(file, "titleStmt"), "title", "Glossary")
    _under(_under(file, "sourceDesc"), "p", "Masthead")
    if style == "martif":
        _under(_under(header, "encodingDesc"), "p", "TBXBasicXCSV02.xcs").set("type", "XCSURI")
    return root, _under(_under(root, "text"), "body")


def _entry(body: Node, term: Term, number: int, style: Style) -> None:
    old = style == "martif"
    entry = _under(body, "termEntry" if old else "conceptEntry")
    entry.set("id", f"{_OURS}{term.key}" if term.key else f"c{number}")
    if term.definition:
        _say(entry, style, "descrip", "definition", term.definition)
    if term.remark:
        _under(entry, "note", term.remark)
    for language, note in term.notes:
        _under(entry, "note", _FOR_READERS + note).set(f"{XML}lang", languages.get(language).tag)
    speech = "properNoun" if term.kind is Kind.NAME else term.part_of_speech
    subset = " ".join([_UNTOUCHED] * (not term.translate) + [_EXACT] * term.case_sensitive)
    for language in dict.fromkeys(form.language for form in term.forms):
        section = _under(entry, "langSet" if old else "langSec")
        section.set(f"{XML}lang", languages.get(language).tag)
        for form in term.forms_in(language):
            part = _under(section, "tig" if old else "termSec")
            _under(part, "term", form.text)
            if speech:
                _say(part, style, "termNote", "partOfSpeech", speech)
            _say(part, style, "termNote", "administrativeStatus", _STATUS[form.status])
            if form.used_by:
                _say(part, style, "termNote", "geographicalUsage", form.used_by)
            if subset:
                _say(part, style, "admin", "projectSubset", subset)


def _say(node: Node, style: Style, element: str, kind: str, value: str) -> None:
    if style == "dct":
        space = _MIN if kind in _IN_MIN else _BASIC
        etree.SubElement(node, f"{{{space}}}{kind}").text = BAD.sub("\ufffd", value)
    else:
        _under(node, element, value).set("type", kind)


def _under(node: Node, name: str, text: str = "") -> Node:
    space = str(node.tag).partition("}")[0] + "}" if str(node.tag).startswith("{") else ""
    made = etree.SubElement(node, f"{space}{name}")
    if text:
        made.text = BAD.sub("\ufffd", text)
    return made
