"""An item of a feed as a draft."""

from __future__ import annotations

from collections.abc import Iterator

from masthead.intake import body, citations, language, quotations
from masthead.intake.draft import Appearance, Byline, Draft, Found, Picture
from masthead.intake.errors import NoArticle
from masthead.intake.readers.decode import Decoded
from masthead.intake.readers.feed import markup, reader
from masthead.intake.readers.feed.values import Contact, Feed, Item
from masthead.intake.readers.html.names import people
from masthead.intake.readers.html.origin import spdx
from masthead.intake.readers.html.text import folded
from masthead.intake.sources.delivery import Delivery
from masthead.lib.addresses import split

_LONGEST = 1000  # letters of a standfirst; what is longer is a text


def drafts(delivery: Delivery, text: Decoded) -> Iterator[Draft]:
    """A draft for each item, in the order of the feed; ``NoArticle`` if it has none."""
    feed = reader.read(delivery)
    if not feed.items:
        raise NoArticle(f"{delivery.source} is a feed without items.")
    for item in feed.items:
        yield draft_of(item, feed, source=delivery.source)


def draft_of(item: Item, feed: Feed, *, source: str = "") -> Draft:
    """What the item says of its article. The text is its content, or its summary where it carries no more.

    ``source`` is the feed's file or address; an item that has an address of its own is told by that.
    """
    pieces = body.parts(item.content if item.is_full else item.summary or item.content)
    words = body.words(pieces)
    declared = [Found(item.language, "feed:language", 0.8)] if item.language else []
    tongue = language.language(words or item.headline, declared)
    return Draft(
        source=_web(item.address) or source,
        body_html=body.render(pieces),
        body_text=words,
        headline=_found(item.headline, "feed:title", 0.95),
        standfirst=_standfirst(item, words),
        bylines=tuple(_bylines(item, feed)),
        published=_found(item.published, "feed:published", 0.95),
        updated=_found(item.updated, "feed:updated", 0.9) if item.updated != item.published else None,
        language=tongue,
        outlet=_found(feed.title, "feed:channel", 0.7),
        canonical=_found(_web(item.address), "feed:link", 0.85),
        licence=_licence(item, feed),
        rights=_found(item.rights, "feed:rights", 0.9) or _found(feed.rights, "feed:channel-rights", 0.7),
        mining=_found(item.mining, "feed:rsl", 0.9) or _found(feed.mining, "feed:channel-rsl", 0.7),
        identifier=_found(item.identifier, "feed:identifier", 1.0),
        terms=tuple(Found(term, "feed:category", 0.9) for term in item.terms),
        chain=tuple(_chain(item)),
        citations=citations.citations(
            pieces, tongue.value if tongue else "", _web(item.address) or feed.address
        ),
        quotations=quotations.quotations(pieces),
        pictures=tuple(_pictures(item)),
    )


def _found(value: str, where: str, sure: float) -> Found[str] | None:
    return Found(value, where, sure) if value else None


def _standfirst(item: Item, words: str) -> Found[str] | None:
    """The summary, where there is a text beside it of which it is not merely the beginning."""
    said = markup.words(item.summary) if item.is_full else ""
    if not said or len(said) > _LONGEST or folded(words).startswith(folded(said)[:-10] or "-"):
        return None
    return Found(said, "feed:summary", 0.7)


def _bylines(item: Item, feed: Feed) -> Iterator[Found[Byline]]:
    """The item's authors; else those of the feed that it came from; else those of this one."""
    places: list[tuple[tuple[Contact, ...], str, float]] = [
        (item.authors, "feed:author", 0.9),
        (item.origin.authors if item.origin else (), "feed:source-author", 0.7),
        (feed.authors, "feed:channel-author", 0.5),
    ]
    outlet = folded(feed.title)
    for contacts, where, sure in places:
        names = [name for contact in contacts for name in people(contact.name) if contact.name]
        if names := [name for name in dict.fromkeys(names) if folded(name) != outlet] or names:
            yield from (Found(Byline(name), where, sure) for name in names)
            return


def _licence(item: Item, feed: Feed) -> Found[str] | None:
    """A licence that is declared, else one that the line of rights names."""
    places = (
        (item.licence, "feed:license", 0.9), (item.rights, "feed:rights", 0.8),
        (feed.licence, "feed:channel-license", 0.8), (feed.rights, "feed:channel-rights", 0.7),
    )  # fmt: skip
    for value, where, sure in places:
        if code := spdx(value) or (value if where.endswith("license") else ""):
            return Found(code, where, sure)
    return None


def _chain(item: Item) -> Iterator[Found[Appearance]]:
    if source := item.origin:
        yield Found(Appearance(source.title, _web(source.address) or _web(source.feed)), "feed:source", 0.8)


def _web(url: str) -> str:
    """The address if it is one of the web: others are not to be followed."""
    return url if split(url).scheme in {"http", "https"} else ""


def _pictures(item: Item) -> Iterator[Picture]:
    """Those of the text first; words that another place has for the same picture are added."""
    declared = {picture.url: picture for picture in item.pictures if _web(picture.url)}
    for picture in markup.pictures(item.content or item.summary):
        other = declared.pop(picture.url, picture)
        yield Picture(
            picture.url,
            picture.alt or other.alt,
            picture.caption or other.caption,
            picture.credit or other.credit,
        )
    yield from declared.values()
