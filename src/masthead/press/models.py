from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from masthead.lib.rows import insert

EPOCH = datetime.fromtimestamp(0, UTC)


class ArtifactQuerySet(models.QuerySet["Artifact"]):
    def digests(self, paths: Iterable[str]) -> dict[str, str]:
        """{address: digest} of those that are known."""
        return dict(self.filter(path__in=list(paths)).values_list("path", "digest"))

    def note(self, rows: Iterable[tuple[str, str, int | None, str, str]], entry: int) -> None:
        """Keep account of files that were made: path, digest, article, language and place of each.

        A whole press notes a hundred thousand: models of them would cost as much as printing them.
        """
        columns = ("path", "digest", "article", "language", "place", "entry", "made_at", "squeezed")
        now = timezone.now()
        again = ", ".join(f"{name} = EXCLUDED.{name}" for name in columns[1:])
        insert(
            Artifact,
            columns,
            ((*row, entry, now, False) for row in rows),
            f"ON CONFLICT (path) DO UPDATE SET {again}",
        )


class Artifact(models.Model):
    """A file the press made. ``path`` is its public address."""

    path = models.CharField(max_length=300, unique=True)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file.")
    # Which article it prints, where it prints one: withdrawing an article finds its files by this.
    article = models.BigIntegerField(null=True, blank=True, db_index=True)
    language = models.CharField(max_length=10, blank=True)
    # Which list it shows, where it shows one: a list that has another address now is found by this.
    place = models.CharField(max_length=30, blank=True)
    entry = models.BigIntegerField(help_text="Number of the record entry that names the digest.")
    made_at = models.DateTimeField(auto_now=True)
    squeezed = models.BooleanField(default=False, help_text="Its brotli is as small as it gets.")

    objects = ArtifactQuerySet.as_manager()

    class Meta:
        indexes = (
            models.Index(fields=("-entry", "-id"), condition=Q(squeezed=False), name="artifact_unsqueezed"),
            models.Index(fields=("place",), condition=~Q(place=""), name="artifact_of_list"),
        )

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


class Gone(models.Model):
    """An address at which the press had a page and has none: whoever asks for it is told what became of it."""

    path = models.CharField(max_length=300, unique=True)
    article = models.BigIntegerField(null=True, blank=True)
    language = models.CharField(max_length=10, blank=True)
    place = models.CharField(max_length=30, blank=True)
    since = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name_plural = "gone"

    def __str__(self) -> str:
        return self.path


class Placement(models.Model):
    """An article on a list (``masthead.press.shelves``); ``languages`` are bits, ``pressed`` those that lists show.

    Until both are the same, lists are due to be pressed: where the article has come and where it has left.
    """

    article = models.BigIntegerField(db_index=True)
    kind = models.CharField(max_length=10)
    key = models.BigIntegerField()
    since = models.DateTimeField(default=EPOCH)
    languages = models.BigIntegerField(default=0)
    pressed = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("article", "kind", "key"), name="stands_once"),)
        indexes = (models.Index(fields=("kind", "key", "-since", "-article"), name="shelf_in_order"),)

    def __str__(self) -> str:
        return f"{self.article} on {self.kind}/{self.key}"


class Shelf(models.Model):
    """How many articles a list has in each language: ``{language: number}``."""

    kind = models.CharField(max_length=10)
    key = models.BigIntegerField()
    totals = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "shelves"
        constraints = (models.UniqueConstraint(fields=("kind", "key"), name="one_shelf_a_list"),)

    def __str__(self) -> str:
        return f"{self.kind}/{self.key}"


class Dependency(models.Model):
    """What the pages of an article show from elsewhere: a picture, or the card of another article.

    One row for all its languages: a row for every file would be 50 million in an archive of 100,000 articles in 52
    languages. People, themes, regions and dossiers need none: they stand in the article's own relations.
    ``digest`` is that of the card as it was shown (``masthead.press.cards.digest``), empty for pictures.
    """

    article = models.BigIntegerField()
    kind = models.CharField(max_length=10)
    key = models.BigIntegerField()
    digest = models.CharField(max_length=16, blank=True)

    class Meta:
        verbose_name_plural = "dependencies"
        constraints = (models.UniqueConstraint(fields=("article", "kind", "key"), name="depends_once"),)
        indexes = (models.Index(fields=("kind", "key", "digest"), name="depended_on"),)

    def __str__(self) -> str:
        return f"{self.kind}:{self.key} on {self.article}"


class Changed(models.Model):
    """Something that is another now, until the pages that show it are pressed.

    A key (``masthead.press.dependencies``), or a name of the glossary as it was or as it is, in ``data`` (``Term.to_json``).
    """

    kind = models.CharField(max_length=10)
    key = models.BigIntegerField(default=0)
    data = models.JSONField(default=dict)

    class Meta:
        verbose_name_plural = "changed"

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"


class Frame(models.Model):
    """What stood on every page when everything was pressed last (``masthead.press.frame``): one row."""

    digest = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now=True)
    # Permissions begin and end by the calendar: to this day their pages are known to be pressed, or to be due.
    day = models.DateField(null=True)

    def __str__(self) -> str:
        return self.digest


class Uncopied(models.Model):
    """An address whose copy in the bucket may be other than what stands here (``masthead.press.bucket``).

    Rows are never changed, and whoever copies removes only those that it saw before it looked at the disk. So nothing
    that changes meanwhile is forgotten.
    """

    path = models.CharField(max_length=600, db_index=True)
    turn = models.PositiveSmallIntegerField(help_text="Lower ones go first.")

    class Meta:
        verbose_name_plural = "uncopied"
        indexes = (models.Index(fields=("turn", "id"), name="uncopied_in_order"),)

    def __str__(self) -> str:
        return self.path
