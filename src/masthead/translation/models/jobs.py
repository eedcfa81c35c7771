"""What is asked of people and of the worker."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from masthead.translation.models.working import CODES


class Asking(models.Model):
    """A worker is asking engines for an article in a language: no other does so until it has done or is gone."""

    article = models.ForeignKey("article.Article", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    process = models.CharField(max_length=80)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("article", "language"), name="one_asks_for_an_edition"),
        )

    def __str__(self) -> str:
        return f"{self.article_id}/{self.language}: {self.process}"


class Assignment(models.Model):
    """A person was asked to review an edition."""

    article = models.ForeignKey("article.Article", on_delete=models.CASCADE, related_name="assignments")
    language = models.CharField(max_length=10, choices=CODES)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="assignments")
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("article", "language"), name="one_reviewer_of_an_edition"),
        )

    def __str__(self) -> str:
        return f"{self.article_id}/{self.language}: {self.to}"


class Job(models.Model):
    """One act on many editions, done by the worker in stretches: it can be stopped, killed and gone on with."""

    class Act(models.TextChoices):
        TRANSLATE = "translate", "Translate what is missing"
        REFRESH = "refresh", "Translate what is stale again"
        PUBLISH = "publish", "Publish what is held"
        HOLD = "hold", "Hold for review"
        ASSIGN = "assign", "Mark for review"
        REQUEST = "request", "Asked for by readers"

    class State(models.TextChoices):
        GATHERING = "gathering", "being gathered"
        FORECAST = "forecast", "being forecast"
        WAITING = "waiting", "waiting for your word"
        RUNNING = "running", "running"
        CAPPED = "capped", "stopped by a cap"
        STOPPED = "stopped", "stopped"
        DONE = "done", "done"

    act = models.CharField(max_length=10, choices=Act.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.GATHERING)
    selection = models.JSONField(default=dict, help_text="What was chosen at the board (board.Selection).")
    confirm = models.BooleanField(default=True, help_text="Is the forecast shown before anything is done?")
    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by = models.CharField(max_length=200)
    gathered = models.BooleanField(default=False, help_text="Are all its items there?")
    skipped = models.PositiveIntegerField(
        default=0, help_text="What was chosen and needs nothing of the kind."
    )
    forecast = models.JSONField(default=dict, blank=True, help_text='{"lines": [forecast.Line, …], "done"}')
    seen = models.BinaryField(
        default=bytes, help_text="Sentences that the forecast has counted (forecast.Seen)."
    )
    reached = models.BigIntegerField(default=0, help_text="The last article that the forecast has read.")
    why = models.TextField(blank=True, help_text="Why it is not going on.")
    process = models.CharField(max_length=80, blank=True, help_text="Who is at it.")
    created_at = models.DateTimeField(auto_now_add=True)
    moved_at = models.DateTimeField(null=True, blank=True, help_text="When it last got on.")
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        indexes = (models.Index(fields=("state",), name="job_state"),)

    def __str__(self) -> str:
        return f"{self.pk}: {self.get_act_display()}"


class JobItem(models.Model):
    """One edition of a job."""

    class State(models.TextChoices):
        OPEN = "open", "to do"
        DONE = "done", "done"
        FAILED = "failed", "failed"
        CAPPED = "capped", "waiting for money"

    job = models.ForeignKey(Job, on_delete=models.CASCADE, related_name="items")
    article = models.ForeignKey("article.Article", on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    why = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("job", "article", "language"), name="one_item_per_edition"),
        )
        indexes = (models.Index(fields=("job", "state", "article"), name="item_next"),)

    def __str__(self) -> str:
        return f"{self.job_id}: {self.article_id}/{self.language}"
