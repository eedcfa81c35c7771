"""The public doors: search, and comments on articles. No cookie, no session, no script."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urlencode, urlsplit

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from masthead.lib import callers, interface, languages
from masthead.press import addresses, outlet, rendering
from masthead.press.cards import when
from masthead.reading import actions, comments, queries, slot
from masthead.reading.errors import IndexUnreadable, NotOpen, TooMany
from masthead.reading.queries import Hit, Results
from masthead.reading.repair import report

log = logging.getLogger(__name__)


@require_safe
def search(request: HttpRequest, language: str) -> HttpResponse:
    _known(language)
    words = interface.of(language)
    query = " ".join(request.GET.get("q", "").replace("\x00", " ").split())[: queries.LONGEST_QUERY]
    everywhere = request.GET.get("all") == "1"
    found = _found(query, language, everywhere, _page(request.GET.get("page", "")))
    context = {
        "query": query,
        "everywhere": everywhere,
        "longest": queries.LONGEST_QUERY,
        "total": found.total,
        "count": words.count("result_count", found.total),
        "nothing": words.text("search_nothing", query=query),
        "hits": [_hit(hit, language) for hit in found.hits],
        "newer": _turn(words, language, query, everywhere, found.page - 1) if found.page > 1 else None,
        "older": _turn(words, language, query, everywhere, found.page + 1)
        if found.page < found.pages
        else None,
    }
    return rendering.answer(
        language, "search.html", context, title=words.text("search"), path=addresses.search(language)
    )


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def comment(request: HttpRequest, language: str, slug: str) -> HttpResponse:
    _known(language)
    article = queries.open_article(slug)
    if article is None:
        raise Http404
    back, here = addresses.article(language, article.slug), slot.path(language, article.slug)
    if request.method != "POST":
        return _thanks(language, back) if "sent" in request.GET else HttpResponseRedirect(f"{back}#comments")
    own = {request.get_host(), urlsplit(outlet.read().base).netloc}
    if not callers.same_site(request.headers, own):
        return _form(language, back, here, comments.draft(request.POST), {"": "error_try_again"}, 403)
    sent = comments.draft(request.POST)
    faults, status = comments.faults(sent), 422
    if not faults:
        network = callers.network(
            request.META.get("REMOTE_ADDR", ""), request.headers.get("X-Forwarded-For", "")
        )
        try:
            actions.send_comment(article, language, sent, network=network, now=timezone.now())
            return HttpResponseRedirect(f"{here}?sent")
        except TooMany:
            faults, status = {"": "error_slow_down"}, 429
        except NotOpen:
            raise Http404 from None
    return _form(language, back, here, sent, faults, status)


def _known(language: str) -> None:
    if language not in outlet.read().languages:
        raise Http404


def _page(value: str) -> int:
    return int(value) if value.isascii() and value.isdigit() and len(value) < 5 else 1


def _found(query: str, language: str, everywhere: bool, page: int) -> Results:
    if not query:
        return Results()
    try:
        return queries.search(query, language, all_languages=everywhere, page=page)
    except IndexUnreadable as error:
        report(error)
        return Results()


def _turn(
    words: interface.Interface, language: str, query: str, everywhere: bool, page: int
) -> dict[str, str]:
    asked = {"q": query, **({"all": "1"} if everywhere else {}), "page": str(page)}
    return {
        "path": f"{addresses.search(language)}?{urlencode(asked)}",
        "text": words.text("page_number", number=words.number(page)),
    }


def _hit(hit: Hit, language: str) -> dict[str, Any]:
    edition = hit.edition
    own, other = languages.get(edition.language), edition.language != language
    return {
        "path": addresses.article(edition.language, hit.slug),
        "headline": edition.headline,
        "standfirst": edition.standfirst,
        "snippet": hit.snippet,
        "date": when(edition.published_at, language),
        "machine": edition.by_machine and not edition.reviewed_by,
        "tag": own.tag if other else "",
        "dir": own.direction if other else "",
        "language": interface.of(language).language_name(edition.language) if other else "",
    }


def _form(
    language: str, back: str, here: str, sent: comments.Draft, faults: dict[str, str], status: int
) -> HttpResponse:
    words = interface.of(language)
    context = {"back": back, "form": slot.form(language, here, sent, faults)}
    return rendering.answer(
        language, "comment.html", context, title=words.text("comment_write"), path=here, status=status
    )


def _thanks(language: str, back: str) -> HttpResponse:
    words = interface.of(language)
    return rendering.answer(language, "thanks.html", {"back": back}, title=words.text("comments"))
