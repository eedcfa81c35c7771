"""How often something may be tried. Counted in the database, so that it holds in every process."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F
from django.utils.crypto import salted_hmac

from masthead.circulation.models import Attempt


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``times`` within each window of ``within``."""

    name: str
    times: int
    within: timedelta


# A whole school may stand behind one address of the network; nobody needs more than a few mails to confirm.
OF_A_NETWORK = Limit("network", 30, timedelta(hours=1))
OF_AN_ADDRESS = Limit("address", 4, timedelta(days=1))


def take(limit: Limit, who: str, now: datetime) -> bool:
    """Count one attempt; False where it is one too many."""
    key = salted_hmac("masthead.circulation.limits", f"{limit.name} {who}", algorithm="sha256").hexdigest()
    window = int(limit.within.total_seconds())
    since = datetime.fromtimestamp(int(now.timestamp()) // window * window, now.tzinfo)
    Attempt.objects.get_or_create(key=key, since=since)
    Attempt.objects.filter(key=key, since=since).update(count=F("count") + 1)
    return Attempt.objects.values_list("count", flat=True).get(key=key, since=since) <= limit.times


def forget(now: datetime) -> None:
    """Drop counts of windows that are over."""
    Attempt.objects.filter(since__lt=now - OF_AN_ADDRESS.within).delete()
