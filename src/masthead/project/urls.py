from __future__ import annotations

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from masthead.desk import originals

urlpatterns = [
    path("desk/", include(wagtailadmin_urls)),
    path("media/original_images/<path:name>", originals.show),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("masthead.press.urls")),
    path("", include("masthead.intake.watching.urls")),
    path("", include("masthead.reading.urls")),
    path("", include("masthead.circulation.urls")),
]

handler404 = "masthead.press.views.missing"
handler500 = "masthead.press.views.broken"
