"""What workers do for this room. Each task makes one call, and comes again later where that asks for it."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone
from django_tasks import task

from masthead.circulation import confirming, sending
from masthead.circulation.errors import NotCarried

log = logging.getLogger(__name__)


@task()
def send_issue(issue: int) -> None:
    again_at = sending.send(issue)
    if again_at is not None:
        send_issue.using(run_after=again_at).enqueue(issue)


@task()
def send_confirmation(subscriber: int, language: str, attempt: int = 0) -> None:
    try:
        confirming.send_confirmation(subscriber, language)
    except NotCarried as error:
        if error.permanent or attempt >= len(sending.BACK_OFF):
            log.warning("A confirmation mail was not sent: %s", error)
            return
        wait: timedelta = sending.BACK_OFF[attempt]
        send_confirmation.using(run_after=timezone.now() + wait).enqueue(subscriber, language, attempt + 1)
