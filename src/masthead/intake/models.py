"""The one noun of the room: the arrival."""

from __future__ import annotations

from django.db import models


class Arrival(models.Model):
    """How an article came in: from where, and what was found in it.

    ``source`` is the file's full path or the address that was asked for, ``canonical`` the address the page calls
    its own. ``found`` is the draft as ``Draft.to_json`` has it, without the body.
    """

    article = models.ForeignKey("article.Article", on_delete=models.CASCADE, related_name="arrivals")
    source = models.CharField(max_length=2000)
    canonical = models.CharField(max_length=2000, blank=True)
    # SHA-256 of the two above: addresses are longer than an index takes.
    source_key = models.CharField(max_length=64)
    canonical_key = models.CharField(max_length=64, blank=True)
    found = models.JSONField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField(auto_now_add=True)
    again = models.BooleanField(default=False, help_text="It had come in before, and was asked for again.")

    class Meta:
        constraints = (
            # take_in relies on these when two people take the same page in at once.
            models.UniqueConstraint(
                fields=("source_key",), condition=models.Q(again=False), name="a_source_arrives_once"
            ),
            models.UniqueConstraint(
                fields=("canonical_key",),
                condition=models.Q(again=False) & ~models.Q(canonical_key=""),
                name="an_address_arrives_once",
            ),
        )

    def __str__(self) -> str:
        return self.canonical or self.source
