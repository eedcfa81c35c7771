from __future__ import annotations

from django.urls import path

from masthead.intake import views

app_name = "intake"
urlpatterns = [path("websub/<str:token>/", views.websub, name="websub")]
