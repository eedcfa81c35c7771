"""The editors' lists and forms. No full-text search of Wagtail's: on SQLite it takes minutes on a large archive."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet, SnippetViewSetGroup

from masthead.article.models import Article, Dossier, Outlet, Person, Region, Theme
from masthead.desk.filters import ArticleFilters
from masthead.desk.localised import LocalisedForm
from masthead.desk.panels import ARTICLE
from masthead.desk.withdrawing import Withdraw

_WIDE = "desk-wide"  # a column for which a phone has no room


class ArticleList(IndexView):
    def get_base_queryset(self) -> QuerySet[Article]:
        return super().get_base_queryset().prefetch_related("themes", "bylines__person")


class ArticleEdit(EditView):
    def get_object(self, queryset: QuerySet[Article] | None = None) -> Article:
        """On a POST with its row held: a draft kept by itself must not be judged newer beside what is being saved."""
        if self.request.method == "POST":
            get_object_or_404(Article.objects.select_for_update().only("pk"), pk=self.object_pk)
        return super().get_object(queryset)


def _authors(article: Article) -> str:
    return ", ".join(byline.person.name for byline in article.bylines.all() if byline.role == "author") or "–"


def _themes(article: Article) -> str:
    return ", ".join(theme.name for theme in article.themes.all()) or "–"


class ArticleViewSet(SnippetViewSet):
    model = Article
    index_view_class = ArticleList
    edit_view_class = ArticleEdit
    unpublish_view_class = Withdraw
    icon = "doc-full"
    menu_label = "Articles"
    menu_name = "articles"
    menu_order = 100
    add_to_admin_menu = True
    admin_url_namespace = "articles"
    base_url_path = "articles"
    list_per_page = 25
    ordering = "-created_at"
    search_backend_name = None
    search_fields = ("headline",)
    filterset_class = ArticleFilters
    edit_handler = ARTICLE
    list_display = (
        "headline",
        Column("authors", label="By", accessor=_authors, classname=_WIDE),
        Column("themes", label="Themes", accessor=_themes, classname=_WIDE),
        Column("language", label="Language", sort_key="language", classname=_WIDE),
        DateColumn("created_at", label="Begun", sort_key="created_at"),
    )


_LOCALISED = FieldPanel("translations", heading="In other languages")


def _handler(*panels: Any) -> ObjectList:
    return ObjectList(list(panels), base_form_class=LocalisedForm)


class _Nouns(SnippetViewSet):
    """What the lists of regions, themes, dossiers and people have in common."""

    search_backend_name = None
    list_per_page = 50
    inspect_view_enabled = False


class RegionViewSet(_Nouns):
    model = Region
    icon = "globe"
    menu_label = "Regions"
    base_url_path = "regions"
    search_fields = ("name",)
    list_display = ("name", "slug", "position")
    edit_handler = _handler(
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("position"), FieldPanel("language")]),
        _LOCALISED,
    )


class ThemeViewSet(_Nouns):
    model = Theme
    icon = "tag"
    menu_label = "Themes"
    base_url_path = "themes"
    search_fields = ("name",)
    list_display = ("name", "slug", "position")
    edit_handler = _handler(
        FieldPanel("name"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("position"), FieldPanel("language")]),
        _LOCALISED,
    )


class DossierViewSet(_Nouns):
    model = Dossier
    icon = "folder-open-inverse"
    menu_label = "Dossiers"
    base_url_path = "dossiers"
    search_fields = ("title",)
    list_display = ("title", "slug", "position")
    edit_handler = _handler(
        FieldPanel("title"),
        FieldPanel("introduction"),
        FieldPanel("picture"),
        FieldPanel(
            "order",
            heading="Reading order",
            help_text="Numbers of articles in reading order, for example [12, 7].",
        ),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("position"), FieldPanel("language")]),
        _LOCALISED,
    )


class PersonViewSet(_Nouns):
    model = Person
    icon = "user"
    menu_label = "People"
    base_url_path = "people"
    search_fields = ("name",)
    list_display = ("name", "slug", "is_organisation")
    edit_handler = _handler(
        FieldPanel("name"),
        FieldPanel("biography"),
        FieldPanel("picture"),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("slug"), FieldPanel("is_organisation"), FieldPanel("language")]),
        _LOCALISED,
    )


class OutletViewSet(SnippetViewSet):
    model = Outlet
    icon = "home"
    menu_label = "Outlet"
    base_url_path = "outlet"
    search_backend_name = None
    list_display = ("name", "url", "language")
    edit_handler = _handler(
        FieldPanel("name"),
        FieldPanel("tagline"),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("language"), FieldPanel("accent")]),
        MultiFieldPanel(
            [FieldPanel("licence"), FieldPanel("mining"), FieldPanel("commercial")], heading="Terms"
        ),
        FieldPanel("mail_address"),
        FieldPanel("logo"),
        MultiFieldPanel(
            [FieldPanel("security_contact"), FieldPanel("belongs_to"), FieldPanel("controlled_by")],
            heading="Who answers for the outlet",
        ),
        InlinePanel("follow_links", label="Follow link", heading="Where readers can follow us"),
        _LOCALISED,
    )


class ClassificationGroup(SnippetViewSetGroup):
    items = (RegionViewSet, ThemeViewSet, DossierViewSet, PersonViewSet)
    menu_label = "Ways in"
    menu_icon = "list-ul"
    menu_order = 150
