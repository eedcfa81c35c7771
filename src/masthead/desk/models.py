from __future__ import annotations

from django.contrib.auth.models import AbstractUser
from django.db import models


class User(AbstractUser):
    """Somebody who works at the desk. Bylines name ``article.Person``, which needs no login."""


class Withdrawal(models.Model):
    """Why an article, or one edition of it, is public no longer. It outlives the article, for whoever asks for it.

    ``language`` is empty for the whole article. There is none for what is live.
    """

    class Reason(models.TextChoices):
        """The value after ``gone_`` is the key of the reason in the public interface."""

        UNSAID = "", "Say nothing of it"
        ERRORS = "errors", "It contained serious errors"
        RIGHTS = "rights", "We no longer have permission to publish it"
        PERSON = "person", "To protect a person"
        LAW = "law", "The law, a court or an authority bars it"

    article = models.BigIntegerField()
    language = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=10, choices=Reason.choices, blank=True)
    blocked_by = models.URLField(max_length=500, blank=True)
    by = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "language"), name="withdrawn_once"),)

    def __str__(self) -> str:
        return f"{self.article}/{self.language}" if self.language else str(self.article)

    @property
    def by_law(self) -> bool:
        return self.reason == self.Reason.LAW
