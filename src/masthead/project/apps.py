from django.apps import AppConfig


class ProjectConfig(AppConfig):
    name = "masthead.project"
    label = "project"
    default_auto_field = "django.db.models.BigAutoField"
