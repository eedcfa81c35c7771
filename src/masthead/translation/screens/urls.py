"""Addresses under /desk/translation/."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from masthead.translation.screens import board, jobs, ledger

urlpatterns: list[URLPattern] = [
    path("translation/", board.show, name="translation_board"),
    path("translation/act/", board.act, name="translation_act"),
    path("translation/jobs/", jobs.index, name="translation_jobs"),
    path("translation/jobs/<int:pk>/", jobs.show, name="translation_job"),
    re_path(
        r"^translation/jobs/(?P<pk>\d{1,18})/(?P<verb>start|stop|resume|retry)/$",
        jobs.change,
        name="translation_job_change",
    ),
    path("translation/spending/", ledger.show, name="translation_ledger"),
    path("translation/spending/caps/", ledger.set_caps, name="translation_caps"),
    path("translation/spending/spending.csv", ledger.as_csv, name="translation_ledger_csv"),
]
