"""Reads for the screens. None of them grows with what came in before."""

from __future__ import annotations

from enum import StrEnum

from django.db.models import QuerySet

from masthead.intake.models import Arrival, Parcel

COUNTED = 1000
"""Counting ends here: to whoever has a thousand before them, one more is no news."""


class Tab(StrEnum):
    TO_CLEAR = "to-clear"
    CLEARED = "cleared"
    DUPLICATES = "duplicates"
    FAILED = "failed"
    DISCARDED = "discarded"

    @property
    def label(self) -> str:
        return self.value.replace("-", " ").capitalize()


_PARCELS = {
    Tab.FAILED: Parcel.State.FAILED,
    Tab.DISCARDED: Parcel.State.DISCARDED,
    Tab.DUPLICATES: Parcel.State.DUPLICATE,
}


def arrivals(tab: Tab) -> QuerySet[Arrival]:
    """The arrivals of a tab, newest first, with their articles."""
    every = Arrival.objects.select_related("article", "like")
    match tab:
        case Tab.TO_CLEAR:
            return every.filter(cleared_at__isnull=True).order_by("-pk")
        case Tab.CLEARED:
            return every.filter(cleared_at__isnull=False).order_by("-cleared_at", "-pk")
        case Tab.DUPLICATES:
            return every.filter(like__isnull=False, like_choice="").order_by("-pk")
        case _:
            return Arrival.objects.none()


def parcels(tab: Tab) -> QuerySet[Parcel]:
    """The parcels of a tab, newest first."""
    if tab not in _PARCELS:
        return Parcel.objects.none()
    return Parcel.objects.filter(state=_PARCELS[tab]).select_related("article").order_by("-pk")


def to_clear() -> int:
    """How many arrivals wait for an editor, at most ``COUNTED``."""
    return Arrival.objects.filter(cleared_at__isnull=True).order_by()[:COUNTED].count()


def counts() -> dict[Tab, int]:
    """How many stand in each tab, each at most ``COUNTED``."""
    return {
        tab: min(
            COUNTED,
            arrivals(tab).select_related(None).order_by()[:COUNTED].count()
            + parcels(tab).select_related(None).order_by()[:COUNTED].count(),
        )
        for tab in Tab
        if tab != Tab.CLEARED  # it only grows
    }


def counted(number: int) -> str:
    return f"{COUNTED}+" if number >= COUNTED else str(number)
