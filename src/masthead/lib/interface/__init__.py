"""The words of the public interface in every edition, with CLDR's dates, numbers and plural forms.

One JSON file a language beside this module, in the form of i18next JSON v4: ``key_one``, ``key_few`` … are the
plural forms of ``key``. ``en.json`` is the source; ``_notes.json`` explains keys to translators.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from importlib import resources

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_decimal

from masthead.lib import languages
from masthead.lib.languages import Language


@dataclass(frozen=True, slots=True)
class Interface:
    """``texts`` by key, for one language."""

    language: Language
    texts: dict[str, str]

    def text(self, key: str, **values: object) -> str:
        """The text for a key with its placeholders filled; plain text, not HTML."""
        found = self.texts[key]
        for name, value in values.items():
            found = found.replace(f"{{{name}}}", str(value))
        return found

    def count(self, key: str, number: int) -> str:
        """The plural form of ``key`` for a number, with the number in the language's own digits."""
        form = f"{key}_{_plural(number, self.language.tag)}"
        chosen = form if form in self.texts else f"{key}_other"
        return self.texts[chosen].replace("{count}", self.number(number))

    def number(self, value: int) -> str:
        return _number(value, self.language.tag)

    def date(self, value: date | datetime | None) -> str:
        """A full date such as “3 May 2026”, or nothing."""
        return (
            _date(value.date() if isinstance(value, datetime) else value, self.language.tag) if value else ""
        )

    def language_name(self, code: str) -> str:
        return languages.name(code, self.language.code)


@lru_cache(maxsize=8192)
def _number(value: int, tag: str) -> str:
    return str(format_decimal(value, locale=tag.replace("-", "_")))


@lru_cache(maxsize=8192)
def _plural(number: int, tag: str) -> str:
    return str(Locale.parse(tag, sep="-").plural_form(number))


@cache
def _date(value: date, tag: str) -> str:
    return str(format_date(value, format="long", locale=tag.replace("-", "_")))


@cache
def of(code: str) -> Interface:
    """The interface in one language. A missing file or key is an error: every edition is complete."""
    file = resources.files(__name__) / f"{languages.get(code).code}.json"
    return Interface(languages.get(code), json.loads(file.read_text(encoding="utf-8")))
