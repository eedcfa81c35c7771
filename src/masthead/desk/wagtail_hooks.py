"""The desk: Wagtail's admin, arranged for people who make a publication."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.snippets.models import register_snippet

from masthead.article.models import Article, Outlet, Permission
from masthead.desk.permissions import PermissionViewSet
from masthead.desk.viewsets import ArticleViewSet, ClassificationGroup, OutletViewSet
from masthead.intake import queries as intake
from masthead.lib import disk

register_snippet(ArticleViewSet)
register_snippet(ClassificationGroup)
register_snippet(OutletViewSet)
register_snippet(PermissionViewSet)

# An outlet has no page tree, and what is a snippet to a developer has its own name here.
_HIDDEN = {"explorer", "snippets", "documents", "help"}


@hooks.register("construct_main_menu")
def arrange_menu(request: HttpRequest, items: list[MenuItem]) -> None:
    items[:] = [item for item in items if item.name not in _HIDDEN]
    for item in items:
        if item.name == "images":
            item.label = "Pictures"


@hooks.register("register_settings_menu_item")
def outlet_item() -> MenuItem:
    return MenuItem("Outlet", reverse("wagtailsnippets_article_outlet:list"), icon_name="home", order=10)


@hooks.register("register_admin_menu_item")
def standing_pages() -> MenuItem:
    return MenuItem(
        "Standing pages", f"{reverse('articles:list')}?kind=page", icon_name="doc-empty", order=120
    )


@hooks.register("insert_global_admin_css")
def dress() -> SafeString:
    return format_html('<link rel="stylesheet" href="{}">', static("desk/desk.css"))


@hooks.register("insert_editor_js")
def begin_once() -> SafeString:
    return format_html('<script src="{}"></script>', static("desk/beginning.js"))


@hooks.register("register_log_actions")
def log_actions(actions: Any) -> None:
    actions.register_action(
        "masthead.not_permitted",
        "Not published",
        lambda data: f"Not published when its time came. {data.get('why', '')}",
    )


class Today(Component):
    """What an editor wants to see first: the newest articles, and where to begin."""

    name = "today"
    template_name = "desk/today.html"
    order = 10

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        today = timezone.localdate()
        free = disk.free(settings.HOME)
        recent = Article.objects.filter(kind=Article.Kind.ARTICLE).order_by("-created_at")[:10]
        return {
            "articles": list(recent.prefetch_related("bylines__person")),
            "outlet": Outlet.objects.first(),
            "room_left": free if free < disk.SOON else None,
            "ending": list(
                Permission.objects.ending(today, today + timedelta(days=30)).select_related("article")[:10]
            ),
            "to_clear": intake.to_clear(),
            "may_take_in": parent_context["request"].user.has_perm("intake.add_arrival"),
            "waiting": Article.objects.filter(workflow_states__status="in_progress").distinct().count(),
        }


@hooks.register("construct_homepage_panels")
def homepage(request: HttpRequest, panels: list[Any]) -> None:
    panels[:] = [Today()]


@hooks.register("construct_homepage_summary_items")
def no_summary(request: HttpRequest, items: list[Any]) -> None:
    items.clear()
