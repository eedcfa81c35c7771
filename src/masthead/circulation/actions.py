"""The verbs of the room. What they say of readers is not recorded: an entry could never be taken back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from masthead.circulation import issue as issues
from masthead.circulation import limits, queries, tasks, tokens
from masthead.circulation.carriers.contract import Carrier, Message
from masthead.circulation.carriers.mail import Mail
from masthead.circulation.errors import (
    AlreadySent,
    NobodyToSendTo,
    NotAllowed,
    NothingToSend,
    SlowDown,
)
from masthead.circulation.letters import Letter, Letterhead
from masthead.circulation.mailbox import normalised
from masthead.circulation.models import Delivery, Issue, Subscriber
from masthead.desk.models import User
from masthead.press import addresses as pages

State = Subscriber.State
CHUNK = 5000


def subscribe(typed: str, language: str, *, network: str) -> str:
    """Ask an address for its consent, by a mail in ``language``; answers the address as we keep it.

    Whether we knew the address changes nothing that the caller can see.
    ``BadAddress``, ``SlowDown``, ``NoSender``.
    """
    now = timezone.now()
    email = normalised(typed)
    queries.outlet_that_sends()
    with transaction.atomic():
        calm = limits.take(limits.OF_A_NETWORK, network, now)
    if not calm:
        raise SlowDown("Too many subscriptions came from this network. Try again in an hour.")
    with transaction.atomic():
        if limits.take(limits.OF_AN_ADDRESS, email, now):
            # Others stay as they are until the answer comes: nobody but the owner can change a subscription.
            subscriber, _ = Subscriber.objects.get_or_create(email=email, defaults={"language": language})
            Subscriber.objects.filter(pk=subscriber.pk, state=State.PENDING).update(
                language=language, created_at=now
            )
            tasks.send_confirmation.enqueue(subscriber.pk, language)
        Subscriber.objects.filter(state=State.PENDING, created_at__lt=now - tokens.LIFETIME).delete()
        limits.forget(now)
    return email


@transaction.atomic
def confirm(token: str) -> Subscriber:
    """The owner of the address says yes, to the language asked for. Saying it again changes nothing."""
    now = timezone.now()
    subscriber, consent = queries.asked(token, now)
    if subscriber.state != State.ACTIVE:
        subscriber.confirmed_at = now
    subscriber.state, subscriber.language = State.ACTIVE, consent.language
    subscriber.save(update_fields=["state", "language", "confirmed_at"])
    return subscriber


@transaction.atomic
def unsubscribe(token: str) -> Subscriber:
    """No issue goes to this subscriber from now on, not even the rest of one that is being sent."""
    subscriber = queries.parted(token)
    if subscriber.state != State.UNSUBSCRIBED:
        subscriber.state, subscriber.unsubscribed_at = State.UNSUBSCRIBED, timezone.now()
        subscriber.save(update_fields=["state", "unsubscribed_at"])
    return subscriber


@transaction.atomic
def start(issue_key: int, *, by: User) -> Issue:
    """Address an issue to every active subscriber and have it sent. It can be started once."""
    if not by.has_perm("circulation.publish_issue"):
        raise NotAllowed(f"{by} may not send issues. Ask somebody who may.")
    issue = Issue.objects.select_for_update().get(pk=issue_key)
    if issue.state != Issue.State.DRAFT:
        raise AlreadySent("This issue has been sent, or is being sent. An issue goes out once.")
    _made_from(issue, queries.outlet().language)
    readers = list(Subscriber.objects.active().order_by("pk").values_list("pk", "language"))
    for first in range(0, len(readers), CHUNK):
        Delivery.objects.bulk_create(
            Delivery(issue=issue, subscriber_id=key, language=language)
            for key, language in readers[first : first + CHUNK]
        )
    issue.recipients = len(readers)
    if not issue.recipients:
        raise NobodyToSendTo("Nobody has subscribed and confirmed it yet.")
    issue.state, issue.started_at = Issue.State.SENDING, timezone.now()
    issue.started_by = by.get_full_name() or by.get_username()
    issue.save()
    tasks.send_issue.enqueue(issue.pk)
    return issue


@transaction.atomic
def resume(issue_key: int, *, by: User) -> Issue:
    """Go on with an issue that stopped. What was handed over is not sent again."""
    if not by.has_perm("circulation.publish_issue"):
        raise NotAllowed(f"{by} may not send issues. Ask somebody who may.")
    issue = Issue.objects.select_for_update().get(pk=issue_key)
    if issue.state != Issue.State.SENDING:
        raise AlreadySent("Nothing of this issue waits to be sent.")
    issue.attempts, issue.trouble = 0, ""
    issue.save(update_fields=["attempts", "trouble"])
    tasks.send_issue.enqueue(issue.pk)
    return issue


def resume_all() -> int:
    """Have every issue taken up again whose worker is gone; answers how many. For a schedule, or a start."""
    now = timezone.now()
    left = Issue.objects.filter(state=Issue.State.SENDING, lease_until__lt=now).values_list("pk", flat=True)
    for key in left:
        tasks.send_issue.enqueue(key)
    return len(left)


def draft(issue: Issue, language: str) -> Letter:
    """The issue in one language as it would go out now. ``NothingToSend``, ``NoSender``."""
    head, pieces = _made_from(issue, language)
    return issues.write(head, issue.date, pieces)


def send_test(issue_key: int, language: str, to: str, *, by: User, carrier: Carrier | None = None) -> None:
    """Send the issue in one language to one address, now; no delivery is kept. Raises ``NotCarried``."""
    if not by.has_perm("circulation.change_issue"):
        raise NotAllowed(f"{by} may not edit issues. Ask somebody who may.")
    address = normalised(to)
    issue = Issue.objects.get(pk=issue_key)
    head, pieces = _made_from(issue, language)
    letter = issues.write(head, issue.date, pieces)
    link = head.base + pages.newsletter(language)
    message = Message(head.sender, address, letter.subject, letter.text_with(link), letter.html_with(link))
    with carrier or Mail() as line:
        line.hand_over(message)


def _made_from(issue: Issue, language: str) -> tuple[Letterhead, tuple[issues.Piece, ...]]:
    outlet = queries.outlet_that_sends()
    found = queries.contents(issue.pk, [language])
    pieces = issues.choose(found.order, found.live, language)
    if not pieces:
        raise NothingToSend("No article of this issue is published. Choose at least one that is.")
    return queries.letterhead(outlet, language), pieces
