from __future__ import annotations

from django.urls import path

from masthead.circulation import views

app_name = "circulation"
urlpatterns = [
    path("<str:language>/newsletter/", views.newsletter, name="newsletter"),
    path("<str:language>/newsletter/confirm/<str:token>/", views.confirm, name="confirm"),
    path("<str:language>/newsletter/unsubscribe/<str:token>/", views.unsubscribe, name="unsubscribe"),
]
