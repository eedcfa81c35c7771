from django.apps import AppConfig


class PageStoreConfig(AppConfig):
    name = "benchmarks.pagestore"
    label = "pagestore"
    default_auto_field = "django.db.models.BigAutoField"
