"""The job that asks a reader for consent."""

from __future__ import annotations

from django.utils import timezone

from masthead.circulation import addresses, confirmation, tokens
from masthead.circulation.carriers.contract import Carrier, Message
from masthead.circulation.carriers.mail import Mail
from masthead.circulation.models import Subscriber
from masthead.circulation.queries import letterhead, outlet_that_sends


def send_confirmation(subscriber_key: int, language: str, carrier: Carrier | None = None) -> None:
    """Ask an address whether it wants the newsletter. Raises ``NotCarried``."""
    subscriber = Subscriber.objects.filter(pk=subscriber_key).first()
    if subscriber is None:
        return
    head = letterhead(outlet_that_sends(), language)
    consent = tokens.Consent(subscriber.pk, subscriber.secret, language, timezone.now())
    letter = confirmation.write(head, head.base + addresses.confirm(language, tokens.ask(consent)))
    with carrier or Mail() as line:
        line.hand_over(
            Message(
                sender=head.sender,
                to=subscriber.email,
                subject=letter.subject,
                text=letter.text_with(),
                html=letter.html_with(),
                headers=confirmation.headers(head),
            )
        )
