"""The first screen: where files are dropped and addresses pasted, how far they have come, and what came in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_GET, require_POST

from masthead.intake import parcels, queries
from masthead.intake.errors import IntakeError
from masthead.intake.fields import unsure
from masthead.intake.models import Arrival, Parcel
from masthead.intake.queries import Tab
from masthead.intake.screens import doors
from masthead.intake.sources.delivery import LARGEST
from masthead.lib import languages
from masthead.lib.addresses import split

PER_PAGE = 25
_LANGUAGES = [(code, languages.name(code, "en")) for code in languages.CODES]


@require_GET
def intake(request: HttpRequest) -> HttpResponse:
    user = doors.user(request, doors.VIEW)
    tab = _tab(request.GET.get("state", ""))
    many = queries.counts()
    page = Paginator(queries.arrivals(tab), PER_PAGE).get_page(request.GET.get("p"))
    kept = Paginator(queries.parcels(tab), PER_PAGE).get_page(request.GET.get("p"))
    return TemplateResponse(
        request,
        "intake/intake.html",
        {
            **_parcels(request),
            "breadcrumbs_items": [{"url": "", "label": "Intake"}],
            "header_icon": "download",
            "header_title": "Intake",
            "may_add": user.has_perm(doors.ADD),
            "may_discard": user.has_perm(doors.DISCARD),
            "tab": tab,
            "tabs": [(each, queries.counted(many[each]) if many.get(each) else "") for each in Tab],
            "rows": [_row(arrival) for arrival in page],
            "page": page if page.paginator.count >= kept.paginator.count else kept,
            "kept": list(kept),
            "most": parcels.MOST,
            "largest": LARGEST,
            "megabytes": LARGEST // 1_000_000,
        },
    )


@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """The list of parcels alone, for the script that asks every other second."""
    doors.user(request, doors.VIEW)
    return TemplateResponse(request, "intake/parcels.html", _parcels(request))


@require_POST
def drop(request: HttpRequest) -> HttpResponse:
    """Take files and addresses: from a form as it is, or one by one from the script."""
    by = doors.name(doors.user(request, doors.ADD))
    files = request.FILES.getlist("files")
    try:
        parcels.refuse_many(len(files))
        taken = parcels.paste(request.POST.get("addresses", ""), by=by)
    except IntakeError as error:
        return _answer(request, error.sentence)
    taken += [parcels.drop(file.name or "", file.read(LARGEST + 1), by=by) for file in files]
    return _answer(request, "" if taken else "Nothing was given. Choose files, or paste addresses.")


@require_POST
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    doors.user(request, doors.ADD)
    parcel = get_object_or_404(Parcel, pk=pk)
    language = request.POST.get("language", "")
    parcels.retry(
        parcel, language=language if language in languages.CODES else "", again="again" in request.POST
    )
    return _answer(request, "")


@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    doors.user(request, doors.ADD)
    gone = parcels.dismiss(_keys(request, "parcel"))
    return _answer(request, "" if gone else "Nothing was chosen.")


def _answer(request: HttpRequest, problem: str) -> HttpResponse:
    """The list for the script, the whole screen for everybody else."""
    if request.headers.get("X-Requested-With") == "XMLHttpRequest":
        context = {**_parcels(request), "problem": problem}
        return TemplateResponse(request, "intake/parcels.html", context, status=422 if problem else 200)
    if problem:
        messages.error(request, problem)
    back = _tab(request.POST.get("state", ""))
    response = redirect("intake")
    response["Location"] += f"?state={back}" if back != Tab.TO_CLEAR else ""
    return response


def _parcels(request: HttpRequest) -> dict[str, Any]:
    shown = parcels.shown()
    number = {state: sum(parcel.state == state for parcel in shown) for state in Parcel.State.values}
    pending = number[Parcel.State.WAITING] + number[Parcel.State.READING]
    return {
        "parcels": shown,
        "pending": pending,
        "said": _said(number) if shown else "",
        "languages": _LANGUAGES,
        "may_add": doors.user(request, doors.VIEW).has_perm(doors.ADD),
    }


def _said(number: dict[str, int]) -> str:
    """“1 waiting, 2 taken in”: what a screen reader hears when it changes."""
    return ", ".join(f"{many} {Parcel.State(state).label}" for state, many in number.items() if many) + "."


def _row(arrival: Arrival) -> dict[str, Any]:
    came = arrival.canonical or arrival.source
    return {
        "arrival": arrival,
        "from": split(came).hostname if "://" in came else parcels.tidy_name(came),
        "unsure": len(unsure(arrival.found, arrival.confirmed)),
    }


def _tab(name: str) -> Tab:
    return Tab(name) if name in list(Tab) else Tab.TO_CLEAR


def _keys(request: HttpRequest, name: str) -> list[int]:
    given = request.POST.getlist(name)[:1000]
    return [int(key) for key in given if key.isascii() and key.isdigit() and len(key) < 19]
