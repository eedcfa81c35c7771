from __future__ import annotations

from django.urls import path

from masthead.reading import views

urlpatterns = [
    path("<str:language>/search/", views.search, name="search"),
    path("<str:language>/articles/<str:slug>/comments/", views.comment, name="comment"),
]
