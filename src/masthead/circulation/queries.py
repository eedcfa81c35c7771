"""Reads of the room."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from masthead.article.models import Edition, Outlet
from masthead.circulation import tokens
from masthead.circulation.errors import LinkInvalid, NoSender
from masthead.circulation.issue import Piece
from masthead.circulation.letters import Letterhead
from masthead.circulation.models import Delivery, Issue, IssueArticle, Subscriber
from masthead.lib.html import plain


@dataclass(frozen=True, slots=True)
class Progress:
    """Deliveries of an issue by state."""

    waiting: int = 0
    sending: int = 0
    sent: int = 0
    failed: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    """What an issue is made from: articles in order, and their live editions."""

    order: tuple[int, ...]
    live: tuple[Piece, ...]


def outlet() -> Outlet:
    return Outlet.objects.get()


def outlet_that_sends() -> Outlet:
    """The outlet; ``NoSender`` where it has no mail address."""
    found = outlet()
    if not found.mail_address:
        raise NoSender
    return found


def letterhead(outlet: Outlet, language: str) -> Letterhead:
    return Letterhead(
        name=outlet.name,
        tagline=outlet.said("tagline", language),
        base=outlet.base,
        accent=outlet.accent,
        address=outlet.mail_address,
        language=language,
    )


def contents(issue: int, languages: Collection[str]) -> Contents:
    """Two queries, for any number of languages."""
    order = IssueArticle.objects.filter(issue=issue).order_by("sort_order", "pk")
    articles = tuple(order.values_list("article_id", flat=True))
    live = (
        Edition.objects.live()
        .filter(Q(language__in=languages) | Q(is_original=True), article_id__in=articles)
        .values_list(
            "article_id", "language", "is_original", "headline", "standfirst", "article__slug", "by_engine"
        )
    )
    return Contents(
        articles,
        tuple(
            Piece(article, language, original, plain(headline), plain(standfirst), slug, by_engine > 0)
            for article, language, original, headline, standfirst, slug, by_engine in live
        ),
    )


def subscribers_by_language() -> dict[str, int]:
    """{language: active subscribers}, most first."""
    rows = Subscriber.objects.active().order_by().values_list("language").annotate(many=Count("pk"))
    return dict(sorted(rows, key=lambda row: (-row[1], row[0])))


def progress(issue: Issue) -> Progress:
    rows = Delivery.objects.filter(issue=issue).order_by().values_list("state").annotate(many=Count("pk"))
    return Progress(**dict(rows))


def asked(token: str, now: datetime) -> tuple[Subscriber, tokens.Consent]:
    """Whom a link to confirm is for; ``LinkInvalid`` where they have gone, or have unsubscribed after it."""
    consent = tokens.asked(token, now)
    subscriber = _subscriber(consent.subscriber, consent.secret)
    # The token counts whole seconds.
    if subscriber.unsubscribed_at and subscriber.unsubscribed_at.replace(microsecond=0) > consent.at:
        raise LinkInvalid("You have unsubscribed since this mail was sent. Subscribe again for a new link.")
    return subscriber, consent


def parted(token: str) -> Subscriber:
    """Whom a link to unsubscribe is for; ``LinkInvalid`` where they are gone."""
    farewell = tokens.parted(token)
    return _subscriber(farewell.subscriber, farewell.secret)


def _subscriber(key: int, secret: str) -> Subscriber:
    found = Subscriber.objects.filter(pk=key, secret=secret).first()
    if found is None:
        raise LinkInvalid("This subscription is gone. Subscribe again if you like.")
    return found
