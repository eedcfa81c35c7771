"""The desk's screens of the memory: look something up, correct it, delete it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from wagtail.admin.auth import require_admin_access

from masthead.article.models import Outlet
from masthead.lib import languages
from masthead.translation.markup import MarkupError, kinds, plain
from masthead.translation.memory import correcting, looking
from masthead.translation.models import Memory, Policy
from masthead.translation.views import allowed

VIEW, CHANGE = "article.view_edition", "article.change_edition"
LONGEST = 200
"""Characters of what is looked for."""
_LANGUAGES = sorted(((code, languages.name(code, "en")) for code in languages.CODES), key=lambda one: one[1])


@require_admin_access
@require_GET
def memory(request: HttpRequest) -> HttpResponse:
    user = allowed(request, VIEW)
    source, target = _pair(request)
    words = request.GET.get("words", "").strip()[:LONGEST]
    before = request.GET.get("before", "")
    page = looking.entries(
        source, target, words, int(before) if before.isdecimal() and len(before) < 19 else 0
    )
    asked: dict[str, str | int] = {"source": source, "target": target, "words": words}
    return TemplateResponse(
        request,
        "translation/memory.html",
        {
            "breadcrumbs_items": [{"url": "", "label": "Memory"}],
            "header_icon": "history",
            "header_title": "Memory",
            "languages": _LANGUAGES,
            "source": languages.get(source),
            "target": languages.get(target),
            "source_name": languages.name(source, "en"),
            "target_name": languages.name(target, "en"),
            "words": words,
            "rows": [_shown(row) for row in page.rows],
            "further": bool(before),
            "first": f"?{urlencode(asked)}",
            "older": f"?{urlencode({**asked, 'before': page.older})}" if page.older else "",
            "may_change": user.has_perm(CHANGE),
        },
    )


@require_admin_access
@require_http_methods(["GET", "POST"])
def entry(request: HttpRequest, key: int) -> HttpResponse:
    user = allowed(request, CHANGE)
    row = _row(key)
    written = row.target
    faults: tuple[str, ...] = ()
    if request.method == "POST":
        written = request.POST.get("target", "")
        try:
            correcting.correct(
                row, written, by=user.get_full_name() or user.get_username(), at=timezone.now()
            )
        except MarkupError as error:
            faults = error.problems
        else:
            messages.success(request, "The entry is corrected. Articles keep the text they have.")
            return redirect(_list(row))
    before, after = looking.neighbours(row)
    return TemplateResponse(
        request,
        "translation/memory_entry.html",
        {
            "breadcrumbs_items": [
                {"url": _list(row), "label": "Memory"},
                {"url": "", "label": plain(row.sentence.text)[:60]},
            ],
            "header_icon": "history",
            "header_title": "Entry of the memory",
            "row": row,
            "told": _shown(row),
            "source": languages.get(row.source_language),
            "target": languages.get(row.target_language),
            "source_name": languages.name(row.source_language, "en"),
            "target_name": languages.name(row.target_language, "en"),
            "before": plain(before),
            "after": plain(after),
            "coded": bool(kinds(row.sentence.text)),
            "written": written,
            "faults": faults,
        },
        status=422 if faults else 200,
    )


@require_admin_access
@require_POST
def delete(request: HttpRequest, key: int) -> HttpResponse:
    allowed(request, CHANGE)
    row = _row(key)
    correcting.forget(row)
    messages.success(request, "The entry is deleted. Articles keep the text they have.")
    return redirect(_list(row))


def _row(key: int) -> Memory:
    row = looking.entry(key)
    if row is None:
        raise Http404
    return row


def _list(row: Memory) -> str:
    return f"{reverse('translation_memory')}?{urlencode({'source': row.source_language, 'target': row.target_language})}"


def _shown(row: Memory) -> dict[str, Any]:
    return {
        "key": row.pk,
        "source": plain(row.sentence.text),
        "target": plain(row.target),
        "engine": row.by == "engine",
        "maker": f"{row.name} {row.version}".strip(),
        "at": row.at,
        "article": row.article_id,
        "origin": row.article.headline if row.article else row.origin,
    }


def _pair(request: HttpRequest) -> tuple[str, str]:
    """The pair that is asked for; else that of what was kept last; else the outlet's own language and its first other."""
    asked = [request.GET.get(key, "") for key in ("source", "target")]
    if all(code in languages.CODES for code in asked):
        return asked[0], asked[1]
    if newest := looking.newest_pair():
        return newest
    outlet = Outlet.objects.first()
    source = outlet.language if outlet else "en"
    others = Policy.objects.exclude(language=source).filter(mode=Policy.Mode.ON)
    first = others.values_list("language", flat=True).first()
    return source, first or ("fr" if source == "en" else "en")
