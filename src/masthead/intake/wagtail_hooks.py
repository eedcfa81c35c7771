"""What intake adds to the desk."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem

from masthead.intake import queries
from masthead.intake.screens import doors
from masthead.intake.screens.urls import urlpatterns
from masthead.intake.watching import hooks as feeds

__all__ = ("feeds",)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return urlpatterns


class IntakeItem(MenuItem):
    """With the number of those that wait for an editor."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(doors.VIEW))

    def render_component(self, request: HttpRequest) -> Any:
        waiting = queries.to_clear()
        label = f"Intake ({queries.counted(waiting)})" if waiting else "Intake"
        return LinkMenuItem(self.name, label, self.url, icon_name=self.icon_name)


@hooks.register("register_admin_menu_item")
def item() -> MenuItem:
    return IntakeItem("Intake", reverse("intake"), icon_name="download", order=90)


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="intake", content_type__model="arrival")
