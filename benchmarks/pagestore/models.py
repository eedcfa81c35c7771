"""``masthead.article.Article`` field for field, on Wagtail's ``Page``.

Title and slug are the page's own. State, revisions, workflow, locks and preview come from ``Page`` as they
come to the article from the same framework's mixins; the form is the desk's.
"""

from __future__ import annotations

from django.db import models
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, ObjectList, PublishingPanel, TabbedInterface
from wagtail.fields import StreamField
from wagtail.models import Orderable, Page

from masthead.article import licences
from masthead.article.blocks import Body, FootnoteBlock
from masthead.article.models import Byline
from masthead.article.models.article import LANGUAGES
from masthead.desk.panels import CLASSIFY, ORIGIN, WRITE

_ARTICLE_ONLY = {"headline", "standing"}


class Folder(Page):
    """The parent of all articles."""


class ArticlePage(Page):
    language = models.CharField(max_length=10, choices=LANGUAGES, default="en")
    standfirst = models.TextField(blank=True, max_length=1000)
    lead_picture = models.ForeignKey(
        "article.Picture", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    lead_alt = models.CharField(max_length=300, blank=True)
    lead_caption = models.CharField(max_length=500, blank=True)
    body = StreamField(Body(), blank=True, use_json_field=True)
    footnotes = StreamField([("footnote", FootnoteBlock())], blank=True)
    disclaimer = models.TextField(blank=True, max_length=1000)
    regions = ParentalManyToManyField("article.Region", blank=True, related_name="+")
    themes = ParentalManyToManyField("article.Theme", blank=True, related_name="+")
    dossiers = ParentalManyToManyField("article.Dossier", blank=True, related_name="+")
    written_on = models.DateField(null=True, blank=True)
    origin_outlet = models.CharField(max_length=200, blank=True)
    origin_url = models.URLField(max_length=2000, blank=True)
    origin_date = models.DateField(null=True, blank=True)
    licence = models.CharField(max_length=40, choices=licences.CHOICES, blank=True)
    rights = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    edit_handler = TabbedInterface(
        [
            ObjectList([FieldPanel("title"), *WRITE[1:]], heading="Write"),
            ObjectList(
                [panel for panel in CLASSIFY if getattr(panel, "field_name", "") not in _ARTICLE_ONLY],
                heading="Classify",
            ),
            ObjectList(ORIGIN, heading="Origin and rights"),
            ObjectList([PublishingPanel()], heading="Schedule"),
        ]
    )

    class Meta:
        indexes = (models.Index(fields=("-created_at",), name="article_page_newest"),)


class PageByline(Orderable):
    article = ParentalKey(ArticlePage, on_delete=models.CASCADE, related_name="bylines")
    person = models.ForeignKey("article.Person", on_delete=models.PROTECT, related_name="+")
    role = models.CharField(max_length=20, choices=Byline.Role.choices, default=Byline.Role.AUTHOR)
    language = models.CharField(max_length=10, choices=LANGUAGES, blank=True)
