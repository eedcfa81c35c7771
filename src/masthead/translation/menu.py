"""The desk's menu of translation: a group of its own, each item for those who may use it."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse_lazy
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

from masthead.translation.screens import doors

HOOK = "register_translation_menu_item"
"""Where screens that Wagtail makes put themselves: glossary 30, languages 50."""
_menu = Menu(register_hook_name=HOOK)
_ITEMS = (
    ("Board", "translation_board", "table", doors.VIEW, 10),
    ("Jobs", "translation_jobs", "tasks", doors.VIEW, 20),
    ("Memory", "translation_memory", "history", doors.VIEW, 40),
    ("Spending", "translation_ledger", "decimal", doors.LEDGER, 60),
)


class _Item(MenuItem):
    def __init__(self, label: str, screen: str, icon: str, permission: str, order: int) -> None:
        super().__init__(label, reverse_lazy(screen), icon_name=icon, order=order)
        self.permission = permission

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(request.user.has_perm(self.permission))


@hooks.register("register_admin_menu_item")
def group() -> MenuItem:
    return SubmenuMenuItem("Translation", _menu, icon_name="globe", order=110)


for _about in _ITEMS:
    hooks.register(HOOK, lambda about=_about: _Item(*about))
