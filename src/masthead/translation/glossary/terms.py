"""Terms as frozen values. A term is one concept or one name with its forms in any number of languages, as in TBX."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Status(StrEnum):
    PREFERRED = "preferred"
    """What a translation says; where there are several, any of them."""
    ADMITTED = "admitted"
    """Right too."""
    FORBIDDEN = "forbidden"
    """Never in a translation of this term."""


class Kind(StrEnum):
    TERM = "term"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Form:
    """How a term is written in a language. ``used_by`` says who writes it so, in that language, where that is in
    dispute: “in Poland”."""

    language: str
    text: str
    status: Status = Status.PREFERRED
    used_by: str = ""


@dataclass(frozen=True, slots=True)
class Term:
    """``translate`` False: it stays as it is written in languages where it has no form of its own.

    ``notes`` are for readers, {language: sentences}; ``remark`` is for translators. ``key`` is the outlet's, empty for
    a term that came from elsewhere.
    """

    forms: tuple[Form, ...]
    key: str = ""
    kind: Kind = Kind.TERM
    part_of_speech: str = ""
    definition: str = ""
    remark: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    translate: bool = True
    case_sensitive: bool = False

    def forms_in(self, language: str, *statuses: Status) -> tuple[Form, ...]:
        """In the order of the glossary; with one of these statuses, if any are given."""
        return tuple(
            form
            for form in self.forms
            if form.language == language and (not statuses or form.status in statuses)
        )

    def note_in(self, language: str) -> str:
        return dict(self.notes).get(language, "")

    @property
    def name(self) -> str:
        """What to call it: its first form."""
        return self.forms[0].text if self.forms else self.key

    def to_json(self) -> dict[str, Any]:
        """All but the key. Forms are a list, since PostgreSQL keeps the keys of an object in an order of its own."""
        return {
            "kind": str(self.kind),
            "part_of_speech": self.part_of_speech,
            "definition": self.definition,
            "remark": self.remark,
            "translate": self.translate,
            "case_sensitive": self.case_sensitive,
            "forms": [[form.language, form.text, str(form.status), form.used_by] for form in self.forms],
            "notes": dict(self.notes),
        }

    @staticmethod
    def from_json(data: Mapping[str, Any], key: str = "") -> Term:
        return Term(
            forms=tuple(
                Form(language, text, Status(status), used_by)
                for language, text, status, used_by in data["forms"]
            ),
            key=key,
            kind=Kind(data["kind"]),
            part_of_speech=data["part_of_speech"],
            definition=data["definition"],
            remark=data["remark"],
            notes=tuple(sorted(data["notes"].items())),
            translate=data["translate"],
            case_sensitive=data["case_sensitive"],
        )
