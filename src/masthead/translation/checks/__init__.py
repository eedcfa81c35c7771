"""What can be wrong with a translation, seen without knowing either language: pure functions, a module for each kind."""

from __future__ import annotations

from masthead.translation.checks import dates, names, numbers, placeholders, punctuation, units, wording
from masthead.translation.checks import glossary as terms
from masthead.translation.checks.finding import Finding, Severity
from masthead.translation.glossary import Glossary

__all__ = ["Finding", "Severity", "check"]


def check(
    source: str,
    target: str,
    source_language: str,
    target_language: str,
    glossary: Glossary | None = None,
) -> list[Finding]:
    """All findings of one segment, the most telling first. Languages are codes of ``masthead.lib.languages``.

    Where it is no translation at all (``empty``, ``script``, ``untranslated``) nothing else is said.
    """
    said = wording.check(source, target, source_language, target_language)
    if any(finding.kind in {"empty", "script", "untranslated"} for finding in said):
        return said
    return [
        *placeholders.check(source, target),
        *numbers.check(source, target, source_language, target_language),
        *dates.check(source, target, source_language, target_language),
        *units.check(source, target, source_language, target_language),
        *names.check(source, target, source_language, target_language),
        *said,
        *(terms.check(source, target, source_language, target_language, glossary) if glossary else []),
        *punctuation.check(source, target, source_language, target_language),
    ]
