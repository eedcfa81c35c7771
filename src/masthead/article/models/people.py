from __future__ import annotations

from django.db import models

from masthead.article.localised import Localised
from masthead.article.slugs import SLUG


class Person(Localised):
    """Somebody, or a body, that stands in bylines. One identity, a name in every language."""

    localised = ("name", "biography")

    name = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True, allow_unicode=True, validators=[SLUG])
    biography = models.TextField(blank=True, help_text="One or two sentences, printed under articles.")
    url = models.URLField(blank=True, verbose_name="website")
    picture = models.ForeignKey(
        "article.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_organisation = models.BooleanField(default=False)

    class Meta:
        ordering = ("name",)
        verbose_name_plural = "people"

    def __str__(self) -> str:
        return self.name
