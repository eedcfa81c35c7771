"""The article's form."""

from __future__ import annotations

from typing import Any

from wagtail.admin.forms import WagtailAdminModelForm

from masthead.desk.permissions import refusal


class ArticleForm(WagtailAdminModelForm):
    """Refuses to publish what may not be printed before anything is saved, so that nothing typed is lost."""

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        publishes = self.data.get("action-publish") or self.data.get("workflow-action-name") == "approve"
        if publishes and not self.errors and (why := refusal(self.instance_as_typed())):
            self.add_error(None, why)
        return cleaned

    def instance_as_typed(self) -> Any:
        """The article with the fields that decide, before the form writes to it."""
        typed = type(self.instance)(pk=self.instance.pk)
        for name in ("language", "origin_outlet", "licence"):
            setattr(typed, name, self.cleaned_data.get(name, getattr(self.instance, name)))
        return typed
