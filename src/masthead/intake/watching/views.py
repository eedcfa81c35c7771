"""Where hubs of feeds knock."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from masthead.intake.readers.feed.reader import LARGEST
from masthead.intake.watching import hubs


@csrf_exempt
@require_http_methods(["GET", "POST"])
def websub(request: HttpRequest, token: str) -> HttpResponse:
    """A question of the hub (GET) is answered with its challenge; a knock (POST) is thanked for."""
    if request.method == "GET":
        challenge = hubs.answer(token, request.GET.dict())
        if challenge is None:
            raise Http404
        # As text, so that what a hub sends is never a page of ours.
        return HttpResponse(challenge, content_type="text/plain; charset=utf-8")
    try:
        body = request.read(LARGEST + 1)
    except (OSError, RawPostDataException):
        return HttpResponse(status=400)
    if len(body) > LARGEST:
        return HttpResponse(status=413)
    if not hubs.knock(token, body, request.headers.get("X-Hub-Signature", "")):
        raise Http404
    return HttpResponse(status=202)
