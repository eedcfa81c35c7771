"""Short texts in many languages: names of regions, themes, dossiers and people, biographies, taglines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db import models

from masthead.lib.rows import Unescaped

PERSON = "person"


@dataclass(frozen=True, slots=True)
class Said:
    """A short text as it can be printed. ``by`` is ``person`` or an engine's name; ``language`` is its own."""

    text: str
    language: str
    by: str = PERSON
    version: str = ""

    @property
    def by_machine(self) -> bool:
        return self.by != PERSON


class Localised(models.Model):
    """An object whose fields named in ``localised`` have a text in each language.

    The field itself holds the text in ``language``; ``translations`` holds the others as
    ``{field: {language: {"text", "by", "version"}}}``.
    """

    localised: ClassVar[tuple[str, ...]] = ()

    language = models.CharField(
        max_length=10, default="en", help_text="The language the texts here are written in."
    )
    translations = models.JSONField(default=dict, blank=True, encoder=Unescaped)

    class Meta:
        abstract = True

    def said(self, field: str, language: str) -> Said:
        """The text in this language; where there is none, the one it was written in."""
        kept: dict[str, Any] | None = self.translations.get(field, {}).get(language)
        if kept and kept.get("text") and language != self.language:
            return Said(kept["text"], language, kept.get("by", PERSON), kept.get("version", ""))
        return Said(getattr(self, field), self.language)

    def say(self, field: str, said: Said) -> None:
        """Keep a text in another language. The caller saves."""
        if field not in self.localised:
            raise ValueError(f"{type(self).__name__}.{field} is not translated; {self.localised} are.")
        self.translations.setdefault(field, {})[said.language] = {
            "text": said.text,
            "by": said.by,
            "version": said.version,
        }
