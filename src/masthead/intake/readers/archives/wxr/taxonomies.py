"""What an export files its items under, and the terms that are only machinery."""

from __future__ import annotations

from collections.abc import Iterator

from lxml.etree import _Element

from masthead.intake.archive import Filed, Left
from masthead.intake.readers.archives.wxr.stream import line_of, name
from masthead.intake.readers.archives.wxr.survey import Survey, login_of, values, words

_CATEGORY, _TAG = "category", "post_tag"
_REGIONS = frozenset(
    {"region", "regions", "country", "countries", "location", "locations", "place", "places", "geo"}
)
_THEMES = frozenset({"theme", "themes", "topic", "topics", "subject", "subjects", "issue", "issues"})
_MACHINERY = {
    "nav_menu": "a menu of the old site's design",
    "post_format": "a format of the old site's design",
    "wp_theme": "the old site's design",
    "wp_template_part_area": "the old site's design",
    "wp_pattern_category": "the old site's design",
    "link_category": "the old site's list of links",
    "author": "a byline of Co-Authors Plus, which is read with its articles",
    "language": "a language of Polylang, which is read with its articles",
    "post_translations": "a group of translations, which is read with its articles",
    "term_language": "the language of a term",
    "term_translations": "a group of translated terms",
    "translation_priority": "a mark of WPML for its translators",
    "following_users": "a list of an editorial plugin",
    "ef_usergroup": "a list of an editorial plugin",
    "yst_prominent_words": "a list of a plugin for search engines",
}


def of_channel(element: _Element) -> Filed | Left | None:
    """The term that a ``wp:category``, ``wp:tag`` or ``wp:term`` declares."""
    value = {key: text.strip() for key, text in values(element).items()}
    match name(element.tag):
        case "wp:category":
            told = _CATEGORY, value.get("wp:category_nicename", ""), value.get("wp:cat_name", ""), value.get("wp:category_description", "")  # fmt: skip
        case "wp:tag":
            told = (
                _TAG,
                value.get("wp:tag_slug", ""),
                value.get("wp:tag_name", ""),
                value.get("wp:tag_description", ""),
            )
        case "wp:term":
            told = value.get("wp:term_taxonomy", ""), value.get("wp:term_slug", ""), value.get("wp:term_name", ""), value.get("wp:term_description", "")  # fmt: skip
        case _:
            return None
    taxonomy, slug, shown, description = told
    if taxonomy in _MACHINERY:
        return Left(f"{taxonomy}:{slug}", "term", f"It is {_MACHINERY[taxonomy]}.", line_of(element))
    if not (slug or shown):
        return Left(f"line-{line_of(element)}", "term", "It has no name.", line_of(element))
    return _filed(taxonomy, slug, shown, words(description))


def of_item(element: _Element) -> Iterator[Filed]:
    """The terms an item carries, each once. Old exports name each twice, once without its taxonomy."""
    loose: list[str] = []
    seen: dict[str, None] = {}
    for child in element:
        if name(child.tag) != "category" or child.get("nicename") is None:
            if name(child.tag) == "category" and child.text:
                loose.append(child.text.strip())
            continue
        taxonomy = _known_as(child.get("domain") or _CATEGORY)
        if taxonomy in _MACHINERY:
            continue
        filed = _filed(taxonomy, (child.get("nicename") or "").strip(), (child.text or "").strip())
        if filed.identifier not in seen:
            seen[filed.identifier] = None
            yield filed
    if not seen:
        yield from (_filed(_CATEGORY, "", shown) for shown in dict.fromkeys(filter(None, loose)))


def slug_in(element: _Element, taxonomy: str) -> str:
    """The slug of the item's first term in a taxonomy."""
    return next(iter(_slugs(element, taxonomy)), "")


def co_authors(element: _Element, site: Survey) -> Iterator[str]:
    """Names of those whom Co-Authors Plus files an item under."""
    for child in element:
        if name(child.tag) == "category" and child.get("domain") == "author":
            slug = (child.get("nicename") or "").strip()
            shown = (child.text or "").strip()
            keys = (login_of(shown), slug.removeprefix("cap-"), slug)
            known = next((site.people[key] for key in keys if key in site.people), "")
            if found := known or words(login_of(shown)) or slug.removeprefix("cap-"):
                yield found


def _slugs(element: _Element, taxonomy: str) -> Iterator[str]:
    for child in element:
        if name(child.tag) == "category" and child.get("domain") == taxonomy and child.get("nicename"):
            yield (child.get("nicename") or "").strip()


def _known_as(domain: str) -> str:
    return _TAG if domain == "tag" else domain


def _filed(taxonomy: str, slug: str, shown: str, description: str = "") -> Filed:
    if taxonomy == _CATEGORY:
        kind = "category"
    elif taxonomy in _REGIONS:
        kind = "region"
    elif taxonomy in _THEMES:
        kind = "theme"
    else:
        kind = "tag"
    return Filed(f"{taxonomy}:{slug or shown}", words(shown) or slug, kind, slug, description)
