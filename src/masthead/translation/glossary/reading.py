"""What a file of terms gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from masthead.translation.glossary.terms import Form, Status, Term


@dataclass(frozen=True, slots=True)
class Reading:
    """``entries`` the file has, ``terms`` of them in our languages, ``left`` forms in languages we have not."""

    terms: tuple[Term, ...]
    entries: int
    left: int = 0


def ranked(forms: Sequence[tuple[str, str, Status | None, str]]) -> tuple[Form, ...]:
    """Forms as (language, text, status if the file says, used by), each once. Where nothing says which is preferred,
    it is the first of its language."""
    chosen = {language for language, _, status, _ in forms if status is Status.PREFERRED}
    found: dict[tuple[str, str], Form] = {}
    for language, text, status, used_by in forms:
        if status is None:
            status = Status.ADMITTED if language in chosen else Status.PREFERRED
            chosen.add(language)
        found.setdefault((language, text), Form(language, text, status, used_by))
    return tuple(found.values())
