"""The marks at the ends of sentences and around them, by the custom of each language."""

from __future__ import annotations

import re

from masthead.lib import languages
from masthead.translation.checks.finding import Finding, Severity

# What ends a sentence, as one sign for each meaning.
_ENDS = {
    "。": ".", "．": ".", "।": ".", "॥": ".", "۔": ".", "｡": ".", "？": "?", "؟": "?", "！": "!", "…": "…", "：": ":", "；": ";", "؛": ";",
}  # fmt: skip
_CLOSING = "\"'’”»«›‹)）]】」』〟“‘„\u200f\u200e\u00a0 "
_FINAL = ".?!…:;"
_CASED = {"Latn", "Cyrl", "Grek"}
_TOKENISED = re.compile(r"[^\W\d_] [.,;:!?](?= |$)")
_WITHIN = re.compile(r"(?<=[^\W\d_])[_?!@#%^*~|](?=\s[^\W\d_])|[_^~|*](?=\w)")
# French sets a space before ; : ! ? », and so do some who write Catalan or Galician.
_SPACED = {"fr": re.compile(r"[^\W\d_] [.,](?= |$)")}


def check(source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
    """``end``, ``spaces``, ``mark`` and ``case``."""
    if not re.search(r"\w", target) or not re.search(r"\w", source):
        return []
    return [
        *_end(source, target, target_language),
        *_spaces(source, target, target_language),
        *_marks(source, target),
        *_case(source, target, source_language, target_language),
    ]


def _last(text: str) -> str:
    stripped = text.rstrip(_CLOSING)
    if not stripped:
        return ""
    last = _ENDS.get(stripped[-1], stripped[-1])
    return last if last in _FINAL else ""


def _end(source: str, target: str, language: str) -> list[Finding]:
    """Thai ends its sentences with nothing; Greek asks with a semicolon."""
    before, after = _last(source), _last(target)
    if language == "el" and after == ";":
        after = "?"
    if language == "th" or before == after or before not in ".?!" or not before:
        return []
    if not after:
        return [
            Finding(
                "end",
                Severity.WARNING,
                f"The source ends in “{before}”, the translation in nothing.",
                before,
                target[-10:],
            )
        ]
    if {before, after} == {".", "?"}:
        what = "a question" if before == "?" else "no question"
        return [Finding("end", Severity.WARNING, f"The source is {what}.", before, after)]
    return []


def _spaces(source: str, target: str, language: str) -> list[Finding]:
    pattern = _SPACED.get(language, _TOKENISED)
    there = pattern.search(target)
    if there and not _TOKENISED.search(source):
        return [
            Finding("spaces", Severity.WARNING, "A space stands before a comma or a full stop.", "", there[0])
        ]
    return []


def _marks(source: str, target: str) -> list[Finding]:
    """A mark amid the words that has no counterpart."""
    for match in _WITHIN.finditer(target):
        if match[0] not in source:
            return [
                Finding(
                    "mark",
                    Severity.WARNING,
                    f"“{match[0]}” stands where the source has nothing of the kind.",
                    "",
                    match[0],
                )
            ]
    return []


def _case(source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
    """A sentence that begins with a small letter, and names without their capitals."""
    cased = {languages.get(source_language).script, languages.get(target_language).script} <= _CASED
    first = next((char for char in target if char.isalpha()), "")
    begins = re.match(r"\W*", target)
    if not first.islower() or (begins and re.search(r"[\d@#…]", target[: target.index(first)])):
        return []
    word = re.match(r"[\w.]+", target[target.index(first) :])
    if word and (re.search(r"[A-Z0-9.]", word[0][1:-1]) or word[0] in source):
        return []  # iPhone, e.g., the name of a site
    if cased:
        original = next((char for char in source if char.isalpha()), "")
        if not original.isupper():
            return []
    elif _last(source) != ".":
        return []
    if languages.get(target_language).script not in _CASED:
        return []
    if target_language == "nl" and re.match(r"['’][a-z]", target.lstrip(_CLOSING + "„")):
        return []
    return [
        Finding(
            "case", Severity.NOTE, "The sentence begins with a small letter.", "", word[0] if word else first
        )
    ]
