from typing import Any

from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "masthead.desk"
    label = "desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from django.db.models.signals import pre_delete
        from wagtail.signals import published, unpublished

        from masthead.article.models import Article

        published.connect(_published, sender=Article, dispatch_uid="masthead.desk")
        unpublished.connect(_unpublished, sender=Article, dispatch_uid="masthead.desk")
        pre_delete.connect(_unpublished, sender=Article, dispatch_uid="masthead.desk")


def _published(sender: Any, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """Every way to publish in Wagtail (the form, a workflow, a schedule) ends in this signal."""
    from masthead.desk import actions

    if instance.live:  # the signal also comes when a first publication is only scheduled
        actions.print_original(instance, who=_who(revision))


def _unpublished(sender: Any, instance: Any, **kwargs: Any) -> None:
    from masthead.desk import actions

    actions.take_back(instance, who=_who(None))


def _who(revision: Any) -> str:
    """The name of who is acting; at a scheduled time, of who made the revision."""
    from wagtail.log_actions import get_active_log_context

    user = get_active_log_context().user or getattr(revision, "user", None)
    return (user.get_full_name() or user.get_username()) if user else ""
