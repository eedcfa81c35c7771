"""The moderators' screen: what readers wrote, what waits first, and three things to do with it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.sidebar import LinkMenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.widgets.button import BaseButton
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.views.snippets import SnippetViewSet

from masthead.lib import languages
from masthead.press import addresses
from masthead.reading import actions
from masthead.reading.models import Comment


class CommentPolicy(ModelPermissionPolicy):
    """Comments are read and decided about. Nobody writes or changes them at the desk."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and user.has_perm("reading.change_comment")


def _article(comment: Comment) -> SafeString:
    path = addresses.article(comment.language, comment.article.slug)
    return format_html('<a href="{}">{}</a>', path, comment.article.headline)


def _language(comment: Comment) -> str:
    return languages.name(comment.language, "en")


class CommentMenuItem(MenuItem):
    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm("reading.change_comment"))

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        waiting = Comment.objects.waiting().count()
        label = f"{self.label} ({waiting:,})" if waiting else self.label
        return LinkMenuItem(
            self.name, label, self.url, icon_name=self.icon_name, classname=self.classname, attrs=self.attrs
        )


class CommentViewSet(SnippetViewSet):
    model = Comment
    icon = "comment"
    menu_label = "Comments"
    menu_name = "comments"
    menu_order = 300
    menu_item_class = CommentMenuItem
    add_to_admin_menu = True
    admin_url_namespace = "comments"
    base_url_path = "comments"
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = (
        "text",
        "name",
        "email",
        "article",
        "language",
        "state",
        "created_at",
        "decided_by",
        "decided_at",
    )
    list_per_page = 25
    # Wagtail's own search takes minutes on SQLite with many rows.
    search_backend_name = None
    search_fields = ("name", "text")
    list_filter = ("state", "language")
    list_display = (
        "beginning",
        "name",
        Column("article", label="Article", accessor=_article),
        Column("language", label="Language", accessor=_language, sort_key="language"),
        Column("state", label="State", accessor="get_state_display", sort_key="state"),
        DateColumn("created_at", label="Written", sort_key="created_at"),
    )

    def get_queryset(self, request: HttpRequest) -> Any:
        return Comment.objects.select_related("article")


class _Decision(SnippetBulkAction):
    models = [Comment]
    template_name = "reading/decide.html"
    question = ""
    past = ""

    def check_perm(self, obj: Comment) -> bool:
        return bool(self.request.user.has_perm("reading.change_comment"))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs, question=self.question, decision=self.display_name)

    def get_execution_context(self) -> dict[str, Any]:
        return {"user": self.request.user}

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        return f"{self.past}: {num_parent_objects:,}."


class Show(_Decision):
    display_name = "Show"
    action_type = "show"
    aria_label = "Show the chosen comments below their articles"
    action_priority = 10
    question = "Print below the article?"
    past = "Comments shown"

    @classmethod
    def execute_action(cls, objects: list[Comment], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        return actions.show_comments([comment.pk for comment in objects], by=user), 0


class Refuse(_Decision):
    display_name = "Refuse"
    action_type = "refuse"
    aria_label = "Refuse the chosen comments"
    action_priority = 20
    question = "Keep from print? What is printed already is taken back."
    past = "Comments refused"

    @classmethod
    def execute_action(cls, objects: list[Comment], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        return actions.refuse_comments([comment.pk for comment in objects], by=user), 0


class Erase(_Decision):
    """Takes the place of Wagtail's own deleting, which would leave the comment on the printed page."""

    display_name = "Erase"
    action_type = "delete"
    aria_label = "Erase the chosen comments for good"
    action_priority = 30
    classes = {"serious"}
    question = "Remove for good, with name and address? This cannot be undone."
    past = "Comments erased"

    @classmethod
    def execute_action(cls, objects: list[Comment], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        return actions.erase_comments([comment.pk for comment in objects], by=user), 0


def buttons(comment: Comment, user: Any, next_url: str) -> list[BaseButton]:
    """What can be done with one row of the list."""
    if not user.has_perm("reading.change_comment"):
        return []
    return [
        BaseButton(
            action.display_name,
            _address(action, comment, next_url),
            classname="button button-small button-secondary",
            attrs={"aria-label": f"{action.display_name}: {comment}"},
            priority=action.action_priority,
        )
        for action, without in ((Show, Comment.State.SHOWN), (Refuse, Comment.State.REFUSED))
        if comment.state != without
    ]


def _address(action: type[_Decision], comment: Comment, next_url: str) -> str:
    path = reverse("wagtail_bulk_action", args=("reading", "comment", action.action_type))
    return f"{path}?{urlencode({'id': str(comment.pk), 'next': next_url})}"
