from __future__ import annotations

from typing import Any, ClassVar, Self

from django.contrib.contenttypes.fields import GenericRelation
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel, model_from_serializable_data
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    Orderable,
    PreviewableMixin,
    RevisionMixin,
    WorkflowMixin,
)

from masthead.article import licences, previews
from masthead.article.blocks import Body, FootnoteBlock
from masthead.article.models.outlet import Outlet
from masthead.article.models.people import Person
from masthead.article.permission import NotPermitted, may_publish
from masthead.article.slugs import SLUG, free, slug
from masthead.lib import languages

LANGUAGES = [(code, languages.name(code, "en")) for code in languages.CODES]


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        return self.filter(live=True)


class Article(
    PreviewableMixin, WorkflowMixin, DraftStateMixin, LockableMixin, RevisionMixin, ClusterableModel
):
    """One piece of writing in its source language: the only text an editor edits.

    The row holds the live version; revisions hold drafts. Its editions, the original among them,
    are ``masthead.article.Edition`` rows.
    """

    class Kind(models.TextChoices):
        ARTICLE = "article", "article"
        PAGE = "page", "standing page"

    class Standing(models.TextChoices):
        """The pages every outlet has; the value is their address and the key of their name in menus."""

        ABOUT = "about", "About us"
        CONTACT = "contact", "Contact"
        MEDIA_INQUIRIES = "media_inquiries", "Media inquiries"
        MEMBERSHIP = "membership", "Membership"
        REPUBLISH_TERMS = "republish_terms", "Terms of republication"
        DISCLAIMER = "disclaimer", "Disclaimer"
        PRIVACY = "privacy", "Privacy"

    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.ARTICLE, editable=False)
    standing = models.CharField(max_length=20, choices=Standing.choices, null=True, blank=True, unique=True)
    language = models.CharField(max_length=10, choices=LANGUAGES, default="en")
    headline = models.CharField(max_length=300)
    standfirst = models.TextField(
        blank=True, max_length=1000, help_text="One or two sentences under the headline."
    )
    slug = models.SlugField(
        max_length=100,
        unique=True,
        blank=True,
        allow_unicode=True,
        validators=[SLUG],
        verbose_name="address",
        help_text="The last part of the article's address. Left empty, it is made from the headline.",
    )
    lead_picture = models.ForeignKey(
        "article.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lead_alt = models.CharField(
        max_length=300,
        blank=True,
        verbose_name="description",
        help_text="For readers who cannot see the picture.",
    )
    lead_caption = models.CharField(max_length=500, blank=True, verbose_name="caption")
    body = StreamField(Body(), blank=True, use_json_field=True)
    footnotes = StreamField(
        [("footnote", FootnoteBlock())],
        blank=True,
        help_text="Refer to a footnote in the text as [^1], with its label between the brackets.",
    )
    disclaimer = models.TextField(blank=True, max_length=1000)

    regions = ParentalManyToManyField("article.Region", blank=True, related_name="articles")
    themes = ParentalManyToManyField("article.Theme", blank=True, related_name="articles")
    dossiers = ParentalManyToManyField("article.Dossier", blank=True, related_name="articles")

    written_on = models.DateField(null=True, blank=True)
    origin_outlet = models.CharField(
        max_length=200,
        blank=True,
        verbose_name="first published in",
        help_text="Empty for the outlet's own work.",
    )
    origin_url = models.URLField(max_length=2000, blank=True, verbose_name="address of the original")
    origin_date = models.DateField(null=True, blank=True, verbose_name="first published on")
    licence = models.CharField(
        max_length=40,
        choices=licences.CHOICES,
        blank=True,
        help_text="Empty: the outlet's own licence, or all rights reserved for a reprint.",
    )
    rights = models.CharField(max_length=500, blank=True, verbose_name="rights line")

    created_at = models.DateTimeField(auto_now_add=True)

    _revisions = GenericRelation("wagtailcore.Revision", related_query_name="article")
    workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="article",
        for_concrete_model=False,
    )

    objects: ClassVar[Any] = ArticleQuerySet.as_manager()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(kind="page", standing__isnull=False)
                | models.Q(kind="article", standing__isnull=True),
                name="standing_pages_have_their_place",
            ),
        )
        indexes = (
            # The desk's list is newest first.
            models.Index(fields=("-created_at",), name="article_newest"),
        )

    def __str__(self) -> str:
        return self.headline

    @property
    def revisions(self) -> Any:
        return self._revisions

    @property
    def is_reprint(self) -> bool:
        return bool(self.origin_outlet)

    def clean(self) -> None:
        super().clean()
        self.kind = self.Kind.PAGE if self.standing else self.Kind.ARTICLE
        if not self.slug:
            self.slug = free(slug(self.headline), self._taken)
        if self.lead_picture_id and not self.lead_alt.strip():
            raise ValidationError({"lead_alt": "Say what the picture shows, for readers who cannot see it."})

    def _taken(self, slugs: list[str]) -> set[str]:
        others = Article.objects.filter(slug__in=slugs).exclude(pk=self.pk)
        return set(others.values_list("slug", flat=True))

    def publish(self, revision: Any, *args: Any, **kwargs: Any) -> Any:
        """Every way to publish in Wagtail (the form, a workflow, a schedule) comes through here.

        ``NotPermitted`` where the outlet may not print this. On the clock nobody is there to read an error: the
        schedule is cancelled instead, and the article's history says why.
        """
        from masthead.article.facts import terms_of  # it reads these models

        version = revision.as_object()
        now = timezone.now()
        due = max(filter(None, (now, version.go_live_at)))
        answer = may_publish(terms_of(version, Outlet.objects.first()), timezone.localdate(due))
        if answer.allowed:
            return super().publish(revision, *args, **kwargs)
        if revision.approved_go_live_at is None or revision.approved_go_live_at > now:
            raise NotPermitted(answer.why)
        revision.approved_go_live_at = None
        revision.save(update_fields=["approved_go_live_at"])
        log(instance=self, action="masthead.not_permitted", revision=revision, data={"why": answer.why})
        return None

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        own = (self.language, f"{languages.name(self.language, 'en')} (original)")
        return [own, *((code, name) for code, name in LANGUAGES if code != self.language)]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        return previews.serve(self, request, mode_name or self.language)


class Byline(Orderable):
    """A person's part in an article. With ``language``, in that edition only (a translator)."""

    class Role(models.TextChoices):
        AUTHOR = "author", "Author"
        TRANSLATOR = "translator", "Translation"
        PHOTOGRAPHER = "photographer", "Photographs"
        ILLUSTRATOR = "illustrator", "Illustrations"
        EDITOR = "editor", "Editing"
        REVIEWER = "reviewer", "Review"

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="bylines")
    person = models.ForeignKey("article.Person", on_delete=models.PROTECT, related_name="bylines")
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.AUTHOR)
    language = models.CharField(
        max_length=10,
        choices=LANGUAGES,
        blank=True,
        verbose_name="only in",
        help_text="For translators and reviewers of one edition.",
    )

    @classmethod
    def from_serializable_data(
        cls, data: dict[str, Any], check_fks: bool = True, strict_fks: bool = False
    ) -> Self | None:
        """Of a kept draft; None where it names somebody who has been deleted since."""
        if check_fks and not Person.objects.filter(pk=data["person"]).exists():
            return None
        made: Self | None = model_from_serializable_data(cls, data, check_fks, strict_fks)
        return made

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.person}"
