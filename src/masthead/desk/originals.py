"""Pictures as they were given: for those who work at the desk. Readers get the sizes that the press makes."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access

from masthead.article.models import Picture, Rendition


@require_safe
@require_admin_access
def show(request: HttpRequest, name: str) -> HttpResponseBase:
    """The file of a picture, or what Wagtail shows of it in full size."""
    file = f"original_images/{name}"
    if not (Picture.objects.filter(file=file).exists() or Rendition.objects.filter(file=file).exists()):
        raise Http404
    try:
        found = FileResponse(default_storage.open(file))
    except FileNotFoundError as error:
        raise Http404 from error
    found["Cache-Control"] = "private, no-cache"
    return found
