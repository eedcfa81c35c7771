from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from masthead.article.permission import Grant
from masthead.lib import languages


class PermissionQuerySet(models.QuerySet["Permission"]):
    def standing(self) -> Self:
        """Those that nobody has revoked."""
        return self.filter(revoked_at=None)

    def ending(self, today: date, before: date) -> Self:
        """Those whose last day is from ``today`` on and before ``before``."""
        return self.standing().filter(until__gte=today, until__lt=before)

    def turned(self, after: date, today: date) -> Self:
        """Those of which ``today`` is not what ``after`` was: they have begun since, or their last day is over."""
        begun = models.Q(since__gt=after, since__lte=today)
        return self.standing().filter(begun | models.Q(until__gte=after, until__lt=today))


class Permission(models.Model):
    """A grant by whoever holds the rights in a reprint, with its evidence.

    It is for one article, or for all that first appeared in one outlet. It is revoked, never deleted.
    """

    article = models.ForeignKey(
        "article.Article",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="permissions",
        help_text="Empty for everything that first appeared in the outlet below.",
    )
    origin_outlet = models.CharField(
        max_length=200,
        blank=True,
        verbose_name="everything first published in",
        help_text="The name of the outlet, as it stands in the articles.",
    )
    granted_by = models.CharField(max_length=200, help_text="Who gave it: a person, or an outlet.")
    granted_on = models.DateField(null=True, blank=True)
    languages = models.JSONField(
        default=list, blank=True, help_text="Empty for every language, the article's own among them."
    )
    translate = models.BooleanField(default=True, verbose_name="translations too")
    pictures = models.BooleanField(default=False, verbose_name="pictures too")
    since = models.DateField(null=True, blank=True, verbose_name="from")
    until = models.DateField(null=True, blank=True, verbose_name="until", help_text="The last day of it.")
    territory = models.CharField(max_length=200, blank=True, help_text="Empty for the whole world.")
    conditions = models.TextField(
        blank=True, max_length=2000, help_text="What was asked for in return: a line, a link, a fee."
    )
    evidence = models.TextField(
        max_length=10_000,
        help_text="What proves it: the mail as it was written, the number of a contract, the address of the terms.",
    )
    evidence_file = models.ForeignKey(
        "article.Attachment", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_by = models.CharField(max_length=200, editable=False)
    recorded_at = models.DateTimeField(auto_now_add=True)
    revoked_by = models.CharField(max_length=200, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar = PermissionQuerySet.as_manager()

    class Meta:
        ordering = ("-recorded_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(article__isnull=False) ^ ~models.Q(origin_outlet=""),
                name="a_permission_is_for_one_article_or_one_outlet",
            ),
        )
        indexes = (models.Index(fields=("origin_outlet",), name="permission_of_outlet"),)

    def __str__(self) -> str:
        return f"{self.granted_by}: {self.article or self.origin_outlet}"

    def clean(self) -> None:
        if bool(self.article_id) == bool(self.origin_outlet.strip()):
            raise ValidationError("Name either one article or the outlet whose articles this is for.")
        unknown = [code for code in self.languages if code not in languages.CODES]
        if unknown:
            raise ValidationError({"languages": f"These are no languages of ours: {', '.join(unknown)}."})
        if self.since and self.until and self.until < self.since:
            raise ValidationError({"until": "The last day is before the first."})
        if not self.evidence.strip():
            raise ValidationError({"evidence": "Say what proves this permission."})

    def grant(self) -> Grant:
        return Grant(
            by=self.granted_by,
            languages=frozenset(self.languages),
            translate=self.translate,
            pictures=self.pictures,
            since=self.since,
            until=self.until,
        )

    @property
    def running(self) -> bool:
        return self.revoked_at is None and self.grant().runs(timezone.localdate())
