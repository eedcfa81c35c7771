"""The readers that are compared. Each takes a page as it came over the wire and says what it found."""

from __future__ import annotations

import contextlib
import re
import warnings
from collections.abc import Callable
from dataclasses import dataclass

import htmldate
import trafilatura

from masthead.intake.errors import IntakeError
from masthead.intake.readers import registry
from masthead.intake.sources.delivery import Delivery


@dataclass(frozen=True, slots=True)
class Read:
    """What was found in one page; empty is nothing. ``day`` is ISO 8601."""

    text: str = ""
    headline: str = ""
    authors: tuple[str, ...] = ()
    day: str = ""
    tags: tuple[str, ...] = ()


def of_masthead(page: bytes, url: str) -> Read:
    try:
        draft = registry.read(Delivery(page, "page", url))
    except IntakeError:
        return Read()
    return Read(
        draft.body_text,
        draft.headline.value if draft.headline else "",
        tuple(found.value.name for found in draft.bylines),
        draft.published.value[:10] if draft.published else "",
        tuple(found.value.name for found in draft.terms if found.value.kind == "tag"),
    )


def of_trafilatura(page: bytes, url: str) -> Read:
    found = trafilatura.bare_extraction(page, url=url or None, with_metadata=True, include_comments=False)
    if found is None:
        return Read()
    authors = tuple(filter(None, re.split(r";\s*", found.author or "")))
    return Read(found.text or "", found.title or "", authors, found.date or "", tuple(found.tags or ()))


def of_newspaper4k(page: bytes, url: str) -> Read:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import newspaper

        article = newspaper.Article(url or "http://example.com/", fetch_images=False)
        with contextlib.suppress(newspaper.ArticleException):
            article.download(input_html=page)
            article.parse()
    when = article.publish_date
    return Read(
        article.text or "",
        article.title or "",
        tuple(article.authors or ()),
        when.date().isoformat() if when else "",
        tuple(article.tags or ()),
    )


def of_htmldate(page: bytes, url: str) -> Read:
    return Read(
        day=htmldate.find_date(page, url=url or None, extensive_search=True, original_date=True) or ""
    )


TOOLS: dict[str, Callable[[bytes, str], Read]] = {
    "masthead": of_masthead,
    "trafilatura": of_trafilatura,
    "newspaper4k": of_newspaper4k,
    "htmldate": of_htmldate,
}


def read(tool: str, page: bytes, url: str) -> Read:
    """What a tool finds; nothing where it breaks."""
    try:
        return TOOLS[tool](page, url)
    except Exception:  # a peer that breaks on a page has found nothing in it
        return Read()
