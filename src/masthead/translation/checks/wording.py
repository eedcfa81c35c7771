"""Is it a translation at all? Nothing, the source again, half of it, twice, in another language or script."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from masthead.intake.language import identify, probabilities
from masthead.lib import languages
from masthead.translation.checks.finding import Finding, Severity

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Blocks by the name of their letters in Unicode, for ISO 15924 codes.
_SCRIPTS = {
    "Latn": {"LATIN"}, "Cyrl": {"CYRILLIC"}, "Grek": {"GREEK"}, "Arab": {"ARABIC"}, "Hebr": {"HEBREW"},
    "Deva": {"DEVANAGARI"}, "Thai": {"THAI"}, "Hans": {"CJK"}, "Hant": {"CJK"},
    "Jpan": {"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"}, "Kore": {"HANGUL", "CJK"},
}  # fmt: skip
# Serbian is written in both.
_ALSO = {"sr": {"LATIN", "CYRILLIC"}}
# Letters that a thought takes, beside English (measured on NTREX-128): a translation is held against it.
_DENSE = {
    "zh-hans": 0.3,
    "zh-hant": 0.3,
    "ja": 0.42,
    "ko": 0.48,
    "he": 0.76,
    "ar": 0.87,
    "yi": 0.95,
    "th": 0.95,
    "fa": 0.92,
}
_NEAR = (
    {"hr", "sr", "sl", "mk", "bg", "bs"}, {"nb", "da", "sv", "nn", "no"}, {"id", "ms"}, {"cs", "sk", "pl"},
    {"pt", "gl", "es", "ca", "it", "ro", "fr"}, {"ru", "uk", "be", "bg", "mk", "sr"}, {"fa", "ar"}, {"nl", "af", "de"},
    {"et", "fi"}, {"ga", "cy", "mt"}, {"he", "yi"},
)  # fmt: skip
_SAME_IN_MOST = 4


def check(source: str, target: str, source_language: str, target_language: str) -> list[Finding]:
    """``empty``, ``script``, ``language``, ``untranslated``, ``mixed``, ``repeated``, ``length``; most telling first."""
    source_words, target_words = _WORD.findall(source), _WORD.findall(target)
    if source_words and not target_words:
        if re.search(r"\d", target) and len(source_words) <= 3:
            return []  # “Figure 3” may be a number in a table
        return [Finding("empty", Severity.BLOCKING, "The translation has no words.", source, target)]
    if not source_words:
        return []
    for found in (_script(target, source, target_language), _same(source, target, source_words)):
        if found:
            return [found]
    findings = [
        _foreign(source, target, source_language, target_language),
        _length(source, target, source_language, target_language),
    ]
    return [
        *filter(None, findings),
        *_repeated(source, target, target_language),
        *_mixed(source_words, target_words, source, target, source_language, target_language),
    ]


def _script(target: str, source: str, language: str) -> Finding | None:
    """Most letters stand in a script that the language is not written in; names kept from the source do not count."""
    wanted = _ALSO.get(language) or _SCRIPTS[languages.get(language).script]
    known = {word for word in _WORD.findall(source) if not word.islower()}
    names = {word for word in _WORD.findall(target) if word in known}
    plain = _WORD.sub(lambda word: "" if word[0] in names else word[0], target)
    letters = [_script_of(char) for char in plain if char.isalpha()]
    strange = [script for script in letters if script not in wanted]
    if len(letters) < 8 or len(strange) * 3 < len(letters) * 2:
        return None
    return Finding(
        "script",
        Severity.BLOCKING,
        f"The translation is not written in the letters of {_name(language)}.",
        source,
        target,
    )


@lru_cache(maxsize=20_000)
def _script_of(char: str) -> str:
    return unicodedata.name(char, "?").split(" ")[0]


def _same(source: str, target: str, words: list[str]) -> Finding | None:
    """The source again. Names, titles and lists of them are the same in many languages."""
    if source.strip().casefold() != target.strip().casefold():
        return None
    plain = [word for word in words if not word[0].isupper()]
    if len(plain) < _SAME_IN_MOST:
        return None
    return Finding("untranslated", Severity.BLOCKING, "The source stands there untranslated.", source, target)


def _foreign(source: str, target: str, source_language: str, target_language: str) -> Finding | None:
    if len(target) < 60 or (target_language.startswith("zh") and source_language.startswith("zh")):
        return None
    code, sure = identify(target)
    wanted = target_language.split("-")[0]
    if code == wanted or sure < 0.99 or any({code, wanted} <= group for group in _NEAR):
        return None
    return Finding(
        "language",
        Severity.BLOCKING,
        f"This reads as {_name(code)}, not as {_name(target_language)}.",
        source,
        target,
    )


def _length(source: str, target: str, source_language: str, target_language: str) -> Finding | None:
    """Less than a third, or more than three times, of what is usual between the two languages."""
    usual = _DENSE.get(target_language, 1.05) / _DENSE.get(source_language, 1.0)
    expected = len(source) * usual
    if len(source) < 25:
        return None
    if len(target) < expected * 0.38:
        return Finding(
            "length",
            Severity.BLOCKING,
            "The translation is far shorter than its source: part of it may be missing.",
            source,
            target,
        )
    if len(target) > expected * 2.6 and len(target) - expected > 40:
        return Finding(
            "length", Severity.WARNING, "The translation is far longer than its source.", source, target
        )
    return None


_DOUBLE = re.compile(r"(?<![\w'’-])([^\W\d_]{2,})(?:\s+\1)+(?![\w'’-])", re.IGNORECASE)
_RUN = re.compile(r"(.{6,80}?)\1{2,}", re.DOTALL)


# Languages that double a word to make another of it: ngày ngày, sana sana, unti unti.
_REDUPLICATING = frozenset(
    {"vi", "sw", "fil", "th", "id", "ms", "tr", "hi", "af", "zh-hans", "zh-hant", "ja"}
)


def _repeated(source: str, target: str, language: str) -> list[Finding]:
    """A word twice in a row, or a stretch three times, that is not so in the source."""
    allowed = len(_DOUBLE.findall(source))
    found = [match for match in _DOUBLE.finditer(target) if match[1].casefold() not in _DOUBLED]
    if len(found) > allowed:
        match = found[0]
        many = len(match[0].split()) > 2
        if not many and language in _REDUPLICATING:
            return []
        return [
            Finding(
                "repeated",
                Severity.BLOCKING if many else Severity.WARNING,
                f"“{match[1]}” stands there again and again.",
                "",
                match[0],
            )
        ]
    run = _RUN.search(target)
    if run and re.search(r"\w", run[1]) and not _RUN.search(source):
        return [
            Finding(
                "repeated",
                Severity.BLOCKING,
                f"“{run[1].strip()[:40]}” stands there again and again.",
                "",
                run[0],
            )
        ]
    return []


# Words that a correct sentence has twice: “that that”, “dat dat”, “die die”, and reduplication.
_DOUBLED = frozenset(
    {"that", "had", "her", "is", "der", "die", "das", "den", "dem", "des", "sie", "was", "dat", "de", "nous", "vous"}
    | {"se", "si", "no", "blah", "bla", "ha", "la", "bye", "yes", "что", "как", "очень", "едва", "чуть", "так", "да", "нет", "но"}
)  # fmt: skip


def _mixed(
    source_words: list[str],
    target_words: list[str],
    source: str,
    target: str,
    source_language: str,
    target_language: str,
) -> list[Finding]:
    """A word of the source amid the translation, or a word in the source's script."""
    if source_language.split("-")[0] == target_language.split("-")[0]:
        return []
    wanted = _ALSO.get(target_language) or _SCRIPTS[languages.get(target_language).script]
    if "LATIN" in wanted:
        strange = [
            word
            for word in target_words
            if word.isalpha() and _script_of(word[0]) not in wanted and _script_of(word[0]) != "GREEK"
        ]
        quoted = [
            word
            for word in strange
            if re.search(rf"[(\[«“\"'‘]\s*{re.escape(word)}|{re.escape(word)}\s*[)\]]", target)
        ]
        if len(strange) > len(quoted):
            word = next(word for word in strange if word not in quoted)
            return [
                Finding(
                    "mixed",
                    Severity.WARNING,
                    f"“{word}” is not written in the letters of {_name(target_language)}.",
                    word,
                    word,
                )
            ]
    if _SCRIPTS[languages.get(source_language).script] != _SCRIPTS[languages.get(target_language).script]:
        return []
    ours = {word for word in source_words if word.islower() and len(word) > 5}
    theirs = [word for word in target_words if word in ours]
    if not theirs or len(theirs) > len(target_words) / 2:
        return []
    for word in theirs:
        if _belongs(word, source_language, target_language):
            return [Finding("mixed", Severity.NOTE, f"“{word}” may have been left untranslated.", word, word)]
    return []


@lru_cache(maxsize=4096)
def _belongs(word: str, ours: str, theirs: str) -> bool:
    """Is the word, alone, far more likely of the one language than of the other, by its letters?"""
    likely = probabilities(f"{word} {word} {word}")
    mine, other = likely.get(ours.split("-")[0], 0.0), likely.get(theirs.split("-")[0], 0.0)
    return mine > 0.6 and other < 0.01


def _name(code: str) -> str:
    known = languages.match(code)
    return languages.name(known.code, "en") if known else code
