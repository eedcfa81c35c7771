"""A draft as an item in ninjs 3.1. docs/reference/news-exchange.md has the table.

What is written is read again by ``readers.ninjs`` as the same draft.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from masthead.intake import exchange
from masthead.intake.draft import Draft, Picture
from masthead.intake.errors import DoesNotSay
from masthead.intake.exchange import clean
from masthead.lib.html import CONTROL

VERSION = "3.1"
SCHEMA = f"http://www.iptc.org/std/ninjs/ninjs-schema_{VERSION}.json#"


def write(draft: Draft) -> str:
    """The item as a text file in UTF-8; ``DoesNotSay`` where the draft has neither identifier nor address."""
    written = json.dumps(item(draft), ensure_ascii=False, indent=2)
    return exchange.ODD.sub(lambda odd: f"\\u{ord(odd[0]):04x}", written) + "\n"


def item(draft: Draft) -> dict[str, Any]:
    """The item as plain JSON, valid by IPTC's schema."""
    said = exchange.values(draft)
    uri = said["identifier"] or said["canonical"]
    if not uri:
        raise DoesNotSay(
            "An item in ninjs must have an identifier or an address, and this draft has neither."
        )
    url, licence = exchange.licence_address(said["licence"]), said["licence"]
    usage = [
        f"{exchange.LICENCE}{licence}" if licence and exchange.licence_of(url) != licence else "",
        f"{exchange.MINING}{said['mining']}" if said["mining"] else "",
    ]
    members: dict[str, Any] = {
        "standard": {"name": "ninjs", "version": VERSION, "schema": SCHEMA},
        "uri": uri,
        "type": "text",
        "representationType": "full",
        "version": said["version"],
        "firstCreated": exchange.stamped(said["published"]) if said["updated"] else "",
        "versionCreated": exchange.stamped(said["updated"] or said["published"]),
        "pubStatus": "usable",
        "language": said["language"],
        "copyrightNotice": said["rights"],
        "usageTerms": "\n".join(filter(None, usage)),
        "rightsInfo": {"linkedRights": url} if url else None,
        "digitalSourceType": {"uri": said["digital_source"]} if said["digital_source"] else None,
        "headlines": [_text("main", said["headline"])] if said["headline"] else None,
        "descriptions": [
            _text(role, said[name])
            for role, name in (
                ("standfirst", "standfirst"),
                ("sourceNote", "source_note"),
                ("authorNote", "author_note"),
            )
            if said[name]
        ],
        "by": ", ".join(clean(found.value.name) for found in draft.bylines if found.value.role == "author"),
        "people": [
            {"name": clean(found.value.name), "rel": clean(found.value.role)} for found in draft.bylines
        ],
        "subjects": list(_terms(draft, region=False)),
        "places": list(_terms(draft, region=True)),
        "infoSources": list(_sources(draft, said["outlet"])),
        "altIds": [{"role": "canonical", "value": said["canonical"]}] if said["canonical"] else None,
        "associations": [*_pictures(draft.pictures), *_appearances(draft)],
        "bodies": [_body(draft)],
    }
    return {name: value for name, value in members.items() if value}


def _text(role: str, value: str) -> dict[str, str]:
    return {"role": role, "contentType": "text/plain", "value": value}


def _body(draft: Draft) -> dict[str, Any]:
    html, words = CONTROL.sub("", exchange.html_of(draft)), draft.body_text
    return {
        "role": "main",
        "contentType": "text/html",
        "charCount": len(words),
        "wordCount": len(words.split()),
        "value": html,
    }


def _terms(draft: Draft, *, region: bool) -> Iterator[dict[str, str]]:
    for term in (found.value for found in draft.terms):
        if (term.kind == "region") == region:
            slug = clean(term.slug)
            code = {"uri" if ":" in slug else "literal": slug} if slug else {}
            yield {"name": clean(term.name), **({} if region else {"rel": clean(term.kind)}), **code}


def _sources(draft: Draft, outlet: str) -> Iterator[dict[str, str]]:
    """The publisher, and for programs that know no appearances the names of those before it."""
    if outlet:
        yield {"name": outlet, "role": "publisher"}
    for name in dict.fromkeys(clean(found.value.outlet) for found in draft.chain):
        if name:
            yield {"name": name, "role": "originator"}


def _pictures(pictures: tuple[Picture, ...]) -> Iterator[dict[str, Any]]:
    for number, picture in enumerate(pictures, start=1):
        url = clean(picture.url)
        texts = [
            _text(role, clean(value))
            for role, value in (("alt", picture.alt), ("caption", picture.caption))
            if clean(value)
        ]
        yield {
            "name": f"picture-{number}",
            "uri": url,
            "type": "picture",
            **({"by": clean(picture.credit)} if clean(picture.credit) else {}),
            **({"descriptions": texts} if texts else {}),
            "renditions": [{"name": "original", "href": url}],
        }


def _appearances(draft: Draft) -> Iterator[dict[str, Any]]:
    """Each station of the way the article took, as an item of its own."""
    for number, one in enumerate((found.value for found in draft.chain), start=1):
        outlet, url, date = clean(one.outlet), clean(one.url), exchange.stamped(one.date)
        yield {
            "name": f"appearance-{number}",
            "rel": "appearance",
            "uri": url or f"urn:uuid:{uuid5(NAMESPACE_URL, f'{outlet} {date}')}",
            "type": "text",
            **({"title": outlet} if outlet else {}),
            **({"firstCreated": date} if date else {}),
        }
