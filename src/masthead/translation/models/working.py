"""What is known of an article in a language, and what people do to its segments."""

from __future__ import annotations

from django.db import models

from masthead.lib import languages
from masthead.lib.rows import Unescaped

CODES = [(code, code) for code in languages.CODES]


class Working(models.Model):
    """The state of the translation of one article into one language, segment by segment.

    One row for an edition, whatever its length: ``units`` is ``{path: [segment, …]}``
    (``masthead.translation.segments``), so that a language costs one row and one read.
    """

    article = models.ForeignKey("article.Article", on_delete=models.CASCADE, related_name="workings")
    language = models.CharField(max_length=10, choices=CODES)
    units = models.JSONField(default=dict, encoder=Unescaped)
    behind = models.JSONField(
        default=dict, help_text="What the edition was made from, while it trails: {path: digest}."
    )
    held_by = models.CharField(
        max_length=200,
        blank=True,
        help_text="Who took the edition from the pages, until a person lets it out.",
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("article", "language"), name="one_working_per_language"),
        )

    def __str__(self) -> str:
        return f"{self.article_id}/{self.language}"


class SegmentDraft(models.Model):
    """What somebody has typed for a segment and has not confirmed."""

    article = models.ForeignKey("article.Article", on_delete=models.CASCADE, related_name="segment_drafts")
    language = models.CharField(max_length=10, choices=CODES)
    user = models.ForeignKey("desk.User", on_delete=models.CASCADE, related_name="segment_drafts")
    path = models.CharField(max_length=200)
    start = models.PositiveIntegerField()
    state = models.CharField(max_length=16, help_text="The segment that it was typed over.")
    text = models.TextField(help_text="As typed, codes as ⟨1⟩.")
    at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("article", "language", "user", "path", "start"), name="one_draft_per_segment"
            ),
        )

    def __str__(self) -> str:
        return f"{self.article_id}/{self.language} {self.path}#{self.start}: {self.text[:60]}"


class SegmentChange(models.Model):
    """What a person did to a segment: what stood there before, and what stands there since (``history``)."""

    article = models.ForeignKey("article.Article", on_delete=models.CASCADE, related_name="segment_changes")
    language = models.CharField(max_length=10, choices=CODES)
    path = models.CharField(max_length=200)
    source = models.TextField()
    before = models.JSONField(
        help_text="{target, by, name, version, at}; of an earlier source, {source} too."
    )
    target = models.TextField()
    name = models.CharField(max_length=200, help_text="Who wrote or checked it.")
    checked = models.BooleanField(default=False, help_text="Read and left as it was.")
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("article", "language", "path", "-at"), name="segment_history"),)

    def __str__(self) -> str:
        return f"{self.article_id}/{self.language} {self.path}: {self.name}"
