from __future__ import annotations

from django.db import models


class Artifact(models.Model):
    """A file the press made. ``path`` is its public address."""

    path = models.CharField(max_length=300, unique=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    # Which article it prints, where it prints one: withdrawing an article finds its files by this.
    article = models.BigIntegerField(null=True, blank=True, db_index=True)
    language = models.CharField(max_length=10, blank=True)
    entry = models.BigIntegerField(help_text="Number of the record entry that names the digest.")
    made_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.path


class Moved(models.Model):
    """An address at which an article stood before its own was changed, here or in the system it came from.

    ``path`` is decoded, and may have a query (``/?p=12``).
    """

    path = models.CharField(max_length=600, unique=True)
    article = models.BigIntegerField(db_index=True)
    language = models.CharField(max_length=10)

    def __str__(self) -> str:
        return self.path


class Placement(models.Model):
    """A list that showed an article when it was last pressed: it must be pressed when the article leaves it."""

    article = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=10)
    key = models.BigIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "kind", "key"), name="stands_once"),)

    def __str__(self) -> str:
        return f"{self.article} on {self.kind}/{self.key}"
