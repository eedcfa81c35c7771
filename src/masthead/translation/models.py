from __future__ import annotations

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

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("article", "language"), name="one_working_per_language"),
        )

    def __str__(self) -> str:
        return f"{self.article_id}/{self.language}"


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


class Policy(models.Model):
    """What an outlet does with one language. A language without a row is off."""

    class Mode(models.TextChoices):
        ON = "on", "on: translate at publication"
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

    class Meta:
        ordering = ("language",)
        verbose_name = "language"

    def __str__(self) -> str:
        return languages.name(self.language, "en")


class Spending(models.Model):
    """The ledger: what an engine was asked for, and what it cost."""

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
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "spending"
        indexes = (models.Index(fields=("article", "language"), name="spending_of_article"),)

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
