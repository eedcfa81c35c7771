from typing import Any

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "masthead.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.signals import published, unpublished

        from masthead.article.models import Article

        published.connect(_published, sender=Article, dispatch_uid="masthead.desk")
        unpublished.connect(_unpublished, sender=Article, dispatch_uid="masthead.desk")


def _published(sender: Any, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """Every way to publish in Wagtail (the form, a workflow, a schedule) ends in this signal."""
    from masthead.desk import actions

    actions.print_original(instance, who=_name(getattr(revision, "user", None)))


def _unpublished(sender: Any, instance: Any, **kwargs: Any) -> None:
    from masthead.desk import actions

    actions.take_back(instance, who="")


def _name(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""
