"""Readers that are imported when they are first needed: they bring large libraries, and most processes never read."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


def later(module: str, name: str) -> Callable[..., Any]:
    """The function of that name in a module of readers, which is imported at its first call."""

    def call(*args: Any) -> Any:
        return getattr(import_module(f"masthead.intake.readers.{module}"), name)(*args)

    return call
