"""The list of terms, and a term."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet
from django.urls import reverse
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.widgets import Button
from wagtail.snippets.views.snippets import EditView, IndexView, SnippetViewSet

from masthead.lib import languages
from masthead.translation import menu
from masthead.translation.glossary import Kind
from masthead.translation.glossary_desk.form import TermForm
from masthead.translation.models import GlossaryTerm

_CODES = [(code, languages.name(code, "en")) for code in languages.CODES]


class TermFilters(WagtailFilterSet):
    kind = django_filters.ChoiceFilter(label="Kind", choices=[(Kind.TERM, "Terms"), (Kind.NAME, "Names")])
    source = django_filters.ChoiceFilter(label="Has a form in", choices=_CODES, method="with_language")
    target = django_filters.ChoiceFilter(label="and in", choices=_CODES, method="with_language")
    lacks = django_filters.ChoiceFilter(label="and none in", choices=_CODES, method="without_language")

    class Meta:
        model = GlossaryTerm
        fields: list[str] = []

    def with_language(self, rows: QuerySet[GlossaryTerm], name: str, value: str) -> QuerySet[GlossaryTerm]:
        return rows.filter(languages__has_key=value)

    def without_language(self, rows: QuerySet[GlossaryTerm], name: str, value: str) -> QuerySet[GlossaryTerm]:
        return rows.exclude(languages__has_key=value)


class TermList(IndexView):
    @property
    def header_more_buttons(self) -> list[Button]:
        buttons = list(super().header_more_buttons)
        if self.request.user.has_perms(("translation.add_glossaryterm", "translation.change_glossaryterm")):
            buttons.append(
                Button("Take in a file", reverse("glossary_take_in"), icon_name="download", priority=10)
            )
        buttons.append(
            Button("Give out a file", reverse("glossary_give_out"), icon_name="upload", priority=20)
        )
        buttons.append(Button("Files taken in", reverse("glossary_files"), icon_name="history", priority=30))
        return buttons


class TermEdit(EditView):
    @property
    def header_more_buttons(self) -> list[Button]:
        against = Button(
            "Live editions that say otherwise",
            reverse("glossary_against", args=[self.object.pk]),
            icon_name="warning",
        )
        return [against, *super().header_more_buttons]


def _languages(row: GlossaryTerm) -> str:
    return " ".join(code for code in languages.CODES if code in row.languages)


def _rule(row: GlossaryTerm) -> str:
    said = [] if row.data["translate"] else ["not translated"]
    if any(status == "forbidden" for _, _, status, _ in row.data["forms"]):
        said.append("has forbidden forms")
    return ", ".join(said) or "–"


class TermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_label = "Glossary"
    menu_name = "glossary"
    menu_order = 30
    menu_hook = menu.HOOK
    admin_url_namespace = "glossary"
    base_url_path = "glossary"
    search_backend_name = None
    search_fields = ("name", "words")
    list_per_page = 50
    inspect_view_enabled = False
    copy_view_enabled = False
    index_view_class = TermList
    edit_view_class = TermEdit
    filterset_class = TermFilters
    list_display = (
        "name",
        Column("kind", label="Kind", accessor="kind", sort_key="kind"),
        Column("languages", label="Languages", accessor=_languages),
        Column("rule", label="Rule", accessor=_rule),
    )
    edit_handler = ObjectList(
        [
            FieldPanel("forms_in"),
            FieldRowPanel([FieldPanel("kind"), FieldPanel("part_of_speech")]),
            FieldRowPanel([FieldPanel("translate"), FieldPanel("case_sensitive")]),
            FieldPanel("definition"),
            FieldPanel("remark"),
        ],
        base_form_class=TermForm,
    )
