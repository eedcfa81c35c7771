"""The terms of the outlet, and the files they came in."""

from __future__ import annotations

from django.db import models

from masthead.translation.glossary.terms import Term


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
