from __future__ import annotations

from django.urls import path

from masthead.intake.watching import views

app_name = "hubs"
urlpatterns = [path("websub/<str:token>/", views.websub, name="knock")]
