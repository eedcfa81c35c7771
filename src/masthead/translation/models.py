from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models

from masthead.lib import languages
from masthead.translation.glossary.terms import Term

CODES = [(code, code) for code in languages.CODES]


class Working(models.Model):
    """The state of the translation of one article into one language, segment by segment.

    One row for an edition, whatever its length: ``units`` is ``{path: [segment, …]}``
    (``masthead.translation.segments``), so that a language costs one row and one read.
    """

    article = models.ForeignKey("article.Article", on_delete=models.CASCADE, related_name="workings")
    language = models.CharField(max_length=10, choices=CODES)
    units = models.JSONField(default=dict)
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


class Sentence(models.Model):
    """A source text of the memory, whatever it was translated to. Its text never changes.

    ``indexed``: the index of like sentences has it (``masthead.translation.memory.index``).
    """

    language = models.CharField(max_length=10)
    digest = models.CharField(max_length=32, help_text="BLAKE2b-128 of the text, hexadecimal.")
    text = models.TextField(help_text="Coded, as in masthead.translation.markup.")
    indexed = models.BooleanField(default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("digest", "language"), name="sentence_once"),)
        indexes = (
            models.Index(
                fields=("language",), condition=models.Q(indexed=False), name="sentence_not_indexed"
            ),
        )

    def __str__(self) -> str:
        return f"{self.language}: {self.text[:60]}"


class Memory(models.Model):
    """The translation memory: what a sentence has been translated to, by whom, when and where.

    A person's translation takes the place of an engine's, never the other way round. ``before`` and ``after`` are
    keys of the sentences it stood between, 0 for none; both 0: nobody knows where it stood. ``creator`` and
    ``created_at`` are empty where the translation was never changed by another.
    """

    source_language = models.CharField(max_length=10)
    target_language = models.CharField(max_length=10)
    sentence = models.ForeignKey(
        Sentence, on_delete=models.CASCADE, related_name="translations", db_index=False
    )
    before = models.BigIntegerField(default=0)
    after = models.BigIntegerField(default=0)
    target = models.TextField()
    by = models.CharField(max_length=10, choices=[("person", "person"), ("engine", "engine")])
    name = models.CharField(max_length=200)
    version = models.CharField(max_length=100, blank=True)
    at = models.DateTimeField()
    creator = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(null=True, blank=True)
    article = models.ForeignKey(
        "article.Article", null=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )
    origin = models.CharField(max_length=200, blank=True, help_text="The file it came in, if any.")

    class Meta:
        verbose_name_plural = "memory"
        constraints = (
            # One look answers for all target languages at once: the sentence comes first.
            models.UniqueConstraint(
                fields=("sentence", "target_language", "before", "after"), name="memory_one_per_context"
            ),
        )
        indexes = (
            models.Index(fields=("source_language", "target_language", "id"), name="memory_of_pair"),
            models.Index(
                fields=("article",), condition=models.Q(article__isnull=False), name="memory_of_article"
            ),
        )

    def __str__(self) -> str:
        return f"{self.source_language}→{self.target_language}: {self.target[:60]}"


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


class GlossaryTerm(models.Model):
    """A term of the outlet's glossary with its forms in all languages (``glossary/terms.py``).

    One row a term, so that the whole glossary is one read however many languages it speaks.
    """

    key = models.CharField(max_length=64, unique=True, help_text="The term's name in files of exchange.")
    kind = models.CharField(
        max_length=10, choices=[("term", "a term"), ("name", "a name")], default="term", db_index=True
    )
    name = models.CharField(max_length=300, editable=False)
    """The first form: what lists call it and order it by."""
    data = models.JSONField(default=dict)
    """``Term.to_json``."""
    languages = models.JSONField(default=dict, editable=False)
    """{language: True} of those it has a form in, for filters."""
    words = models.TextField(editable=False)
    """Every form, folded, for the list's search."""
    noted = models.BooleanField(default=False, editable=False)
    """It has a note or several forms for readers: what the press asks for."""
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("name", "pk")
        verbose_name = "term"
        indexes = (models.Index(fields=("noted",), name="glossary_noted", condition=models.Q(noted=True)),)

    def __str__(self) -> str:
        return self.name

    @property
    def term(self) -> Term:
        return Term.from_json(self.data, self.key)


class GlossaryFile(models.Model):
    """A file of terms that was taken in, and what was there before, so that it can be taken back (``taking``)."""

    name = models.CharField(max_length=200)
    by = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    added = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    same = models.PositiveIntegerField()
    terms = models.JSONField(
        default=dict,
        help_text="{key: [its data before or null, digest of its data since]}; of one taken back, what stayed.",
    )
    back_by = models.CharField(max_length=200, blank=True)
    back_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-pk",)
        verbose_name = "file of terms"
        verbose_name_plural = "files of terms"

    def __str__(self) -> str:
        return self.name

    @property
    def can_go_back(self) -> bool:
        return self.back_at is None and bool(self.added or self.changed)


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
