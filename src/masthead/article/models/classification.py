"""The three ways in: regions, themes and dossiers."""

from __future__ import annotations

from django.db import models

from masthead.article.localised import Localised
from masthead.article.slugs import SLUG


class Region(Localised):
    """A part of the world."""

    localised = ("name",)

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True, validators=[SLUG])
    position = models.PositiveIntegerField(default=0, help_text="Order in menus; small numbers first.")

    class Meta:
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name


class Theme(Localised):
    """A subject."""

    localised = ("name",)

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True, validators=[SLUG])
    position = models.PositiveIntegerField(default=0, help_text="Order in menus; small numbers first.")

    class Meta:
        ordering = ("position", "name")

    def __str__(self) -> str:
        return self.name


class Dossier(Localised):
    """An in-depth report: an ordered, introduced collection of articles."""

    localised = ("title", "introduction")

    title = models.CharField(max_length=200)
    slug = models.SlugField(max_length=200, unique=True, allow_unicode=True, validators=[SLUG])
    introduction = models.TextField(blank=True)
    picture = models.ForeignKey(
        "article.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    # Keys of articles in reading order; articles that are not named follow, oldest first.
    order = models.JSONField(default=list, blank=True)
    position = models.PositiveIntegerField(default=0, help_text="Order in menus; small numbers first.")

    class Meta:
        ordering = ("position", "title")

    def __str__(self) -> str:
        return self.title
