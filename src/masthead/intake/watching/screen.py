"""The editors' screen of watched feeds: add, look now, pause, forget; lists of feeds in and out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST
from wagtail.admin.admin_url_finder import AdminURLFinder

from masthead.intake.errors import IntakeError
from masthead.intake.models import FeedItem, WatchedFeed
from masthead.intake.watching import opml, verbs
from masthead.lib import languages

VIEW, ADD, CHANGE, DELETE = (f"intake.{verb}_watchedfeed" for verb in ("view", "add", "change", "delete"))
PER_PAGE = 50
_LANGUAGES = [(code, languages.name(code, "en")) for code in languages.CODES]


@require_GET
def feeds(request: HttpRequest) -> HttpResponse:
    user = _user(request, VIEW)
    counted = WatchedFeed.objects.annotate(
        taken=Count("items", filter=Q(items__state=FeedItem.State.TAKEN)),
        failed=Count("items", filter=Q(items__state=FeedItem.State.FAILED)),
    )
    page = Paginator(counted.order_by("title", "pk"), PER_PAGE).get_page(request.GET.get("p"))
    return TemplateResponse(
        request,
        "intake/feeds.html",
        {
            "breadcrumbs_items": [{"url": "", "label": "Feeds"}],
            "header_icon": "link",
            "header_title": "Feeds",
            "page": page,
            "languages": _LANGUAGES,
            "typed": request.GET.get("address", "")[:2000],
            "may_add": user.has_perm(ADD),
            "may_change": user.has_perm(CHANGE),
            "may_delete": user.has_perm(DELETE),
        },
    )


@require_GET
def items(request: HttpRequest, pk: int) -> HttpResponse:
    """What was seen in one feed, and what came of it."""
    finder = AdminURLFinder(_user(request, VIEW))
    row = get_object_or_404(WatchedFeed, pk=pk)
    seen = row.items.select_related("article").order_by("-pk")
    page = Paginator(seen, PER_PAGE).get_page(request.GET.get("p"))
    return TemplateResponse(
        request,
        "intake/feed.html",
        {
            "breadcrumbs_items": [
                {"url": reverse("feeds"), "label": "Feeds"},
                {"url": "", "label": str(row)},
            ],
            "header_icon": "link",
            "header_title": str(row),
            "row": row,
            "page": page,
            "items": [(item, finder.get_edit_url(item.article) if item.article else None) for item in page],
        },
    )


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    user = _user(request, ADD)
    address, language = request.POST.get("address", "").strip(), request.POST.get("language", "")
    if not address or len(address) > 2000 or (language and language not in languages.CODES):
        messages.error(request, "Give the address of a feed, or of a site that has one.")
        return redirect("feeds")

    def begin() -> None:
        try:
            row = verbs.watch(
                address, by=_name(user), language=language, only_new=bool(request.POST.get("only_new"))
            )
            verbs.look_now(row)
            messages.success(request, f"“{row}” is watched. What it holds comes in within a minute or two.")
        except IntakeError as error:
            messages.error(request, error.sentence)

    # The desk runs each POST in a transaction. The patience of a fetch must not hold the database's lock.
    transaction.on_commit(begin)
    return redirect("feeds")


@require_POST
def change(request: HttpRequest, pk: int, verb: str) -> HttpResponse:
    """``look``, ``pause``, ``resume``, ``forget``."""
    _user(request, DELETE if verb == "forget" else CHANGE)
    row = get_object_or_404(WatchedFeed, pk=pk)
    match verb:
        case "look":
            verbs.look_now(row)
            messages.success(request, f"“{row}” is looked at within a minute.")
        case "pause":
            verbs.pause(row)
        case "resume":
            verbs.resume(row)
        case _:
            verbs.forget(row)
            messages.success(request, f"“{row}” is not watched any more. Its articles stay.")
    return redirect("feeds")


@require_POST
def bring(request: HttpRequest) -> HttpResponse:
    """A list of feeds from elsewhere. What stands in them now is left."""
    user = _user(request, ADD)
    file = request.FILES.get("list")
    if file is None or file.size is None or file.size > opml.LARGEST:
        messages.error(request, f"Choose an OPML file of at most {opml.LARGEST // 1_000_000} MB.")
        return redirect("feeds")
    try:
        outlines = opml.read(file.read())
    except IntakeError as error:
        messages.error(request, error.sentence)
        return redirect("feeds")
    begun = verbs.watch_all(outlines, by=_name(user))
    messages.success(request, f"{begun} of {len(outlines)} feeds are new, and are watched from now on.")
    return redirect("feeds")


@require_GET
def take_along(request: HttpRequest) -> HttpResponse:
    _user(request, VIEW)
    rows = WatchedFeed.objects.order_by("title", "pk")
    body = opml.write("Feeds", (opml.Outline(row.address, str(row), row.site) for row in rows))
    return HttpResponse(
        body,
        content_type="text/x-opml; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="feeds.opml"'},
    )


def _user(request: HttpRequest, permission: str) -> Any:
    asking: Any = request.user
    if not asking.has_perm(permission):
        raise PermissionDenied
    return asking


def _name(user: Any) -> str:
    return str(user.get_full_name() or user.get_username())
