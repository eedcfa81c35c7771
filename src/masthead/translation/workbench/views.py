"""The doors of the workbench."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import require_admin_access

from masthead.article.models import Article, Edition
from masthead.desk.models import User
from masthead.lib import languages
from masthead.translation import actions
from masthead.translation.errors import NotPermitted, NotPublished, TranslationError
from masthead.translation.models import SegmentDraft
from masthead.translation.workbench import acts, helping, screen
from masthead.translation.workbench.acts import Spot, Translator
from masthead.translation.workbench.errors import ChangedMeanwhile, Gone
from masthead.translation.workbench.rows import Row, rows_of
from masthead.translation.workbench.shown import LONGEST
from masthead.translation.working import Standing, standing

VIEW, CHANGE = "article.view_edition", "article.change_edition"
_LONGEST_WHY = 500


def _translator(request: HttpRequest, permission: str) -> Translator:
    user = request.user
    if not isinstance(user, User) or not user.has_perm(permission):
        raise PermissionDenied
    return Translator(user.pk, user.get_full_name() or user.get_username())


@require_admin_access
@require_GET
def workbench(request: HttpRequest, article: int, language: str) -> HttpResponse:
    """A whole document, source beside target."""
    by = _translator(request, VIEW)
    put = {"text": request.GET.get("put", "")[:LONGEST], "mine": True}
    typed = {"key": request.GET.get("key", ""), "with": put} if put["text"] else None
    return _screen(request, article, language, by, typed=typed)


def _screen(
    request: HttpRequest,
    article: int,
    language: str,
    by: Translator,
    *,
    flagged: Sequence[str] = (),
    typed: Mapping[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    found = get_object_or_404(Article, pk=article)
    if language not in languages.CODES or language == found.language:
        raise Http404("no translation")
    try:
        now = standing(article, language)
    except (NotPublished, NotPermitted) as error:
        messages.error(request, str(error))
        return redirect("translation_editions", article)
    rows = rows_of(now.original.words, now.pieces, now.units)
    drafts = acts.drafts_of(article, language, by)
    drawn = screen.shown_rows(now, rows, language, drafts, flagged)
    if typed:
        drawn = [replace(row, **typed["with"]) if row.row.key == typed["key"] else row for row in drawn]
    keys = {row.key for row in rows}
    context = {
        **_sides(now, article, language),
        "article": found,
        "rows": drawn,
        "edition": now.edition,
        "counts": screen.counts(rows),
        "left": screen.left(rows),
        "to_do": sum(1 for row in rows if row.kind in screen.TO_DO),
        "unprinted": screen.unprinted(now, language),
        "seen": acts.seen(now, rows),
        "stray": [draft for key, draft in drafts.items() if key not in keys],
        "may_change": request.user.has_perm(CHANGE),
        "user_key": by.user,
        "name": by.name,
        "language": language,
    }
    return TemplateResponse(request, "translation/workbench.html", context, status=status)


def _sides(now: Standing, article: int, language: str) -> dict[str, Any]:
    """The two languages, and the addresses that forms of the workbench send to."""
    args = [article, language]
    return {
        "source": screen.side(now.original.language),
        "target": screen.side(language),
        "segment_url": reverse("translation_segment", args=args),
        "past_url": reverse("translation_past", args=args),
    }


@require_admin_access
@require_POST
def segment(request: HttpRequest, article: int, language: str) -> HttpResponseBase:
    """Confirm a sentence, keep what is being typed, or forget it. Scripts are answered in JSON."""
    by = _translator(request, CHANGE)
    get_object_or_404(Edition, article_id=article, is_original=True)
    if language not in languages.CODES:
        raise Http404("no language")
    act, written = request.POST.get("act", "confirm"), request.POST.get("written", "")
    seen, scripted = request.POST.get("seen", ""), "application/json" in request.headers.get("Accept", "")
    try:
        spot = Spot.of(request.POST.get("key", ""))
        if act == "draft":
            acts.keep_draft(article, language, spot, seen=seen, written=written, by=by)
            return JsonResponse({"rows": {}})
        if act == "discard":
            acts.discard(article, language, spot, by=by)
            return JsonResponse({"rows": {}}) if scripted else _back(article, language, request)
        now, rows, changed = acts.confirm(article, language, spot, seen=seen, written=written, by=by)
    except ChangedMeanwhile as error:
        return _conflict(request, article, language, by, error, written, scripted)
    except TranslationError as error:
        gone = isinstance(error, Gone)
        if scripted:
            return JsonResponse({"why": str(error), "code": error.code}, status=410 if gone else 422)
        messages.error(request, str(error))
        typed = {
            "key": request.POST.get("key", ""),
            "with": {"text": written, "mine": True, "why": str(error)},
        }
        return _screen(request, article, language, by, typed=typed, status=410 if gone else 422)
    if not scripted:
        return _back(article, language, request)
    drawn = _drawn(now, rows, language, {row.key for row in changed})
    return JsonResponse(
        {
            "rows": {row.row.key: _row_html(request, _sides(now, article, language), row) for row in drawn},
            "counts": render_to_string("translation/workbench_counts.html", {"counts": screen.counts(rows)}),
            "unprinted": screen.unprinted(now, language),
        }
    )


def _back(article: int, language: str, request: HttpRequest) -> HttpResponse:
    number = request.POST.get("number", "")
    place = f"#row-{number}" if number.isascii() and number.isdigit() else ""
    return redirect(reverse("translation_workbench", args=[article, language]) + place)


def _drawn(now: Standing, rows: Sequence[Row], language: str, keys: set[str]) -> list[screen.Shown]:
    chosen: dict[str, SegmentDraft] = {}
    return [row for row in screen.shown_rows(now, rows, language, chosen) if row.row.key in keys]


def _row_html(request: HttpRequest, sides: Mapping[str, Any], row: screen.Shown) -> str:
    return render_to_string(
        "translation/workbench_row.html", {**sides, "drawn": row, "may_change": True}, request
    )


def _conflict(
    request: HttpRequest,
    article: int,
    language: str,
    by: Translator,
    error: ChangedMeanwhile,
    written: str,
    scripted: bool,
) -> HttpResponse:
    """Both texts: what the translator wrote stays in the field, what stands there now beside it."""
    assert error.row is not None
    mine: dict[str, Any] = {"text": written, "mine": True, "conflict": str(error)}
    if not scripted:
        typed = {"key": error.row.key, "with": mine}
        return _screen(request, article, language, by, typed=typed, status=409)
    now = standing(article, language)
    rows = rows_of(now.original.words, now.pieces, now.units)
    drawn = _drawn(now, rows, language, {error.row.key})
    sides = _sides(now, article, language)
    fresh = {row.row.key: _row_html(request, sides, replace(row, **mine)) for row in drawn}
    return JsonResponse({"why": str(error), "code": error.code, "rows": fresh}, status=409)


@require_admin_access
@require_GET
def beside(request: HttpRequest, article: int, language: str) -> HttpResponse:
    """Memory and glossary of one sentence."""
    _translator(request, VIEW)
    now, row = _one(request, article, language)
    context = {
        **_sides(now, article, language),
        "hits": helping.hits(row, now.original.language, language),
        "terms": helping.terms(row, now.original.language, language),
    }
    return TemplateResponse(request, "translation/workbench_beside.html", context)


@require_admin_access
@require_GET
def past(request: HttpRequest, article: int, language: str) -> HttpResponse:
    """What stood in one sentence before."""
    _translator(request, VIEW)
    now, row = _one(request, article, language)
    context = {
        **_sides(now, article, language),
        "row": row,
        "past": helping.past(article, language, row),
        "now": screen.shown_row(row, now.original.language, language, first=True, last=True),
        "article_key": article,
        "language": language,
    }
    scripted = request.headers.get("X-Requested-With") == "XMLHttpRequest"
    name = "translation/workbench_past.html" if scripted else "translation/workbench_past_page.html"
    return TemplateResponse(request, name, context)


def _one(request: HttpRequest, article: int, language: str) -> tuple[Standing, Row]:
    if language not in languages.CODES:
        raise Http404("no language")
    try:
        now = standing(article, language)
    except TranslationError as error:
        raise Http404(str(error)) from error
    wanted = request.GET.get("key", "")
    for row in rows_of(now.original.words, now.pieces, now.units):
        if row.key == wanted:
            return now, row
    raise Http404("no such sentence")


@require_admin_access
@require_POST
def sign(request: HttpRequest, article: int, language: str) -> HttpResponse:
    """Sign what was seen; where it has changed since, show that instead."""
    by = _translator(request, CHANGE)
    get_object_or_404(Article, pk=article)
    try:
        acts.sign(article, language, seen=request.POST.get("seen", ""), by=by)
    except ChangedMeanwhile as error:
        messages.error(request, str(error))
        return _screen(request, article, language, by, flagged=error.keys, status=409)
    except TranslationError as error:
        messages.error(request, str(error))
        return _screen(request, article, language, by, status=422)
    messages.success(request, f"The {languages.name(language, 'en')} edition is signed by {by.name}.")
    return redirect("translation_workbench", article, language)


@require_admin_access
@require_POST
def retract(request: HttpRequest, article: int, language: str) -> HttpResponse:
    """Take a signature back."""
    by = _translator(request, CHANGE)
    why = request.POST.get("why", "").strip()[:_LONGEST_WHY]
    try:
        edition = actions.retract(article, language, by=by.name, why=why)
    except TranslationError as error:
        messages.error(request, str(error))
    else:
        held = " It is held again." if edition.state == Edition.State.HELD else ""
        messages.success(
            request, f"The signature of the {languages.name(language, 'en')} edition is taken back.{held}"
        )
    return redirect("translation_workbench", article, language)


@require_admin_access
@require_POST
def print_unsigned(request: HttpRequest, article: int, language: str) -> HttpResponse:
    """Print what is confirmed without a signature."""
    _translator(request, CHANGE)
    get_object_or_404(Article, pk=article)
    try:
        outcome = acts.print_unsigned(article, language)
    except TranslationError as error:
        messages.error(request, str(error))
        return redirect("translation_editions", article)
    said = {
        "live": "is printed.",
        "held": "is held: this language is printed when somebody signs it.",
        "trails": "stays as it is until somebody signs what has changed.",
    }
    name = languages.name(language, "en")
    if outcome.state in said:
        messages.success(request, f"The {name} edition {said[outcome.state]}")
    else:
        messages.error(request, f"The {name} edition is not whole yet: some sentences have no translation.")
    return redirect("translation_workbench", article, language)
