"""The kept source of an arrival, for those at the desk alone, in a form that can do nothing."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_GET

from masthead.intake import originals, showing
from masthead.intake.errors import IntakeError
from masthead.intake.models import Arrival
from masthead.intake.parcels import tidy_name
from masthead.intake.readers import registry
from masthead.intake.readers.decode import decode
from masthead.intake.screens import doors
from masthead.intake.sources.delivery import Delivery


@require_GET
@xframe_options_sameorigin
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """A page or text as a static page; a PDF as it is; of anything else the words as they were read."""
    arrival, body = _kept(request, pk)
    media_type, _, charset = arrival.media_type.partition("; charset=")
    language = arrival.article.language
    if media_type == "application/pdf":
        response = HttpResponse(body, content_type="application/pdf")
        # A sandbox would keep browsers from showing it; it runs in none of our pages' names anyway.
        response["Content-Security-Policy"] = "frame-ancestors 'self'"
        response["Content-Disposition"] = "inline"
    else:
        response = HttpResponse(_page(body, media_type, charset, arrival, language))
        response["Content-Security-Policy"] = showing.POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response


@require_GET
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The bytes as they came, to be saved and not to be shown."""
    arrival, body = _kept(request, pk)
    name = tidy_name(arrival.source) if "://" not in arrival.source else f"source-{arrival.pk}"
    response = HttpResponse(body, content_type="application/octet-stream")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = showing.POLICY
    return response


def _kept(request: HttpRequest, pk: int) -> tuple[Arrival, bytes]:
    doors.user(request, doors.VIEW)
    arrival = get_object_or_404(Arrival.objects.select_related("article"), pk=pk)
    body = originals.read(arrival.original)
    if body is None:
        raise Http404("Nothing was kept of this source.")
    return arrival, body


def _page(body: bytes, media_type: str, charset: str, arrival: Arrival, language: str) -> str:
    try:
        match media_type:
            case "text/html":
                return showing.page(decode(body, charset).text, language=language)
            case "text/plain":
                return showing.text(decode(body, charset).text, language=language)
            case _:
                draft = registry.read(Delivery(body, str(arrival)))
                return showing.page(draft.body_html, language=language)
    except IntakeError as error:
        return showing.text(error.sentence, language="en")
