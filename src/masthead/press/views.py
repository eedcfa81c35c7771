"""What Django answers for addresses that no pressed file stands for."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from masthead.article.models import Article, Edition
from masthead.lib import interface, languages
from masthead.press import addresses, files
from masthead.press.rendering import answer


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """410 for a withdrawn article, 404 for the rest, in the language of the address."""
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
