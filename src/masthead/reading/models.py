"""The nouns of the room. The search index is no model: it is made from editions and holds nothing of its own."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.contrib.admin import display
from django.db import models
from django.utils import timezone

from masthead.lib import languages

LANGUAGES = [(code, languages.name(code, "en")) for code in languages.CODES]


class CommentQuerySet(models.QuerySet["Comment"]):
    def shown(self) -> Self:
        """What stands below articles, oldest first."""
        return self.filter(state=Comment.State.SHOWN).order_by("created_at", "pk")

    def waiting(self) -> Self:
        """What a moderator has not read yet."""
        return self.filter(state=Comment.State.WAITING)


class Comment(models.Model):
    """What a reader wrote below an article, in one language. Plain text; printed only when ``shown``."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        SHOWN = "shown", "shown"
        REFUSED = "refused", "refused"

    article = models.ForeignKey("article.Article", on_delete=models.CASCADE, related_name="comments")
    language = models.CharField(max_length=10, choices=LANGUAGES)
    name = models.CharField(max_length=80)
    email = models.EmailField(
        blank=True, verbose_name="e-mail", help_text="Never printed; gone once refused."
    )
    text = models.TextField(max_length=5000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    created_at = models.DateTimeField(default=timezone.now, verbose_name="written")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    # A keyed digest that changes every day, to count by; gone once a moderator has decided.
    caller = models.CharField(max_length=64, blank=True, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        # What waits comes first, then what is newest.
        ordering = ("-state", "-created_at")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state="waiting", decided_at=None)
                | models.Q(state__in=("shown", "refused"), decided_at__isnull=False),
                name="comment_decided",
            ),
        )
        indexes = (
            # The queue of the moderators, and the number that waits.
            models.Index(fields=("-state", "-created_at"), name="comment_queue"),
            # What is printed below an article.
            models.Index(fields=("article", "state", "created_at"), name="comment_of_article"),
            # How many one caller has sent, and all together.
            models.Index(fields=("created_at", "caller"), name="comment_callers"),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:60]}"

    @display(description="comment")
    def beginning(self) -> str:
        """For lists; isolated, so that it runs in its own direction among words of another."""
        return f"\u2068{self.text if len(self.text) <= 200 else f'{self.text[:199]}…'}\u2069"
