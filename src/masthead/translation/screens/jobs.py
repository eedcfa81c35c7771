"""The screens of jobs: what is under way, how far, what failed and why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import require_admin_access

from masthead.lib import languages
from masthead.translation import budget, jobs
from masthead.translation.forecast import Forecast
from masthead.translation.models import Job, JobItem
from masthead.translation.screens import doors

_VERBS = {"start": jobs.start, "stop": jobs.stop, "resume": jobs.resume, "retry": jobs.retry}
_SHOWN = 50


@dataclass(frozen=True, slots=True)
class Progress:
    done: int
    failed: int
    capped: int
    open: int

    @classmethod
    def of(cls, counts: Counter[str]) -> Progress:
        return cls(counts["done"], counts["failed"], counts["capped"], counts["open"])

    @property
    def all(self) -> int:
        return self.done + self.failed + self.capped + self.open

    @property
    def ended(self) -> int:
        return self.done + self.failed


def _crumbs(*last: str) -> list[dict[str, str]]:
    board = {"url": reverse("translation_board"), "label": "Translations"}
    all_jobs = {"url": reverse("translation_jobs") if last else "", "label": "Jobs"}
    return [board, all_jobs, *({"url": "", "label": each} for each in last)]


@require_admin_access
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    doors.user(request, doors.VIEW)
    page = Paginator(Job.objects.defer("selection", "forecast", "seen"), 30).get_page(request.GET.get("page"))
    found = list(page.object_list)
    counted = jobs.progress(found)
    context = {
        "breadcrumbs_items": _crumbs(),
        "header_title": "Jobs",
        "page_title": "Jobs",
        "header_icon": "tasks",
        "rows": [(job, Progress.of(counted[job.pk])) for job in found],
        "page": page,
    }
    return TemplateResponse(request, "translation/jobs.html", context)


@require_admin_access
@require_GET
def show(request: HttpRequest, pk: int) -> HttpResponse:
    doors.user(request, doors.VIEW)
    job = get_object_or_404(Job.objects.defer("seen"), pk=pk)
    made = Forecast.from_json(job.forecast.get("lines", ()))
    address = doors.edition_address()
    lacking = job.items.exclude(state__in=(JobItem.State.OPEN, JobItem.State.DONE))
    reasons = (
        lacking.order_by().values_list("state", "why").annotate(number=Count("pk")).order_by("-number")[:20]
    )
    items = lacking.select_related("article").only(
        "article__headline", "article__language", "language", "state", "why"
    )
    context: dict[str, Any] = {
        "breadcrumbs_items": _crumbs(job.get_act_display()),
        "header_title": job.get_act_display(),
        "page_title": job.get_act_display(),
        "header_icon": "tasks",
        "job": job,
        "active": job.state in jobs.ACTIVE,
        "progress": Progress.of(jobs.progress([job])[job.pk]),
        "lines": made.rows,
        "total": made.total,
        "rooms": _rooms(made.total.cost) if job.state == Job.State.WAITING else [],
        "reasons": [(JobItem.State(state).label, why, number) for state, why, number in reasons],
        "items": [
            (
                item,
                languages.name(item.language, "en"),
                address.replace("{article}", str(item.article_id)).replace("{language}", item.language),
            )
            for item in items.order_by("pk")[:_SHOWN]
        ],
        "shown": _SHOWN,
        "may_change": request.user.has_perm(doors.CHANGE),
        "may_pay": request.user.has_perm(doors.LEDGER),
    }
    return TemplateResponse(request, "translation/job.html", context)


def _rooms(cost: Decimal) -> list[tuple[str, budget.Room, bool]]:
    """What today's cap leaves, and whether the forecast is more."""
    room = budget.rooms(None, "")["day"]
    return [("today", room, not room.takes(cost))] if room.cap is not None else []


@require_admin_access
@require_POST
def change(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    doors.user(request, doors.CHANGE)
    if verb not in _VERBS:
        raise Http404
    _VERBS[verb](get_object_or_404(Job, pk=pk))
    return redirect("translation_job", pk)
