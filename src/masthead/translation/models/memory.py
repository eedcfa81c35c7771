"""What sentences have been translated to before."""

from __future__ import annotations

from django.db import models


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
