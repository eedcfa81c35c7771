"""The verbs of watched feeds, but for the look itself."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from contextlib import suppress
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from masthead.intake.errors import AlreadyWatched, NotWatched
from masthead.intake.models import WatchedFeed
from masthead.intake.readers.feed.values import Feed
from masthead.intake.watching import items, schedule, tasks
from masthead.intake.watching.discovery import discover
from masthead.intake.watching.opml import Outline
from masthead.lib.addresses import split

State, Hub = WatchedFeed.State, WatchedFeed.Hub
AT_ONCE = 20
"""Feeds that are sent for in one minute."""
_AGAIN = timedelta(minutes=15)  # when a look that was sent for did not come back


def watch(
    address: str, *, by: str, language: str = "", only_new: bool = False, allow: frozenset[str] = frozenset()
) -> WatchedFeed:
    """Begin to watch the feed at an address, or the feed of the site at an address.

    ``only_new``: what stands in it now is not taken in. ``AlreadyWatched``, or the ``IntakeError`` of the fetch.
    """
    found = discover(address, allow=allow)
    return _begin(found.address, by=by, language=language, only_new=only_new, feed=found.feed)


def watch_all(outlines: Iterable[Outline], *, by: str, only_new: bool = True) -> int:
    """Begin to watch the feeds of a list that was exported elsewhere; answers how many are new. Nothing is fetched."""
    begun = 0
    for outline in outlines:
        with suppress(AlreadyWatched):
            _begin(outline.address, by=by, title=outline.title, only_new=only_new)
            begun += 1
    return begun


def _begin(
    address: str,
    *,
    by: str,
    language: str = "",
    only_new: bool = False,
    title: str = "",
    feed: Feed | None = None,
) -> WatchedFeed:
    row = WatchedFeed(
        address=address,
        address_key=items.key(address),
        title=title[:300],
        language=language,
        only_new=only_new,
        by=by[:200],
        next_at=timezone.now(),
        token=secrets.token_urlsafe(24),
        secret=secrets.token_urlsafe(32),
    )
    if feed is not None:
        describe(row, feed)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise AlreadyWatched(f"{address} is watched already.") from error
    return row


def describe(row: WatchedFeed, feed: Feed) -> None:
    """Keep what the feed says of itself."""
    row.title = (feed.title or split(row.address).hostname or row.address)[:300]
    row.site = feed.address
    row.hub = next((hub for hub in feed.hubs if len(hub) <= 2000), "")
    row.topic = feed.self_address or row.address


def watched(name: str) -> WatchedFeed:
    """The feed of this number or address; ``NotWatched``."""
    key = {"pk": int(name)} if name.isascii() and name.isdigit() else {"address_key": items.key(name.strip())}
    row = WatchedFeed.objects.filter(**key).first()
    if row is None:
        raise NotWatched(f"No feed {name} is watched. “masthead watch” lists those that are.")
    return row


def forget(row: WatchedFeed) -> None:
    """Watch it no more. The articles that came of it stay. The hub's lease ends by itself."""
    WatchedFeed.objects.filter(pk=row.pk).delete()


@transaction.atomic
def pause(row: WatchedFeed) -> None:
    """Do not look until told; the hub is told not to knock."""
    WatchedFeed.objects.filter(pk=row.pk).update(state=State.PAUSED)
    if row.hub_state in {Hub.ASKED, Hub.ACTIVE}:
        tasks.leave_hub.enqueue(row.pk)


@transaction.atomic
def resume(row: WatchedFeed) -> None:
    """Look again, at once and by the clock; also at a feed that was given up."""
    now = timezone.now()
    WatchedFeed.objects.filter(pk=row.pk).update(
        state=State.WATCHED, failures=0, trouble="", next_at=now + _AGAIN
    )
    tasks.look.enqueue(row.pk)


@transaction.atomic
def look_now(row: WatchedFeed) -> None:
    WatchedFeed.objects.filter(pk=row.pk).update(next_at=timezone.now() + _AGAIN)
    tasks.look.enqueue(row.pk)


@transaction.atomic
def send_for_due() -> int:
    """Enqueue a look at each feed that is due, and a question to each hub whose lease ends; answers how many."""
    now = timezone.now()
    due = list(
        WatchedFeed.objects.filter(state=State.WATCHED, next_at__lte=now)
        .order_by("next_at", "pk")
        .values_list("pk", flat=True)[:AT_ONCE]
    )
    WatchedFeed.objects.filter(pk__in=due).update(next_at=now + _AGAIN)
    for pk in due:
        tasks.look.enqueue(pk)
    ending = list(
        WatchedFeed.objects.filter(state=State.WATCHED, hub_state=Hub.ACTIVE, hub_ask_at__lte=now)
        .order_by("hub_ask_at", "pk")
        .values_list("pk", flat=True)[:AT_ONCE]
    )
    WatchedFeed.objects.filter(pk__in=ending).update(hub_ask_at=now + timedelta(hours=6))
    for pk in ending:
        tasks.ask_hub.enqueue(pk)
    return len(due) + len(ending)


def spread(row: WatchedFeed) -> float:
    """0 to 1, the same for a feed each time."""
    return int(row.address_key[:4], 16) / 0xFFFF


def usual_interval(row: WatchedFeed, feed: Feed) -> int:
    return schedule.interval(feed.minutes, has_hub=row.hub_state == Hub.ACTIVE)
