from __future__ import annotations

from typing import Any, Self

from django.db import models

from masthead.article.content import Content
from masthead.lib import languages
from masthead.lib.rows import Unescaped


class EditionQuerySet(models.QuerySet["Edition"]):
    def live(self) -> Self:
        return self.filter(state=Edition.State.LIVE)


class Edition(models.Model):
    """An article in one language, as it is, or is about to be, printed.

    ``content`` is the whole text (``masthead.article.content.Content``) of the live state;
    headline and standfirst stand beside it for lists.
    """

    class State(models.TextChoices):
        HELD = "held", "held for review"
        LIVE = "live", "live"
        WITHDRAWN = "withdrawn", "withdrawn"

    article = models.ForeignKey("article.Article", on_delete=models.CASCADE, related_name="editions")
    language = models.CharField(max_length=10, choices=[(code, code) for code in languages.CODES])
    is_original = models.BooleanField(default=False)
    state = models.CharField(max_length=10, choices=State.choices)
    headline = models.TextField()
    standfirst = models.TextField(blank=True)
    content = models.JSONField(encoder=Unescaped)
    # How many of its segments were made by a person, by an engine, or by nobody.
    by_person = models.PositiveIntegerField(default=0)
    by_engine = models.PositiveIntegerField(default=0)
    by_nobody = models.PositiveIntegerField(default=0)
    engines = models.JSONField(default=list, blank=True, help_text="[[name, version], …]")
    reviewed_by = models.CharField(max_length=200, blank=True)
    reviewed_at = models.DateTimeField(null=True, blank=True)
    listed = models.BooleanField(default=True, help_text="Do front pages, lists and feeds show it?")
    trails = models.BooleanField(default=False, help_text="The original has changed since.")
    index = models.BooleanField(default=True, help_text="May search engines list it?")
    published_at = models.DateTimeField(null=True, blank=True)
    updated_at = models.DateTimeField(null=True, blank=True)
    entry = models.BigIntegerField(
        null=True, blank=True, help_text="Number of the record entry of this state."
    )

    objects = EditionQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("article", "language"), name="one_edition_per_language"),
            models.UniqueConstraint(
                fields=("article",), condition=models.Q(is_original=True), name="one_original"
            ),
        )
        indexes = (
            # Front pages and feeds read the newest live editions of one language.
            models.Index(fields=("language", "state", "listed", "-published_at"), name="edition_newest"),
            # The translators' board counts every edition by what stands there, and reads nothing but this.
            models.Index(
                fields=("language", "is_original", "state", "trails", "by_engine", "reviewed_by", "article"),
                name="edition_standing",
            ),
        )

    def __str__(self) -> str:
        return f"{self.article_id}/{self.language}"

    @property
    def subject(self) -> str:
        """What the record calls this edition."""
        return f"article/{self.article_id}/{self.language}"

    @property
    def words(self) -> Content:
        kept: tuple[Any, Content] | None = self.__dict__.get("_words")
        if kept is None or kept[0] is not self.content:  # which is replaced, never changed in its place
            kept = self.__dict__["_words"] = self.content, Content.from_json(self.content)
        return kept[1]

    @property
    def by_machine(self) -> bool:
        """Did an engine make any of it?"""
        return self.by_engine > 0
