"""What watched feeds add to the desk."""

from __future__ import annotations

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, re_path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from masthead.intake.watching import screen


@hooks.register("register_admin_urls")
def urls() -> list[URLPattern]:
    return [
        path("feeds/", screen.feeds, name="feeds"),
        path("feeds/add/", screen.add, name="feeds_add"),
        path("feeds/list/", screen.bring, name="feeds_bring"),
        path("feeds/feeds.opml", screen.take_along, name="feeds_take_along"),
        path("feeds/<int:pk>/", screen.items, name="feeds_items"),
        re_path(
            r"^feeds/(?P<pk>\d+)/(?P<verb>look|pause|resume|forget)/$", screen.change, name="feeds_change"
        ),
    ]


class FeedsItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(screen.VIEW))


@hooks.register("register_admin_menu_item")
def item() -> MenuItem:
    return FeedsItem("Feeds", reverse("feeds"), icon_name="link", order=95)


@hooks.register("register_permissions")
def permissions() -> QuerySet[Permission]:
    return Permission.objects.filter(content_type__app_label="intake", content_type__model="watchedfeed")
