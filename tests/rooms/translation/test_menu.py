"""Translation is one group in the desk's menu, and each sees in it what they may use."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import RequestFactory
from tests import factories as make
from wagtail.admin.menu import SubmenuMenuItem, admin_menu

from masthead.desk.models import User

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "items"),
    [
        (make.chief, ["Board", "Jobs", "Glossary", "Memory", "Languages", "Spending"]),
        (make.translator, ["Board", "Jobs", "Glossary", "Memory", "Spending"]),
        (make.editor, ["Glossary"]),
        (make.stranger, []),
    ],
)
def test_the_group_holds_what_somebody_may_use(who: Callable[[], User], items: list[str]) -> None:
    request = RequestFactory().get("/desk/")
    request.user = who()

    groups = [item for item in admin_menu.menu_items_for_request(request) if item.label == "Translation"]

    assert bool(groups) == bool(items)
    for group in groups:
        assert isinstance(group, SubmenuMenuItem)
        shown = group.menu.menu_items_for_request(request)
        assert [item.label for item in sorted(shown, key=lambda item: item.order)] == items
