"""Files of terms in and out, and what live editions say otherwise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from wagtail.admin.auth import require_admin_access

from masthead.lib import languages
from masthead.translation import against, terminology
from masthead.translation.errors import TranslationError
from masthead.translation.exchange.xml import LARGEST
from masthead.translation.glossary import files
from masthead.translation.models import GlossaryTerm

_CODES = [(code, languages.name(code, "en")) for code in languages.CODES]
_TITLE = {"header_icon": "openquote"}
_NAMES = {"csv": "CSV", "dca": "TBX of 2019, DCA", "dct": "TBX of 2019, DCT", "martif": "TBX of 2008"}


class TakeIn(forms.Form):
    file = forms.FileField(label="File", help_text="TBX of any style, or CSV.")
    source = forms.ChoiceField(
        required=False,
        choices=[("", "the file says it"), *_CODES],
        help_text="For a list of pairs that names no languages.",
    )
    target = forms.ChoiceField(required=False, choices=[("", "the file says it"), *_CODES])
    replace = forms.BooleanField(required=False, label="Also where we say otherwise")


class GiveOut(forms.Form):
    form = forms.ChoiceField(label="As", choices=[(form, _NAMES[form]) for form in files.FORMATS])
    languages = forms.MultipleChoiceField(
        required=False, choices=_CODES, widget=forms.CheckboxSelectMultiple, help_text="None ticked: all."
    )


def _may(request: HttpRequest, *permissions: str) -> None:
    if not request.user.has_perms([f"translation.{name}_glossaryterm" for name in permissions]):
        raise PermissionDenied


@require_admin_access
def take_in(request: HttpRequest) -> HttpResponse:
    _may(request, "add", "change")
    form = TakeIn(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if given["file"].size > LARGEST:
            form.add_error("file", f"It is larger than {LARGEST // 1_000_000} MB. Split it.")
        else:
            try:
                reading = files.read(given["file"].read(), given["source"], given["target"])
            except TranslationError as error:
                form.add_error("file", str(error))
            else:
                taken = terminology.take(reading, replacing=given["replace"])
                messages.success(request, f"{given['file'].name}: {taken}")
                return redirect("glossary:list")
    context: dict[str, Any] = {"form": form, **_TITLE}
    return TemplateResponse(request, "translation/glossary/take_in.html", context)


@require_admin_access
def give_out(request: HttpRequest) -> HttpResponse:
    _may(request, "view")
    asked = GiveOut(request.GET) if "form" in request.GET else GiveOut(initial={"form": "dca"})
    if asked.is_bound and asked.is_valid():
        chosen: files.Format = asked.cleaned_data["form"]
        data = files.write(terminology.tell(asked.cleaned_data["languages"]), chosen)
        kind = "text/csv; charset=utf-8" if chosen == "csv" else "application/x-tbx+xml"
        name = f"glossary.{files.SUFFIX[chosen]}"
        return HttpResponse(
            data, content_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'}
        )
    context: dict[str, Any] = {"form": asked, **_TITLE}
    return TemplateResponse(request, "translation/glossary/give_out.html", context)


@require_admin_access
def otherwise(request: HttpRequest, pk: int) -> HttpResponse:
    """Live editions that say otherwise than a term, the newest articles first, so many at a time."""
    _may(request, "view")
    row = get_object_or_404(GlossaryTerm, pk=pk)
    before = request.GET.get("before", "")
    seen = against.look(row.term, int(before) if before.isdecimal() else None)
    context: dict[str, Any] = {"row": row, "seen": seen, **_TITLE}
    return TemplateResponse(request, "translation/glossary/otherwise.html", context)
