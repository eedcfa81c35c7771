"""Files of terms in and out, and what live editions say otherwise."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail.admin.auth import require_admin_access

from masthead.desk.models import User
from masthead.lib import languages
from masthead.translation import against, taking, terminology
from masthead.translation.errors import TranslationError
from masthead.translation.exchange.xml import LARGEST
from masthead.translation.glossary import files
from masthead.translation.models import GlossaryFile, GlossaryTerm
from masthead.translation.screens import doors

_CODES = [(code, languages.name(code, "en")) for code in languages.CODES]
_TITLE = {"header_icon": "openquote"}
_UNDO = [f"translation.{name}_glossaryterm" for name in ("add", "change", "delete")]
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


def _name(request: HttpRequest) -> str:
    return doors.name(request.user) if isinstance(request.user, User) else ""


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
                file, taken = taking.take_in(
                    reading, given["file"].name, by=_name(request), replacing=given["replace"]
                )
                may_undo = file.can_go_back and request.user.has_perms(_UNDO)
                undo = messages.button(reverse("glossary_take_back", args=[file.pk]), "Undo")
                messages.success(request, f"{file}: {taken}", buttons=[undo] if may_undo else [])
                return redirect("glossary:list")
    context: dict[str, Any] = {"form": form, **_TITLE}
    return TemplateResponse(request, "translation/glossary/take_in.html", context)


@require_admin_access
@require_safe
def taken_in(request: HttpRequest) -> HttpResponse:
    """The last files of terms, and what they changed."""
    _may(request, "view")
    rows = GlossaryFile.objects.defer("terms")[: taking.KEPT]
    context: dict[str, Any] = {"rows": rows, "may_undo": request.user.has_perms(_UNDO), **_TITLE}
    return TemplateResponse(request, "translation/glossary/files.html", context)


@require_admin_access
def take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """What taking a file back would do, and doing it; of one that was taken back, what stayed."""
    if not request.user.has_perms(_UNDO):
        raise PermissionDenied
    file = get_object_or_404(GlossaryFile, pk=pk)
    if request.method == "POST":
        try:
            file, fates = taking.take_back(pk, by=_name(request))
        except TranslationError as error:
            messages.error(request, str(error))
            return redirect("glossary_files")
        messages.success(request, f"{file}: {taking.told(fates)}")
        stayed = any(fate.what == "stays" for fate in fates)
        return redirect("glossary_take_back", pk) if stayed else redirect("glossary_files")
    fates = taking.look(file)
    context: dict[str, Any] = {
        "file": file,
        **{what: [fate for fate in fates if fate.what == what] for what in ("removed", "restored", "stays")},
        **_TITLE,
    }
    return TemplateResponse(request, "translation/glossary/take_back.html", context)


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
