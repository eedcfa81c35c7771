"""The page of an article in a language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from itertools import groupby, islice
from operator import itemgetter
from typing import Any
from urllib.parse import urlsplit

from masthead.article import licences, lines
from masthead.article.content import Content
from masthead.article.models import Article, Edition
from masthead.lib import interface, languages
from masthead.lib.html import plain
from masthead.press import cards, rendering, share
from masthead.press.outlet import Press, entry, said
from masthead.press.pages import marks, notices
from masthead.press.pages.sheet import RELATED, Sheet, path_of, picture_keys
from masthead.press.rendering import BARE, render

WORDS_A_MINUTE = 220
# Scripts that write few spaces are counted by signs; Thai writes a syllable with about twice as many.
SIGNS_A_MINUTE = {"zh-hans": 500, "zh-hant": 500, "ja": 500, "th": 1000}
_MARK = re.compile(r'(<a href="#note-\d+") id="(ref-\d+)"')


def page(sheet: Sheet, code: str) -> str:
    """The HTML of an article in one language; the original in that language's dress where it has no edition."""
    return _whole(sheet.press, code, context(sheet, code))


def waiting(sheet: Sheet, code: str, state: str) -> str:
    """The original in a language's dress for a reader who has asked for the translation, with how that stands."""
    told = context(sheet, code)
    script = sheet.press.assets["waiting"] if state == "asked" else ""
    notice = notices.waiting(sheet, code, state, interface.of(code))
    page = {**told["page"], "robots": "noindex", "script": script}
    told |= {"page": page, "notices": [notice]}
    return _whole(sheet.press, code, told)


def _whole(press: Press, code: str, told: dict[str, Any]) -> str:
    html = rendering.page(press, code, "article.html", told)
    return _each_id_once(html) if told["notes"] else html


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
    notes = {
        note.label: {
            "number": number,
            "shown": words.number(number),
            "label": words.text("footnote", number=number),
        }
        for number, note in enumerate(content.footnotes, start=1)
    }
    standing_page = article.kind == Article.Kind.PAGE
    in_force = sheet.in_force
    canonical = press.url(path_of(article, edition.language))
    here = path_of(article, code)
    listed = edition.language == code and edition.index
    return {
        "page": {
            **BARE,
            "title": plain(content.headline),
            "path": here,
            "text": "" if edition.language == code else own.tag,
            "canonical": canonical,
            "description": marks.description(content),
            "robots": "" if listed else "noindex",
            "alternates": sheet.alternates if listed else "",
            "x_default": press.url(path_of(article, original.language)) if listed and original.index else "",
            "kind": "website" if standing_page else "article",
            "image": marks.image(sheet, content),
            "data": "" if standing_page else marks.data(sheet, edition, content, canonical, in_force),
            "meta": marks.meta(edition),
        },
        "standing_page": standing_page,
        "edition": {"tag": own.tag, "dir": own.direction, "translation": notices.translation(edition)},
        "original": {
            "tag": languages.get(original.language).tag,
            "dir": languages.get(original.language).direction,
        },
        "language_name": languages.name(code),
        "content": {**told, "blocks": _joined(_block(row, notes) for row in told["blocks"])},
        "notes": notes,
        "told": _names(sheet, edition.language),
        "pictures": {key: sheet.pictures.get(key) for key in picture_keys(content)},
        "kickers": _kickers(sheet, code),
        "bylines": _bylines(sheet, code),
        "dates": [] if standing_page else _dates(sheet, edition, words),
        "reading_time": "" if standing_page else _reading_time(content, edition.language, words),
        "switch": rendering.here(sheet.switch, here, _original(words, code)),
        "on_request": rendering.here(sheet.on_request, here),
        "notices": notices.notices(sheet, edition, code, words),
        "origin": _origin(article, words),
        "share": share.links(canonical, plain(content.headline), mail=words.text("share_by_mail")),
        "biographies": _biographies(sheet, code),
        "republish": _republish(sheet, edition, told, canonical, in_force, words) if in_force.free else "",
        "licence": {
            "text": words.text("licence", licence=_licence_name(in_force, words)),
            "url": in_force.url,
        },
        "rights": article.rights,
        "terms": sheet.terms,
        "record": {
            "entry": words.text("record_entry", number=words.number(edition.entry or 0)),
            "digest": sheet.entries.get(edition.entry or 0, "")[:16],
        },
        "dossiers_of": [entry(press, code, "dossiers", dossier) for dossier in sheet.ways_in["dossiers"]],
        "related": _cards(sheet, code),
        "after": sheet.after.get(code, ""),
    }


def _original(words: interface.Interface, code: str) -> str:
    own = languages.get(code)
    text = escape(words.text("original"))
    return f' <span class="switch-note" lang="{own.tag}" dir="{own.direction}">{text}</span>'


def _block(row: dict[str, Any], notes: dict[str, Any]) -> dict[str, Any]:
    if row["kind"] == "text":  # most are, and are ready without a template
        return {"kind": "ready", "html": rendering.lined(row["html"], notes)}
    if row["kind"] == "embed":
        return {**row, "site": urlsplit(row["url"]).hostname or row["url"]}
    return row


def _copied(row: dict[str, Any]) -> dict[str, Any]:
    return {"kind": "ready", "html": rendering.noted(row["html"])} if row["kind"] in ("text", "note") else row


def _joined(rows: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is ready and stands together as one: each piece that a template is handed takes its time."""
    joined: list[dict[str, Any]] = []
    for kind, same in groupby(rows, itemgetter("kind")):
        if kind == "ready":
            joined.append({"kind": kind, "html": "\n".join(row["html"] for row in same)})
        else:
            joined.extend(same)
    return joined


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


def _reading_time(content: Content, language: str, words: interface.Interface) -> str:
    fast = SIGNS_A_MINUTE.get(language)
    minutes = lines.signs(content) / fast if fast else lines.words(content) / WORDS_A_MINUTE
    return words.count("reading_time", max(1, round(minutes)))


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
    """Clean HTML with the attribution, for others to copy: no class, no script, no picture. Escaped, to be the text of an element."""
    own = languages.get(edition.language)
    authors = ", ".join(
        cards.person(sheet.press, edition.language, byline)["text"]
        for byline in sheet.bylines
        if byline.role == "author"
    )
    source = sheet.article.origin_outlet or sheet.press.outlet.name
    name = _licence_name(in_force, words)
    clean = render(
        "republish.html",
        {
            "tag": own.tag,
            "dir": own.direction,
            "content": {**told, "blocks": _joined(map(_copied, told["blocks"]))},
            "authors": authors,
            "attribution": words.text("attribution", outlet=source),
            "canonical": canonical,
            "licence": {"text": words.text("licence", licence=name), "url": in_force.url},
            "machine": words.text("machine_translation")
            if edition.by_machine and not edition.reviewed_by
            else "",
        },
    )
    return escape(clean.strip(), quote=False)


def _cards(sheet: Sheet, code: str) -> list[str]:
    made = (sheet.related.card(key, code, 3) for key in sheet.near)
    return list(islice(filter(None, made), RELATED))
