"""Countries, parts of the world and cities that a text names and its translation does not, by their names in CLDR.

A people or an adjective counts as the place: in most languages they begin alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from masthead.lib import languages
from masthead.translation.checks.sounding import WORD, folded, lettered, stands

# What goes by several names (America, Holland), or is more often a person, an animal or a direction.
_LEFT_OUT = frozenset(
    {"US", "GB", "UM", "NL", "EU", "EZ", "UN", "QO", "ZZ", "IM", "001", "003", "019", "419", "America/New_York"}
    | {"JO", "TD", "GE", "TR", "IE", "JE", "GG", "YT", "MH", "America/Phoenix", "America/Lima", "America/Nome"}
    | {"America/Indiana/Vincennes", "America/Indiana/Petersburg", "America/Indiana/Knox", "America/North_Dakota/Center"}
    | {"Antarctica/Casey", "Antarctica/Davis", "Antarctica/Palmer", "Antarctica/Troll", "Antarctica/Vostok"}
    | {"Pacific/Easter", "Pacific/Midway", "Pacific/Wake", "Pacific/Johnston", "Australia/Lindeman"}
)  # fmt: skip
_IDEOGRAPHS = frozenset({"Hans", "Hant", "Jpan"})


def missing(text: str, language: str, other: str, words: list[str], other_language: str) -> Iterator[str]:
    """The places in a text that another has not; ``words`` are ``heard_in`` the other."""
    keys = _keys(language)
    for match in _named(text, language):
        name = _names(other_language).get(keys[match])
        if name and not _has(name, other, words, other_language) and not _kept(match, words, other_language):
            yield match


def known(name: str, language: str, other_language: str) -> bool:
    """Is it a place that ``missing`` looks for?"""
    return _keys(language).get(name) in _names(other_language)


def _kept(name: str, words: list[str], language: str) -> bool:
    """Is it written as it is in English, or as that sounds?"""
    return not _ideographs(language) and all(stands(word, words, language) for word in WORD.findall(name))


def _has(name: str, text: str, words: list[str], language: str) -> bool:
    """The name, an inflected form, its adjective; 法 is enough where the name is 法国."""
    if _ideographs(language):
        return name[: 2 if len(name) == 3 else 1] in text
    stems = _stems(name, language)
    return any(stem in word for stem in stems for word in words)


@cache
def _stems(name: str, language: str) -> tuple[str, ...]:
    """How its longer words begin, up to six letters."""
    words = [word for word in map(folded, lettered(WORD.findall(name), language)) if word]
    return tuple(
        word[: max(3, min(6, len(word) // 2 + 1))]
        for word in [word for word in words if len(word) > 3] or words
    )


def _ideographs(language: str) -> bool:
    return languages.get(language).script in _IDEOGRAPHS


def _named(text: str, language: str) -> list[str]:
    """The places in a text; Guinea is not one where Papua New Guinea is."""
    found = [name for name in _keys(language) if name in text and _apart(name, text, language)]
    return [name for name in found if not any(name != other and name in other for other in found)]


def _apart(name: str, text: str, language: str) -> bool:
    """Is it a word of its own? And “Paris Hilton” is no place."""
    if _ideographs(language):
        return True
    after = r"(?! [A-Z])" if language == "en" else ""
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-]){after}", text) is not None


@cache
def _keys(language: str) -> dict[str, str]:
    """{name: CLDR's code} of those that are looked for in a text."""
    least = 2 if languages.get(language).script in _IDEOGRAPHS | {"Kore"} else 4
    return {
        name: key
        for key, name in _names(language).items()
        if key not in _LEFT_OUT and len(name) >= least and "." not in name
    }


@cache
def _names(language: str) -> dict[str, str]:
    """{CLDR's code of a territory or a time zone: its name}. A city without a name has the one in its code, Europe/Rome:
    it is called so in Latin letters, or as that sounds."""
    locale = languages.get(language).locale
    names = {str(key): str(name) for key, name in locale.territories.items()}
    if not _ideographs(language):
        names |= {
            str(key): str(key).rpartition("/")[2].replace("_", " ")
            for key in languages.get("ar").locale.time_zones
        }
    names |= {str(key): str(zone["city"]) for key, zone in locale.time_zones.items() if "city" in zone}
    # КНДР is not all that it is called.
    return {key: name for key, name in names.items() if len(name) > 5 or not name.isupper()}
