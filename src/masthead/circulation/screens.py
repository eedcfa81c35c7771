"""The editors' screens: issues, subscribers, and a chooser of published articles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.panels import FieldPanel, MultipleChooserPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic.chooser import (
    BaseChooseView,
    ChooseResultsViewMixin,
    ChooseViewMixin,
    CreationFormMixin,
)
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.widgets.button import Button, HeaderButton
from wagtail.permission_policies import ModelPermissionPolicy
from wagtail.permissions import policy_registry
from wagtail.snippets.views.snippets import (
    DeleteView,
    EditView,
    IndexView,
    SnippetViewSet,
    SnippetViewSetGroup,
)

from masthead.article.models import Article
from masthead.circulation import sending_screen
from masthead.circulation.models import Issue, Subscriber
from masthead.circulation.sending_screen import progress_words


class IssuePolicy(ModelPermissionPolicy):
    """An issue that has left is not changed and not deleted."""

    def user_has_permission_for_instance(self, user: Any, action: str, instance: Issue) -> bool:
        if action in {"change", "delete"} and instance.state != Issue.State.DRAFT:
            return False
        return bool(super().user_has_permission_for_instance(user, action, instance))


class SubscriberPolicy(ModelPermissionPolicy):
    """Only the owner of an address makes or changes a subscription. Others look at it, or forget it."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action not in {"add", "change"} and bool(super().user_has_permission(user, action))


class HeadlineFilter(BaseFilterForm):
    """Search by column: Wagtail's full-text search takes minutes on SQLite with a large archive."""

    q = forms.CharField(
        label="Search", required=False, widget=forms.TextInput(attrs={"placeholder": "Words of the headline"})
    )

    def filter(self, objects: QuerySet[Article]) -> QuerySet[Article]:
        objects = super().filter(objects)
        query = self.cleaned_data.get("q")
        if query:
            self.is_searching, self.search_query = True, query
            objects = objects.filter(headline__icontains=query)
        return objects


class ChoosePublished(BaseChooseView):
    filter_form_class = HeadlineFilter
    ordering = ("-created_at", "-pk")

    def get_object_list(self) -> QuerySet[Article]:
        found: QuerySet[Article] = Article.objects.published().filter(kind=Article.Kind.ARTICLE)
        return found

    @property
    def columns(self) -> list[Column]:
        return [*super().columns, Column("language", label="Language", accessor="get_language_display")]


class ChooseView(ChooseViewMixin, CreationFormMixin, ChoosePublished):
    pass


class ChooseResultsView(ChooseResultsViewMixin, CreationFormMixin, ChoosePublished):
    pass


class PublishedArticles(ChooserViewSet):
    model = Article
    register_widget = False
    icon = "doc-full"
    choose_one_text = "Choose an article"
    choose_another_text = "Choose another article"
    choose_view_class = ChooseView
    choose_results_view_class = ChooseResultsView


published_articles = PublishedArticles("issue_article_chooser")


def send_url(issue: Issue) -> str:
    return reverse("issues:send", args=[issue.pk])


class IssueList(IndexView):
    def get_edit_url(self, instance: Issue) -> str | None:
        """A draft is edited; what has left is looked at."""
        return super().get_edit_url(instance) if instance.state == Issue.State.DRAFT else send_url(instance)

    def get_list_more_buttons(self, instance: Issue) -> list[Button]:
        buttons = [button for button in super().get_list_more_buttons(instance) if _fits(button, instance)]
        return [Button(_verb(instance), url=send_url(instance), icon_name="mail", priority=5), *buttons]


def _fits(button: Button, issue: Issue) -> bool:
    return issue.state == Issue.State.DRAFT or button.icon_name not in {"edit", "bin"}


def _verb(issue: Issue) -> str:
    return "Test and send…" if issue.state == Issue.State.DRAFT else "Progress"


def _refuse_what_has_left(request: HttpRequest, action: str, issue: Issue) -> None:
    """Wagtail's views ask for the right to edit and delete issues in general, and not this one."""
    policy = policy_registry.get_by_type(Issue)
    if not policy.user_has_permission_for_instance(request.user, action, issue):
        raise PermissionDenied


class IssueDeleter(DeleteView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        _refuse_what_has_left(request, "delete", self.object)


class IssueEditor(EditView):
    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        _refuse_what_has_left(request, "change", self.object)

    @property
    def header_buttons(self) -> list[HeaderButton]:
        return [HeaderButton(_verb(self.object), url=send_url(self.object), icon_name="mail")]


class Issues(SnippetViewSet):
    model = Issue
    icon = "mail"
    menu_label = "Issues"
    url_namespace = "issues"
    url_prefix = "newsletter/issues"
    search_backend_name = None
    index_view_class = IssueList
    edit_view_class = IssueEditor
    delete_view_class = IssueDeleter
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = (
        "__str__",
        Column("state", label="State", accessor="get_state_display"),
        Column("progress", label="Progress", accessor=progress_words),
    )
    list_filter = ("state",)
    edit_handler = ObjectList(
        [
            FieldPanel("date"),
            MultipleChooserPanel(
                "articles",
                chooser_field_name="article",
                panels=[FieldPanel("article", widget=published_articles.widget_class)],
                label="article",
                heading="Articles, in the order of the newsletter",
                min_num=1,
            ),
        ]
    )

    def get_urlpatterns(self) -> list[URLPattern]:
        own = [
            path("send/<int:pk>/", sending_screen.send, name="send"),
            path("resume/<int:pk>/", sending_screen.resume, name="resume"),
            path("test/<int:pk>/", sending_screen.test, name="test"),
            path("letter/<int:pk>/<str:language>/", sending_screen.letter, name="letter"),
        ]
        return [*super().get_urlpatterns(), *own]


class Subscribers(SnippetViewSet):
    model = Subscriber
    icon = "group"
    menu_label = "Subscribers"
    url_namespace = "subscribers"
    url_prefix = "newsletter/subscribers"
    search_backend_name = None
    search_fields = ("email",)
    copy_view_enabled = False
    add_to_reference_index = False
    list_display = (
        "email",
        Column("language", label="Language", accessor="get_language_display", sort_key="language"),
        Column("state", label="State", accessor="get_state_display", sort_key="state"),
        "created_at",
        "confirmed_at",
    )
    list_filter = ("state", "language")
    list_export = ("email", "language", "state", "created_at", "confirmed_at", "unsubscribed_at")
    exclude_form_fields = ("email", "language", "state")


class Newsletter(SnippetViewSetGroup):
    items = (Issues, Subscribers)
    menu_label = "Newsletter"
    menu_icon = "mail"
    menu_order = 300
