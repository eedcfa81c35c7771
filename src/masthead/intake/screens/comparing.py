"""The compare screen: the source beside the draft, what is unsure first."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.admin_url_finder import AdminURLFinder

from masthead.article.models import Article, Region, Theme
from masthead.article.snapshot import content_of
from masthead.intake import clearing, likeness, originals
from masthead.intake.clearing import Editor
from masthead.intake.errors import IntakeError
from masthead.intake.fields import NAMES, findings
from masthead.intake.models import Arrival
from masthead.intake.recognising import paragraphs_of
from masthead.intake.screens import doors
from masthead.intake.screens.form import DraftForm, initial
from masthead.lib import languages


def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the two; save what was corrected, and clear."""
    user = doors.user(request, doors.VIEW)
    arrival = _arrival(pk)
    article = clearing.newest(arrival)
    if request.method != "POST":
        return _screen(request, arrival, article, DraftForm(initial=_suggested(arrival, initial(article))))
    if not user.has_perm(doors.CHANGE):
        raise PermissionDenied
    form = DraftForm(request.POST, initial=initial(article))
    if not form.is_valid():
        return _screen(request, arrival, article, form, status=422)
    by, given = Editor(doors.name(user), user), form.given()
    checked = {name for name in request.POST.getlist("checked") if name in NAMES}
    try:
        clearing.correct(arrival, given, checked | set(given), by=by, revision=_seen(request))
        if "clear" in request.POST:
            clearing.clear(arrival, by=by)
    except IntakeError as error:
        form.add_error(None, error.sentence)
        return _screen(request, arrival, article, form, status=409)
    headline = clearing.newest(arrival).headline
    if "clear" in request.POST:
        messages.success(request, f"“{headline}” is cleared.")
        return redirect("intake")
    messages.success(request, f"“{headline}” is saved.")
    return redirect("intake_compare", pk)


@require_GET
def of_article(request: HttpRequest, article: int) -> HttpResponse:
    """The compare screen of an article, or its own form where nothing is known of how it came."""
    doors.user(request, doors.VIEW)
    arrival = Arrival.objects.filter(article=article).order_by("pk").first()
    if arrival is not None:
        return redirect("intake_compare", arrival.pk)
    url = AdminURLFinder(request.user).get_edit_url(get_object_or_404(Article, pk=article))
    return redirect(url or "intake")


@require_GET
def twins(request: HttpRequest, pk: int) -> HttpResponse:
    """The draft beside the earlier article it looks like, with the sentences marked that differ."""
    user = doors.user(request, doors.VIEW)
    arrival = _arrival(pk)
    if arrival.like is None:
        return redirect("intake_compare", pk)
    both = [arrival.like.get_latest_revision_as_object(), clearing.newest(arrival)]
    marked = likeness.beside(
        paragraphs_of(both[0]), paragraphs_of(both[1]), (both[0].language, both[1].language)
    )
    titles = [f"Article {arrival.like_id}, which came first", "The new draft"]
    context = {
        **_head(both[1].headline),
        "arrival": arrival,
        "sides": [
            {
                "title": title,
                "headline": article.headline,
                "language": languages.get(article.language),
                "paragraphs": paragraphs,
            }
            for title, article, paragraphs in zip(titles, both, marked, strict=True)
        ],
        "may_change": user.has_perm(doors.CHANGE),
        "may_discard": user.has_perm(doors.DISCARD) and both[1].first_published_at is None,
    }
    return TemplateResponse(request, "intake/twins.html", context)


def discard(request: HttpRequest) -> HttpResponse:
    """Ask first; then delete the drafts that were chosen."""
    user = doors.user(request, doors.DISCARD)
    given = (request.POST if request.method == "POST" else request.GET).getlist("arrival")[:100]
    keys = [int(key) for key in given if key.isascii() and key.isdigit() and len(key) < 19]
    chosen = list(Arrival.objects.filter(pk__in=keys).select_related("article").order_by("-pk"))
    if not chosen:
        messages.error(request, "Nothing was chosen.")
        return redirect("intake")
    if request.method != "POST":
        return TemplateResponse(request, "intake/discard.html", {**_head("Discard"), "arrivals": chosen})
    gone, by = 0, Editor(doors.name(user), user)
    for arrival in chosen:
        try:
            clearing.discard(arrival, by=by)
            gone += 1
        except IntakeError as error:
            messages.error(request, error.sentence)
    if gone:
        many = "The draft is" if gone == 1 else f"{gone} drafts are"
        messages.success(
            request, f"{many} discarded. Under “Discarded” it can be taken in again from its source."
        )
    return redirect("intake")


@require_POST
def choose(request: HttpRequest, pk: int) -> HttpResponse:
    """Two that look alike: one article, or two."""
    user = doors.user(request, doors.CHANGE)
    arrival, by = _arrival(pk), Editor(doors.name(user), user)
    try:
        if "join" in request.POST:
            if not user.has_perm(doors.DISCARD):
                raise PermissionDenied
            first = clearing.join(arrival, by=by)
            messages.success(request, f"Joined to article {first.pk}, “{first.headline}”.")
            return redirect("intake")
        clearing.keep_both(arrival, by=by)
        messages.success(request, "Both are kept.")
    except IntakeError as error:
        messages.error(request, error.sentence)
    return redirect("intake_compare", pk)


def _screen(
    request: HttpRequest, arrival: Arrival, article: Article, form: DraftForm, status: int = 200
) -> HttpResponse:
    user = doors.user(request, doors.VIEW)
    every = findings(arrival.found, arrival.confirmed)
    context: dict[str, Any] = {
        **_head(article.headline),
        "arrival": arrival,
        "article": article,
        "language": languages.get(article.language),
        "content": content_of(article),
        "form": form,
        "rows": [{"finding": finding, "field": form[finding.kind.name]} for finding in every],
        "open": sum(finding.open for finding in every),
        "revision": article.latest_revision_id,
        "has_source": bool(arrival.original) and originals.read(arrival.original) is not None,
        "address": next((url for url in (arrival.canonical, arrival.source) if url.startswith("http")), ""),
        "edit_url": AdminURLFinder(user).get_edit_url(arrival.article),
        "may_change": user.has_perm(doors.CHANGE),
        "may_discard": user.has_perm(doors.DISCARD) and article.first_published_at is None,
    }
    return TemplateResponse(request, "intake/compare.html", context, status=status)


def _head(title: str) -> dict[str, Any]:
    return {
        "breadcrumbs_items": [{"url": reverse("intake"), "label": "Intake"}, {"url": "", "label": title}],
        "header_icon": "download",
        "header_title": title,
    }


def _arrival(pk: int) -> Arrival:
    return get_object_or_404(Arrival.objects.select_related("article", "like"), pk=pk)


def _seen(request: HttpRequest) -> int | None:
    seen = request.POST.get("revision", "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 19 else None


def _suggested(arrival: Arrival, shown: dict[str, Any]) -> dict[str, Any]:
    """Regions and themes that the source's own words name, where the draft has none; saved with the form."""
    names = {
        str(term.get(part, "")).casefold()
        for term in arrival.found.get("terms") or []
        if isinstance(term, dict)
        for part in ("name", "slug")
    } - {""}
    if names:
        for field, model in (("regions", Region), ("themes", Theme)):
            shown[field] = shown[field] or _named(model, names)
    return shown


def _named(model: type[Model], names: set[str]) -> list[int]:
    rows = model._default_manager.values_list("pk", "name", "slug")
    return [key for key, name, slug in rows if {name.casefold(), slug.casefold()} & names]
