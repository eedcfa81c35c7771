"""What Django answers for addresses that no pressed file stands for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect

from masthead.article.models import Article, Edition
from masthead.lib import interface, languages
from masthead.press import addresses, files
from masthead.press.models import Moved
from masthead.press.pages.article import path_of
from masthead.press.rendering import answer


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The new address of a moved article, 410 for a withdrawn one, 404 for the rest."""
    moved = Moved.objects.filter(path=request.path).first()
    if moved is not None and (article := Article.objects.published().filter(pk=moved.article).first()):
        return HttpResponsePermanentRedirect(path_of(article, moved.language))
    parts = request.path.strip("/").split("/")
    code = parts[0] if parts[0] in languages.CODES else "en"
    if len(parts) == 3 and parts[1] == "articles" and _withdrawn(parts[2]):
        text = interface.of(code).text("gone")
        return answer(code, "notice.html", {"text": text}, title=text, status=410)
    try:
        body = (files.root() / addresses.file_of(addresses.not_found(code))).read_bytes()
    except FileNotFoundError:
        body = interface.of(code).text("not_found_text").encode()
    return HttpResponse(body, status=404)


def _withdrawn(slug: str) -> bool:
    return Edition.objects.filter(
        article__slug=slug,
        article__kind=Article.Kind.ARTICLE,
        is_original=True,
        state=Edition.State.WITHDRAWN,
    ).exists()
