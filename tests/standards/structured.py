"""What schema.org and those who read it ask of a NewsArticle in JSON-LD: a list of faults for a page's data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from tests.standards.feeds import TAG, whole

# Properties that schema.org gives these types and we use, with the types their values may have.
_THING = {"@type", "@id", "name", "url", "image", "description", "sameAs"}
_KNOWN: dict[str, set[str]] = {
    "NewsArticle": _THING
    | {
        "@context",
        "mainEntityOfPage",
        "headline",
        "inLanguage",
        "datePublished",
        "dateModified",
        "author",
        "publisher",
        "license",
        "articleSection",
        "isAccessibleForFree",
        "translator",
        "translationOfWork",
        "workTranslation",
        "creditText",
        "digitalSourceType",
        "isBasedOn",
        "sourceOrganization",
        "copyrightHolder",
        "usageInfo",
        "correction",
        "citation",
        "wordCount",
    },
    "Person": _THING | {"jobTitle", "affiliation"},
    "Organization": _THING | {"logo"},
    "NewsMediaOrganization": _THING | {"logo", "publishingPrinciples", "correctionsPolicy"},
    "ImageObject": _THING | {"width", "height", "creditText", "creator", "license", "caption", "contentUrl"},
}
_PEOPLE = ("author", "translator", "publisher", "sourceOrganization", "copyrightHolder")
_ADDRESSES = ("url", "@id", "license", "isBasedOn", "mainEntityOfPage", "digitalSourceType", "usageInfo")
_DATES = ("datePublished", "dateModified")


def faults(data: dict[str, Any]) -> list[str]:
    return list(_article(data))


def _article(data: dict[str, Any]) -> Iterator[str]:
    if data.get("@context") != "https://schema.org" or data.get("@type") != "NewsArticle":
        yield "it is no NewsArticle of schema.org"
    for name in ("headline", "datePublished", "dateModified", "author", "publisher", "inLanguage", "url"):
        if name not in data:
            yield f"{name} is missing"
    if not TAG.fullmatch(str(data.get("inLanguage", ""))):
        yield f"inLanguage {data.get('inLanguage')}"
    if re.search(r"</?[a-z][^<]*>|&\w+;", str(data.get("headline", ""))):
        yield "markup in the headline"
    moments = [_moment(str(data.get(name, ""))) for name in _DATES]
    for name, moment in zip(_DATES, moments, strict=True):
        if name in data and (moment is None or moment.tzinfo is None):
            yield f"{name} has no zone: {data[name]}"
    published, modified = moments
    if published and modified and published.tzinfo and modified.tzinfo and modified < published:
        yield "it was changed before it was published"
    for name in _PEOPLE:
        for who in _list(data.get(name, [])):
            if not isinstance(who, dict) or who.get("@type") not in _KNOWN or not who.get("name"):
                yield f"{name} without type or name: {who}"
    yield from _inside(data, "NewsArticle")


def _inside(value: Any, where: str) -> Iterator[str]:
    if value in (None, "", [], {}):
        yield f"{where} is empty"
    elif isinstance(value, dict):
        kind = str(value.get("@type", ""))
        if kind and kind not in _KNOWN:
            yield f"{where}: {kind} is not a type we know"
        for name, inner in value.items():
            if kind in _KNOWN and name not in _KNOWN[kind]:
                yield f"{where}: {kind} has no {name}"
            if name in _ADDRESSES and isinstance(inner, str) and not whole(inner):
                yield f"{where}: {name} is no full address: {inner}"
            if name == "image" and isinstance(inner, str) and not whole(inner):
                yield f"{where}: the picture has no full address: {inner}"
            yield from _inside(inner, f"{where}/{name}")
    elif isinstance(value, list):
        for inner in value:
            yield from _inside(inner, where)


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
