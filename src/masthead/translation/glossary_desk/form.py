"""A term with its forms in all languages on one screen: a row a language, a form a line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from wagtail.admin.forms import WagtailAdminModelForm

from masthead.article.models import Outlet
from masthead.lib import languages
from masthead.translation import terminology
from masthead.translation.glossary import Form, Kind, Status, Term
from masthead.translation.models import GlossaryTerm

_BAR = "|"
_LONGEST = 300
Said = dict[str, dict[str, str]]
"""{language: {status or "note": text}}"""


class FormsWidget(forms.Widget):
    """Languages that say something, and the outlet's own, stand open; the others behind a fold."""

    template_name = "translation/glossary/forms.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        said: Said = value or {}
        rows = [_row(name, language, said.get(language.code, {})) for language in languages.ALL]
        house = Outlet.objects.values_list("language", flat=True).first() or "en"
        shown = [row for row in rows if row["filled"] or row["code"] == house]
        hidden = [row for row in rows if row not in shown]
        return {**super().get_context(name, value, attrs), "shown": shown, "hidden": hidden}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Said:
        return {
            code: {part: str(data.get(f"{name}-{code}-{part}", "")).strip() for part in (*Status, "note")}
            for code in languages.CODES
        }

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return render_to_string(self.template_name, self.get_context(name, value, attrs))


def _row(name: str, language: languages.Language, said: dict[str, str]) -> dict[str, Any]:
    named = languages.name(language.code, "en")
    return {
        "code": language.code,
        "tag": language.tag,
        "dir": language.direction,
        "name": named,
        "filled": any(said.values()),
        "cells": [
            {
                "name": f"{name}-{language.code}-{part}",
                "label": f"{part.title()} in {named}",
                "head": part.title() if part != "note" else "Note for readers",
                "text": said.get(part, ""),
                "lines": max(1, said.get(part, "").count("\n") + 1),
            }
            for part in (*Status, "note")
        ],
    }


def _said(term: Term) -> Said:
    said: Said = {}
    for form in term.forms:
        cell = said.setdefault(form.language, {})
        line = f"{form.text} {_BAR} {form.used_by}" if form.used_by else form.text
        cell[form.status] = f"{cell[form.status]}\n{line}" if form.status in cell else line
    for language, note in term.notes:
        said.setdefault(language, {})["note"] = note
    return said


def _forms(said: Said) -> tuple[Form, ...]:
    found: dict[tuple[str, str], Form] = {}
    for language, cells in said.items():
        for status in Status:
            for line in cells[status].splitlines():
                text, _, used_by = (part.strip() for part in line.partition(_BAR))
                if not text:
                    continue
                if len(text) > _LONGEST or len(used_by) > _LONGEST:
                    raise ValidationError(f"“{text[:40]}…” is too long: {_LONGEST} characters at most.")
                if (language, text) in found:
                    raise ValidationError(f"“{text}” stands there twice in {languages.name(language, 'en')}.")
                found[language, text] = Form(language, text, status, used_by)
    return tuple(found.values())


class TermForm(WagtailAdminModelForm):
    instance: GlossaryTerm
    kind = forms.ChoiceField(choices=[(Kind.TERM, "a term"), (Kind.NAME, "a name")], widget=forms.RadioSelect)
    part_of_speech = forms.ChoiceField(
        required=False,
        choices=[(part, part or "–") for part in ("", "noun", "verb", "adjective", "adverb", "other")],
    )
    translate = forms.BooleanField(
        required=False,
        help_text="Unticked: it stays as it is written, in every language in which it has no form of its own.",
    )
    case_sensitive = forms.BooleanField(
        required=False, help_text="It is found only with these large and small letters."
    )
    definition = forms.CharField(required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    remark = forms.CharField(
        required=False,
        max_length=4000,
        label="Remark for translators",
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    forms_in = forms.Field(
        required=False,
        label="Forms",
        widget=FormsWidget(),
        help_text="One on a line. Who uses a form may stand behind it, after a bar: Lwów | in Polish. "
        "The first language in which it has a form gives it its name in the list.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = self.instance
        term = kept.term if kept.pk else Term(())
        self._before = term
        self.initial |= {
            "kind": str(term.kind), "part_of_speech": term.part_of_speech, "translate": term.translate,
            "case_sensitive": term.case_sensitive, "definition": term.definition, "remark": term.remark,
            "forms_in": _said(term),
        }  # fmt: skip

    def clean_forms_in(self) -> tuple[Form, ...]:
        said: Said = self.cleaned_data.get("forms_in") or {}
        found = _forms(said)
        if not found:
            raise ValidationError("Write at least one form.")
        # The language that came first stays first: it is what the list calls the term by.
        order = list(dict.fromkeys(form.language for form in self._before.forms))
        return tuple(
            sorted(found, key=lambda form: order.index(form.language) if form.language in order else 99)
        )

    def save(self, commit: bool = True) -> GlossaryTerm:
        data, said = self.cleaned_data, self["forms_in"].value()
        kind = Kind(data["kind"])
        term = Term(
            data["forms_in"],
            key=self.instance.key if self.instance.pk else "",
            kind=kind,
            part_of_speech="" if kind is Kind.NAME else data["part_of_speech"],
            definition=data["definition"],
            remark=data["remark"],
            notes=tuple(sorted((code, cells["note"]) for code, cells in said.items() if cells.get("note"))),
            translate=data["translate"],
            case_sensitive=data["case_sensitive"],
        )
        self.instance = terminology.row(term, self.instance if self.instance.pk else None)
        if commit:
            self.instance.save()
            terminology.tell_of([(self._before, self.instance.term)])
        return self.instance
