"""The job that hands an issue over. It runs in a worker, outside of any transaction, and may be killed.

A delivery is marked ``sending``, and that committed, before its message is handed over, and ``sent`` after.
A row that a crash left ``sending`` may have arrived, so it stays as it is: no mail is sent twice.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count
from django.utils import timezone

from masthead.article.models import Outlet
from masthead.circulation import addresses, tokens
from masthead.circulation import issue as issues
from masthead.circulation.carriers.contract import Carrier, Message
from masthead.circulation.carriers.mail import Mail
from masthead.circulation.errors import AddressRefused, NotCarried, Unanswered, Unreachable
from masthead.circulation.letters import Letter, Letterhead
from masthead.circulation.models import Delivery, Issue, Subscriber
from masthead.circulation.queries import Contents, contents, letterhead, outlet_that_sends
from masthead.record import actions as record

BATCH = 100
LEASE = timedelta(minutes=15)
"""While it runs, no other worker starts on the issue. Should one all the same, claims by row still hold."""
RENEWED = timedelta(minutes=1)
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
PATIENCE = 20
"""After so many refusals in a row it is us that the other side refuses, and not the address or the letter."""
PATIENCE_UNANSWERED = 3

log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Press:
    """The letters of one issue, each language written once, when it is first needed."""

    issue: Issue
    outlet: Outlet
    contents: Contents
    letters: dict[str, tuple[Letterhead, Letter] | None] = field(default_factory=dict)

    def message(self, delivery: Delivery, to: Subscriber) -> Message | None:
        """None where nothing of the issue is public any longer."""
        language = delivery.language
        if language not in self.letters:
            head = letterhead(self.outlet, language)
            pieces = issues.choose(self.contents.order, self.contents.live, language)
            self.letters[language] = (head, issues.write(head, self.issue.date, pieces)) if pieces else None
        written = self.letters[language]
        if written is None:
            return None
        head, letter = written
        link = head.base + addresses.unsubscribe(language, tokens.part(tokens.Farewell(to.pk, to.secret)))
        return Message(
            sender=head.sender,
            to=to.email,
            subject=letter.subject,
            text=letter.text_with(link),
            html=letter.html_with(link),
            headers=issues.headers(head, issue=self.issue.pk, delivery=delivery.pk, link=link),
        )


def send(issue_key: int, carrier: Carrier | None = None) -> datetime | None:
    """Send what is left of an issue; answers when to try again, or None where there is nothing to do then.

    Two workers at once are safe: one of them holds the lease, and each delivery is claimed by its row.
    """
    now = timezone.now()
    taken = Issue.objects.filter(pk=issue_key, state=Issue.State.SENDING).exclude(lease_until__gt=now)
    if not taken.update(lease_until=now + LEASE):
        return (
            Issue.objects.filter(pk=issue_key, state=Issue.State.SENDING)
            .values_list("lease_until", flat=True)
            .first()
        )
    issue = Issue.objects.get(pk=issue_key)
    trouble = ""
    try:
        with carrier or Mail() as line:
            _pass(issue, line)
    except NotCarried as error:
        trouble = str(error)
    except Exception as error:
        log.exception("Issue %s stopped.", issue_key)
        _rest(issue, f"Sending stopped: {type(error).__name__}: {error}", attempts=issue.attempts)
        raise
    sent_some = Delivery.objects.filter(issue=issue, state=Delivery.State.SENT, at__gte=now).exists()
    return _close(issue, trouble, attempts=0 if sent_some else issue.attempts)


def _pass(issue: Issue, line: Carrier) -> None:
    """Hand over what waits, each once. Raises ``NotCarried`` where it is useless to go on now."""
    waiting = Delivery.objects.filter(issue=issue, state=Delivery.State.WAITING)
    chosen = list(waiting.order_by().values_list("language", flat=True).distinct())
    if not chosen:
        return
    press = _Press(issue, outlet_that_sends(), contents(issue.pk, chosen))
    last, refused, unanswered, renewed = 0, 0, 0, timezone.now()
    while batch := list(waiting.filter(pk__gt=last).select_related("subscriber").order_by("pk")[:BATCH]):
        last = batch[-1].pk
        for delivery in batch:
            renewed = _renew(issue, renewed)
            try:
                _deliver(delivery, press, line)
                refused = unanswered = 0
            except Unreachable:
                raise
            except NotCarried as error:
                refused += 1
                unanswered = unanswered + 1 if isinstance(error, Unanswered) else 0
                if refused >= PATIENCE or unanswered >= PATIENCE_UNANSWERED:
                    raise


def _renew(issue: Issue, renewed: datetime) -> datetime:
    now = timezone.now()
    if now - renewed < RENEWED:
        return renewed
    Issue.objects.filter(pk=issue.pk).update(lease_until=now + LEASE)
    return now


def _deliver(delivery: Delivery, press: _Press, line: Carrier) -> None:
    to = delivery.subscriber
    message = press.message(delivery, to) if to else None
    if to is None or message is None or not _claim(delivery):
        _drop(delivery, "No article is public any longer." if to and not message else "The reader has left.")
        return
    try:
        line.hand_over(message)
    except NotCarried as error:
        _settle(delivery, _after(error), str(error))
        if isinstance(error, AddressRefused):
            Subscriber.objects.active().filter(pk=to.pk).update(state=Subscriber.State.BOUNCED)
        raise
    _settle(delivery, Delivery.State.SENT)


def _after(error: NotCarried) -> Delivery.State:
    """Where a delivery stands after what its carrier said."""
    if isinstance(error, Unanswered):
        return Delivery.State.SENDING
    return Delivery.State.FAILED if error.permanent else Delivery.State.WAITING


def _claim(delivery: Delivery) -> bool:
    """Make the delivery ours, on disk. False where another worker has it, or the reader has left."""
    with transaction.atomic(durable=True):
        free = Delivery.objects.filter(
            pk=delivery.pk, state=Delivery.State.WAITING, subscriber__state=Subscriber.State.ACTIVE
        )
        return free.update(state=Delivery.State.SENDING, at=timezone.now()) == 1


def _settle(delivery: Delivery, state: Delivery.State, error: str = "") -> None:
    ours = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.SENDING)
    ours.update(state=state, error=error, at=timezone.now())


def _drop(delivery: Delivery, word: str) -> None:
    """Nothing is handed over. Where another worker has claimed the delivery, it is left alone."""
    unclaimed = Delivery.objects.filter(pk=delivery.pk, state=Delivery.State.WAITING)
    unclaimed.update(state=Delivery.State.DROPPED, error=word, at=timezone.now())


def _close(issue: Issue, trouble: str, *, attempts: int) -> datetime | None:
    """After a pass the issue is done, or rests until the time that is answered, or until somebody looks."""
    waiting = Delivery.objects.filter(issue=issue, state=Delivery.State.WAITING)
    last_time = attempts >= len(BACK_OFF)
    if last_time and not trouble:
        # These the other side has put off for more than a day, one by one.
        waiting.update(state=Delivery.State.FAILED)
    if waiting.exists():
        word = trouble or "Some addresses asked us to try again later."
        _rest(issue, word, attempts=attempts if last_time else attempts + 1)
        return None if last_time else timezone.now() + BACK_OFF[attempts]
    _finish(issue)
    return None


def _rest(issue: Issue, trouble: str, *, attempts: int) -> None:
    Issue.objects.filter(pk=issue.pk).update(lease_until=None, attempts=attempts, trouble=trouble)


@transaction.atomic
def _finish(issue: Issue) -> None:
    """All deliveries have their end: say so once, in the issue and in the record."""
    counts: dict[str, dict[str, int]] = {}
    rows = (
        Delivery.objects.filter(issue=issue)
        .order_by()
        .values_list("state", "language")
        .annotate(many=Count("pk"))
    )
    for state, language, many in rows:
        counts.setdefault(state, {})[language] = many
    delivered = sum(counts.get(Delivery.State.SENT, {}).values())
    ended = Issue.objects.filter(pk=issue.pk, state=Issue.State.SENDING).update(
        state=Issue.State.SENT,
        sent_at=timezone.now(),
        delivered=delivered,
        lease_until=None,
        attempts=0,
        trouble="",
    )
    if ended:
        body = {
            "date": issue.date.isoformat(),
            "articles": list(
                issue.articles.order_by("sort_order", "pk").values_list("article_id", flat=True)
            ),
            "by": issue.started_by,
            "sent": counts.get(Delivery.State.SENT, {}),
            "unanswered": counts.get(Delivery.State.SENDING, {}),
            "refused": counts.get(Delivery.State.FAILED, {}),
            "dropped": counts.get(Delivery.State.DROPPED, {}),
        }
        record.append([record.Statement("issue.sent", f"issue/{issue.pk}", body)])
