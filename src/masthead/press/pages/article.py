"""The page of an article in a language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from masthead.article import licences
from masthead.article.content import Content, texts
from masthead.article.lines import FOOTNOTE
from masthead.article.models import Article, Edition
from masthead.lib import interface, languages
from masthead.lib.html import plain
from masthead.press import cards, share, terms
from masthead.press.outlet import entry, said
from masthead.press.pages.sheet import RELATED, Sheet, path_of, picture_keys
from masthead.press.rendering import BARE, render

WORDS_A_MINUTE = 220
# Scripts that write few spaces are counted by signs; Thai writes a syllable with about twice as many.
SIGNS_A_MINUTE = {"zh-hans": 500, "zh-hant": 500, "ja": 500, "th": 1000}
_MARK = re.compile(r'(<a href="#note-\d+") id="(ref-\d+)"')


def page(sheet: Sheet, code: str) -> str:
    """The HTML of an article in one language; the original in that language's dress where it has no edition."""
    return _each_id_once(render("article.html", context(sheet, code)))


def _each_id_once(html: str) -> str:
    """A footnote that is referred to twice is come back from to its first mark."""
    seen: set[str] = set()

    def keep(found: re.Match[str]) -> str:
        if found[2] in seen:
            return found[1]
        seen.add(found[2])
        return found[0]

    # No text can look like this: “<” is always escaped there.
    return _MARK.sub(keep, html)


def context(sheet: Sheet, code: str) -> dict[str, Any]:
    press, article, original = sheet.press, sheet.article, sheet.original
    edition, words = sheet.editions.get(code, original), interface.of(code)
    content, own = sheet.contents[edition.language], languages.get(edition.language)
    told = content.to_json()
    standing_page = article.kind == Article.Kind.PAGE
    in_force = sheet.in_force
    canonical = press.url(path_of(article, edition.language))
    here = path_of(article, code)
    listed = edition.language == code and edition.index
    return {
        **press.shell(code),
        "page": {
            **BARE,
            "title": plain(content.headline),
            "path": here,
            "canonical": canonical,
            "description": plain(content.standfirst),
            "robots": "" if listed else "noindex",
            "alternates": sheet.alternates if listed else [],
            "x_default": press.url(path_of(article, original.language)) if listed and original.index else "",
            "kind": "website" if standing_page else "article",
            "image": _image(sheet, content),
            "data": "" if standing_page else _data(sheet, edition, content, canonical, in_force),
            "meta": _meta(edition),
            "switch": [],
        },
        "standing_page": standing_page,
        "edition": {"tag": own.tag, "dir": own.direction, "translation": _translation(edition)},
        "original": {
            "tag": languages.get(original.language).tag,
            "dir": languages.get(original.language).direction,
        },
        "language_name": languages.name(code),
        "content": {**told, "blocks": [_block(row) for row in told["blocks"]]},
        "notes": {
            note.label: {
                "number": number,
                "shown": words.number(number),
                "label": words.text("footnote", number=number),
            }
            for number, note in enumerate(content.footnotes, start=1)
        },
        "told": _names(sheet, edition.language),
        "pictures": {key: sheet.pictures.get(key) for key in picture_keys(content)},
        "kickers": _kickers(sheet, code),
        "bylines": _bylines(sheet, code),
        "dates": [] if standing_page else _dates(sheet, edition, words),
        "reading_time": ""
        if standing_page
        else _reading_time(sheet.lines[edition.language], edition.language, words),
        "editions": sheet.switch,
        "notices": _notices(sheet, edition, code, words),
        "origin": _origin(article, words),
        "share": share.links(canonical, plain(content.headline), mail=words.text("share_by_mail")),
        "biographies": _biographies(sheet, code),
        "republish": _republish(sheet, edition, told, canonical, in_force, words) if in_force.free else "",
        "licence": {
            "text": words.text("licence", licence=_licence_name(in_force, words)),
            "url": in_force.url,
        },
        "rights": article.rights,
        "terms": terms.of_article(press.outlet, article, in_force),
        "record": {
            "entry": words.text("record_entry", number=words.number(edition.entry or 0)),
            "digest": sheet.entries.get(edition.entry or 0, "")[:16],
        },
        "dossiers_of": [entry(press, code, "dossiers", dossier) for dossier in sheet.ways_in["dossiers"]],
        "related": _cards(sheet, code),
        "after": sheet.after.get(code, ""),
    }


def _translation(edition: Edition) -> str:
    if edition.is_original:
        return "original"
    if not edition.by_machine:
        return "human"
    return "machine-reviewed" if edition.reviewed_by else "machine"


# IPTC's NewsCodes for how a text came to be, as the machine-readable mark of AI Act Art. 50(2).
_NEWSCODES = "http://cv.iptc.org/newscodes/digitalsourcetype/"


def _meta(edition: Edition) -> list[dict[str, str]]:
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


def _block(row: dict[str, Any]) -> dict[str, Any]:
    if row["kind"] == "embed":
        return {**row, "site": urlsplit(row["url"]).hostname or row["url"]}
    return row


_COMMAS = {"ar": "، ", "fa": "، ", "ja": "、", "zh-hans": "、", "zh-hant": "、"}


def _names(sheet: Sheet, language: str) -> list[dict[str, str]]:
    """Names in the text that are written in several ways, or have a note: in the edition's own language."""
    words = interface.of(language)
    shown = []
    for name in sheet.names.get(language, ()):
        others = _COMMAS.get(language, ", ").join(
            f"{form.text} ({form.used_by})" if form.used_by else form.text for form in name.others
        )
        shown.append(
            {
                "text": name.form.text,
                "used_by": name.form.used_by,
                "also": words.text("name_also", names=others) if others else "",
                "note": name.note,
            }
        )
    return shown


def _kickers(sheet: Sheet, code: str) -> list[dict[str, Any]]:
    return [
        entry(sheet.press, code, kind, thing)
        for kind in ("themes", "regions")
        for thing in sheet.ways_in[kind]
    ]


def _bylines(sheet: Sheet, code: str) -> list[dict[str, Any]]:
    grouped: dict[str, list[dict[str, Any]]] = {}
    for byline in sheet.bylines:
        if byline.language in ("", code) and (
            byline.language or byline.role != "translator" or code in sheet.editions
        ):
            grouped.setdefault(byline.role, []).append(cards.person(sheet.press, code, byline))
    words = interface.of(code)
    return [{"role": words.text(f"role_{role}"), "people": people} for role, people in grouped.items()]


def _dates(sheet: Sheet, edition: Edition, words: interface.Interface) -> list[dict[str, str]]:
    article, original = sheet.article, sheet.original
    published, updated = original.published_at, original.updated_at
    shown = [
        ("written_on", article.written_on),
        ("first_published_on", article.origin_date),
        ("published_on", published),
    ]
    if updated and published and updated.date() > published.date():
        shown.append(("updated_on", updated))
    return [
        {"iso": moment.isoformat(), "text": words.text(key, date=words.date(moment))}
        for key, moment in shown
        if moment
    ]


def _reading_time(lines: Sequence[str], language: str, words: interface.Interface) -> str:
    text = " ".join(lines)
    signs = SIGNS_A_MINUTE.get(language)
    minutes = len(text) / signs if signs else len(text.split()) / WORDS_A_MINUTE
    return words.count("reading_time", max(1, round(minutes)))


# What ends a sentence where it is not a full stop; Thai ends it with nothing.
_STOPS = {"ja": "。", "zh-hans": "。", "zh-hant": "。", "hi": "।", "th": ""}


def _notices(sheet: Sheet, edition: Edition, code: str, words: interface.Interface) -> list[dict[str, Any]]:
    """What a reader must know of how this text came to be in this language."""
    original = sheet.original
    link = {
        "path": path_of(sheet.article, original.language),
        "tag": languages.get(original.language).tag,
        "text": words.text("read_original"),
    }
    language = words.text("original_language", language=words.language_name(original.language))
    stop = _STOPS.get(code, ".")
    if edition.language != code:
        return [
            {
                "kind": "missing",
                "text": f"{words.text('not_translated')} {language}{stop}",
                "link": None,
                "passages": [],
            }
        ]
    if edition.is_original:
        return []
    engine = ", ".join(" ".join(pair).strip() for pair in edition.engines)
    if not edition.by_machine:
        told = f"{words.text('human_translation')}{stop}"
    elif edition.reviewed_by:
        told = words.text(
            "machine_reviewed", engine=engine, name=edition.reviewed_by, date=words.date(edition.reviewed_at)
        )
    elif edition.by_person:
        told = words.text("machine_partly", engine=engine)
    else:
        told = words.text("machine_unreviewed", engine=engine)
    notices: list[dict[str, Any]] = [
        {"kind": _translation(edition), "text": f"{told} {language}{stop}", "link": link, "passages": []}
    ]
    if edition.trails:
        notices.append(
            {
                "kind": "trails",
                "text": words.text("translation_trails"),
                "link": None,
                "passages": _passages(sheet, edition, words),
            }
        )
    return notices


PASSAGES = 30
"""The most that are listed where an edition trails; a text that was rewritten is another text."""
_LONGEST_PASSAGE = 160


def _passages(sheet: Sheet, edition: Edition, words: interface.Interface) -> list[dict[str, Any]]:
    """What has changed in the original, by the edition's own words, and what is new, in the original's."""
    behind = sheet.behind.get(edition.language)
    if behind is None:
        return []
    lists = [("trails_changed", edition, behind.changed), ("trails_new", sheet.original, behind.new)]
    return [
        {
            "title": words.text(key),
            "tag": languages.get(said.language).tag,
            "dir": languages.get(said.language).direction,
            "texts": found[:PASSAGES],
        }
        for key, said, paths in lists
        if (found := _shortened(said.words, paths))
    ]


def _shortened(content: Content, paths: Iterable[str]) -> list[str]:
    said = dict(texts(content))
    found = [plain(FOOTNOTE.sub("", said[path])) for path in paths if path in said]
    return [
        text if len(text) <= _LONGEST_PASSAGE else f"{text[: _LONGEST_PASSAGE - 1].rstrip()}…"
        for text in found
        if text
    ]


def _origin(article: Article, words: interface.Interface) -> dict[str, str] | None:
    if not article.is_reprint:
        return None
    return {
        "text": words.text("originally_published", outlet=article.origin_outlet),
        "url": article.origin_url,
    }


def _biographies(sheet: Sheet, code: str) -> list[dict[str, Any]]:
    people = {byline.person_id: byline.person for byline in sheet.bylines if byline.role == "author"}
    return [
        {
            **entry(sheet.press, code, "authors", person),
            "biography": said(person.said("biography", code), code),
        }
        for person in people.values()
        if person.biography
    ]


def _licence_name(in_force: licences.Licence, words: interface.Interface) -> str:
    if in_force.name:
        return in_force.name
    return words.text("public_domain" if in_force.code == "public-domain" else "all_rights_reserved")


def _republish(
    sheet: Sheet,
    edition: Edition,
    told: dict[str, Any],
    canonical: str,
    in_force: licences.Licence,
    words: interface.Interface,
) -> str:
    """Clean HTML with the attribution, for others to copy: no class, no script, no picture."""
    own = languages.get(edition.language)
    authors = ", ".join(
        byline.person.said("name", edition.language).text
        for byline in sheet.bylines
        if byline.role == "author"
    )
    source = sheet.article.origin_outlet or sheet.press.outlet.name
    name = _licence_name(in_force, words)
    return render(
        "republish.html",
        {
            "tag": own.tag,
            "dir": own.direction,
            "content": told,
            "authors": authors,
            "attribution": words.text("attribution", outlet=source),
            "canonical": canonical,
            "licence": {"text": words.text("licence", licence=name), "url": in_force.url},
            "machine": words.text("machine_translation")
            if edition.by_machine and not edition.reviewed_by
            else "",
        },
    ).strip()


def _image(sheet: Sheet, content: Content) -> str:
    if content.lead and (found := sheet.pictures.get(content.lead.picture)):
        return sheet.press.url(found["src"]) if found["src"].startswith("/") else found["src"]
    return ""


def _cards(sheet: Sheet, code: str) -> list[dict[str, Any]]:
    made = (sheet.related.card(key, code) for key in sheet.near)
    return list(islice(filter(None, made), RELATED))


def _data(
    sheet: Sheet, edition: Edition, content: Content, canonical: str, in_force: licences.Licence
) -> str:
    """schema.org NewsArticle as JSON-LD, safe to stand inside a ``script`` element."""
    press, article, original = sheet.press, sheet.article, sheet.original
    code = edition.language
    publisher = {"@type": "NewsMediaOrganization", "name": press.outlet.name, "url": press.url("/")}
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
        "image": _image(sheet, content) or None,
        "license": in_force.url or None,
        "articleSection": [theme.said("name", code).text for theme in sheet.ways_in["themes"]] or None,
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
    return re.sub(r"[<>&\u2028\u2029]", lambda m: f"\\u{ord(m[0]):04x}", json.dumps(kept, ensure_ascii=False))


def _people(sheet: Sheet, code: str, role: str) -> list[dict[str, str]]:
    return [
        {
            "@type": "Organization" if byline.person.is_organisation else "Person",
            "name": byline.person.said("name", code).text,
            "url": sheet.press.url(entry(sheet.press, code, "authors", byline.person)["path"]),
        }
        for byline in sheet.bylines
        if byline.role == role and byline.language in ("", code)
    ]
