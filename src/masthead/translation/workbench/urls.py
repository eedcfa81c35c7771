from __future__ import annotations

from django.urls import path

from masthead.translation.workbench import views

_HERE = "articles/<int:article>/workbench/<str:language>/"

urlpatterns = [
    path(_HERE, views.workbench, name="translation_workbench"),
    path(f"{_HERE}segment/", views.segment, name="translation_segment"),
    path(f"{_HERE}beside/", views.beside, name="translation_beside"),
    path(f"{_HERE}past/", views.past, name="translation_past"),
    path(f"{_HERE}sign/", views.sign, name="translation_sign"),
    path(f"{_HERE}retract/", views.retract, name="translation_retract"),
    path(f"{_HERE}print/", views.print_unsigned, name="translation_print"),
]
