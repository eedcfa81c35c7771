"""The article's form, in the order in which an editor thinks."""

from __future__ import annotations

from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    PublishingPanel,
    TabbedInterface,
    TitleFieldPanel,
)

from masthead.desk.forms import ArticleForm
from masthead.desk.permissions import PermissionPanel

WRITE = [
    TitleFieldPanel("headline", targets=[], placeholder="Headline"),
    FieldPanel("standfirst"),
    InlinePanel(
        "bylines",
        label="Byline",
        heading="Bylines",
        panels=[
            FieldRowPanel([FieldPanel("role"), FieldPanel("person"), FieldPanel("language")]),
        ],
    ),
    MultiFieldPanel(
        [FieldPanel("lead_picture"), FieldPanel("lead_alt"), FieldPanel("lead_caption")],
        heading="Lead picture",
    ),
    FieldPanel("body"),
    FieldPanel("footnotes"),
    FieldPanel("disclaimer"),
]
CLASSIFY = [
    FieldPanel("language"),
    FieldPanel("regions"),
    FieldPanel("themes"),
    FieldPanel("dossiers"),
    FieldRowPanel([FieldPanel("written_on"), FieldPanel("slug")]),
    FieldPanel(
        "standing",
        heading="Standing page",
        help_text="Choose one to make this the outlet's page of that name, in menus and not in lists.",
    ),
]
ORIGIN = [
    HelpPanel(
        "<p>Fill this in for a reprint: an article that first appeared elsewhere. "
        "Readers see where it comes from, and the licence decides what may be done with it.</p>"
    ),
    FieldPanel("origin_outlet"),
    FieldPanel("origin_url"),
    FieldPanel("origin_date"),
    FieldPanel("licence"),
    FieldPanel("rights"),
    PermissionPanel(heading="What we may do with it"),
]
ARTICLE = TabbedInterface(
    [
        ObjectList(WRITE, heading="Write"),
        ObjectList(CLASSIFY, heading="Classify"),
        ObjectList(ORIGIN, heading="Origin and rights"),
        ObjectList([PublishingPanel()], heading="Schedule"),
    ],
    base_form_class=ArticleForm,
)
