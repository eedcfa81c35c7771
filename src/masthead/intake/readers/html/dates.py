"""When it was published and updated: JSON-LD, microdata, meta elements, printed times, then htmldate's search."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime, timedelta, timezone

from htmldate import find_date
from lxml.html import HtmlElement

from masthead.intake.draft import Found
from masthead.intake.moments import moment, months
from masthead.intake.readers.html import jsonld, microdata
from masthead.intake.readers.html.page import Page
from masthead.intake.readers.html.text import text_of

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "article:published", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "dc.date.issued", "dcterms.issued", "dc.date", "dc:date", "dcterms.date",
    "dc.date.created", "dcterms.created", "citation_publication_date", "citation_date", "citation_online_date",
    "publish-date", "publish_date", "publishdate", "publication_date", "published", "pubdate", "date", "displaydate",
    "originalpublicationdate", "article_date_original", "article.published", "cxenseparse:recs:publishtime",
    "cxenseparse:publishtime", "mediator_published_time", "bt:pubdate", "rnews:datepublished", "ptime", "shareaholic:article_published_time",
    "article:post_date", "release_date",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "article:updated_time", "datemodified",
    "dcterms.modified", "dc.date.modified", "lastmod", "last-modified", "last_updated_date", "lastmodified", "revised",
    "shareaholic:article_modified_time", "bt:moddate", "rnews:datemodified",
)  # fmt: skip
_ASIDE = re.compile(
    r"comment|related|recommend|sidebar|widget|teaser|footer|most-?read|popular|trending|event", re.IGNORECASE
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:/|-|_|$)")
_DATE_CLASS = re.compile(r"(?:^|[\s_-])date(?:$|[\s_-])|pub(?:lish(?:ed)?)?-?date", re.IGNORECASE)
_UPDATES = re.compile(r"updat|modif|aktuali|actuali|revis|zuletzt|last", re.IGNORECASE)

logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def dates(page: Page, article: jsonld.Node | None) -> tuple[Found[str] | None, Found[str] | None]:
    """First publication and last change, each a moment with its offset where the page tells it, else a day.

    A change on or before the publication is none.
    """
    change = next(_declared(page, article, ("dateModified",), "dateModified", _UPDATED), None)
    first = _published(page, article, change)
    if change and first and change.value[:16] <= first.value[:16]:
        change = None
    return first, change


def _published(page: Page, article: jsonld.Node | None, change: Found[str] | None) -> Found[str] | None:
    claims = list(_declared(page, article, ("datePublished", "dateCreated"), "datePublished", _PUBLISHED))
    if not claims:
        return _made_exact(_searched(page), page)
    chosen = claims[0]
    if change and change.value[:10] == chosen.value[:10]:
        # Systems that overwrite the day of publication with each change often leave it elsewhere.
        kept = [claim for claim in claims if claim.where == "meta:article:published_time"] or _dated(page)
        chosen = min([chosen, *kept], key=lambda claim: claim.value[:10])
    in_address = _IN_ADDRESS.search(page.url)
    if in_address and (day := moment("-".join(in_address.groups()))) and _days_between(day, chosen.value) > 1:
        return _made_exact(Found(day, "url:date", 0.7), page)
    return _made_exact(chosen, page) if "T" not in chosen.value else _local(chosen, page, change)


def _days_between(earlier: str, later: str) -> int:
    return (date.fromisoformat(later[:10]) - date.fromisoformat(earlier[:10])).days


def _made_exact(day: Found[str] | None, page: Page) -> Found[str] | None:
    """A day with the printed time of that day; without a day, the first printed time."""
    if day is not None and "T" in day.value:
        return day
    for found in _printed(page):
        if day is None or (found.value.startswith(day.value) and "T" in found.value):
            return found if day is None else Found(found.value, found.where, max(found.sure, day.sure))
    return day


def _local(found: Found[str], page: Page, change: Found[str] | None) -> Found[str]:
    """A moment given in UTC, with the offset that puts it on the day that the page prints or has in its address.

    The day of a later change does not count: where it is printed, it says nothing about the publication.
    """
    body = page.tree.find("body")
    if not found.value.endswith(("Z", "+00:00")) or body is None:
        return found
    when = datetime.fromisoformat(found.value)
    shown = f"{page.url} {text_of(body)[:20_000]}"
    offsets = [hours for hours in (0, 24 - when.hour, -1 - when.hour) if -8 <= hours <= 3]
    there = [when.astimezone(timezone(timedelta(hours=hours))) for hours in offsets]
    later = _change_day(when, change)
    there = [local for local in there if local.date() == when.date() or str(local.date()) != later]
    first = min(there, key=lambda local: _mentioned(shown, local.date()))
    return found if first.utcoffset() == timedelta() else Found(first.isoformat(), found.where, found.sure)


def _change_day(when: datetime, change: Found[str] | None) -> str:
    """The day of a change that came more than half a day after the publication."""
    if change is None or "T" not in change.value:
        return ""
    changed = datetime.fromisoformat(change.value)
    return change.value[:10] if changed.tzinfo and changed - when > timedelta(hours=12) else ""


def _mentioned(text: str, day: date) -> int:
    """Where the day first stands in the text, in figures or in words; past its end if it does not."""
    d, m, y = day.day, day.month, day.year
    words = "|".join(months(m))
    found = re.search(
        rf"(?<!\d)(?:0?{d}([./-])0?{m}\1{y}|0?{m}/0?{d}/{y}|{y}([./-])0?{m}\2(?:0?{d})(?!\d)|{y}\s*年\s*0?{m}\s*月\s*0?{d}\s*日"
        rf"|0?{d}(?:\.|er|º|st|nd|rd|th)?\s+(?:de\s+)?(?:{words})\w*\.?,?\s+(?:de\s+|del\s+)?{y})"
        rf"|(?:{words})\w*\.?\s+0?{d}(?:st|nd|rd|th)?,?\s+{y}",
        text,
        re.IGNORECASE,
    )
    return found.start() if found else len(text)


def _declared(
    page: Page, article: jsonld.Node | None, keys: tuple[str, ...], prop: str, names: tuple[str, ...]
) -> Iterator[Found[str]]:
    for key in keys:
        yield from _readable(jsonld.text((article or {}).get(key)), f"json-ld:{key}", 0.95)
    marked = {microdata.value(element): None for element in page.marked_as(prop)}
    if len(marked) < 3:  # more are the dates of other articles
        for text in marked:
            yield from _readable(text, f"microdata:{prop}", 0.9)
    for name, value in page.said(*names):
        yield from _readable(value, f"meta:{name}", 0.85)


def _readable(text: str, where: str, sure: float) -> Iterator[Found[str]]:
    value = moment(text)
    if value:
        yield Found(value, where, sure)


def _printed(page: Page) -> Iterator[Found[str]]:
    """The times that readers see, outside lists of other articles."""
    for element in page.tree.iter("time"):
        if not _beside(element) and not _UPDATES.search(
            f"{element.get('class') or ''} {element.get('itemprop') or ''}"
        ):
            yield from _readable(element.get("datetime") or text_of(element), "html:time", 0.6)


def _dated(page: Page) -> list[Found[str]]:
    """The one day in elements called a date, outside lists of other articles; none where there are several."""
    days: dict[str, Found[str]] = {}
    for element in page.tree.iter("div", "span", "p", "time"):
        name = element.get("class") or ""
        if not _DATE_CLASS.search(name) or _UPDATES.search(name) or _beside(element):
            continue
        said = text_of(element)
        if 6 <= len(said) <= 40 and not _UPDATES.search(said):
            for found in _readable(said, "html:date", 0.6):
                days.setdefault(found.value[:10], found)
    return list(days.values()) if len(days) == 1 else []


def _beside(element: HtmlElement) -> bool:
    for ancestor in element.iterancestors():
        if ancestor.tag in {"body", "main"} or ancestor.find(".//h1") is not None:
            return False
        if ancestor.tag in {"aside", "footer", "nav"} or _ASIDE.search(
            f"{ancestor.get('class') or ''} {ancestor.get('id') or ''}"
        ):
            return True
    return False


def _searched(page: Page) -> Found[str] | None:
    """The day that htmldate finds in the address, the markup or the text."""
    for extensive, sure in ((False, 0.7), (True, 0.5)):
        try:
            day = find_date(
                deepcopy(page.tree), extensive_search=extensive, original_date=True, url=page.url or None
            )
        except Exception:  # the library promises nothing about hostile trees
            return None
        if day:
            return Found(day, "text:date", sure)
    return None
