"""What translation tells later rooms."""

from __future__ import annotations

from dataclasses import dataclass

from masthead.lib.bell import Bell
from masthead.translation.glossary.terms import Term


@dataclass(frozen=True, slots=True)
class EditionsChanged:
    """These editions of an article have another printed state, or trail the original now."""

    article: int
    languages: tuple[str, ...]


editions_changed = Bell(EditionsChanged)


@dataclass(frozen=True, slots=True)
class NamesChanged:
    """Names of the glossary that readers are told of have changed: as they were, and as they are."""

    terms: tuple[Term, ...]


names_changed = Bell(NamesChanged)
