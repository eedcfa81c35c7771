"""How an editor narrows the list of articles."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet
from wagtail.admin.filters import WagtailFilterSet

from masthead.article.models import Article, Dossier, Person, Region, Theme
from masthead.article.models.article import LANGUAGES


class ArticleFilters(WagtailFilterSet):
    state = django_filters.ChoiceFilter(
        label="State",
        method="filter_state",
        choices=[
            ("live", "Published"),
            ("changed", "Published, with a newer draft"),
            ("draft", "Draft"),
            ("review", "In review"),
            ("scheduled", "Scheduled"),
        ],
    )
    language = django_filters.ChoiceFilter(label="Language", choices=LANGUAGES)
    regions = django_filters.ModelChoiceFilter(label="Region", queryset=Region.objects.all())
    themes = django_filters.ModelChoiceFilter(label="Theme", queryset=Theme.objects.all())
    dossiers = django_filters.ModelChoiceFilter(label="Dossier", queryset=Dossier.objects.all())
    author = django_filters.ModelChoiceFilter(
        label="Author", queryset=Person.objects.all(), field_name="bylines__person"
    )
    kind = django_filters.ChoiceFilter(label="Kind", choices=Article.Kind.choices)
    origin = django_filters.ChoiceFilter(
        label="Origin", method="filter_origin", choices=[("own", "Our own"), ("reprint", "Reprints")]
    )

    class Meta:
        model = Article
        fields: list[str] = []

    def filter_state(self, queryset: QuerySet[Article], name: str, value: str) -> QuerySet[Article]:
        match value:
            case "live":
                return queryset.filter(live=True)
            case "changed":
                return queryset.filter(live=True, has_unpublished_changes=True)
            case "draft":
                return queryset.filter(live=False)
            case "review":
                return queryset.filter(workflow_states__status="in_progress").distinct()
            case "scheduled":
                return queryset.filter(_revisions__approved_go_live_at__isnull=False).distinct()
        return queryset

    def filter_origin(self, queryset: QuerySet[Article], name: str, value: str) -> QuerySet[Article]:
        return queryset.filter(~Q(origin_outlet="") if value == "reprint" else Q(origin_outlet=""))
