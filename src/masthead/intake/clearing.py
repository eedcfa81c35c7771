"""Verbs of whoever compares a draft with its source: correct it, clear it, throw it away, join it to another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import LogContext

from masthead.article.models import Article, Byline
from masthead.intake.actions import person_called
from masthead.intake.errors import ChangedMeanwhile, DoesNotFit, Locked, NotADraft, NothingAlike
from masthead.intake.fields import NAMES, unsure
from masthead.intake.models import Arrival, Parcel
from masthead.lib.addresses import split
from masthead.record import actions as record

_MANY = frozenset({"regions", "themes"})


@dataclass(frozen=True, slots=True)
class Editor:
    """Who does it: the name that the record keeps, and the desk's user behind it."""

    name: str
    user: Any = None


def newest(arrival: Arrival) -> Article:
    """The draft as it was last saved."""
    found: Article = arrival.article.get_latest_revision_as_object()
    return found


@transaction.atomic
def correct(
    arrival: Arrival,
    values: dict[str, Any],
    confirmed: Iterable[str],
    *,
    by: Editor,
    revision: int | None = None,
) -> Article:
    """Save ``values`` (names of ``intake.fields``) in a new revision of the draft; note what ``by`` vouches for.

    ``bylines`` is a sequence of (name, role). ``revision`` is the one the editor saw: ``ChangedMeanwhile`` if there
    is a newer. ``Locked``, ``DoesNotFit``.
    """
    _lock(arrival)
    article = newest(arrival)
    lock = article.get_lock()
    if lock is not None and lock.for_user(by.user):
        raise Locked("Somebody has locked this article. Ask them, or unlock it in its own form.")
    if revision is not None and article.latest_revision_id != revision:
        raise ChangedMeanwhile(
            "Somebody saved this draft in between. Look at what they changed, then save yours again."
        )
    if values:
        _set(article, values)
        try:
            article.full_clean()
        except ValidationError as error:
            raise DoesNotFit(" ".join(error.messages)) from error
        if article.first_published_at is None:
            article.save()  # nobody reads it yet: lists show the newest words
        article.save_revision(user=by.user, log_action=True)
    arrival.confirmed = [name for name in NAMES if name in {*arrival.confirmed, *confirmed}]
    arrival.save(update_fields=["confirmed"])
    return article


def _lock(arrival: Arrival) -> None:
    """Hold the row until the transaction ends, and see what others wrote in between."""
    Arrival.objects.select_for_update().filter(pk=arrival.pk).first()
    arrival.refresh_from_db()


def _set(article: Article, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if name == "bylines":
            _set_bylines(article, value)
        elif name in _MANY:
            getattr(article, name).set(value)
        else:
            setattr(article, name, value)


def _set_bylines(article: Article, wanted: Sequence[tuple[str, str]]) -> None:
    """In this order; a name that stood there keeps its person, and what belongs to one edition stays."""
    there = list(article.bylines.select_related("person").all())
    known = {byline.person.name.casefold(): byline.person for byline in there}
    made = [
        Byline(person=known.get(name.casefold()) or person_called(name, article.language), role=role)
        for name, role in dict.fromkeys(wanted)
    ]
    kept = [byline for byline in there if byline.language]
    for order, byline in enumerate([*made, *kept]):
        byline.sort_order = order
    article.bylines.set([*made, *kept])


@transaction.atomic
def clear(arrival: Arrival, *, by: Editor) -> None:
    """Say that the draft was compared with its source. Once: a second time changes nothing."""
    _lock(arrival)
    if arrival.cleared_at is not None:
        return
    arrival.cleared_at, arrival.cleared_by = timezone.now(), by.name[:200]
    arrival.save(update_fields=["cleared_at", "cleared_by"])
    told = {"by": by.name, "confirmed": arrival.confirmed, "unsure": unsure(arrival.found, arrival.confirmed)}
    _record("article.cleared", arrival.article_id, {**told, "arrival": arrival.pk, "source": arrival.source})


def published(article: Article, by: str) -> None:
    """Whoever publishes an article has looked at it: it waits no longer."""
    Arrival.objects.filter(article=article, cleared_at__isnull=True).update(
        cleared_at=timezone.now(), cleared_by=by[:200]
    )


@transaction.atomic
def discard(arrival: Arrival, *, by: Editor) -> Parcel | None:
    """Delete the draft. Answers a parcel from which it can be read again, if its source was kept."""
    _lock(arrival)
    article = arrival.article
    _refuse_published(article)
    kept = _parcel(arrival, by)
    told = {
        "by": by.name,
        "headline": article.headline,
        "source": arrival.source,
        "canonical": arrival.canonical,
    }
    key = article.pk
    with LogContext(user=by.user):
        article.delete()
    if kept is not None:
        kept.save()
    _record("article.discarded", key, told)
    return kept


def _parcel(arrival: Arrival, by: Editor) -> Parcel | None:
    is_address = split(arrival.source).scheme in {"http", "https"}
    if not arrival.original and not is_address:
        return None
    parcel = (
        Parcel.objects.filter(article=arrival.article_id, state=Parcel.State.DONE).order_by("-pk").first()
    )
    if parcel is None:
        from masthead.intake.parcels import tidy_name

        name = arrival.source if is_address else tidy_name(arrival.source)
        parcel = Parcel(name=name[:300], original=arrival.original, media_type=arrival.media_type)
        parcel.address = arrival.source if is_address else ""
    parcel.article, parcel.state, parcel.code = None, Parcel.State.DISCARDED, ""
    parcel.why = f"“{arrival.article.headline}” was discarded by {by.name}."
    parcel.language = arrival.article.language
    return parcel


@transaction.atomic
def join(arrival: Arrival, *, by: Editor) -> Article:
    """The draft is the earlier article once more: it goes, and its arrival stays with the earlier one."""
    _lock(arrival)
    first, draft = arrival.like, arrival.article
    if first is None or first.pk == draft.pk:
        raise NothingAlike("There is no earlier article that this one looks like.")
    _refuse_published(draft)
    _lengthen(first, arrival, draft)
    told = {"by": by.name, "draft": draft.pk, "share": round(arrival.like_share or 0, 4)}
    told |= {"source": arrival.source, "canonical": arrival.canonical}
    Arrival.objects.filter(article=draft).update(article=first)
    Parcel.objects.filter(article=draft).update(article=first)
    arrival.article, arrival.like_choice = first, Arrival.Choice.JOIN
    arrival.cleared_at, arrival.cleared_by = timezone.now(), by.name[:200]
    arrival.save()
    with LogContext(user=by.user):
        draft.delete()
    _record("article.joined", first.pk, told)
    return first


def _lengthen(first: Article, arrival: Arrival, draft: Article) -> None:
    """Another station on the way the earlier article took."""
    oldest = Arrival.objects.filter(article=first).order_by("pk").first()
    url = arrival.canonical or (arrival.source if "://" in arrival.source else "")
    if oldest is None or not url:
        return
    chain = list(oldest.found.get("chain") or [])
    if url not in {station.get("url") for station in chain if isinstance(station, dict)}:
        date = draft.origin_date.isoformat() if draft.origin_date else ""
        chain.append({"outlet": draft.origin_outlet or (split(url).hostname or ""), "url": url, "date": date})
        oldest.found = {**oldest.found, "chain": chain}
        oldest.save(update_fields=["found"])


@transaction.atomic
def keep_both(arrival: Arrival, *, by: Editor) -> None:
    """Two articles, however alike."""
    _lock(arrival)
    if arrival.like is None:
        raise NothingAlike("There is no earlier article that this one looks like.")
    arrival.like_choice = Arrival.Choice.BOTH
    arrival.save(update_fields=["like_choice"])
    told = {"by": by.name, "like": arrival.like_id, "share": round(arrival.like_share or 0, 4)}
    _record("article.kept-apart", arrival.article_id, told)


def _refuse_published(article: Article) -> None:
    if article.live or article.first_published_at is not None:
        raise NotADraft(f"Article {article.pk} has been published. Withdraw it in its own form instead.")


def _record(kind: str, article: int, told: dict[str, Any]) -> None:
    record.append([record.Statement(kind, f"article/{article}", told)])
