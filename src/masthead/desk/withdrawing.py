"""The screen on which an editor takes back an article or one translation of it, and says why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from wagtail.snippets.views.snippets import UnpublishView

from masthead.article.models import Article, Edition
from masthead.desk import actions
from masthead.desk.errors import DeskError
from masthead.desk.models import Withdrawal
from masthead.lib import languages


class WithdrawalForm(forms.Form):
    what = forms.ChoiceField(label="What to take back", required=False)
    reason = forms.ChoiceField(
        label="Why",
        choices=Withdrawal.Reason.choices,
        required=False,
        help_text="Readers who come to its address read it there, in their own language, with the day.",
    )
    blocked_by = forms.URLField(
        label="Who demands it",
        required=False,
        max_length=500,
        assume_scheme="https",
        help_text="Where the law bars it: the address of the court, the authority or the order, if it may be named. "
        "It is told to programs only.",
    )

    def __init__(self, article: Article, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        live = Edition.objects.live().filter(article=article, is_original=False)
        codes = sorted(live.values_list("language", flat=True), key=languages.CODES.index)
        self.fields["what"].choices = [  # type: ignore[attr-defined]
            ("", "The whole article, in every language"),
            *((code, f"Only the translation into {languages.name(code, 'en')}") for code in codes),
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("blocked_by") and cleaned.get("reason") != Withdrawal.Reason.LAW:
            self.add_error(
                "blocked_by", "This is for what the law bars: choose that as the reason, or leave it empty."
            )
        return cleaned


class Withdraw(UnpublishView):
    """In the place of Wagtail's question whether to unpublish."""

    page_title = "Withdraw"
    success_message = "“%(object)s” was withdrawn."
    template_name = "desk/withdraw.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.form = WithdrawalForm(self.object, request.POST if request.method == "POST" else None)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(**kwargs))
        try:
            return super().post(request, *args, **kwargs)
        except DeskError as error:
            self.form.add_error(None, str(error))
            return self.render_to_response(self.get_context_data(**kwargs))

    def unpublish(self) -> None:
        said = self.form.cleaned_data
        why = {"by": self.request.user, "reason": said["reason"], "blocked_by": said["blocked_by"]}
        if said["what"]:
            actions.withdraw_edition(self.object, said["what"], **why)
        else:
            actions.withdraw(self.object, **why)

    def get_success_message(self) -> str | None:
        if code := self.form.cleaned_data["what"]:
            return f"The translation of “{self.object}” into {languages.name(code, 'en')} was withdrawn."
        return super().get_success_message()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return {**super().get_context_data(**kwargs), "form": self.form}
