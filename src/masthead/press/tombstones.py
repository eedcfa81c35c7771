"""What is said where something was and is no longer: that it is gone, since when and why, in the reader's language.

410 for what an outlet has taken back, 451 (RFC 7725) for what a law, a court or an authority bars.
"""

from __future__ import annotations

from urllib.parse import quote

from django.http import HttpResponse

from masthead.article.models import Article
from masthead.desk.models import Withdrawal
from masthead.lib import interface, languages
from masthead.press.pages.sheet import path_of
from masthead.press.rendering import answer

_KEPT = ":/?#[]@!$&'()*+,;=%"
_CACHE = "public, max-age=60"


def article(code: str, path: str, why: Withdrawal | None) -> HttpResponse:
    """In place of an article; ``path`` is what was asked for."""
    own = path if path.startswith(f"/{code}/") else ""
    return _tombstone(code, "gone", why, path=own)


def edition(code: str, article: Article, why: Withdrawal) -> HttpResponse:
    """In place of a translation that was taken back, with the way to the original."""
    return _tombstone(code, "gone_edition", why, original=article)


def page(code: str) -> HttpResponse:
    """In place of a list, a feed or a map."""
    return _tombstone(code, "gone_page", None)


def _tombstone(
    code: str, key: str, why: Withdrawal | None, *, original: Article | None = None, path: str = ""
) -> HttpResponse:
    words = interface.of(code)
    context = {
        "reason": words.text(f"gone_{why.reason}") if why and why.reason else "",
        "since": {"iso": why.at.date().isoformat(), "text": words.text("gone_on", date=words.date(why.at))}
        if why
        else None,
        "original": {
            "path": path_of(original, original.language),
            "tag": languages.get(original.language).tag,
            "text": words.text("original_language", language=words.language_name(original.language)),
        }
        if original
        else None,
    }
    by_law = why is not None and why.by_law
    response = answer(
        code, "tombstone.html", context, title=words.text(key), path=path, status=451 if by_law else 410
    )
    response["Cache-Control"] = _CACHE
    if why and by_law and why.blocked_by:
        response["Link"] = f'<{_quoted(why.blocked_by)}>; rel="blocked-by"'
    return response


def _quoted(address: str) -> str:
    """An address that ends no header and no angle bracket (RFC 8288 section 3.1)."""
    return quote(address, safe=_KEPT)
