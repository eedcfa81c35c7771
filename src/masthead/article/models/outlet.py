from __future__ import annotations

from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator, RegexValidator, URLValidator
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.models import Orderable

from masthead.article import licences, mining
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
    mining = models.CharField(
        max_length=10,
        choices=mining.CHOICES,
        default=mining.LICENCE,
        verbose_name="machines may read our own work for",
        help_text="Said to crawlers in robots.txt, RSL, TDMRep and trust.txt. Search engines may always list it. "
        "What a reprint allows is said by its own licence.",
    )
    security_contact = models.CharField(
        max_length=300,
        blank=True,
        verbose_name="contact for faults of security",
        help_text="Where whoever finds a fault can tell us: a mail address, or a page that begins with https://. "
        "Stands in security.txt; left empty, it is the mail address above.",
    )
    belongs_to = models.TextField(
        blank=True,
        max_length=5000,
        verbose_name="associations we belong to",
        help_text="Their addresses, one a line: press councils, unions, the Journalism Trust Initiative. Stands in trust.txt.",
    )
    controlled_by = models.URLField(
        blank=True,
        verbose_name="address of our publisher",
        help_text="Where another organisation owns or runs the outlet. Stands in trust.txt.",
    )
    # Holds the table to one row; the press and every page rely on it.
    only = models.BooleanField(default=True, unique=True, editable=False)

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(only=True), name="one_outlet"),)

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        contact = self.security_contact.strip()
        try:
            if contact.startswith("https://"):
                URLValidator(schemes=["https"])(contact)
            elif contact:
                EmailValidator()(contact)
        except ValidationError:
            raise ValidationError(
                {"security_contact": "Write a mail address, or a page's address that begins with https://."}
            ) from None
        for address in self.associations:
            try:
                URLValidator(schemes=["http", "https"])(address)
            except ValidationError:
                raise ValidationError(
                    {
                        "belongs_to": f"“{address[:100]}” is no address. Write one a line, each with its https://."
                    }
                ) from None

    @property
    def base(self) -> str:
        """The address without a slash at its end."""
        return self.url.rstrip("/")

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    @property
    def associations(self) -> list[str]:
        """The addresses of the associations it belongs to."""
        return [line.strip() for line in self.belongs_to.splitlines() if line.strip()]


class FollowLink(Orderable):
    """Where readers can follow the outlet elsewhere."""

    outlet = ParentalKey(Outlet, on_delete=models.CASCADE, related_name="follow_links")
    name = models.CharField(max_length=60)
    url = models.URLField()

    def __str__(self) -> str:
        return self.name
