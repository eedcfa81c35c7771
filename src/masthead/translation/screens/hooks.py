"""What the board, jobs and the ledger add to the desk."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.templatetags.static import static
from django.urls import URLPattern
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.snippets.models import register_snippet

from masthead.translation.screens.languages import PolicyViewSet
from masthead.translation.screens.urls import urlpatterns

register_snippet(PolicyViewSet)


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return urlpatterns


@hooks.register("insert_global_admin_css")
def dress() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("translation/board.css"))


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(
        content_type__app_label="translation", codename__in=("view_spending", "change_budget")
    )
