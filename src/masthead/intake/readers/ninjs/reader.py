"""Items in ninjs, versions 1 to 3, as drafts. docs/reference/news-exchange.md has the table."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from masthead.intake import exchange, kinds
from masthead.intake.draft import Appearance, Byline, Draft, Found, Picture, Term
from masthead.intake.errors import NoArticle, NotValid
from masthead.intake.exchange import Text, clean, once
from masthead.intake.readers import nitf
from masthead.intake.readers.decode import Decoded
from masthead.intake.readers.ninjs import schema
from masthead.intake.readers.ninjs.modern import Item, modern
from masthead.intake.sources.delivery import Delivery

_DEEPEST = 60
_MOST_VALUES = 200_000
_STANDFIRST = (
    "standfirst",
    "summary",
    "lead",
    "abstract",
    "deck",
    "intro",
    "subheadline",
    "text",
    "plain",
    "",
)
_NO_STANDFIRST = re.compile(r"note|alt|caption|credit", re.IGNORECASE)
_PUBLISHER = re.compile(r"publish|provid|distribut", re.IGNORECASE)
_ASIDE = re.compile(r"note|alt|credit", re.IGNORECASE)
_PICTURES = frozenset({"picture", "graphic"})


def read(delivery: Delivery, text: Decoded) -> Draft:
    """The first article of a file."""
    return next(drafts(delivery, text))


def drafts(delivery: Delivery, text: Decoded) -> Iterator[Draft]:
    """Every item of a file with one or a list of them; ``NotValid``, and ``NoArticle`` where there is none."""
    name = delivery.source
    found = _json(name, text.text)
    items = found if isinstance(found, list) else [found]
    for number, item in enumerate(items, start=1):
        if wrong := schema.problem(item):
            which = f"Item {number} of {name}" if isinstance(found, list) else name
            known = schema.version(item) if isinstance(item, dict) else "3.1"
            raise NotValid(f"{which} is not valid ninjs {known}: {wrong}. Ask whoever made the file.")
    if not items:
        raise NoArticle(f"{name} holds no article text: it is an empty list.")
    read = [draft for item in items for draft in _drafts(name, modern(item))]
    yield from exchange.apart(read)


def _json(name: str, text: str) -> Any:
    try:
        found = json.loads(text.lstrip("\ufeff"))
    except json.JSONDecodeError as error:
        raise NotValid(f"{name} is no valid JSON: {error.msg}, line {error.lineno}.") from error
    except (ValueError, RecursionError) as error:
        raise NotValid(f"{name} is no JSON that can be read: {_reason(error)}.") from error
    level, count = [found], 0
    for _ in range(_DEEPEST):
        level = [inner for value in level for inner in _inside(value)]
        count += len(level)
        if count > _MOST_VALUES:
            raise NotValid(f"{name} has more than {_MOST_VALUES:,} values. Split it.")
        if not level:
            return found
    raise NotValid(f"{name} is nested more than {_DEEPEST} levels deep.")


def _reason(error: Exception) -> str:
    return "it is nested too deeply" if isinstance(error, RecursionError) else str(error)[:120]


def _inside(value: Any) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()


def _kind(item: Item) -> str:
    said = clean(item.get("type"))
    if said in kinds.KINDS:
        return said
    return "event" if "eventdetails" in item else "planning" if "plannedcoverage" in item else kinds.TEXT


def _drafts(source: str, item: Item) -> Iterator[Draft]:
    """The draft of an item, and of the texts it puts together where it has none of its own."""
    own = _draft(source, item)
    yield own
    if not own.is_article:
        for part in item["associations"]:
            yield from (draft for draft in _drafts(source, part) if draft.is_article)


def _draft(source: str, item: Item) -> Draft:
    kind, title = _kind(item), _headline(item)
    text = _text(item, title.value if title else "")
    is_article = bool(text.parts) and kind in kinds.ARTICLES
    published, updated = _dates(item)
    usage, licence, mining = _usage(item)
    note = {name: _described(item, name) for name in ("sourcenote", "authornote")}
    return exchange.draft(
        source,
        text,
        _found(item, "language", sure=0.9),
        [*([] if is_article else _own_picture(item, kind)), *_pictures(item)],
        kind=kind,
        headline=title,
        standfirst=_standfirst(item, _NO_STANDFIRST if is_article else _ASIDE),
        bylines=_bylines(item),
        published=published,
        updated=updated,
        outlet=_outlet(item),
        canonical=_canonical(item),
        licence=_licence(item) or licence,
        rights=_rights(item, usage),
        mining=mining,
        source_note=note["sourcenote"],
        author_note=note["authornote"],
        identifier=next(_found(item, "uri", sure=1.0), None),
        version=next(_found(item, "version", sure=1.0), None),
        digital_source=_digital_source(item),
        terms=once(_terms(item)),
        chain=once(_chain(item)),
        warnings=tuple(_warnings(item)),
    )


def _found(item: Item, *names: str, sure: float = 0.95) -> Iterator[Found[str]]:
    for name in names:
        if said := clean(item.get(name)):
            yield Found(said, f"ninjs:{name}", sure)


def _rows(item: Item, name: str) -> list[Item]:
    rows = item.get(name)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


# Texts


def _headline(item: Item) -> Found[str] | None:
    rows = sorted(_rows(item, "headlines"), key=lambda row: clean(row.get("role")) not in {"main", ""})
    said = (Found(_words(row), "ninjs:headlines", 0.97) for row in rows)
    return next((one for one in said if one.value), None) or next(_found(item, "title", sure=0.9), None)


def _standfirst(item: Item, other: re.Pattern[str]) -> Found[str] | None:
    rows = [row for row in _rows(item, "descriptions") if not other.search(clean(row.get("role")))]
    known = {name: number for number, name in enumerate(_STANDFIRST)}
    rows.sort(key=lambda row: known.get(clean(row.get("role")).lower(), len(known)))
    said = (Found(_words(row), "ninjs:descriptions", 0.9) for row in rows)
    return next((one for one in said if one.value), None)


def _described(item: Item, role: str) -> Found[str] | None:
    said = (_words(row) for row in _rows(item, "descriptions") if clean(row.get("role")).lower() == role)
    return next((Found(one, f"ninjs:descriptions.{role}", 0.95) for one in said if one), None)


def _words(row: Item) -> str:
    return exchange.words_of(str(row.get("value", "")), is_html=_form(row) == "html")


def _form(row: Item) -> str:
    said = f"{clean(row.get('role'))} {clean(row.get('contenttype'))}".lower()
    if "nitf" in said:
        return "nitf"
    if "html" in said:
        return "html"
    return "other" if re.search(r"xml|json|pdf|rtf", said) else "text"


def _text(item: Item, headline: str) -> Text:
    """The body that keeps most of the markup."""
    rows = _rows(item, "bodies")
    for form in ("html", "nitf", "text"):
        for row in (row for row in rows if _form(row) == form):
            value = str(row.get("value", ""))
            if form == "nitf":
                text = nitf.text_in(value)
            elif form == "html" or re.search(r"</p\s*>", value, re.IGNORECASE):
                text = exchange.text_of(value, headline)
            else:
                text = exchange.lines_of(value)
            if text.parts:
                return text
    return Text()


# People, places, subjects


def _bylines(item: Item) -> tuple[Found[Byline], ...]:
    people = [
        Found(Byline(name, role), "ninjs:people", 0.97)
        for row in _rows(item, "people")
        if (name := clean(row.get("name"))) and (role := exchange.role(clean(row.get("rel"))))
    ]
    return once(people) or exchange.named(clean(item.get("by")), "ninjs:by")


def _terms(item: Item) -> Iterator[Found[Term] | None]:
    for row in _rows(item, "subjects"):
        rel = clean(row.get("rel")).lower()
        yield _term(row, rel if rel in exchange.KINDS else "theme", "subjects")
    for row in _rows(item, "places"):
        yield _term(row, "region", "places")
    for name in ("organisations", "people", "events", "objects"):
        for row in _rows(item, name):
            if not (name == "people" and exchange.role(clean(row.get("rel")))):
                yield _term(row, "tag", name)


def _term(row: Item, kind: str, where: str) -> Found[Term] | None:
    code = clean(row.get("uri")) or clean(row.get("literal"))
    if not code and clean(row.get("code")):  # version 1
        code = clean(row.get("scheme")) + clean(row.get("code"))
    return exchange.term(clean(row.get("name")), kind, code, f"ninjs:{where}")


# Where from, and on which terms


def _dates(item: Item) -> tuple[Found[str] | None, Found[str] | None]:
    """When it was published and updated. The only date of an item is that of its publication."""
    found = {
        name: Found(value, f"ninjs:{name}", 0.95)
        for name in ("firstcreated", "versioncreated", "contentcreated")
        if (value := exchange.unstamped(item.get(name)))
    }
    if first := found.get("firstcreated"):
        return first, found.get("versioncreated")
    return found.get("versioncreated") or found.get("contentcreated"), None


def _outlet(item: Item) -> Found[str] | None:
    for row in _rows(item, "infosources"):
        name = clean(row.get("name")) or clean(row.get("literal"))
        if name and _PUBLISHER.search(f"{row.get('role', '')} {row.get('rel', '')}"):
            return Found(name, "ninjs:infosources", 0.95)
    return next(_found(item, "copyrightholder", sure=0.6), None)


def _chain(item: Item) -> Iterator[Found[Appearance] | None]:
    own = [row for row in item["associations"] if clean(row.get("rel")) == "appearance"]
    for row in own:
        url, date = exchange.address(row.get("uri")), exchange.unstamped(row.get("firstcreated"))
        yield Found(Appearance(clean(row.get("title")), url, date or ""), "ninjs:associations", 0.95)
    for row in [] if own else _rows(item, "infosources"):
        if not _PUBLISHER.search(f"{row.get('role', '')} {row.get('rel', '')}"):
            name = clean(row.get("name")) or clean(row.get("literal"))
            if name:
                yield Found(Appearance(name, exchange.address(row.get("uri"))), "ninjs:infosources", 0.7)


def _canonical(item: Item) -> Found[str] | None:
    for row in item["altids"]:
        if re.search(r"canonical|url|permalink", clean(row.get("role")), re.IGNORECASE) and (
            url := exchange.address(row.get("value"))
        ):
            return Found(url, "ninjs:altids", 0.9)
    return None


def _licence(item: Item) -> Found[str] | None:
    info = item.get("rightsinfo")
    url = exchange.address(info.get("linkedrights")) if isinstance(info, dict) else ""
    return Found(exchange.licence_of(url), "ninjs:rightsinfo", 0.95) if url else None


def _usage(item: Item) -> tuple[str, Found[str] | None, Found[str] | None]:
    """The terms of use in three: those in words, the licence, what is said of data mining."""
    said: dict[str, Found[str]] = {}
    words: list[str] = []
    for line in str(item.get("usageterms") or "").splitlines():
        for mark in (exchange.LICENCE, exchange.MINING):
            if line.startswith(mark) and (value := clean(line.removeprefix(mark))):
                said[mark] = Found(value, "ninjs:usageterms", 0.95)
                break
        else:
            words.append(line)
    return clean(" ".join(words)), said.get(exchange.LICENCE), said.get(exchange.MINING)


def _rights(item: Item, usage: str) -> Found[str] | None:
    claim = next(_found(item, "copyrightnotice", "copyrightholder"), None)
    said = " ".join(filter(None, [claim.value if claim else "", usage]))
    return Found(said, claim.where if claim else "ninjs:usageterms", 0.95) if said else None


def _digital_source(item: Item) -> Found[str] | None:
    said = item.get("digitalsourcetype")
    row = said if isinstance(said, dict) else {}
    value = clean(row.get("uri")) or clean(row.get("literal")) or clean(row.get("name"))
    return Found(value, "ninjs:digitalsourcetype", 0.97) if value else None


def _pictures(item: Item) -> Iterator[Picture]:
    for row in item["associations"]:
        if clean(row.get("type")) in _PICTURES:
            yield from _own_picture(row, clean(row.get("type")))


def _own_picture(row: Item, kind: str) -> Iterator[Picture]:
    """The picture that an item is, or that shows it: the still of a video."""
    if url := _rendition(row, "image/" if kind in _PICTURES else ""):
        texts = {clean(text.get("role")).lower(): _words(text) for text in _rows(row, "descriptions")}
        alt = texts.pop("alt", "") or texts.pop("accessibility", "")
        caption = texts.get("caption") or next(iter(texts.values()), "")
        headline = next(iter(_rows(row, "headlines")), {})
        credit = next(_found(row, "by", "copyrightnotice", "copyrightholder"), None)
        yield Picture(url, alt, caption or _words(headline), credit.value if credit else "")


def _rendition(row: Item, assumed: str) -> str:
    """The address of the largest picture. ``assumed`` is the type of a rendition that does not declare its own."""

    def size(one: Item) -> float:
        width = one.get("width")
        return width if isinstance(width, (int, float)) else 0

    fit = [
        one
        for one in _rows(row, "renditions")
        if exchange.address(one.get("href"))
        and clean(one.get("contenttype") or one.get("mimetype") or assumed).startswith("image/")
    ]
    return exchange.address(max(fit, key=size).get("href")) if fit else ""


def _warnings(item: Item) -> Iterator[str]:
    until = exchange.unstamped(item.get("embargoeduntil") or item.get("embargoed"))
    if until:
        yield f"It may not be published before {until}."
    state = clean(item.get("pubstatus"))
    if state in {"withheld", "canceled"}:
        yield f"Its source marks it as {state}."
    if note := clean(item.get("ednote")):
        yield f"A note to editors: {note}"
