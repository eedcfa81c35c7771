"""What an engine's answer is worth: no translation, one that a person must see first, or one to print."""

from __future__ import annotations

from functools import lru_cache

from masthead.translation.checks import Finding, Severity, check
from masthead.translation.checks.glossary import check as kept_to
from masthead.translation.glossary import Glossary
from masthead.translation.markup import plain

_NONE = frozenset({"empty", "script", "untranslated", "repeated", "length"})

_DOUBTS = frozenset({"number", "magnitude", "date", "unit", "placeholder", "language"})


def is_none(source: str, target: str, source_language: str, language: str) -> str:
    """The kind of finding by which a marked text is no translation of its source; empty where it is one."""
    kinds = [finding.kind for finding in _blocking(source, target, source_language, language)]
    return next((kind for kind in kinds if kind in _NONE), "")


def doubt(
    source: str, target: str, source_language: str, language: str, glossary: Glossary | None = None
) -> str:
    """Why a person must see a translation before it is printed, a sentence; empty where nothing speaks against it."""
    found = [one for one in _blocking(source, target, source_language, language) if one.kind in _DOUBTS]
    if not found and glossary:
        terms = kept_to(plain(source), plain(target), source_language, language, glossary)
        found = [finding for finding in terms if finding.severity is Severity.BLOCKING]
    return found[0].why if found else ""


def _blocking(source: str, target: str, source_language: str, language: str) -> list[Finding]:
    found = findings(source, target, source_language, language)
    return [finding for finding in found if finding.severity is Severity.BLOCKING]


@lru_cache(maxsize=8192)
def findings(source: str, target: str, source_language: str, language: str) -> tuple[Finding, ...]:
    """Everything that the checks say of a marked text beside its source."""
    return tuple(check(plain(source), plain(target), source_language, language))
