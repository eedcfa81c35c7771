from typing import Any

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "masthead.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import published

        from masthead.article.models import Article

        published.connect(_published, sender=Article, dispatch_uid="masthead.intake")


def _published(sender: Any, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    from wagtail.log_actions import get_active_log_context

    from masthead.intake import clearing

    if instance.live:
        user = get_active_log_context().user or getattr(revision, "user", None)
        clearing.published(instance, (user.get_full_name() or user.get_username()) if user else "")
