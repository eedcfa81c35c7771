"""The verb of the room: a draft becomes an article that nobody can read yet."""

from __future__ import annotations

import os
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from masthead.article import licences, slugs
from masthead.article.models import Article, Byline, Outlet, Person
from masthead.article.snapshot import footnotes_of, stream_of
from masthead.intake import kinds, originals
from masthead.intake.compose import compose
from masthead.intake.draft import Draft
from masthead.intake.errors import AlreadyTakenIn, DoesNotFit, NoArticle, UnknownLanguage
from masthead.intake.models import Arrival
from masthead.intake.recognising import alike, remember
from masthead.intake.sources.delivery import Delivery
from masthead.lib import languages
from masthead.lib.addresses import split
from masthead.lib.beginnings import beginning
from masthead.record import actions as record

_TEXTS = frozenset({"body_html", "body_text", "footnotes"})
"""What the article holds itself."""


def take_in(
    draft: Draft,
    *,
    by: str,
    again: bool = False,
    language: str = "",
    delivery: Delivery | None = None,
    key: str = "",
) -> Article:
    """Store a draft as an article that is not published, with its arrival and an entry in the record.

    ``language`` (a code of ``lib.languages``) overrules what was found. ``delivery`` is what it was read from, to be
    kept beside it. ``key`` names the source where neither a path nor an address does. ``AlreadyTakenIn`` if the
    same address or source came in before, unless ``again``; ``NoArticle`` where it has no text,
    ``UnknownLanguage``, ``DoesNotFit``. Nothing is half-written.
    """
    if not draft.is_article:
        raise NoArticle(f"{draft.source} holds no article text: it is {kinds.named(draft.kind)}.")
    came = _arrival(draft, by=by, again=again, key=key)
    if delivery is not None:
        came.original, came.media_type = originals.keep(delivery.body), originals.media_type(delivery)
    known = languages.match(language or (draft.language.value if draft.language else ""))
    if known is None:
        raise UnknownLanguage(
            f"The language of {draft.source} is not known to be one that Masthead publishes in. "
            f"Name it with --language: {' '.join(languages.CODES)}."
        )
    try:
        with transaction.atomic():
            if not again:
                _refuse_second(came)
            like, bands = alike(draft.body_text)
            article = came.article = article_of(draft, known.code, **origin_of(draft))
            article.full_clean()
            article.save()
            article.save_revision()
            if like is not None:
                came.like, came.like_share = like.article, like.share
            came.save()
            remember(came, bands)
            record.append([record.Statement("article.taken-in", f"article/{article.pk}", _told(draft, by))])
    except ValidationError as error:
        raise DoesNotFit(f"{draft.source} does not fit an article: {' '.join(error.messages)}") from error
    except IntegrityError as error:
        _refuse_second(came)  # somebody else was quicker
        raise DoesNotFit(f"{draft.source} could not be stored; try again.") from error
    return article


def arrival_of(draft: Draft, article: Article, source: str, address: str, *, by: str) -> Arrival:
    """How a stored article came with a move, not stored yet: ``source`` names it in its system, ``address`` is its
    old one, by which ``take_in`` knows it again."""
    key = _key(address) if address else ""
    flat = draft.to_json()
    return Arrival(
        article=article,
        source=fit(source, Arrival, "source"),
        canonical=fit(address, Arrival, "canonical"),
        source_key=_key(source),
        canonical_key=key,
        found={name: value for name, value in flat.items() if name not in _TEXTS},
        by=by,
        cleared_at=timezone.now() if article.live else None,  # what readers had before waits for nobody
        again=Arrival.objects.filter(
            models.Q(source_key=_key(source)) | models.Q(canonical_key__in=[key] if key else [])
        ).exists(),
    )


def _arrival(draft: Draft, *, by: str, again: bool, key: str) -> Arrival:
    flat = draft.to_json()
    is_path = not key and split(draft.source).scheme not in {"http", "https"}
    source = os.path.abspath(draft.source) if is_path else draft.source
    canonical = draft.canonical.value if draft.canonical else ""
    return Arrival(
        source=fit(source, Arrival, "source"),
        canonical=fit(canonical, Arrival, "canonical"),
        source_key=_key(key or source),
        canonical_key=_key(canonical) if canonical else "",
        found={name: value for name, value in flat.items() if name not in _TEXTS},
        by=fit(by, Arrival, "by"),
        again=again,
    )


def _key(address: str) -> str:
    return sha256(address.partition("#")[0].rstrip("/").encode("utf-8", "backslashreplace")).hexdigest()


def _refuse_second(came: Arrival) -> None:
    same = models.Q(source_key=came.source_key)
    if came.canonical_key:
        same |= models.Q(canonical_key=came.canonical_key)
    first = Arrival.objects.filter(same).select_related("article").order_by("pk").first()
    if first is not None:
        raise AlreadyTakenIn(
            f"{came} came in on {first.at:%Y-%m-%d} as article {first.article_id}, “{first.article.headline}”.",
            first.article_id,
        )


def article_of(
    draft: Draft, language: str, *, person: Callable[[str, str], Person] | None = None, **fields: Any
) -> Article:
    """An article in hand, not stored, that says what the draft says. ``person`` finds who stands in its bylines,
    by name and language; those it does not know are made."""
    blocks, footnotes = compose(draft)
    person = person or person_called
    headline = draft.headline.value if draft.headline else draft.body_text.split("\n")[0]
    article = Article(
        headline=fit(headline, Article, "headline"),
        standfirst=fit(draft.standfirst.value if draft.standfirst else "", Article, "standfirst"),
        language=language,
        body=stream_of(blocks),
        footnotes=footnotes_of(footnotes),
        live=False,
        has_unpublished_changes=True,
        **fields,
    )
    article.bylines = [
        Byline(person=person(name, language), role=_role(role), sort_order=order)
        for order, (name, role) in enumerate(
            dict.fromkeys((found.value.name, found.value.role) for found in draft.bylines)
        )
    ]
    return article


def origin_of(draft: Draft) -> dict[str, Any]:
    """Where it first appeared and on which terms; empty for the outlet's own work."""
    address = draft.canonical.value if draft.canonical else ""
    name = draft.outlet.value if draft.outlet else (split(address).hostname or "").removeprefix("www.")
    licence = draft.licence.value if draft.licence else ""
    rights = draft.rights.value if draft.rights else ""
    if licence and licence not in licences.ALL:
        rights = f"{rights} ({licence})" if rights else licence
    if Outlet.objects.filter(name__iexact=name).exists():
        name = address = ""
    return {
        "origin_outlet": fit(name, Article, "origin_outlet"),
        "origin_url": address,
        "origin_date": draft.published.value[:10] if draft.published else None,
        "licence": licence if licence in licences.ALL else "",
        "rights": fit(rights, Article, "rights"),
    }


def person_called(name: str, language: str, slug: str = "") -> Person:
    """The person of this name; a new one if there is none, at the address ``slug`` where that is free."""
    name = fit(name, Person, "name")
    there = Person.objects.filter(name__iexact=name).order_by("pk").first()
    if there is not None:
        return there

    def taken(candidates: list[str]) -> set[str]:
        return set(Person.objects.filter(slug__in=candidates).values_list("slug", flat=True))

    return Person.objects.create(
        name=name, slug=slugs.free(slugs.slug(slug) or slugs.slug(name), taken), language=language
    )


def _role(role: str) -> str:
    return role if role in Byline.Role.values else Byline.Role.AUTHOR


def fit(value: str, model: type[models.Model], name: str) -> str:
    """The value, cut to what the field of this name holds."""
    most = getattr(model._meta.get_field(name), "max_length", None) or len(value)
    return beginning(value, most)


def _told(draft: Draft, by: str) -> dict[str, object]:
    """What the record says: where from, what was found where, and the digest of the text as it came."""
    flat = draft.to_json()
    return {
        "by": by,
        "text_sha256": sha256(draft.body_text.encode()).hexdigest(),
        **{
            name: flat[name]
            for name in ("source", "canonical", "headline", "bylines", "published", "outlet", "licence")
        },
        "found": flat["found"],
    }
