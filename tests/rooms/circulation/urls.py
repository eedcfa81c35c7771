"""The room's pages beside the desk, as the project puts them together."""

from __future__ import annotations

from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

urlpatterns = [
    path("desk/", include(wagtailadmin_urls)),
    path("", include("masthead.circulation.urls")),
]
