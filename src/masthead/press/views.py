"""What Django answers for addresses that no pressed file stands for."""

from __future__ import annotations

import logging
from html import escape

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect, HttpResponseRedirect
from django.views.decorators.http import require_safe

from masthead.article.models import Article, Edition, Outlet
from masthead.desk.models import Withdrawal
from masthead.lib import interface, languages
from masthead.press import addresses, files, leaving, moved, outlet, tombstones
from masthead.press.headers import PAGE_CACHE, SECURITY, of_paper
from masthead.press.models import Gone, Moved
from masthead.press.pages import article as article_pages
from masthead.press.pages import sheet as sheets
from masthead.press.pages.sheet import path_of
from masthead.press.pdf import keeping
from masthead.press.pdf.making import NotMade
from masthead.press.rendering import answer

log = logging.getLogger(__name__)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The new address of what has moved, 410 or 451 with the reason for what was withdrawn, 404 for the rest."""
    # PostgreSQL would refuse a zero byte. What became of a page became of its PDF.
    path = addresses.page_beside(request.path.replace("\x00", ""))
    if found := instead(path, request.META.get("QUERY_STRING", "")):
        return found
    code = _language(path)
    front = addresses.front(code)
    if path == "/" and (files.root() / addresses.file_of(front)).exists():
        # An article of another system was asked for that did not come here.
        return HttpResponseRedirect(front)
    try:
        body = (files.root() / addresses.file_of(addresses.not_found(code))).read_text(encoding="utf-8")
    except FileNotFoundError:
        return _bare(code, interface.of(code).text("not_found_text"), 404)
    return _dressed(HttpResponse(body, status=404), code)


def instead(path: str, query: str = "") -> HttpResponse | None:
    """What is answered at a decoded path where something was: its new address, or that it is gone and why; None where
    nothing was."""
    left, gone = moved.find(path, query), leaving.find(path)
    key, language = _article(path, left, gone)
    if key is not None and (found := _what_became_of(key, language, path, pressed=gone is not None)):
        return found
    if gone is None:
        return None
    now = leaving.list_now(gone)
    return _lead(now) if now else tombstones.page(_language(path))


def _article(path: str, left: Moved | None, gone: Gone | None) -> tuple[int | None, str]:
    """Which article an address is or was of, and in which language."""
    if left is not None:
        return left.article, left.language
    if gone is not None and gone.article is not None:
        return gone.article, gone.language
    parts = path.strip("/").split("/")
    if len(parts) == 3 and parts[1] == "articles" and parts[0] in languages.CODES:
        return Article.objects.filter(slug=parts[2]).values_list("pk", flat=True).first(), parts[0]
    return None, ""


def _what_became_of(key: int, language: str, path: str, *, pressed: bool) -> HttpResponse | None:
    """Where an article is now, or why it is nowhere; None for one that was never public.

    ``pressed``: there was a page at this very address.
    """
    article = Article.objects.filter(pk=key).first()
    why = {row.language: row for row in Withdrawal.objects.filter(article=key, language__in=["", language])}
    code = _language(path)
    if article is None or not article.live:
        was_public = (
            pressed
            or article is None
            or "" in why
            or Edition.objects.filter(article=key, state=Edition.State.WITHDRAWN).exists()
        )
        return tombstones.article(code, path, why.get("")) if was_public else None
    if language in why:
        return tombstones.edition(code, article, why[language])
    if path == path_of(article, language) and (page := _not_pressed_yet(article, language)):
        return page
    now = leaving.article_now(article, language)
    return _lead(now) if now != path else None


def _not_pressed_yet(article: Article, language: str) -> HttpResponse | None:
    """The page that is about to stand at an address, which a list that is pressed already may name."""
    sheet = sheets.read(outlet.read(), article.pk)
    if sheet is None or language not in sheet.editions:
        return None
    return _dressed(HttpResponse(article_pages.page(sheet, language)), language)


def _lead(path: str) -> HttpResponse:
    """For good, as far as anybody knows: browsers ask again, since a list or a language may come back."""
    response = HttpResponsePermanentRedirect(path)
    response["Cache-Control"] = "public, max-age=3600"
    return response


PATIENCE = 10.0  # seconds that a reader waits for another's PDF


@require_safe
def pdf(request: HttpRequest, language: str, slug: str, name: str) -> HttpResponse:
    """An article as a PDF, for whoever asks first; the next find the file, which needs no Django."""
    if name != slug or language not in languages.CODES:
        return missing(request)
    try:
        body = keeping.keep(language, slug, patience=PATIENCE)
    except keeping.NoEdition:
        page = addresses.article(language, slug)
        there = (files.root() / addresses.file_of(page)).exists()  # the original in this language's dress
        return HttpResponseRedirect(page) if there else missing(request)
    except NotMade as error:
        log.warning("%s", error.sentence)
        if not error.again:
            return HttpResponseRedirect(addresses.article(language, slug))
        words = interface.of(language)
        text = words.text("error_try_again")
        response = answer(
            language, "notice.html", {"text": text}, title=words.text("server_error"), status=503
        )
        response["Retry-After"] = "10"
        return response
    response = HttpResponse(body, content_type="application/pdf")
    response["Cache-Control"] = PAGE_CACHE
    for header, value in of_paper(request.path):
        response[header] = value
    return response


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
