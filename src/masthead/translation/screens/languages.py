"""The form of a language: on, on request or off; published or held; which engines, in which order; its cap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.safestring import SafeString
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.snippets.views.snippets import CreateView, EditView, SnippetViewSet

from masthead.article.models import Article
from masthead.lib import languages
from masthead.translation import jobs, menu
from masthead.translation.engines import registry
from masthead.translation.engines.base import Engine
from masthead.translation.models import Policy


class ChainWidget(forms.Widget):
    """A table of the engines that are set up, with the place of each in the chain."""

    template_name = "translation/chain_widget.html"

    def __init__(self, target: str = "", sources: Sequence[str] = ()) -> None:
        super().__init__()
        self.target, self.sources = target, sources

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        engines = registry.available()
        chain = list(value or ())
        there = {engine.name for engine in engines}
        rows: list[dict[str, Any]] = [
            {
                "name": engine.name,
                "field": f"{name}-{engine.name}",
                "place": chain.index(engine.name) + 1 if engine.name in chain else 0,
                "price": engine.price_per_million,
                "leaves": engine.leaves_machine,
                "serves": self._serves(engine),
            }
            for engine in engines
        ]
        rows.sort(key=lambda row: row["place"] or len(rows) + 1)
        context["rows"] = rows
        context["places"] = range(1, len(engines) + 1)
        context["gone"] = [engine for engine in chain if engine not in there]
        context["label"] = name
        return context

    def _serves(self, engine: Engine) -> str:
        if not self.target or not self.sources:
            return "–"
        served = [code for code in self.sources if engine.supports(code, self.target)]
        if len(served) == len(self.sources):
            return "yes"
        return f"from {', '.join(languages.name(code, 'en') for code in served)}" if served else "no"

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        placed = []
        for number, engine in enumerate(registry.available()):
            place = str(data.get(f"{name}-{engine.name}") or "")
            if place.isascii() and place.isdecimal() and len(place) < 4 and int(place):
                placed.append((int(place), number, engine.name))
        return [engine for _, _, engine in sorted(placed)]

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        from django.template.loader import render_to_string

        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class PairsWidget(forms.Widget):
    """For each language that articles are written in, a chain of its own, folded where there is none."""

    template_name = "translation/pairs_widget.html"

    def __init__(self, target: str = "", sources: Sequence[str] = ()) -> None:
        super().__init__()
        self.target, self.sources = target, sources

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        kept = dict(value or {})
        context["pairs"] = [
            (
                languages.name(code, "en"),
                bool(kept.get(code)),
                ChainWidget(self.target, [code]).render(f"{name}-{code}", kept.get(code)),
            )
            for code in dict.fromkeys((*self.sources, *kept))
        ]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[str, list[str]]:
        found = {
            code: ChainWidget().value_from_datadict(data, files, f"{name}-{code}") for code in languages.CODES
        }
        return {code: chain for code, chain in found.items() if chain}

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key.startswith(f"{name}-") for key in data)

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        from django.template.loader import render_to_string

        return render_to_string(self.template_name, self.get_context(name, value, attrs))


class PolicyForm(WagtailAdminModelForm):
    """Engines are chosen from those that are there, never typed."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        target = self.instance.language or ""
        used = set(Article.objects.order_by().values_list("language", flat=True).distinct()) - {target}
        sources = [code for code in languages.CODES if code in used]
        self.fields["engines"] = forms.Field(
            required=False,
            label="Engines",
            widget=ChainWidget(target, sources),
            help_text="In the order in which they are asked. None chosen: all of them, in this order.",
        )
        self.fields["pairs"] = forms.Field(
            required=False,
            label="Engines for texts in one language",
            widget=PairsWidget(target, sources),
            help_text="Where another order is better from one language than from the others.",
        )

    def clean_engines(self) -> list[str]:
        return list(self.cleaned_data.get("engines") or ())

    def clean_pairs(self) -> dict[str, list[str]]:
        return dict(self.cleaned_data.get("pairs") or {})

    def clean_per_day(self) -> Any:
        cap = self.cleaned_data.get("per_day")
        if cap is not None and cap < 0:
            raise forms.ValidationError("A cap is nought or more. Leave it empty for that of every language.")
        return cap


class _GoesOn:
    """After a cap was changed here, what it had stopped goes on."""

    def save_instance(self) -> Any:
        saved = super().save_instance()  # type: ignore[misc]
        jobs.resume_capped()
        return saved


class Add(_GoesOn, CreateView):
    pass


class Change(_GoesOn, EditView):
    pass


def _chain(policy: Policy) -> str:
    return " → ".join(policy.engines) or "all"


def _cap(policy: Policy) -> str:
    return "–" if policy.per_day is None else f"{policy.per_day} EUR"


class PolicyViewSet(SnippetViewSet):
    model = Policy
    icon = "globe"
    menu_label = "Languages"
    menu_name = "languages"
    menu_order = 50
    menu_hook = menu.HOOK
    base_url_path = "languages"
    search_backend_name = None
    list_per_page = 60
    add_view_class = Add
    edit_view_class = Change
    list_display = (
        "language",
        "mode",
        "machine",
        "index_unreviewed",
        Column("chain", label="Engines", accessor=_chain),
        Column("cap", label="Cap a day", accessor=_cap),
    )
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("language"), FieldPanel("mode")]),
            FieldPanel("machine"),
            FieldPanel("index_unreviewed"),
            MultiFieldPanel([FieldPanel("engines"), FieldPanel("pairs")], heading="Who translates"),
            FieldPanel("per_day"),
        ],
        base_form_class=PolicyForm,
    )
