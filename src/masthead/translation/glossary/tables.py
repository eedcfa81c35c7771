"""Terms as CSV. Ours has a row for each form and holds everything; lists of pairs, and tables whose columns are
languages, are read too, with commas, semicolons or tabs between."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from masthead.lib import languages
from masthead.translation.exchange.errors import NotReadable
from masthead.translation.glossary.reading import Reading, ranked
from masthead.translation.glossary.terms import Kind, Status, Term

COLUMNS = (
    "term", "language", "form", "status", "used_by", "note",
    "kind", "part_of_speech", "translate", "case_sensitive", "definition", "remark",
)  # fmt: skip
_ROWS = 500_000
_LONGEST = 10_000
"""Characters of a cell."""
_SOURCE = ("sourcestring", "source", "sourcetext", "sourceterm", "term")
_TARGET = ("targetstring", "target", "targettext", "targetterm", "translation")
_FROM, _INTO = ("sourcelang", "sourcelanguage"), ("targetlang", "targetlanguage")
_YES = frozenset({"yes", "y", "true", "1", "x"})
_NO = frozenset({"no", "n", "false", "0"})
_SPEECH = frozenset({"noun", "verb", "adjective", "adverb", "other"})
Row = Mapping[str, str]


def read(data: bytes, source: str = "", target: str = "") -> Reading:
    """The terms of a table; ``source`` and ``target`` (our codes) where it does not name the languages of its pairs.

    ``NotReadable`` where it is no table, or nothing says what its columns are.
    """
    rows = _rows(data)
    header = [re.sub(r"[\s_-]", "", cell).lower() for cell in rows[0]] if rows else []
    if {"language", "form"} <= set(header):
        return _ours(_named(header, rows[1:]))
    here, there = _first(header, _SOURCE), _first(header, _TARGET)
    if here and there:
        return _pairs(_named(header, rows[1:]), here, there, header, source, target)
    columns = _languages([cell.lower() for cell in rows[0]] if rows else [], rows[1:])
    if len(columns) > 1:
        return _columns(header, rows[1:], columns)
    if source and target and rows and len(rows[0]) >= 2:
        return _pairs(
            (dict(zip(("source", "target"), row, strict=False)) for row in rows),
            "source", "target", ["source", "target"], source, target,
        )  # fmt: skip
    raise NotReadable(
        "Nothing says what its columns are. Give it a first line of language codes (en,de,fr), or of "
        "source,target and name both languages with --source and --target."
    )


def _rows(data: bytes) -> list[list[str]]:
    try:
        coding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
        text = data.decode(coding)
    except UnicodeDecodeError as error:
        raise NotReadable("It is not in UTF-8. Save it as CSV in UTF-8.") from error
    first = text.partition("\n")[0]
    between = max(",;\t", key=lambda sign: (first.count(sign), sign == ","))
    rows: list[list[str]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=between):
            if any(len(cell) > _LONGEST for cell in row):
                raise NotReadable(
                    f"A cell of it has more than {_LONGEST:,} characters: is it a list of terms?"
                )
            if any(cell.strip() for cell in row):
                rows.append([cell.strip() for cell in row])
            if len(rows) > _ROWS:
                raise NotReadable(f"It has more than {_ROWS:,} rows. Split it.")
    except csv.Error as error:
        raise NotReadable(f"It is no CSV: {error}.") from error
    return rows


def _named(header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[dict[str, str]]:
    return (dict(zip(header, row, strict=False)) for row in rows)


def _first(header: Sequence[str], names: Sequence[str]) -> str:
    return next((name for name in names if name in header), "")


def _ours(rows: Iterable[Row]) -> Reading:
    grouped: dict[str, list[Row]] = {}
    for number, row in enumerate(rows):
        grouped.setdefault(row.get("term") or f"#{number}", []).append(row)
    terms, left = [], 0
    for key, group in grouped.items():
        forms: list[tuple[str, str, Status | None, str]] = []
        notes: dict[str, str] = {}
        for row in group:
            language = languages.match(row.get("language"))
            if language is None:
                left += bool(row.get("form"))
                continue
            if row.get("form"):
                forms.append(
                    (language.code, row["form"], _status(row.get("status", "")), row.get("usedby", ""))
                )
            if row.get("note"):
                notes.setdefault(language.code, row["note"])

        def about(name: str, group: list[Row] = group) -> str:
            return next((row[name] for row in group if row.get(name)), "")

        kind = Kind.NAME if about("kind").lower() == Kind.NAME else Kind.TERM
        speech = about("partofspeech").lower()
        terms.append(
            Term(
                ranked(forms),
                key="" if key.startswith("#") else key[:64],
                kind=kind,
                part_of_speech=""
                if kind is Kind.NAME or not speech
                else speech
                if speech in _SPEECH
                else "other",
                definition=about("definition"),
                remark=about("remark"),
                notes=tuple(sorted(notes.items())),
                translate=about("translate").lower() not in _NO,
                case_sensitive=about("casesensitive").lower() in _YES,
            )
        )
    return Reading(tuple(term for term in terms if term.forms), len(terms), left)


def _status(said: str) -> Status | None:
    said = said.strip().lower()
    return Status(said) if said in set(Status) else None


def _pairs(
    rows: Iterable[Row], here: str, there: str, header: Sequence[str], source: str, target: str
) -> Reading:
    """Rows with the same source are one term, its targets in their order."""
    given, into = _first(header, _FROM), _first(header, _INTO)
    terms: dict[tuple[str, str], list[tuple[str, str, Status | None, str]]] = {}
    count = left = 0
    for row in rows:
        if not row.get(here) and not row.get(there):
            continue
        count += 1
        tags = row.get(given) or source, row.get(into) or target
        if not all(tags):
            raise NotReadable(
                "It does not say of which languages its pairs are. Name them with --source and --target."
            )
        known = tuple(map(languages.match, tags))
        if not row.get(here) or not row.get(there):
            continue
        if known[0] is None or known[1] is None:
            left += sum(language is None for language in known)
            continue
        forms = terms.setdefault((known[0].code, row[here]), [(known[0].code, row[here], None, "")])
        forms.append((known[1].code, row[there], None, ""))
    return Reading(tuple(Term(ranked(forms)) for forms in terms.values()), count, left)


def _languages(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[int, str]:
    """{column: language}. A first column “id” of numbers is no Indonesian."""
    found: dict[int, str] = {}
    for at, name in enumerate(header):
        bracket = re.search(r"\[(.+)\]$", name)
        if bracket and not name.startswith("term"):
            continue  # “Description [en]”
        known = languages.match(bracket[1] if bracket else name)
        numbered = name == "id" and all(not row[at : at + 1] or row[at].isdecimal() for row in rows)
        if known and not numbered and known.code not in found.values():
            found[at] = known.code
    return found


def _columns(header: Sequence[str], rows: Sequence[Sequence[str]], columns: Mapping[int, str]) -> Reading:
    terms = []
    for row, named in zip(rows, _named(header, rows), strict=True):
        forbidden = named.get("forbidden", "").lower() in _YES
        forms: list[tuple[str, str, Status | None, str]] = [
            (code, row[at], Status.FORBIDDEN if forbidden and number else None, "")
            for number, (at, code) in enumerate(columns.items())
            if at < len(row) and row[at]
        ]
        if forms:
            terms.append(
                Term(
                    ranked(forms),
                    definition=named.get("definition", "") or named.get("description", ""),
                    remark=named.get("remark", "") or named.get("comment", ""),
                    translate=named.get("translate", named.get("translatable", "")).lower() not in _NO,
                    case_sensitive=named.get("casesensitive", "").lower() in _YES,
                )
            )
    return Reading(tuple(terms), len(terms))


def write(terms: Iterable[Term]) -> bytes:
    """Our form, with a byte order mark, by which spreadsheets know UTF-8."""
    made = io.StringIO(newline="")
    out = csv.DictWriter(made, COLUMNS, lineterminator="\r\n")
    out.writeheader()
    for number, term in enumerate(terms, start=1):
        out.writerows(_written(term, term.key or f"#{number}"))
    return made.getvalue().encode("utf-8-sig")


def _written(term: Term, key: str) -> Iterator[dict[str, str]]:
    about = {
        "kind": str(term.kind),
        "part_of_speech": term.part_of_speech,
        "translate": "yes" if term.translate else "no",
        "case_sensitive": "yes" if term.case_sensitive else "no",
        "definition": term.definition,
        "remark": term.remark,
    }
    notes = dict(term.notes)
    for form in term.forms:
        yield {
            "term": key,
            "language": languages.get(form.language).tag,
            "form": form.text,
            "status": str(form.status),
            "used_by": form.used_by,
            "note": notes.pop(form.language, ""),
            **about,
        }
        about = {}
    for language, note in notes.items():
        yield {"term": key, "language": languages.get(language).tag, "note": note}
