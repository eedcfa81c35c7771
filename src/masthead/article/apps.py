from django.apps import AppConfig


class ArticleConfig(AppConfig):
    name = "masthead.article"
    label = "article"
    default_auto_field = "django.db.models.BigAutoField"
