"""The nouns of the room."""

from __future__ import annotations

import secrets
from datetime import date
from typing import Self

from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from masthead.lib import languages

LANGUAGES = [(code, languages.name(code, "en")) for code in languages.CODES]


def new_secret() -> str:
    return secrets.token_hex(8)


def today() -> date:
    return timezone.localdate()


class SubscriberQuerySet(models.QuerySet["Subscriber"]):
    def active(self) -> Self:
        """Who receives the next issue."""
        return self.filter(state=Subscriber.State.ACTIVE)


class Subscriber(models.Model):
    """Somebody who asked for the newsletter. Only ``active`` ones, who have confirmed it, receive issues."""

    class State(models.TextChoices):
        PENDING = "pending", "not confirmed yet"
        ACTIVE = "active", "active"
        UNSUBSCRIBED = "unsubscribed", "unsubscribed"
        BOUNCED = "bounced", "address refused"

    email = models.EmailField(unique=True, verbose_name="e-mail")
    language = models.CharField(max_length=10, choices=LANGUAGES)
    state = models.CharField(max_length=12, choices=State.choices, default=State.PENDING)
    # Part of every link sent to this subscriber: a row made anew for the same key does not honour old links.
    secret = models.CharField(max_length=32, default=new_secret, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(null=True, blank=True, editable=False)
    unsubscribed_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at", "-pk")
        constraints = (
            # With ``unique``: nobody is subscribed twice under two spellings (``mailbox.normalised``).
            models.CheckConstraint(condition=models.Q(email=Lower("email")), name="address_in_lower_case"),
        )
        indexes = (
            # Who is sent an issue, and how many in each language.
            models.Index(fields=("state", "language"), name="subscriber_by_language"),
            # The desk's list is newest first.
            models.Index(fields=("-created_at", "-id"), name="subscriber_newest"),
        )

    def __str__(self) -> str:
        return self.email


class Issue(ClusterableModel):
    """One newsletter. Its words are those of the editions at the moment of sending."""

    class State(models.TextChoices):
        DRAFT = "draft", "draft"
        SENDING = "sending", "being sent"
        SENT = "sent", "sent"

    date = models.DateField(default=today, help_text="Printed at the head of the newsletter.")
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFT, editable=False)
    started_by = models.CharField(max_length=200, blank=True, editable=False)
    started_at = models.DateTimeField(null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(null=True, blank=True, editable=False)
    recipients = models.PositiveIntegerField(default=0, editable=False)
    delivered = models.PositiveIntegerField(default=0, editable=False)
    # The job's own state: while the lease runs, one worker sends; ``attempts`` in a row brought nothing out.
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    attempts = models.PositiveIntegerField(default=0, editable=False)
    trouble = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ("-date", "-pk")
        permissions = (("publish_issue", "Can send issues to the subscribers"),)

    def __str__(self) -> str:
        return f"Issue of {self.date}"


class IssueArticle(Orderable):
    issue = ParentalKey(Issue, on_delete=models.CASCADE, related_name="articles")
    article = models.ForeignKey("article.Article", on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.issue}: {self.article_id}"


class Delivery(models.Model):
    """One issue for one subscriber."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        # Set and committed before the message is handed over. A row that stays here may have arrived.
        SENDING = "sending", "handed over, no answer"
        SENT = "sent", "sent"
        FAILED = "failed", "refused"
        DROPPED = "dropped", "not sent"

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="deliveries")
    # A subscriber who wants to be forgotten leaves the count behind, and nothing else.
    subscriber = models.ForeignKey(
        Subscriber, null=True, on_delete=models.SET_NULL, related_name="deliveries"
    )
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    at = models.DateTimeField(null=True, blank=True)
    error = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "deliveries"
        constraints = (
            # A mail is never sent twice.
            models.UniqueConstraint(fields=("issue", "subscriber"), name="one_delivery_of_an_issue"),
        )
        indexes = (
            # What is left to send, in order, and the counts of an issue.
            models.Index(fields=("issue", "state", "id"), name="delivery_of_issue"),
        )

    def __str__(self) -> str:
        return f"{self.issue_id} to {self.subscriber_id}: {self.state}"


class Attempt(models.Model):
    """How often something was tried within a window of time. ``key`` is a digest: no address is kept."""

    key = models.CharField(max_length=64)
    since = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("key", "since"), name="one_count_a_window"),)
        indexes = (models.Index(fields=("since",), name="attempt_age"),)

    def __str__(self) -> str:
        return f"{self.count} since {self.since}"
