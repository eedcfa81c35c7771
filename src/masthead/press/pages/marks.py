"""What programs read of an article's page: its marks in the head, and its description as linked data."""

from __future__ import annotations

import json
from typing import Any

from masthead.article import licences
from masthead.article.content import Content, Text
from masthead.article.lines import printed
from masthead.article.models import Edition
from masthead.lib import interface, languages
from masthead.lib.beginnings import beginning
from masthead.lib.html import inner_texts, plain
from masthead.press.outlet import entry
from masthead.press.pages.sheet import Sheet, path_of

_JSON = json.JSONEncoder(ensure_ascii=False)
_NOT_IN_SCRIPTS = [(sign, f"\\u{ord(sign):04x}") for sign in "<>&\u2028\u2029"]
_DESCRIBED = 160  # characters; those who show descriptions show no more
# IPTC's NewsCodes for how a text came to be, as the machine-readable mark of AI Act Art. 50(2).
_NEWSCODES = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def meta(edition: Edition) -> list[dict[str, str]]:
    marks = [("masthead:subject", edition.subject), ("masthead:entry", str(edition.entry or ""))]
    if edition.by_machine:
        marks.append(("digital-source-type", source_type(edition)))
        marks.append(("translation-engine", ", ".join(" ".join(pair).strip() for pair in edition.engines)))
        marks.append(("translation-reviewed-by", edition.reviewed_by or "nobody"))
    return [{"name": name, "content": content} for name, content in marks]


def source_type(edition: Edition) -> str:
    """How an edition that an engine had a part in was made."""
    kind = "compositeWithTrainedAlgorithmicMedia" if edition.by_person else "trainedAlgorithmicMedia"
    return f"{_NEWSCODES}{kind}"


def image(sheet: Sheet, content: Content) -> dict[str, Any] | None:
    """What other sites show with a link to the page: absolute ``url``, ``width``, ``height``, ``alt``."""
    if content.lead and (found := sheet.pictures.get(content.lead.picture)):
        share = found["share"]
        url = sheet.press.url(share["url"]) if share["url"].startswith("/") else share["url"]
        return {**share, "url": url, "alt": plain(content.lead.alt)}
    return None


def description(content: Content) -> str:
    """What the page says, in a sentence or two: its standfirst, or else how its first paragraph begins."""
    paragraphs = (
        text for block in content.blocks if isinstance(block, Text) for text in inner_texts(block.html)
    )
    return printed(content.standfirst) or beginning(
        next(filter(None, map(printed, paragraphs)), ""), _DESCRIBED
    )


def data(sheet: Sheet, edition: Edition, content: Content, canonical: str, in_force: licences.Licence) -> str:
    """schema.org NewsArticle as JSON-LD, safe to stand inside a ``script`` element."""
    press, article, original = sheet.press, sheet.article, sheet.original
    code = edition.language
    shown = image(sheet, content)
    publisher = {"@type": "NewsMediaOrganization", "name": press.outlet.name, "url": press.url("/")}
    themes = [entry(press, code, "themes", theme)["text"] for theme in sheet.ways_in["themes"]]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": canonical,
        "url": canonical,
        "mainEntityOfPage": canonical,
        "headline": plain(content.headline),
        "inLanguage": languages.get(code).tag,
        "datePublished": edition.published_at.isoformat() if edition.published_at else None,
        "dateModified": (edition.updated_at or edition.published_at).isoformat()
        if edition.published_at
        else None,
        "author": _people(sheet, code, "author") or publisher,
        "publisher": publisher,
        "description": plain(content.standfirst) or None,
        "image": shown["url"] if shown else None,
        "license": in_force.url or None,
        "articleSection": themes or None,
        "isAccessibleForFree": True,
        "translator": _people(sheet, code, "translator") or None,
    }
    if not edition.is_original:
        data["translationOfWork"] = {"@id": press.url(path_of(article, original.language))}
    if edition.by_machine:
        data["creditText"] = interface.of(code).text("machine_translation")
        data["digitalSourceType"] = source_type(edition)
    if article.is_reprint:
        data["isBasedOn"] = article.origin_url or None
        data["sourceOrganization"] = {"@type": "Organization", "name": article.origin_outlet}
    kept = {key: value for key, value in data.items() if value is not None}
    text = _JSON.encode(kept)
    for sign, written in _NOT_IN_SCRIPTS:
        text = text.replace(sign, written)
    return text


def _people(sheet: Sheet, code: str, role: str) -> list[dict[str, str]]:
    return [
        {
            "@type": "Organization" if byline.person.is_organisation else "Person",
            "name": person["text"],
            "url": sheet.press.url(person["path"]),
        }
        for byline in sheet.bylines
        if byline.role == role and byline.language in ("", code)
        for person in (entry(sheet.press, code, "authors", byline.person),)
    ]
