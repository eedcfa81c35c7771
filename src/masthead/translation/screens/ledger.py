"""The ledger's screen: what engines have cost, by day, language, engine or article; and what they may cost."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.auth import require_admin_access

from masthead.lib import languages
from masthead.translation import jobs
from masthead.translation.models import Budget, Spending
from masthead.translation.screens import doors

BY = {"day": "Day", "language": "Language", "engine": "Engine", "article": "Article"}
_SUMS: dict[str, Any] = {
    "calls": Count("pk"),
    "all_segments": Sum("segments"),
    "all_words": Sum("words"),
    "all_characters": Sum("characters"),
    "all_cost": Sum("cost"),
    "lost": Count("pk", filter=Q(answered=False)),
}


def _day() -> forms.DateInput:
    return forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class Span(forms.Form):
    """Which part of the ledger, and how it is added up."""

    by = forms.ChoiceField(choices=list(BY.items()), required=False, label="Add up by")
    since = forms.DateField(required=False, label="From", widget=_day())
    until = forms.DateField(required=False, label="To", widget=_day())


class Caps(forms.ModelForm):
    class Meta:
        model = Budget
        fields = ("per_article", "per_day", "per_language", "requests")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        for name in ("per_article", "per_day", "per_language"):
            if data.get(name) is not None and data[name] < 0:
                self.add_error(name, "A cap is nought or more. Leave it empty for no cap.")
        return data


@require_admin_access
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    doors.user(request, doors.LEDGER)
    span = Span(request.GET or None)
    by, since, until = _span(span)
    rows = _between(since, until)
    page = Paginator(_added_up(rows, by), 60).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = {
        **_frame(),
        "span": span,
        "by": by,
        "label": BY[by],
        "page": page,
        "lines": [{**line, "name": _name(by, line)} for line in page.object_list],
        "total": rows.aggregate(**_SUMS),
        "query": query.urlencode(),
        "caps": Caps(instance=Budget.objects.first()),
        "may_cap": request.user.has_perm(doors.BUDGET),
    }
    return TemplateResponse(request, "translation/ledger.html", context)


def _frame() -> dict[str, Any]:
    return {
        "breadcrumbs_items": [
            {"url": reverse("translation_board"), "label": "Translations"},
            {"url": "", "label": "Spending"},
        ],
        "header_title": "Spending",
        "page_title": "Spending",
        "header_icon": "history",
    }


@require_admin_access
@require_POST
def set_caps(request: HttpRequest) -> HttpResponse:
    doors.user(request, doors.BUDGET)
    form = Caps(request.POST, instance=Budget.objects.first() or Budget(pk=1))
    if not form.is_valid():
        said = " ".join(
            f"{form.fields[name].label}: {text}"
            for name, texts in form.errors.get_json_data().items()
            if name in form.fields
            for text in (each["message"] for each in texts)
        )
        messages.error(request, said or "These caps cannot be kept.")
        return redirect("translation_ledger")
    form.save()
    going = jobs.resume_capped()
    more = (
        f" {going} job{'s' if going > 1 else ''} that a cap had stopped go{'' if going > 1 else 'es'} on."
        if going
        else ""
    )
    messages.success(request, f"The caps are kept.{more}")
    return redirect("translation_ledger")


@require_admin_access
@require_GET
def as_csv(request: HttpRequest) -> StreamingHttpResponse:
    """A line for each day, language, engine and article."""
    doors.user(request, doors.LEDGER)
    _, since, until = _span(Span(request.GET or None))
    rows = (
        _between(since, until)
        .annotate(day=TruncDate("at"))
        .order_by()
        .values("day", "language", "engine", "article", "article__headline")
        .annotate(**_SUMS)
        .order_by("day", "language", "engine", "article")
    )
    answer = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="spending.csv"'
    return answer


class _Echo:
    def write(self, text: str) -> str:
        return text


def _lines(rows: Any) -> Iterator[str]:
    write = csv.writer(_Echo()).writerow
    yield write(
        [
            "day",
            "language",
            "engine",
            "article",
            "headline",
            "questions",
            "unanswered",
            "segments",
            "words",
            "characters",
            "EUR",
        ]
    )
    for row in rows.iterator(chunk_size=2000):
        yield write(
            [
                row["day"], row["language"], row["engine"], row["article"] or "", _harmless(row["article__headline"] or ""),
                row["calls"], row["lost"], row["all_segments"], row["all_words"], row["all_characters"], row["all_cost"],
            ]
        )  # fmt: skip


def _harmless(text: str) -> str:
    """A cell that no table calculator takes for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" and text else text


def _span(form: Span) -> tuple[str, date | None, date | None]:
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return data.get("by") or "day", data.get("since"), data.get("until")


def _between(since: date | None, until: date | None) -> QuerySet[Spending]:
    rows = Spending.objects.all()
    if since:
        rows = rows.filter(at__gte=_midnight(since))
    if until:
        rows = rows.filter(at__lt=_midnight(until) + timedelta(days=1))
    return rows


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _added_up(rows: QuerySet[Spending], by: str) -> Any:
    if by == "day":
        return rows.annotate(key=TruncDate("at")).order_by().values("key").annotate(**_SUMS).order_by("-key")
    keyed = rows.annotate(key=F(by)).order_by()
    values = ("key", "article__headline", "article__language") if by == "article" else ("key",)
    return keyed.values(*values).annotate(**_SUMS).order_by("-all_cost", "key")


def _name(by: str, line: dict[str, Any]) -> str:
    if by == "language":
        return languages.name(line["key"], "en") if line["key"] in languages.CODES else str(line["key"])
    if by == "article":
        return str(line["article__headline"] or "An article that is gone")
    return str(line["key"])
