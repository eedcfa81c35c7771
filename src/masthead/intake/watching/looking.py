"""One look at a feed: ask whether it changed, take in what is new, say when to come again."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from masthead.intake.actions import take_in
from masthead.intake.errors import AlreadyTakenIn, IntakeError
from masthead.intake.models import Arrival, FeedItem, WatchedFeed
from masthead.intake.readers.feed import reader
from masthead.intake.readers.feed.values import Feed, Item
from masthead.intake.sources import feed as source
from masthead.intake.watching import hubs, items, schedule, tasks, verbs
from masthead.lib.fetch import Fetched, FetchError
from masthead.record.errors import RecordError

log = logging.getLogger(__name__)

State, Hub = WatchedFeed.State, WatchedFeed.Hub
SECONDS = 40
"""After which a look ends, and goes on a minute later: others wait for the worker."""
TRIES = 3
"""Looks in which an item that cannot be taken in is tried."""


@dataclass
class Seen:
    """What a look found. ``more``: time was up before all was taken in."""

    taken: int = 0
    changed: int = 0
    failed: int = 0
    unchanged: bool = False
    more: bool = False
    trouble: str = ""


def look(pk: int, *, allow: frozenset[str] = frozenset()) -> Seen:
    """Look at a feed once, whatever the clock says. Paused and given-up feeds are left alone.

    What goes wrong is kept with the feed, in a sentence.
    """
    row = WatchedFeed.objects.filter(pk=pk, state=State.WATCHED).first()
    if row is None:
        return Seen(trouble="The feed is not watched.")
    known = {"If-None-Match": row.etag, "If-Modified-Since": row.last_modified}
    try:
        came = source.ask(
            row.address, known={name: value for name, value in known.items() if value}, allow=allow
        )
        if came.status == 304:
            return _rest(row, Seen(unchanged=True))
        answer = source.answer(came)
        feed = reader.read(answer.delivery, answer.headers)
    except FetchError as error:
        return _trouble(row, error.sentence, gone=error.status == 410, retry_after=error.retry_after)
    except IntakeError as error:
        return _trouble(row, error.sentence)
    seen = _items(row, feed, allow)
    if not seen.more:  # else the answer is wanted once more
        row.etag = came.headers.get("etag", "")[:500]
        row.last_modified = came.headers.get("last-modified", "")[:100]
    _move(row, came, feed)
    verbs.describe(row, feed)
    row.minutes = verbs.usual_interval(row, feed)
    if hubs.is_wanted(row):
        tasks.ask_hub.enqueue(row.pk)
    return _rest(row, seen)


def _items(row: WatchedFeed, feed: Feed, allow: frozenset[str]) -> Seen:
    """Take in what is new, the oldest first."""
    seen, until = Seen(), time.monotonic() + SECONDS
    keys = {items.key(items.identifier(item)): item for item in feed.items}
    there = {found.identifier_key: found for found in row.items.filter(identifier_key__in=list(keys)[:500])}
    for rest in range(500, len(keys), 500):
        part = list(keys)[rest : rest + 500]
        there |= {found.identifier_key: found for found in row.items.filter(identifier_key__in=part)}
    passes = row.only_new and row.looked_at is None
    for key, item in reversed(list(keys.items())):
        old = there.get(key)
        if old is not None and not (old.state == FeedItem.State.FAILED and old.tries < TRIES):
            seen.changed += _note_change(old, item)
            continue
        if time.monotonic() > until:
            seen.more = True
            break
        found = old or FeedItem(feed=row, identifier_key=key)
        _describe(found, item)
        try:
            outcome = _pass(found) if passes else _take(row, feed, item, found, allow)
        except IntegrityError:  # another look, at the same time
            continue
        seen.taken += outcome == FeedItem.State.TAKEN
        seen.failed += outcome == FeedItem.State.FAILED
    return seen


def _describe(found: FeedItem, item: Item) -> None:
    found.address, found.title = item.address[:2000], item.headline[:300]
    found.address_key, found.digest = items.address_key(item.address), items.digest(item)


def _pass(found: FeedItem) -> str:
    """What was there before we watched is known, and not taken in."""
    found.state = FeedItem.State.PASSED
    found.save()
    return found.state


def _take(row: WatchedFeed, feed: Feed, item: Item, found: FeedItem, allow: frozenset[str]) -> str:
    found.tries, found.trouble = found.tries + 1, ""
    same = (
        FeedItem.objects.filter(address_key=found.address_key).exclude(pk=found.pk)
        if found.address_key
        else None
    )
    if same is not None and (first := same.filter(state__in=_ARRIVED).order_by("pk").first()):
        # The same page under another name, or in another feed.
        found.state, found.article_id = FeedItem.State.KNOWN, first.article_id
        found.save()
        return found.state
    try:
        draft, came = items.read(item, feed, source=row.address, allow=allow)
        with transaction.atomic():
            by = f"feed {row.title}"[:200]
            found.article = take_in(draft, by=by, language=row.language, delivery=came)
            found.state = FeedItem.State.TAKEN
            found.save()
    except AlreadyTakenIn:
        found.state, found.article_id = FeedItem.State.KNOWN, _arrived(found.address_key)
        found.save()
    except (IntakeError, RecordError) as error:
        found.state, found.article, found.trouble = FeedItem.State.FAILED, None, str(error)
        found.save()
    return found.state


_ARRIVED = (FeedItem.State.TAKEN, FeedItem.State.KNOWN, FeedItem.State.PASSED)


def _arrived(address_key: str) -> int | None:
    """The article that came from an address."""
    same = Q(source_key=address_key) | Q(canonical_key=address_key)
    return Arrival.objects.filter(same).order_by("pk").values_list("article_id", flat=True).first()


def _note_change(found: FeedItem, item: Item) -> bool:
    """An item that reads otherwise than before: kept as a note at its arrival. The article stays as it is."""
    now = items.digest(item)
    if now == found.digest:
        return False
    with transaction.atomic():
        found.digest, found.changed_at = now, timezone.now()
        found.save(update_fields=["digest", "changed_at"])
        arrival = Arrival.objects.select_for_update().filter(article=found.article_id).order_by("-pk").first()
        if found.article_id and arrival is not None:
            note = {
                "at": found.changed_at.isoformat(),
                "updated": item.updated,
                "headline": item.headline,
                "digest": now,
            }
            arrival.changes = [*arrival.changes, note][-50:]
            arrival.save(update_fields=["changes"])
    return True


def _move(row: WatchedFeed, came: Fetched, feed: Feed) -> None:
    """Keep the new address of a feed that moved for good, unless that one is watched already."""
    new = feed.moved or came.moved_to
    if not new or new == row.address or len(new) > 2000:
        return
    if WatchedFeed.objects.filter(address_key=items.key(new)).exists():
        row.state = State.STOPPED
        row.trouble = f"It moved to {new}, which is watched already. This one can be deleted."
        return
    log.info("The feed %s moved to %s", row.address, new)
    row.address, row.address_key = new, items.key(new)


def _rest(row: WatchedFeed, seen: Seen) -> Seen:
    row.looked_at, row.failures = timezone.now(), 0
    if row.state == State.WATCHED:
        row.trouble = ""
    row.new_items = seen.taken
    row.next_at = (
        row.looked_at + timedelta(minutes=1)
        if seen.more
        else schedule.next_look(row.looked_at, row.minutes, spread=verbs.spread(row))
    )
    _keep(row)
    return seen


def _trouble(row: WatchedFeed, sentence: str, *, gone: bool = False, retry_after: str = "") -> Seen:
    row.looked_at, row.failures, row.new_items = timezone.now(), row.failures + 1, 0
    row.trouble = f"{sentence} It is gone for good and not looked at any more." if gone else sentence
    row.state = State.STOPPED if gone else row.state
    row.next_at = schedule.next_look(
        row.looked_at, row.minutes, failures=row.failures, retry_after=retry_after, spread=verbs.spread(row)
    )
    _keep(row)
    return Seen(trouble=row.trouble)


def _keep(row: WatchedFeed) -> None:
    """Write what a look may change; what people or a hub changed meanwhile stays."""
    fields = [
        "address", "address_key", "title", "site", "hub", "topic", "etag", "last_modified", "minutes", "looked_at",
        "next_at", "failures", "trouble", "new_items",
    ]  # fmt: skip
    row.save(update_fields=[*fields, "state"] if row.state == State.STOPPED else fields)
