"""A form field for the texts of an object in all its other languages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.safestring import SafeString
from wagtail.admin.forms import WagtailAdminModelForm

from masthead.article.localised import PERSON, Localised, Said
from masthead.lib import languages

_LONG = {"biography", "introduction", "tagline"}


class LocalisedWidget(forms.Widget):
    """A table: a row for each language, an input for each localised field."""

    template_name = "desk/localised_widget.html"

    def __init__(self, fields: tuple[str, ...]) -> None:
        super().__init__()
        self.fields = fields

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        kept = value or {}
        context["fields"] = self.fields
        context["rows"] = [
            {
                "code": language.code,
                "tag": language.tag,
                "dir": language.direction,
                "name": languages.name(language.code, "en"),
                "cells": [
                    {
                        "name": f"{name}-{field}-{language.code}",
                        "label": f"{field} in {languages.name(language.code, 'en')}",
                        "long": field in _LONG,
                        "text": "",
                        "by": "",
                        **_kept(kept.get(field, {}).get(language.code, {})),
                    }
                    for field in self.fields
                ],
            }
            for language in languages.ALL
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, dict[str, str]]:
        return {
            field: {code: str(data.get(f"{name}-{field}-{code}", "")).strip() for code in languages.CODES}
            for field in self.fields
        }

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        from django.template.loader import render_to_string

        return render_to_string(self.template_name, self.get_context(name, value, attrs))


def _kept(text: dict[str, str] | str) -> dict[str, str]:
    """As an object holds it, or as it was typed into a form that comes back with an error."""
    return {"text": text} if isinstance(text, str) else text


class LocalisedForm(WagtailAdminModelForm):
    """Keeps who wrote each text: one that a person changed at the desk is a person's from then on."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "translations" in self.fields:
            field = forms.Field(
                required=False, label="In other languages", widget=LocalisedWidget(self._meta.model.localised)
            )
            self.fields["translations"] = field

    def clean_translations(self) -> dict[str, Any]:
        given: dict[str, dict[str, str]] = self.cleaned_data.get("translations") or {}
        thing: Localised = self.instance
        kept: dict[str, Any] = {}
        for field, texts in given.items():
            if not isinstance(texts, dict):
                continue
            for code, text in texts.items():
                before = thing.translations.get(field, {}).get(code, {})
                if isinstance(text, dict):  # unchanged: what the object holds already
                    kept.setdefault(field, {})[code] = text
                elif text == before.get("text"):
                    kept.setdefault(field, {})[code] = before
                elif text:
                    said = Said(text, code, PERSON)
                    kept.setdefault(field, {})[code] = {"text": said.text, "by": said.by, "version": ""}
        return kept
