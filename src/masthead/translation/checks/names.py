"""Does a translation keep the names of its source, or has one been dropped or become another?

Names of persons, clubs and firms are looked for in the English text (``english.py``): the other must have something
that could be each of them, by letters or by sound (``sounding.py``). So this needs English on one side, and on the
other no Chinese or Japanese, whose names are not written by sound. Countries and cities are known in every language
(``places.py``); where neither side is English, a finding needs one that is lost and another that has come.
"""

from __future__ import annotations

from masthead.translation.checks import english, places
from masthead.translation.checks.finding import Finding, Severity
from masthead.translation.checks.sounding import WORD, heard_in, stands

_NOT_BY_SOUND = frozenset({"zh-hans", "zh-hant", "ja"})
_MOST, _LONGEST = 60, 2000
"""Names of a segment that are looked for, and words of the other that are looked at: longer ones are no sentences."""


def check(source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
    """``proper-name``: a name of the source that is not in the translation, or the reverse."""
    if source_language == target_language:
        return []
    lost = _unlike(source, target, source_language, target_language) if target_language != "en" else []
    come = _unlike(target, source, target_language, source_language) if source_language != "en" else []
    if "en" in (source_language, target_language):
        return [_finding(name, "") for name in lost] + [_finding("", name) for name in come]
    return [_finding(lost[0], come[0])] if lost and come else []


def _finding(lost: str, come: str) -> Finding:
    if lost and come:
        why = f"“{lost}” is not in the translation, which has “{come}”."
    elif lost:
        why = f"“{lost}” is not in the translation, nor anything like it."
    else:
        why = f"“{come}” is not in the source, nor anything like it."
    return Finding("proper-name", Severity.WARNING, why, lost, come)


def _unlike(text: str, other: str, language: str, other_language: str) -> list[str]:
    """The names in a text that the other has not, in no order, each once."""
    others = WORD.findall(other)
    if len(others) > _LONGEST:
        return []
    words = heard_in(others, other_language)
    found = list(places.missing(text, language, other, words, other_language))
    if language == "en" and other_language not in _NOT_BY_SOUND:
        found += [
            name.text
            for name in english.names(text)[:_MOST]
            if not places.known(name.text, language, other_language)
            and any(not stands(word, words, other_language) for word in name.words)
        ]
    return list(dict.fromkeys(found))
