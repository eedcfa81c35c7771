"""The board's screen: every article and language, filters, and acts on what was chosen."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_GET, require_POST
from wagtail import hooks
from wagtail.admin.auth import require_admin_access

from masthead.article.models import Dossier, Edition, Region, Theme
from masthead.desk.models import User
from masthead.lib import languages
from masthead.translation import jobs
from masthead.translation.board import STATES, Board, Filters, Row, board, offered
from masthead.translation.models import Job, Policy
from masthead.translation.screens import doors

MARKS = {
    "missing": "–",
    "request": "?",
    "machine": "◐",
    "held": "‖",
    "stale": "↻",
    "live": "●",
    "original": "★",
}
_POLICIES = {
    "on": "Switch these languages on",
    "request": "Switch them to on request",
    "off": "Switch them off",
}
_MOST = 20_000  # cells by hand; a page has far fewer


@require_admin_access
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    doors.user(request, doors.VIEW)
    filters = _filters(request)
    page = request.GET.get("page", "1")
    found = board(filters, int(page) if page.isascii() and page.isdecimal() and len(page) < 9 else 1)
    address = doors.edition_address()
    may_change = request.user.has_perm(doors.CHANGE)
    context: dict[str, Any] = {
        "breadcrumbs_items": [{"url": "", "label": "Translations"}],
        "header_title": "Translations",
        "page_title": "Translations",
        "header_icon": "globe",
        "board": found,
        "filters": filters,
        "kept": json.dumps(filters.to_json()),
        "rows": [_Shown(row, _cells(row, address, may_change)) for row in found.rows],
        "shown": ",".join(str(row.article.pk) for row in found.rows),
        "states": [
            (state, label, MARKS[state], _sum(found, state), _query(request, state=state, page=""))
            for state, label in STATES.items()
        ],
        "by_language": [
            (column, [(state, column.counts.get(state, 0)) for state in STATES]) for column in found.columns
        ],
        "all_states": _query(request, state="", page=""),
        "languages": [(code, languages.name(code, "en")) for code in offered()],
        "earlier": _query(request, page=found.page - 1) if found.page > 1 else "",
        "later": _query(request, page=found.page + 1) if found.page < found.pages else "",
        "regions": list(Region.objects.values_list("pk", "name")),
        "themes": list(Theme.objects.values_list("pk", "name")),
        "dossiers": list(Dossier.objects.values_list("pk", "title")),
        "reviewers": list(
            Edition.objects.exclude(reviewed_by="")
            .order_by("reviewed_by")
            .values_list("reviewed_by", flat=True)
            .distinct()
        ),
        "people": [(person.pk, doors.name(person)) for person in _translators()],
        "acts": list(Job.Act.choices)[:5],
        "policies": _POLICIES if request.user.has_perm(doors.POLICY) else {},
        "may_change": may_change,
        "may_pay": request.user.has_perm(doors.LEDGER),
        "open_jobs": jobs.open_jobs(),
    }
    return TemplateResponse(request, "translation/board.html", context)


@dataclass(frozen=True, slots=True)
class _Shown:
    row: Row
    cells: SafeString


def _cells(row: Row, address: str, may_change: bool) -> SafeString:
    """The cells of a row; a thousand on a page, so they are written here and not by a template."""

    def written() -> Iterator[str]:
        article = row.article.pk
        for cell in row.cells:
            name = languages.name(cell.language, "en")
            if not cell.state or cell.state == "original":
                said = "Original" if cell.state else "Not offered"
                mark = MARKS.get(cell.state, "")
                yield (
                    f'<td data-state="{cell.state or "off"}" data-code="{cell.language}" class="board-cell" role="cell">'
                    f'<span aria-hidden="true">{mark}</span><span class="w-sr-only">{said}</span></td>'
                )
                continue
            tick = (
                f'<input type="checkbox" name="cell" value="{article}.{cell.language}" aria-label="Choose {name}">'
                if may_change and cell.matches
                else ""
            )
            more = [cell.label]
            if cell.cost:
                more.append(f"{cell.cost:.2f} EUR")
            if cell.to:
                more.append(f"for {escape(cell.to)} to review")
            where = address.replace("{article}", str(article)).replace("{language}", cell.language)
            yield (
                f'<td data-state="{cell.state}" data-code="{cell.language}" role="cell" '
                f'class="board-cell{"" if cell.matches else " is-other"}{" is-asked" if cell.to else ""}">{tick}'
                f'<a href="{where}" title="{name}: {", ".join(more)}"><span aria-hidden="true">{MARKS[cell.state]}</span>'
                f'<span class="w-sr-only">{", ".join(more)}</span></a></td>'
            )

    return mark_safe("".join(written()))


@require_admin_access
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Begin a job with what was chosen, or set policies of languages."""
    user = doors.user(request, doors.CHANGE)
    filters = _kept(request)
    back = reverse("translation_board") + (f"?{_as_query(filters)}" if filters.narrows else "")
    wanted = request.POST.get("act", "")
    cells = _chosen(request, filters)
    everything = "all" in request.POST
    if wanted in _POLICIES:
        codes = {code for _, code in cells} if not everything else set(filters.languages or offered())
        return _set_policies(request, wanted, codes, back)
    if wanted not in jobs.WANTED:
        messages.error(request, "Say what is to be done.")
        return redirect(back)
    if not cells and not everything:
        messages.error(request, "Choose cells, rows or columns first, or all that match.")
        return redirect(back)
    to = None
    if wanted == Job.Act.ASSIGN:
        to = next((each for each in _translators() if str(each.pk) == request.POST.get("to")), None)
        if to is None:
            messages.error(request, "Say who is to review them.")
            return redirect(back)
    selection = jobs.everything(filters) if everything else jobs.these(cells)
    job = jobs.propose(wanted, selection, by=doors.name(user), to=to.pk if to else None)
    return redirect("translation_job", job.pk)


def _set_policies(request: HttpRequest, mode: str, codes: set[str], back: str) -> HttpResponse:
    if not request.user.has_perm(doors.POLICY):
        raise PermissionDenied
    if not codes:
        messages.error(request, "Choose the columns of languages first.")
        return redirect(back)
    for code in codes:
        policy, _ = Policy.objects.update_or_create(language=code, defaults={"mode": mode})
    for answer in hooks.get_hooks("after_edit_snippet"):  # as its own form does: pages name the languages
        answer(request, policy)
    names = ", ".join(sorted(languages.name(code, "en") for code in codes))
    messages.success(request, f"{Policy.Mode(mode).label.partition(':')[0].capitalize()}: {names}.")
    return redirect(back)


def _chosen(request: HttpRequest, filters: Filters) -> list[tuple[int, str]]:
    """Cells that are ticked, those of ticked rows, and those of ticked columns on the page."""
    shown = [int(word) for word in request.POST.get("shown", "").split(",") if _is_key(word)]
    codes = list(filters.languages or offered())
    cells = [
        (int(article), code)
        for article, _, code in (word.partition(".") for word in request.POST.getlist("cell"))
        if _is_key(article) and code in languages.CODES
    ]
    cells += [(int(row), code) for row in request.POST.getlist("row") if _is_key(row) for code in codes]
    cells += [
        (article, code)
        for code in request.POST.getlist("column")
        if code in languages.CODES
        for article in shown
    ]
    return list(dict.fromkeys(cells))[:_MOST]


def _is_key(word: str) -> bool:
    return word.isascii() and word.isdecimal() and len(word) < 19


def _filters(request: HttpRequest) -> Filters:
    return Filters.of(request.GET, request.GET.getlist("language"))


def _kept(request: HttpRequest) -> Filters:
    try:
        data = json.loads(request.POST.get("filters") or "{}")
    except ValueError:
        data = {}
    return Filters.from_json(data if isinstance(data, dict) else {})


def _as_query(filters: Filters) -> str:
    data = filters.to_json()
    return urlencode({**data, "language": data.pop("languages", ())}, doseq=True)


def _query(request: HttpRequest, **changes: object) -> str:
    given = request.GET.copy()
    for key, value in changes.items():
        given.pop(key, None)
        if value:
            given[key] = str(value)
    return f"?{given.urlencode()}"


def _sum(found: Board, state: str) -> int:
    return sum(column.counts.get(state, 0) for column in found.columns)


def _translators() -> list[User]:
    """Whoever may review."""
    by_group = Q(
        groups__permissions__content_type__app_label="article", groups__permissions__codename="change_edition"
    )
    return list(
        User.objects.filter(by_group | Q(is_superuser=True), is_active=True).distinct().order_by("username")
    )
