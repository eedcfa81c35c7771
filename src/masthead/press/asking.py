"""Where a reader asks for a translation that is on request, and waits for it.

Only the button of a page asks, by a form that the browser says stood here: no GET does, so no robot that follows links.
One article and language is asked for once, a caller asks a few times a day, and the day and the budget have caps.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from masthead.article.models import Article
from masthead.lib import callers, interface, languages
from masthead.press import addresses, files, outlet
from masthead.press.bucket import changes
from masthead.press.headers import SECURITY
from masthead.press.pages import article as article_pages
from masthead.press.pages import sheet as sheets
from masthead.press.rendering import answer
from masthead.press.stock import text_of
from masthead.translation import actions as translation
from masthead.translation import queries
from masthead.translation.errors import DoesNotFit, NotPermitted, NotPublished

MOST = 10
"""Translations that one network may ask for in a day."""
_DAY = 86_400


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def article(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    return _asked(
        request, Article.objects.published().filter(slug=slug, kind=Article.Kind.ARTICLE).first(), language
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def standing(request: HttpRequest, language: str, page: str) -> HttpResponse:
    kept = Article.objects.published().filter(kind=Article.Kind.PAGE, standing=page.replace("-", "_"))
    return _asked(request, kept.first(), language)


def _asked(request: HttpRequest, found: Article | None, language: str) -> HttpResponse:
    if found is None or language not in languages.CODES:
        raise Http404
    state = _ask(request, found, language) if request.method == "POST" else _state(found, language)
    here = sheets.path_of(found, language)
    if "state" in request.GET:
        return _dressed(HttpResponse(state, content_type="text/plain"))
    if state in ("live", ""):
        # Its name is another for the caches that hold the page as it was.
        return _lead(f"{here}?translated" if state else here)
    if state == "foreign":
        words = interface.of(language)
        text = {"text": words.text("error_try_again")}
        return answer(language, "notice.html", text, title=words.text("server_error"), status=403)
    if request.method == "POST" and state != "full":
        return _lead(addresses.asked(here))
    return _waiting(found, language, state)


def _ask(request: HttpRequest, found: Article, language: str) -> str:
    """How it stands now, where the caller may ask; ``foreign`` for a form that stood elsewhere."""
    own = {request.get_host(), urlsplit(outlet.read().base).netloc}
    if "Origin" not in request.headers or not callers.same_site(request.headers, own):
        return "foreign"
    if known := _state(found, language):
        return known
    network = callers.network(request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", ""))
    key = f"asked:{timezone.localdate()}:{network}"
    cache.add(key, 0, _DAY)
    if cache.incr(key) > MOST:
        return "full"
    try:
        translation.request(found.pk, language)
    except (DoesNotFit, NotPermitted, NotPublished):
        return ""
    return _state(found, language) or "full"


def _state(found: Article, language: str) -> str:
    """As ``queries.asked``; what is live is still ``asked`` until its page stands."""
    state = queries.asked(found.pk, language)
    return "asked" if state == "live" and not _stands(sheets.path_of(found, language)) else state


def _stands(page: str) -> bool:
    """Is there a page at an address for readers, with its text in the language of the address?"""
    try:
        return not text_of(files.root() / addresses.file_of(page)) and not changes.waits(page)
    except FileNotFoundError:
        return False


def _waiting(found: Article, language: str, state: str) -> HttpResponse:
    sheet = sheets.read(outlet.read(), found.pk)
    if sheet is None or language in sheet.editions:
        raise Http404
    response = HttpResponse(
        article_pages.waiting(sheet, language, state), status=429 if state == "full" else 200
    )
    response["Content-Language"] = languages.get(sheet.original.language).tag
    return _dressed(response)


def _lead(path: str) -> HttpResponse:
    response = HttpResponseRedirect(path)
    response.status_code = 303
    return _dressed(response)


def _dressed(response: HttpResponse) -> HttpResponse:
    for name, value in SECURITY:
        response[name] = value
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
