"""Addresses under /desk/intake/."""

from __future__ import annotations

from django.urls import URLPattern, path

from masthead.intake.screens import arriving, comparing, source

urlpatterns: list[URLPattern] = [
    path("intake/", arriving.intake, name="intake"),
    path("intake/drop/", arriving.drop, name="intake_drop"),
    path("intake/parcels/", arriving.progress, name="intake_progress"),
    path("intake/parcels/dismiss/", arriving.dismiss, name="intake_dismiss"),
    path("intake/parcels/<int:pk>/read/", arriving.retry, name="intake_retry"),
    path("intake/discard/", comparing.discard, name="intake_discard"),
    path("intake/article/<int:article>/", comparing.of_article, name="intake_of_article"),
    path("intake/<int:pk>/", comparing.compare, name="intake_compare"),
    path("intake/<int:pk>/alike/", comparing.choose, name="intake_choose"),
    path("intake/<int:pk>/twins/", comparing.twins, name="intake_twins"),
    path("intake/<int:pk>/source/", source.source, name="intake_source"),
    path("intake/<int:pk>/source/file/", source.download, name="intake_download"),
]
