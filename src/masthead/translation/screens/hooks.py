"""What the board, jobs and the ledger add to the desk."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.snippets.models import register_snippet

from masthead.translation.screens import doors
from masthead.translation.screens.languages import PolicyViewSet
from masthead.translation.screens.urls import urlpatterns

register_snippet(PolicyViewSet)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return urlpatterns


class BoardItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(doors.VIEW))


@hooks.register("register_admin_menu_item")
def item() -> MenuItem:
    return BoardItem("Translations", reverse("translation_board"), icon_name="globe", order=110)


@hooks.register("insert_global_admin_css")
def dress() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("translation/board.css"))


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="translation", codename__in=("view_spending", "change_budget")
    )
