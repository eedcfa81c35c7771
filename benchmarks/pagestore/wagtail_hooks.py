"""The desk's list of articles, for pages: the same columns, filters and number of rows."""

from __future__ import annotations

from typing import Any

from wagtail import hooks
from wagtail.admin.ui.tables import Column, UpdatedAtColumn
from wagtail.admin.ui.tables.pages import BulkActionsColumn, PageTitleColumn
from wagtail.admin.views.pages.listing import IndexView
from wagtail.admin.viewsets.pages import PageListingViewSet

from benchmarks.pagestore.models import ArticlePage
from masthead.desk import viewsets
from masthead.desk.filters import ArticleFilters

ROWS = 50
viewsets.ArticleViewSet.list_per_page = ROWS


class PageFilters(ArticleFilters):
    class Meta:
        model = ArticlePage
        fields: list[str] = []


class PageList(IndexView):
    def get_base_queryset(self) -> Any:
        return super().get_base_queryset().prefetch_related("themes", "bylines__person")


class ArticlePages(PageListingViewSet):
    model = ArticlePage
    index_view_class = PageList
    list_per_page = ROWS
    ordering = "-created_at"
    filterset_class = PageFilters
    columns = [
        BulkActionsColumn("bulk_actions"),
        PageTitleColumn("title", label="Title", sort_key="title", classname="title"),
        Column("authors", label="By", accessor=viewsets._authors),
        Column("themes", label="Themes", accessor=viewsets._themes),
        Column("language", label="Language", sort_key="language"),
        UpdatedAtColumn(),
    ]


@hooks.register("register_admin_viewset")
def article_pages() -> ArticlePages:
    return ArticlePages("article_pages")
