"""When it was published and updated: JSON-LD, microdata, meta elements, then what is printed, then htmldate's search."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from copy import deepcopy
from datetime import date, datetime, timedelta, timezone

from htmldate import find_date
from lxml.html import HtmlElement

from masthead.intake.draft import Found
from masthead.intake.moments import moment, months, written
from masthead.intake.readers.html import jsonld, microdata
from masthead.intake.readers.html.page import Page
from masthead.intake.readers.html.phrases import PUBLISHED
from masthead.intake.readers.html.text import folded, one_line, text_of

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
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d\d(?=[/_-]|$)|\d(?=/|$))")
_DATE_CLASS = re.compile(r"(?:^|[\s_-])date(?:$|[\s_-])|pub(?:lish(?:ed)?)?-?date", re.IGNORECASE)
_MONTH_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-](0[1-9]|1[0-2])[/-]")
_UPDATES = re.compile(r"updat|modif|aktuali|actuali|revis|zuletzt|last|änder|stand\b", re.IGNORECASE)
_BEHIND, _BEFORE = 60, 20  # letters between the headline and its day
_LEADS_ON = re.compile(r"(?:^|\s)[a-zß-ÿа-яё]{1,3}\s+$")  # on, in, am, le
_GOES_ON = re.compile(r"[,.]?\s+(?!(?:by|von|par|por|di|at|um|uhr|à|в|о)\b)[a-zß-ÿа-яё]")
_HEADINGS = ("h1", "h2", "h3", "div", "span", "p")

logging.getLogger("htmldate").setLevel(logging.CRITICAL)


def dates(
    page: Page, article: jsonld.Node | None, headline: str = ""
) -> tuple[Found[str] | None, Found[str] | None]:
    """First publication and last change, each a moment with its offset where the page tells it, else a day.

    A change on or before the publication is none.
    """
    change = next(_declared(page, article, ("dateModified",), "dateModified", _UPDATED), None)
    first = _published(page, article, change, headline)
    if change and first and change.value[:16] <= first.value[:16]:
        change = None
    return first, change


def _published(
    page: Page, article: jsonld.Node | None, change: Found[str] | None, headline: str
) -> Found[str] | None:
    claims = list(_declared(page, article, ("datePublished", "dateCreated"), "datePublished", _PUBLISHED))
    if not claims:
        return _made_exact(next(_undeclared(page, headline), None), page)
    chosen = claims[0]
    if change and change.value[:10] == chosen.value[:10]:
        # Systems that overwrite the day of publication with each change often leave it elsewhere.
        kept = [claim for claim in claims if claim.where == "meta:article:published_time"] or _dated(page)
        chosen = min([chosen, *kept], key=lambda claim: claim.value[:10])
    in_address = _in_address(page)
    if in_address and _days_between(in_address.value, chosen.value) > 1:
        return _made_exact(in_address, page)
    return _made_exact(chosen, page) if "T" not in chosen.value else _local(chosen, page, change)


def _in_address(page: Page) -> Found[str] | None:
    parts = _IN_ADDRESS.search(page.url)
    day = moment("-".join(parts.groups())) if parts else None
    return Found(day, "url:date", 0.7) if day else None


def _undeclared(page: Page, headline: str) -> Iterator[Found[str]]:
    """The days of a page that declares none: in its address, called so, beside the headline, printed, searched for."""
    if in_address := _in_address(page):
        yield in_address
    tongue = page.tree.get("lang") or ""
    yield from _called_so(page, tongue)
    yield from _beside_headline(page, folded(headline), tongue)
    searched = _searched(page)
    yield from _in_month(page, tongue, searched.value if searched else "")
    yield from list(_printed(page))[:1]
    if searched:
        yield searched


def _called_so(page: Page, tongue: str) -> Iterator[Found[str]]:
    """Days in a short line that begins with "published"."""
    for element in page.tree.iter("p", "span", "div", "li", "small", "em", "strong", "b", "td", "dt", "time"):
        if PUBLISHED.match(element.text or "") and not _beside(element):
            for holder in (element, element.getparent()):
                line = text_of(holder)
                if len(line) < 120 and PUBLISHED.match(line):
                    yield from (Found(day, "text:date", 0.7) for _, _, day in written(line, tongue))


def _beside_headline(page: Page, title: str, tongue: str) -> Iterator[Found[str]]:
    """The day that is printed close behind the headline, or just before it."""
    if len(title) < 6:
        return
    named = [heading for heading in page.tree.iter(*_HEADINGS) if _reads(heading, title)]
    for heading in named[-1:]:
        behind, before = _around(heading)
        near = behind[: _BEHIND + 40]
        for start, end, day in written(near, tongue):
            if start <= _BEHIND and _stands_alone(near, start, end):
                yield Found(day, "text:date", 0.7)
        near = before[-_BEFORE - 40 :]
        for start, end, day in written(near, tongue):
            if len(near) - end <= _BEFORE and _stands_alone(near, start, end):
                yield Found(day, "text:date", 0.6)


def _stands_alone(line: str, start: int, end: int) -> bool:
    """Is the day no part of a sentence, and none of a change?"""
    return not (
        _UPDATES.search(line[max(0, start - 25) : start])
        or _LEADS_ON.search(line[:start])
        or _GOES_ON.match(line[end:])
    )


def _reads(element: HtmlElement, title: str) -> bool:
    """Are these its words? Only elements that hold little else are looked at closely."""
    return len(element) < 6 and folded(text_of(element)) == title


def _around(element: HtmlElement) -> tuple[str, str]:
    """What stands close behind and before an element, on one line each."""
    behind = before = ""
    for node in (element, *element.iterancestors()):
        if node.tag == "body" or min(len(behind), len(before)) > _BEHIND:
            break
        behind += f" {one_line(node.tail)}" if node is element else ""
        for sibling in node.itersiblings():
            if len(behind) > 2 * _BEHIND:
                break
            behind += f" {text_of(sibling)} {one_line(sibling.tail)}"
        for sibling in node.itersiblings(preceding=True):
            if len(before) > 2 * _BEHIND:
                break
            before = f"{text_of(sibling)} {one_line(sibling.tail)} {before}"
    return one_line(behind), one_line(before)


def _in_month(page: Page, tongue: str, searched: str) -> Iterator[Found[str]]:
    """The first printed day in the month that stands in the page's address, where the search found another month."""
    body, address = page.tree.find("body"), _MONTH_IN_ADDRESS.search(page.url)
    month = "-".join(address.groups()) if address else ""
    if body is not None and month and not searched.startswith(month):
        for _, _, day in written(text_of(body)[:60_000], tongue):
            if day.startswith(month):
                yield Found(day, "text:date", 0.6)


def _days_between(earlier: str, later: str) -> int:
    return (date.fromisoformat(later[:10]) - date.fromisoformat(earlier[:10])).days


def _made_exact(day: Found[str] | None, page: Page) -> Found[str] | None:
    """A day with the printed time of that day; without a day, the first printed time."""
    if day is not None and "T" in day.value and day.where != "text:date":
        return day
    for found in _printed(page):
        if day is None or (found.value.startswith(day.value[:10]) and "T" in found.value):
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
    in_address = _in_address(page)
    later = "" if in_address and in_address.value == later else later
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
