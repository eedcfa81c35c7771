"""Asking a hub to knock, answering its questions, and hearing it."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from masthead.article.models import Outlet
from masthead.intake.models import WatchedFeed
from masthead.intake.watching import schedule, verbs, websub
from masthead.lib.fetch import FetchError, Limits, fetch

log = logging.getLogger(__name__)

Hub = WatchedFeed.Hub


def is_wanted(row: WatchedFeed) -> bool:
    """Whether a hub is there that was not asked, and could call us."""
    new = row.hub_state == Hub.NONE or (row.hub_state == Hub.REFUSED and row.hub_asked != row.hub)
    return bool(row.hub) and new and bool(_base())


def _base() -> str:
    """The outlet's address where a hub can call it, else nothing."""
    outlet = Outlet.objects.first()
    return outlet.base if outlet is not None and websub.is_reachable(outlet.base) else ""


def ask(pk: int, *, allow: frozenset[str] = frozenset()) -> None:
    """Ask the hub of a feed to knock from now on, or for longer. Where it will not, the clock is enough."""
    row = WatchedFeed.objects.filter(pk=pk, state=WatchedFeed.State.WATCHED).exclude(hub="").first()
    if row is None or not _base():
        return
    first = row.hub_state != Hub.ACTIVE
    fields = {"hub_asked": row.hub, "topic_asked": row.topic}
    # The hub may call back before it answers.
    WatchedFeed.objects.filter(pk=pk).update(**fields, **({"hub_state": Hub.ASKED} if first else {}))
    if not _post(row.hub, "subscribe", row, row.topic, allow) and first:
        WatchedFeed.objects.filter(pk=pk, hub_state=Hub.ASKED).update(hub_state=Hub.REFUSED)


def leave(pk: int, *, allow: frozenset[str] = frozenset()) -> None:
    """Tell the hub not to knock any more."""
    row = WatchedFeed.objects.filter(pk=pk, hub_state__in=[Hub.ASKED, Hub.ACTIVE]).first()
    if row is not None and _base():
        WatchedFeed.objects.filter(pk=pk).update(hub_state=Hub.LEAVING)
        _post(row.hub_asked, "unsubscribe", row, row.topic_asked, allow)


def _post(hub: str, mode: str, row: WatchedFeed, topic: str, allow: frozenset[str]) -> bool:
    callback = _base() + reverse("hubs:knock", args=[row.token])
    try:
        fetch(
            hub,
            form=websub.question(mode, topic, callback, row.secret),
            limit=Limits(bytes=100_000, redirects=3),
            allow=allow,
        )
    except FetchError as error:
        log.info("The hub of %s said no: %s", row.address, error.sentence)
        return False
    return True


@transaction.atomic
def answer(token: str, said: Mapping[str, str]) -> str | None:
    """What the hub is answered when it asks whether we asked: its challenge, or None for “no”."""
    row = _named(token)
    mode, topic = said.get("hub.mode", ""), said.get("hub.topic", "")
    if row is None or not topic or topic != row.topic_asked:
        return None
    now = timezone.now()
    match mode, row.hub_state:
        case "subscribe", Hub.ASKED | Hub.ACTIVE:
            row.hub_state = Hub.ACTIVE
            row.lease_until = now + websub.lease(said.get("hub.lease_seconds", ""))
            row.hub_ask_at = row.lease_until - min(websub.RENEW, (row.lease_until - now) / 2)
            row.minutes = schedule.interval(row.minutes, has_hub=True)
        case "unsubscribe", Hub.LEAVING:
            row.hub_state, row.lease_until, row.hub_ask_at = Hub.NONE, None, None
        case "denied", Hub.ASKED | Hub.ACTIVE:
            row.hub_state, row.lease_until, row.hub_ask_at = Hub.REFUSED, None, None
        case _:
            return None
    row.save(update_fields=["hub_state", "lease_until", "hub_ask_at", "minutes"])
    return said.get("hub.challenge", "")[:2000]


def knock(token: str, body: bytes, signature: str) -> bool:
    """The hub says that something is new: look soon. False where there is no such feed, or it has not asked."""
    row = _named(token)
    if row is None or row.hub_state != Hub.ACTIVE:
        return False
    if not websub.is_signed(body, signature, row.secret):
        log.warning("Somebody knocked for %s with a wrong signature", row.address)
        return True  # the hub is told nothing, as the standard asks
    now = timezone.now()
    if row.looked_at is None or row.looked_at < now - timedelta(seconds=30):
        verbs.look_now(row)
    else:  # a hub that knocks often does not make us look often
        WatchedFeed.objects.filter(pk=row.pk).update(next_at=now + timedelta(minutes=1))
    return True


def _named(token: str) -> WatchedFeed | None:
    row = WatchedFeed.objects.filter(token=token, state=WatchedFeed.State.WATCHED).first() or (
        WatchedFeed.objects.filter(token=token, hub_state=Hub.LEAVING).first()
    )
    return row if row is not None and constant_time_compare(row.token, token) else None
