"""The screens for permissions: what the outlet may do with other people's work, and what proves it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList, Panel
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from masthead.article.facts import permissions_of, terms_of
from masthead.article.models import Article, Outlet, Permission
from masthead.article.permission import Answer, may_publish, may_translate
from masthead.desk import actions
from masthead.lib import languages


class PermissionForm(WagtailAdminModelForm):
    languages = forms.MultipleChoiceField(
        choices=[(code, languages.name(code, "en")) for code in languages.CODES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked: every language, the article's own among them.",
    )
    revoke = forms.BooleanField(
        required=False,
        label="Revoke it from now on",
        help_text="What is live stays live; withdraw it where that was asked for. The record keeps both.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "revoke" in self.fields and (self.instance.pk is None or self.instance.revoked_at):
            del self.fields["revoke"]


class Add(CreateView):
    def get_initial_form_instance(self) -> Permission:
        """From the article's form: for that article, granted by the outlet it names."""
        asked = self.request.GET.get("article", "")
        article = Article.objects.filter(pk=asked).first() if asked.isdigit() else None
        return Permission(article=article, granted_by=article.origin_outlet if article else "")

    def save_instance(self) -> Permission:
        return actions.permit(self.form.save(commit=False), by=_name(self.request.user))


class Change(EditView):
    def save_instance(self) -> Permission:
        by = _name(self.request.user)
        kept = self.form.save(commit=False)
        if self.form.cleaned_data.get("revoke"):
            actions.revoke(kept, by=by)
            return kept
        return actions.permit(kept, by=by)


def _name(user: Any) -> str:
    return user.get_full_name() or user.get_username()


def _for(kept: Permission) -> str:
    return str(kept.article) if kept.article_id else f"Everything from {kept.origin_outlet}"


def _covers(kept: Permission) -> str:
    named = ", ".join(kept.languages) if kept.languages else "every language"
    return named if kept.translate else f"{named}, no translations"


def _state(kept: Permission) -> str:
    if kept.revoked_at:
        return "revoked"
    if kept.running:
        return "in force"
    return "not yet in force" if kept.since and kept.since > timezone.localdate() else "ended"


class PermissionViewSet(SnippetViewSet):
    model = Permission
    icon = "key"
    menu_label = "Permissions"
    menu_order = 160
    add_to_admin_menu = True
    base_url_path = "permissions"
    search_backend_name = None
    search_fields = ("granted_by", "origin_outlet", "article__headline")
    list_per_page = 50
    list_filter = ("translate", "pictures")
    inspect_view_enabled = False
    add_view_class = Add
    edit_view_class = Change
    list_display = (
        "granted_by",
        Column("for", label="For", accessor=_for),
        Column("covers", label="Languages", accessor=_covers),
        Column("state", label="State", accessor=_state),
        DateColumn("until", label="Until", sort_key="until"),
    )
    edit_handler = ObjectList(
        [
            MultiFieldPanel([FieldPanel("article"), FieldPanel("origin_outlet")], heading="For what"),
            FieldRowPanel([FieldPanel("granted_by"), FieldPanel("granted_on")], heading="Who gave it"),
            MultiFieldPanel([FieldPanel("evidence"), FieldPanel("evidence_file")], heading="What proves it"),
            FieldRowPanel([FieldPanel("translate"), FieldPanel("pictures")], heading="What it covers"),
            FieldRowPanel([FieldPanel("since"), FieldPanel("until")], heading="How long"),
            FieldPanel("territory"),
            FieldPanel("conditions"),
            FieldPanel("languages", classname="desk-languages"),
            FieldPanel("revoke"),
        ],
        base_form_class=PermissionForm,
    )

    def get_queryset(self, request: Any) -> Any:
        return Permission.objects.select_related("article")


class PermissionPanel(Panel):
    """On the article's form: what may be done with it, why, and where to record more."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "desk/permission_panel.html"

        def get_context_data(self, parent_context: Any = None) -> Any:
            context = super().get_context_data(parent_context)
            article, today = self.instance, timezone.localdate()
            terms = terms_of(article, Outlet.objects.first())
            others = [code for code in languages.CODES if code != article.language]
            barred = {
                code: answer.why
                for code in others
                if not (answer := may_translate(terms, code, today)).allowed
            }
            return {
                **context,
                "article": article,
                "print": may_publish(terms, today),
                "translate": _in_short(barred, may_translate(terms, others[0], today), len(others)),
                "permissions": permissions_of(article),
                "may_record": article.pk
                and article.is_reprint
                and self.request.user.has_perm("article.add_permission"),
            }


def _in_short(barred: dict[str, str], first: Answer, all_of_them: int) -> Answer:
    """One sentence for all languages."""
    if not barred:
        return first
    why = next(iter(barred.values()))
    if len(barred) == all_of_them:
        return Answer(False, why)
    return Answer(True, f"In {all_of_them - len(barred)} languages; not in the other {len(barred)}.")


def refusal(article: Article) -> SafeString:
    """What the form says when an article may not be published, with the way to mend it."""
    answer = may_publish(terms_of(article, Outlet.objects.first()), timezone.localdate())
    return SafeString("") if answer.allowed else format_html("This cannot be published yet. {}", answer.why)
