"""What an archive says of an item, in the outlet's terms."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from html import escape
from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.utils import timezone

from masthead.article import slugs
from masthead.article.models import Article
from masthead.desk.moving.dates import moment_of
from masthead.intake import survey as look
from masthead.intake.actions import fit, origin_of
from masthead.intake.archive import Attached, Author, Filed, Item, State
from masthead.intake.draft import Draft, Found

LONGEST_ADDRESS = 600
"""Characters of an old address that is remembered."""


def brought(*inside: dict[str, int]) -> dict[str, dict[str, int]]:
    """{kind: {outcome: number}} of what came inside an item, without what there is none of."""
    counted = ({name: number for name, number in each.items() if number} for each in inside)
    return {kind: numbers for kind, numbers in zip(look.INSIDE, counted, strict=True) if numbers}


def clean(text: str) -> str:
    """Text that every database takes."""
    return text.replace("\x00", "").encode("utf-8", "backslashreplace").decode()


def title(piece: object) -> str:
    match piece:
        case Item():
            return (
                piece.draft.headline.value if piece.draft.headline else piece.draft.body_text.split("\n")[0]
            )
        case Author() | Filed():
            return piece.name
        case Attached():
            return piece.title or piece.url
    return ""


def moments(item: Item) -> tuple[datetime, datetime]:
    """When it was published and when last changed; now where the archive does not say."""
    draft = item.draft
    published = moment_of(draft.published.value) if draft.published else None
    updated = moment_of(draft.updated.value) if draft.updated else None
    first = published or updated or timezone.now()
    return first, max(first, updated or first)


def state_note(item: Item, public: bool) -> str:
    if public:
        return "" if item.draft.published else "The archive does not say when it was published."
    when = f" for {item.draft.published.value}" if item.draft.published else ""
    match item.state:
        case State.SCHEDULED:
            return f"It was scheduled{when}: it is a draft now. Schedule it at the desk."
        case State.PRIVATE:
            return "It was not public there: it is a draft."
        case State.PUBLISHED:
            return "It was published there: it is a draft, as was asked for."
    return "It was a draft there."


def whole(draft: Draft) -> Draft:
    """The draft with a headline and a standfirst that fit; what was longer stands in the text too."""
    spared = ""
    for name in ("headline", "standfirst"):
        found: Found[str] | None = getattr(draft, name)
        most = Article._meta.get_field(name).max_length or 0
        if found and len(found.value) > most:
            spared += f"<p>{escape(found.value, quote=False)}</p>"
            kept = (
                Found(fit(found.value, Article, name), found.where, found.sure)
                if name == "headline"
                else None
            )
            draft = replace(draft, **{name: kept})  # type: ignore[arg-type]
    return replace(draft, body_html=spared + draft.body_html) if spared else draft


def origin(item: Item) -> dict[str, Any]:
    """Where it first appeared, if that was elsewhere: what the outlet moves in is its own otherwise."""
    draft = item.draft
    own = {urlsplit(address).hostname for address in item.addresses}
    address = draft.canonical.value if draft.canonical else ""
    elsewhere = bool(address) and own != {None} and urlsplit(address).hostname not in own
    if draft.chain:
        first = draft.chain[0].value
        return {
            **origin_of(draft),
            "origin_outlet": fit(first.outlet, Article, "origin_outlet"),
            "origin_url": first.url,
            "origin_date": first.date[:10] or None,
        }
    kept = origin_of(replace(draft, outlet=None))
    if elsewhere:
        return kept
    return {**kept, "origin_outlet": "", "origin_url": "", "origin_date": None}


def slug(item: Item, article: Article) -> str:
    """The last part of its old address where that is free and an address here too."""
    wanted = unquote(item.slug).strip().lower()
    try:
        slugs.SLUG(wanted)
    except ValidationError:
        wanted = slugs.slug(wanted)
    wanted = wanted[:90].strip("-") or slugs.slug(article.headline)
    return slugs.free(wanted, article._taken)


def address(item: Item) -> str:
    return next((address for address in item.addresses if "://" in address), "")


def addresses(item: Item) -> tuple[str, ...]:
    return tuple(address for address in item.addresses if len(address) <= LONGEST_ADDRESS)
