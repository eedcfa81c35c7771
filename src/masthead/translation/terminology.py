"""The outlet's glossary in the database: read as a whole, kept term by term."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import uuid4

from masthead.translation.glossary import Glossary, Status, Term
from masthead.translation.models import GlossaryTerm


def glossary() -> Glossary:
    """Every term, in one query. Read it once for whatever is done with many texts or languages."""
    return Glossary(tuple(Term.from_json(data, key) for key, data in _rows()))


def _rows() -> Iterable[tuple[str, dict[str, object]]]:
    return GlossaryTerm.objects.order_by("pk").values_list("key", "data").iterator(chunk_size=2000)


def row(term: Term, kept: GlossaryTerm | None = None) -> GlossaryTerm:
    """The row of a term, unsaved; that of ``kept`` with another content where one is given."""
    made = kept or GlossaryTerm(key=term.key or uuid4().hex)
    made.kind, made.name, made.data = str(term.kind), term.name[:300], term.to_json()
    made.languages = dict.fromkeys((form.language for form in term.forms), True)
    made.words = "\n".join(dict.fromkeys(form.text.casefold() for form in term.forms))
    made.noted = noted(term)
    return made


def noted(term: Term) -> bool:
    """Whether readers are told something of it: a note, or by what other names somebody calls it."""
    return bool(term.notes) or any(
        form.used_by and form.status is not Status.FORBIDDEN for form in term.forms
    )
