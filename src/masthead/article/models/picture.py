from __future__ import annotations

from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from masthead.article import licences


class Picture(AbstractImage):
    """A picture with everything that must be printed beside it."""

    credit = models.CharField(
        max_length=200, blank=True, help_text="Who made it: printed beside the picture."
    )
    source_url = models.URLField(blank=True, verbose_name="source", help_text="Where the picture was found.")
    licence = models.CharField(max_length=40, choices=licences.CHOICES, blank=True)

    admin_form_fields = (
        "file",
        "title",
        "description",
        "credit",
        "source_url",
        "licence",
        "focal_point_x",
        "focal_point_y",
        "focal_point_width",
        "focal_point_height",
        "collection",
        "tags",
    )

    class Meta(WagtailImage.Meta):
        pass


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            ),
        )


class Attachment(AbstractDocument):
    admin_form_fields = WagtailDocument.admin_form_fields
