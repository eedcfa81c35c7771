from __future__ import annotations

from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import models
from wagtail.documents.models import AbstractDocument
from wagtail.documents.models import Document as WagtailDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.images.models import Image as WagtailImage

from masthead.article import licences
from masthead.lib import pictures


class Picture(AbstractImage):
    """A picture with everything that must be printed beside it.

    Its file says nothing of where, when and with what it was made: whoever puts one in, that is taken out before the
    file is kept.
    """

    file: Any
    credit = models.CharField(
        max_length=200, blank=True, help_text="Who made it: printed beside the picture."
    )
    source_url = models.URLField(blank=True, verbose_name="source", help_text="Where the picture was found.")
    licence = models.CharField(max_length=40, choices=licences.CHOICES, blank=True)
    moving = models.BooleanField(default=False, editable=False)
    see_through = models.BooleanField(default=False, editable=False)

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

    def clean(self) -> None:
        super().clean()
        try:
            self._make_bare()
        except pictures.NoPicture as error:
            raise ValidationError({"file": str(error)}) from error

    def save(self, *args: Any, **kwargs: Any) -> None:
        """``masthead.lib.pictures.NoPicture`` where a new file is none that can be kept."""
        self._make_bare()
        super().save(*args, **kwargs)

    def _make_bare(self) -> None:
        """Look at a file that is not kept yet, once."""
        file = self.file
        if not file or file._committed or getattr(self, "_bare", None) is file.file:
            return
        with self.open_file() as handle:
            kept = pictures.kept(handle.read())
        name = f"{PurePath(file.name).stem}.{kept.extension}"
        self.file = ContentFile(kept.body, name=name)
        self.moving, self.see_through = kept.moving, kept.see_through
        self._set_image_file_metadata()
        self._bare = self.file.file


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, on_delete=models.CASCADE, related_name="renditions")

    def get_upload_to(self, filename: str) -> str:
        """What is as large as the picture itself is kept where readers do not come."""
        if self.filter_spec == "original":
            return str(self.image.get_upload_to(filename))
        return str(super().get_upload_to(filename))

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("image", "filter_spec", "focal_point_key"), name="unique_rendition"
            ),
        )


class Attachment(AbstractDocument):
    admin_form_fields = WagtailDocument.admin_form_fields
