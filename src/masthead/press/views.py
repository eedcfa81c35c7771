"""What Django answers for addresses that no pressed file stands for."""

from __future__ import annotations

import logging
from html import escape

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect

from masthead.article.models import Article, Edition, Outlet
from masthead.lib import interface, languages
from masthead.press import addresses, files, moved
from masthead.press.pages.article import path_of
from masthead.press.rendering import answer
from masthead.press.server import SECURITY

log = logging.getLogger(__name__)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The new address of a moved article, 410 for a withdrawn one, 404 for the rest."""
    path = request.path.replace("\x00", "")  # which PostgreSQL would refuse
    left = moved.find(path, request.META.get("QUERY_STRING", ""))
    if left is not None and (article := Article.objects.published().filter(pk=left.article).first()):
        return HttpResponsePermanentRedirect(path_of(article, left.language))
    code, parts = _language(path), path.strip("/").split("/")
    front = addresses.front(code)
    if path == "/" and (files.root() / addresses.file_of(front)).exists():
        return HttpResponseRedirect(
            front
        )  # an article of another system was asked for that did not come here
    at_home = len(parts) == 3 and parts[1] == "articles"
    if (left is not None and _withdrawn(pk=left.article)) or (at_home and _withdrawn(slug=parts[2])):
        text = interface.of(code).text("gone")
        return answer(code, "notice.html", {"text": text}, title=text, status=410)
    try:
        body = (files.root() / addresses.file_of(addresses.not_found(code))).read_text(encoding="utf-8")
    except FileNotFoundError:
        return _bare(code, interface.of(code).text("not_found_text"), 404)
    return _dressed(HttpResponse(body, status=404), code)


def broken(request: HttpRequest) -> HttpResponse:
    """500: something went wrong, perhaps the database itself."""
    try:
        code = _language(request.path)
        words = interface.of(code)
        text = {"text": words.text("error_try_again")}
        return answer(code, "notice.html", text, title=words.text("server_error"), status=500)
    except Exception:
        log.exception("The page that says that something went wrong could not be made.")
        return _bare("en", interface.of("en").text("server_error"), 500)


def _language(path: str) -> str:
    """The language of an address where the outlet has it, otherwise the outlet's own."""
    code = path.strip("/").partition("/")[0]
    if code in languages.CODES and (files.root() / addresses.file_of(addresses.not_found(code))).exists():
        return code
    return Outlet.objects.values_list("language", flat=True).first() or "en"


def _bare(code: str, text: str, status: int) -> HttpResponse:
    language = languages.get(code)
    page = (
        f'<!doctype html><html lang="{language.tag}" dir="{language.direction}"><meta charset="utf-8">'
        f"<title>{escape(text)}</title><h1>{escape(text)}</h1>"
    )
    return _dressed(HttpResponse(page, status=status), code)


def _dressed(response: HttpResponse, code: str) -> HttpResponse:
    response["Content-Language"] = languages.get(code).tag
    response["Cache-Control"] = "no-store"
    for name, value in SECURITY:
        response[name] = value
    return response


def _withdrawn(**article: int | str) -> bool:
    return Edition.objects.filter(
        article__in=Article.objects.filter(kind=Article.Kind.ARTICLE, **article),
        is_original=True,
        state=Edition.State.WITHDRAWN,
    ).exists()
