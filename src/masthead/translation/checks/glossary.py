"""Whether a translation keeps to the outlet's glossary: ``forbidden``, ``name`` and ``term``."""

from __future__ import annotations

import re
from collections import defaultdict

from masthead.translation.checks.finding import Finding, Severity
from masthead.translation.glossary.fitting import stands
from masthead.translation.glossary.matching import Glossary, Use, spans_of


def check(
    source: str, target: str, source_language: str, target_language: str, glossary: Glossary
) -> list[Finding]:
    """Plain texts. A term that several entries describe is kept to where one of them is."""
    places: dict[tuple[int, int], list[Use]] = defaultdict(list)
    for use in glossary.found_in(source, source_language, target_language):
        places[use.start, use.end].append(use)
    found: dict[Finding, None] = {}
    for uses in places.values():
        answers = [_of(use, target) for use in uses]
        for finding in min(answers, key=len):
            found.setdefault(finding)
    return sorted(found, key=lambda finding: list(Severity).index(finding.severity))


def _of(use: Use, target: str) -> list[Finding]:
    forbidden = _forbidden(use, target)
    if use.untouched:
        return [*forbidden, *_untouched(use, target)]
    wanted = [*use.preferred, *use.admitted]
    if not wanted or any(stands(form.text, target, use.language) for form in wanted):
        return forbidden
    named = " or ".join(f"“{form.text}”" for form in use.preferred or use.admitted)
    why = f"The glossary says {named} for “{use.written}”."
    return [*forbidden, Finding("term", Severity.WARNING, why, use.written, wanted[0].text)]


def _forbidden(use: Use, target: str) -> list[Finding]:
    """A form that stands within one that is right is no fault."""
    if not use.forbidden:
        return []
    right = [span for form in (*use.preferred, *use.admitted) for span in spans_of(form, use.term, target)]
    instead = ", ".join(f"“{form.text}”" for form in use.preferred)
    for form in use.forbidden:
        for start, end in spans_of(form, use.term, target):
            if not any(first <= start and end <= last for first, last in right):
                why = f"The glossary forbids “{form.text}” for “{use.written}”" + (
                    f": write {instead}." if instead else "."
                )
                return [Finding("forbidden", Severity.BLOCKING, why, use.written, target[start:end])]
    return []


def _untouched(use: Use, target: str) -> list[Finding]:
    if _even(use.written) in _even(target):
        return []
    why = f"“{use.written}” is not to be translated, and the translation has it otherwise."
    return [Finding("name", Severity.BLOCKING, why, use.written, "")]


def _even(text: str) -> str:
    """White space, apostrophes and hyphens alike."""
    return re.sub(r"[\s\u00a0\u202f]+", " ", re.sub("[’ʼ‘]", "'", re.sub("[\u2010\u2011]", "-", text)))
