"""What an outlet does with its languages, and what that may cost."""

from __future__ import annotations

from typing import Self

from django.db import models

from masthead.lib import languages


class PolicyQuerySet(models.QuerySet["Policy"]):
    def offered(self) -> Self:
        """The languages that readers can have: on, or on request."""
        return self.exclude(mode=Policy.Mode.OFF)


class Policy(models.Model):
    """What an outlet does with one language. A language without a row is off."""

    class Mode(models.TextChoices):
        ON = "on", "on: translate at publication"
        REQUEST = "request", "on request: translate when somebody asks"
        OFF = "off", "off"

    class Print(models.TextChoices):
        LABELLED = "labelled", "publish at once, labelled as machine translation"
        HOLD = "hold", "hold for review"

    language = models.CharField(
        max_length=10, choices=[(c, languages.name(c, "en")) for c in languages.CODES], unique=True
    )
    mode = models.CharField(max_length=10, choices=Mode.choices, default=Mode.ON)
    machine = models.CharField(
        max_length=10, choices=Print.choices, default=Print.LABELLED, verbose_name="machine translations"
    )
    index_unreviewed = models.BooleanField(
        default=True, help_text="May search engines list machine translations that nobody has reviewed?"
    )
    engines = models.JSONField(
        default=list, blank=True, help_text='Names of engines in order, for example ["apertium"]. Empty: all.'
    )
    pairs = models.JSONField(
        default=dict,
        blank=True,
        help_text="Another order for texts in one language: {language: [engine, …]}.",
    )
    per_day = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        verbose_name="cap a day",
        help_text="EUR. The most that engines may cost in this language in a day. Empty: as for every language.",
    )

    objects = PolicyQuerySet.as_manager()

    class Meta:
        ordering = ("language",)
        verbose_name = "language"

    def __str__(self) -> str:
        return languages.name(self.language, "en")

    def chain(self, source: str) -> list[str]:
        """Names of the engines to ask for a text in ``source``, in order; none: all that there are."""
        return list(self.pairs.get(source) or self.engines)


class Budget(models.Model):
    """What engines may cost, in EUR; one row. Empty: no cap."""

    per_article = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        verbose_name="for one article",
        help_text="EUR, in all languages together, ever.",
    )
    per_day = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        verbose_name="for one day",
        help_text="EUR, of all articles in all languages.",
    )
    per_language = models.DecimalField(
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        verbose_name="for one language in a day",
        help_text="EUR. A language can have a cap of its own, on its page.",
    )
    requests = models.PositiveIntegerField(
        default=100,
        verbose_name="requests of readers in a day",
        help_text="How many translations readers may ask for, in languages that are on request.",
    )

    class Meta:
        verbose_name_plural = "budget"

    def __str__(self) -> str:
        return "Budget"


class Spending(models.Model):
    """The ledger: what an engine was asked for, and what it cost.

    A priced question is written down before it is put, so that no two workers spend the same money; until it is
    ``answered`` its cost is what it will be. One that stays without an answer may have been paid for all the same.
    """

    article = models.ForeignKey(
        "article.Article", null=True, on_delete=models.SET_NULL, related_name="spendings"
    )
    language = models.CharField(max_length=10)
    engine = models.CharField(max_length=60)
    version = models.CharField(max_length=100, blank=True)
    segments = models.PositiveIntegerField()
    words = models.PositiveIntegerField()
    characters = models.PositiveIntegerField()
    cost = models.DecimalField(max_digits=12, decimal_places=6, help_text="EUR")
    answered = models.BooleanField(default=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "spending"
        indexes = (
            models.Index(fields=("article", "language"), name="spending_of_article"),
            models.Index(fields=("at", "language"), name="spending_of_day"),
        )

    def __str__(self) -> str:
        return f"{self.engine} {self.language}: {self.words} words"
