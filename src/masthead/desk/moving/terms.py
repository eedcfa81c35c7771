"""Categories and tags of another system as the outlet's regions and themes."""

from __future__ import annotations

from enum import StrEnum

from masthead.article import slugs
from masthead.article.models import Region, Theme
from masthead.intake.actions import fit
from masthead.intake.archive import Filed
from masthead.intake.draft import Draft, Term
from masthead.intake.models import MovedItem

Outcome = MovedItem.Outcome
# What systems file an article under that nobody has filed, in the languages they are commonly set to.
NOWHERE = frozenset(
    {
        "uncategorized", "uncategorised", "unkategorisiert", "nicht kategorisiert", "non classé", "non classifié(e)",
        "sin categoría", "sin categorizar", "sem categoria", "senza categoria", "geen categorie", "ongecategoriseerd",
        "niet gecategoriseerd", "bez kategorii", "nezařazené", "nezaradené", "okategoriserad", "ukategoriseret",
        "ukategorisert", "uncategorized-en", "без рубрики", "без категорії", "kategorisiz", "genel olmayan",
        "χωρίς κατηγορία", "未分類", "未分类", "미분류", "غير مصنف", "דף ללא קטגוריה", "ללא קטגוריה",
        "دسته‌بندی نشده", "sense categoria", "fără categorie", "egyéb kategória", "nerazvrščeno", "некатегоризирано",
    }
)  # fmt: skip


class Mapping(StrEnum):
    """What becomes of terms."""

    THEMES = "themes"
    CATEGORIES = "categories"
    """As themes, but for tags, which are left."""
    NONE = "none"


class Terms:
    """Finds the region or theme of a name, and makes a theme where there is none."""

    def __init__(self, mapping: Mapping) -> None:
        self.mapping = mapping
        self._known: dict[str, Region | Theme] = {}

    def forget(self) -> None:
        """What was found may have been rolled back."""
        self._known.clear()

    def of(self, draft: Draft, language: str) -> tuple[list[Region], list[Theme]]:
        """Where an article stands."""
        found = [
            self._place(term.name, term.slug, language)
            for term in dict.fromkeys(found.value for found in draft.terms)
            if self._wanted(term)
        ]
        return (
            list(dict.fromkeys(place for place in found if isinstance(place, Region))),
            list(dict.fromkeys(place for place in found if isinstance(place, Theme))),
        )

    def file(self, filed: Filed, carried: set[str], language: str) -> tuple[Outcome, str]:
        """What becomes of a term by itself, and why."""
        name = filed.name.strip()
        if self.mapping is Mapping.NONE:
            return Outcome.LEFT, "Categories and tags were not asked for (--terms)."
        if self.mapping is Mapping.CATEGORIES and filed.kind == "tag":
            return Outcome.LEFT, "Tags were not asked for (--terms)."
        if not name or name.casefold() in NOWHERE:
            return Outcome.LEFT, "It says that nobody has filed an article."
        if name.casefold() not in carried:
            return Outcome.LEFT, "Nothing is filed under it."
        there = self._find(name)
        place = there or self._place(name, filed.slug, language)
        why = f"It is the region “{place}”." if isinstance(place, Region) else ""
        return (Outcome.JOINED if there else Outcome.ARRIVED), why

    def _wanted(self, term: Term) -> bool:
        if self.mapping is Mapping.NONE or (self.mapping is Mapping.CATEGORIES and term.kind == "tag"):
            return False
        return bool(term.name.strip()) and term.name.strip().casefold() not in NOWHERE

    def _find(self, name: str) -> Region | Theme | None:
        kept = self._known.get(name.casefold())
        if kept is None:
            kept = (
                Region.objects.filter(name__iexact=name).first()
                or Theme.objects.filter(name__iexact=fit(name, Theme, "name")).order_by("pk").first()
            )
            if kept is not None:
                self._known[name.casefold()] = kept
        return kept

    def _place(self, name: str, slug: str, language: str) -> Region | Theme:
        name = name.strip()
        return self._find(name) or self._made(name, slug, language)

    def _made(self, name: str, slug: str, language: str) -> Theme:
        def taken(candidates: list[str]) -> set[str]:
            return set(Theme.objects.filter(slug__in=candidates).values_list("slug", flat=True))

        made = Theme.objects.create(
            name=fit(name, Theme, "name"),
            slug=slugs.free(slugs.slug(slug) or slugs.slug(name), taken),
            language=language,
        )
        self._known[name.casefold()] = made
        return made
