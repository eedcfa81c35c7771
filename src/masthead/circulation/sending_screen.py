"""One screen about one issue: look at it, send a test, send it, and see how far it has come."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from wagtail.permissions import policy_registry

from masthead.circulation import actions, queries
from masthead.circulation import issue as issues
from masthead.circulation.errors import CirculationError
from masthead.circulation.models import Delivery, Issue
from masthead.lib import languages

SHOWN_ERRORS = 50


def progress_words(issue: Issue) -> str:
    match issue.state:
        case Issue.State.DRAFT:
            return ""
        case Issue.State.SENT:
            return f"{issue.delivered} of {issue.recipients} sent"
    now = queries.progress(issue)
    words = f"{now.sent} of {issue.recipients} sent"
    return f"{words}. {issue.trouble}" if issue.trouble else words


def send(request: HttpRequest, pk: int) -> HttpResponse:
    issue = _issue(request, pk)
    if request.method == "POST":
        try:
            started = actions.start(pk, by=_user(request))
            messages.success(request, f"On its way to {started.recipients} subscribers.")
        except CirculationError as error:
            messages.error(request, str(error))
        return redirect("issues:send", pk)
    return render(request, "circulation/send.html", _context(request, issue))


@require_POST
def resume(request: HttpRequest, pk: int) -> HttpResponse:
    _issue(request, pk)
    try:
        actions.resume(pk, by=_user(request))
        messages.success(request, "Sending goes on.")
    except CirculationError as error:
        messages.error(request, str(error))
    return redirect("issues:send", pk)


@require_POST
def test(request: HttpRequest, pk: int) -> HttpResponse:
    _issue(request, pk)
    user, language = _user(request), _language(request.POST.get("language", ""))

    def hand_over() -> None:
        try:
            actions.send_test(pk, language, user.email, by=user)
            messages.success(request, f"A test is on its way to {user.email}.")
        except CirculationError as error:
            messages.error(request, str(error))

    # The desk runs each POST in a transaction. The mail server's patience must not hold the database's lock.
    transaction.on_commit(hand_over)
    return redirect("issues:send", pk)


@require_GET
def letter(request: HttpRequest, pk: int, language: str) -> HttpResponse:
    """The mail in one language, as it would look now."""
    issue = _issue(request, pk)
    try:
        written = actions.draft(issue, _language(language))
    except CirculationError as error:
        return HttpResponse(str(error), content_type="text/plain; charset=utf-8", status=409)
    return HttpResponse(written.html_with("#"))


def _context(request: HttpRequest, issue: Issue) -> dict[str, Any]:
    readers = queries.subscribers_by_language()
    found = queries.contents(issue.pk, list(readers))
    unfit = issue.deliveries.filter(state__in=[Delivery.State.FAILED, Delivery.State.SENDING]).exclude(
        error=""
    )
    stalled = issue.state == Issue.State.SENDING and (
        not issue.lease_until or issue.lease_until < timezone.now()
    )
    outlet = queries.outlet()
    return {
        "breadcrumbs_items": [
            {"url": reverse("issues:list"), "label": "Issues"},
            {"url": "", "label": str(issue)},
        ],
        "header_icon": "mail",
        "header_title": str(issue),
        "issue": issue,
        "progress": queries.progress(issue),
        "stalled": stalled,
        "errors": unfit.select_related("subscriber").order_by("pk")[:SHOWN_ERRORS],
        "articles": issue.articles.select_related("article").order_by("sort_order", "pk"),
        "published": {piece.article for piece in found.live if piece.is_original},
        "readers": [
            {
                "code": code,
                "name": languages.name(code, "en"),
                "many": many,
                "translated": sum(
                    piece.language == code for piece in issues.choose(found.order, found.live, code)
                ),
            }
            for code, many in readers.items()
        ],
        "all_readers": sum(readers.values()),
        "languages": [(code, languages.name(code, "en")) for code in languages.CODES],
        "outlet": outlet,
        "outlet_language": languages.name(outlet.language, "en"),
        "may_send": _user(request).has_perm("circulation.publish_issue"),
        "may_test": _user(request).has_perm("circulation.change_issue"),
    }


def _issue(request: HttpRequest, pk: int) -> Issue:
    policy = policy_registry.get_by_type(Issue)
    if not policy.user_has_any_permission(request.user, ["add", "change", "view", "publish"]):
        raise PermissionDenied
    return get_object_or_404(Issue, pk=pk)


def _language(code: str) -> str:
    if code not in languages.CODES:
        raise Http404
    return code


def _user(request: HttpRequest) -> Any:
    return request.user
