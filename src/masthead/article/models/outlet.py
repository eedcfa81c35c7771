from __future__ import annotations

from django.core.validators import RegexValidator
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from masthead.article import licences
from masthead.article.localised import Localised


class Outlet(Localised, ClusterableModel):
    """The publication. There is one in an install: ``Outlet.objects.get()``."""

    localised = ("tagline",)

    name = models.CharField(max_length=100)
    tagline = models.CharField(max_length=200, blank=True)
    url = models.URLField(
        verbose_name="address",
        help_text="Where readers find the outlet, for example https://example.org",
    )
    accent = models.CharField(
        max_length=7,
        default="#8c2f1b",
        validators=[RegexValidator(r"^#[0-9a-f]{6}\Z", "Write a colour as #rrggbb.")],
        help_text="The colour of links and rules.",
    )
    logo = models.ForeignKey(
        "article.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    licence = models.CharField(
        max_length=40,
        choices=licences.CHOICES,
        default="CC-BY-4.0",
        help_text="For the outlet's own articles, unless an article says otherwise.",
    )
    commercial = models.BooleanField(
        default=False,
        verbose_name="earns money with its pages",
        help_text="By subscriptions or advertisements. Licences for non-commercial use do not suffice then.",
    )
    mail_address = models.EmailField(
        blank=True, help_text="Sender of the newsletter, and where readers can write to."
    )
    # Holds the table to one row; the press and every page rely on it.
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(only=True), name="one_outlet"),)

    def __str__(self) -> str:
        return self.name

    @property
    def base(self) -> str:
        """The address without a slash at its end."""
        return self.url.rstrip("/")


class FollowLink(Orderable):
    """Where readers can follow the outlet elsewhere."""

    outlet = ParentalKey(Outlet, on_delete=models.CASCADE, related_name="follow_links")
    name = models.CharField(max_length=60)
    url = models.URLField()

    def __str__(self) -> str:
        return self.name
