"""What the press prints below an article: the comments of each language, and the form."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from html import escape
from typing import Any

from masthead.article.models import Article
from masthead.lib import interface, languages
from masthead.press import addresses
from masthead.press.cards import when
from masthead.press.rendering import render
from masthead.reading import comments, queries
from masthead.reading.models import Comment


def below(articles: Mapping[int, Sequence[str]]) -> dict[int, dict[str, str]]:
    """{article: {language: HTML}}; two queries for any number of both. Standing pages have nothing below."""
    slugs = Article.objects.filter(pk__in=articles, kind=Article.Kind.ARTICLE).values_list("pk", "slug")
    shown = queries.shown_comments(articles)
    return {
        key: {code: _section(code, slug, shown.get((key, code), ())) for code in articles[key]}
        for key, slug in slugs
    }


def path(language: str, slug: str) -> str:
    """Where comments on an article are sent."""
    return f"{addresses.article(language, slug)}comments/"


def form(language: str, action: str, sent: comments.Draft, faults: Mapping[str, str]) -> dict[str, Any]:
    """A comment form for a template, filled with what was sent and what is wrong with it."""
    words = interface.of(language)
    return {
        "action": action,
        "values": {"name": sent.name, "email": sent.email, "text": sent.text},
        "faults": {field: words.text(faults[field]) if field in faults else "" for field in _FIELDS},
        "longest": {
            "name": comments.LONGEST_NAME,
            "email": comments.LONGEST_EMAIL,
            "text": comments.LONGEST_TEXT,
        },
        "trap": comments.TRAP,
    }


_FIELDS = ("", "name", "email", "text")


_HERE = "/here/"


def _section(language: str, slug: str, shown: Sequence[Comment]) -> str:
    action = path(language, slug)
    return _printed(language, action, shown) if shown else _empty(language).replace(_HERE, escape(action))


@cache
def _empty(language: str) -> str:
    """Most articles have no comments, and differ by their address only."""
    return _printed(language, _HERE, ())


def _printed(language: str, action: str, shown: Sequence[Comment]) -> str:
    words, own = interface.of(language), languages.get(language)
    return render(
        "comments.html",
        {
            "t": words.texts,
            "language": {"code": language, "tag": own.tag, "dir": own.direction},
            "count": words.count("comment_count", len(shown)),
            "comments": [_shown(comment, language) for comment in shown],
            "form": form(language, action, comments.Draft(), {}),
        },
    )


def _shown(comment: Comment, language: str) -> dict[str, Any]:
    return {
        "key": comment.pk,
        "name": comment.name,
        "date": when(comment.created_at, language),
        "paragraphs": comments.paragraphs(comment.text),
    }
