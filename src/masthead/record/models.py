"""The one noun of the room: the entry."""

from __future__ import annotations

from typing import Any, NoReturn

from django.db import models

from masthead.record.errors import AppendOnly


class EntryQuerySet(models.QuerySet["Entry"]):
    """Reads only. Entries are written by ``masthead.record.actions.append``."""

    def of(self, subject: str) -> EntryQuerySet:
        """The entries of one subject, oldest first."""
        return self.filter(subject=subject).order_by("number")

    def newest_first(self) -> EntryQuerySet:
        return self.order_by("-number")

    def update(self, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def delete(self) -> NoReturn:
        raise AppendOnly

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly


class Entry(models.Model):
    """One line of the record. Triggers hold in the database what is refused here (``guards``)."""

    number = models.BigIntegerField(primary_key=True)
    """Consecutive from 1."""
    at = models.DateTimeField()
    kind = models.CharField(max_length=60)
    """What happened: ``edition.published``."""
    subject = models.CharField(max_length=255)
    """What it happened to: ``article/12/ar``."""
    body = models.JSONField()
    previous = models.CharField(max_length=64)
    """The hash of the entry before, hex; 64 zeros in the first."""
    hash = models.CharField(max_length=64, unique=True)
    signature = models.CharField(max_length=86)
    """Ed25519 over the statement, base64url."""
    key = models.CharField(max_length=43)
    """The thumbprint of the key that signed (RFC 7638)."""

    objects = EntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.CheckConstraint(condition=models.Q(number__gte=1), name="record_entry_number_from_one"),
        ]
        indexes = [
            # The newest entry of a subject: asked for by every check of a page.
            models.Index(fields=["subject", "-number"], name="record_entry_newest"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.kind} {self.subject}"

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise AppendOnly
