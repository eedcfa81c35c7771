"""Who may pass, and under which name."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest

VIEW, ADD, CHANGE, DISCARD = (f"intake.{verb}_arrival" for verb in ("view", "add", "change", "delete"))


def user(request: HttpRequest, permission: str) -> Any:
    """Whoever asks, if they may."""
    asking: Any = request.user
    if not asking.has_perm(permission):
        raise PermissionDenied
    return asking


def name(user: Any) -> str:
    """How the record calls somebody at the desk."""
    return str(user.get_full_name() or user.get_username())
