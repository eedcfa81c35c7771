"""Who may pass, and under which name."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from masthead.desk.models import User

VIEW, CHANGE = "article.view_edition", "article.change_edition"
POLICY, LEDGER, BUDGET = (
    "translation.change_policy",
    "translation.view_spending",
    "translation.change_budget",
)


def user(request: HttpRequest, permission: str) -> User:
    """Whoever asks, if they may."""
    asking = request.user
    if not isinstance(asking, User) or not asking.has_perm(permission):
        raise PermissionDenied
    return asking


def name(user: User) -> str:
    """How the record calls somebody at the desk."""
    return user.get_full_name() or user.get_username()


_ARTICLE, _LANGUAGE = 9_007_199_254_740, "of-this-language"


def edition_address() -> str:
    """Where an edition is worked on, with ``{article}`` and ``{language}`` in it: looked up once, not for each cell."""
    try:
        found = reverse("translation_workbench", args=[_ARTICLE, _LANGUAGE])
    except NoReverseMatch:
        found = reverse("translation_editions", args=[_ARTICLE])
    return found.replace(str(_ARTICLE), "{article}").replace(_LANGUAGE, "{language}")
