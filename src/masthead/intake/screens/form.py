"""The fields of a draft as a form, from the article as it was last saved."""

from __future__ import annotations

from typing import Any

from django import forms

from masthead.article import licences
from masthead.article.models import Article, Byline, Region, Theme
from masthead.article.models.article import LANGUAGES

_ROLES = {label.casefold(): value for value, label in Byline.Role.choices} | {
    value: value for value in Byline.Role.values
}
_DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class DraftForm(forms.Form):
    headline = forms.CharField(max_length=300, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}))
    standfirst = forms.CharField(
        max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"})
    )
    bylines = forms.CharField(
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text="One a line. For a translator or photographer: “Name, translator”.",
    )
    origin_date = forms.DateField(required=False, widget=_DATE)
    written_on = forms.DateField(required=False, widget=_DATE)
    language = forms.ChoiceField(choices=LANGUAGES)
    origin_outlet = forms.CharField(
        max_length=200, required=False, help_text="Empty for the outlet's own work."
    )
    origin_url = forms.URLField(max_length=2000, required=False, assume_scheme="https")
    licence = forms.ChoiceField(
        choices=[("", "Not known"), *licences.CHOICES],
        required=False,
        help_text="A reprint whose licence is not known counts as “all rights reserved”.",
    )
    rights = forms.CharField(max_length=500, required=False)
    regions = forms.ModelMultipleChoiceField(Region.objects.all(), required=False)
    themes = forms.ModelMultipleChoiceField(Theme.objects.all(), required=False)

    def clean_headline(self) -> str:
        return " ".join(str(self.cleaned_data["headline"]).split())

    def clean_bylines(self) -> list[tuple[str, str]]:
        lines = [line.strip() for line in self.cleaned_data["bylines"].splitlines() if line.strip()]
        if len(lines) > 50:
            raise forms.ValidationError("At most 50 names.")
        found = [_byline(line) for line in lines]
        if any(len(name) > 200 for name, _ in found):
            raise forms.ValidationError("A name has at most 200 letters. Write one name a line.")
        return found

    def given(self) -> dict[str, Any]:
        """The values that differ from what the form showed."""
        return {name: self.cleaned_data[name] for name in self.changed_data if name in self.cleaned_data}


def initial(article: Article) -> dict[str, Any]:
    """What the form shows of an article."""
    plain = ("headline", "standfirst", "origin_date", "written_on", "language", "origin_outlet", "origin_url", "licence", "rights")  # fmt: skip
    return {
        **{name: getattr(article, name) for name in plain},
        "bylines": "\n".join(_line(byline) for byline in article.bylines.all() if not byline.language),
        "regions": [region.pk for region in article.regions.all()],
        "themes": [theme.pk for theme in article.themes.all()],
    }


def _line(byline: Byline) -> str:
    return byline.person.name if byline.role == Byline.Role.AUTHOR else f"{byline.person.name}, {byline.role}"


def _byline(line: str) -> tuple[str, str]:
    """“Ada Autorin, translator”: a comma counts only where a role follows it."""
    name, comma, role = line.rpartition(",")
    known = _ROLES.get(role.strip().casefold())
    return (name.strip(), known) if comma and name.strip() and known else (line, Byline.Role.AUTHOR.value)
